extension Configuration {
  /// `jobs.NAME.split`: which keys belong to which variant.
  package struct Split: Sendable, Hashable {
    package let name: String
    package let salt: String
    /// As they are written: the first has what the others leave. Their shares add up to the whole.
    package let variants: [Variant]

    package init(name: String, salt: String, variants: [Variant]) {
      self.name = name
      self.salt = salt
      self.variants = variants
    }

    package struct Variant: Sendable, Hashable {
      package let name: String
      package let share: Share
      /// nil: the job's own.
      package let model: ModelReference?

      package init(name: String, share: Share, model: ModelReference? = nil) {
        self.name = name
        self.share = share
        self.model = model
      }
    }

    /// A part of all keys, exactly as it was written: at most six decimals of a percent.
    package struct Share: Sendable, Hashable, CustomStringConvertible {
      /// **Units:** hundred-millionths of all.
      package let cells: Int

      package static let whole = Share(cells: 100_000_000)
      private static let decimals = 6

      package init(cells: Int) { self.cells = cells }

      /// `50%`, `33.333334%`; nil for anything else.
      package init?(_ text: String) {
        let parts = text.utf8.dropLast().split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard text.utf8.last == UInt8(ascii: "%"), (1...2).contains(parts.count) else { return nil }
        let isDigits = parts.allSatisfy { part in
          !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) }
        }
        let fraction = parts.count == 2 ? Array(parts[1]) : []
        guard isDigits, parts[0].count <= 3, fraction.count <= Share.decimals else { return nil }
        let padding = [UInt8](repeating: 0x30, count: Share.decimals - fraction.count)
        var cells = 0
        for digit in Array(parts[0]) + fraction + padding { cells = cells * 10 + Int(digit - 0x30) }
        guard cells <= Share.whole.cells else { return nil }
        self.cells = cells
      }

      /// As it is written: `50%`, `33.333334%`.
      package var description: String {
        let unit = 1_000_000
        var fraction = Substring(String(unit + cells % unit).dropFirst())
        while fraction.last == "0" { fraction.removeLast() }
        return "\(cells / unit)\(fraction.isEmpty ? "" : ".")\(fraction)%"
      }
    }
  }
}
