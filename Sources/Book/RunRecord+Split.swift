extension RunRecord {
  /// How a run divided its keys.
  package struct Split: Sendable, Hashable, Codable {
    package struct Variant: Sendable, Hashable, Codable {
      package let name: String
      /// As it is written: `50%`.
      package let share: String
      /// The version that scored its rows.
      package let model: String
      package let number: Int
      /// Rows that came out; nil where the run did not come so far.
      package let rows: Int?

      package init(name: String, share: String, model: String, number: Int, rows: Int?) {
        self.name = name
        self.share = share
        self.model = model
        self.number = number
        self.rows = rows
      }

      /// `repurchase@2`.
      package var reference: String { "\(model)@\(number)" }
    }

    package let name: String
    /// SHA-256 of the salt.
    package let saltDigest: String
    /// In the order of the configuration.
    package let variants: [Variant]

    package init(name: String, saltDigest: String, variants: [Variant]) {
      self.name = name
      self.saltDigest = saltDigest
      self.variants = variants
    }

    /// Names of the variants that another version than the run's champion scored.
    package func others(than champion: Version?) -> [String] {
      variants.filter { $0.reference != champion?.reference }.map(\.name)
    }
  }
}
