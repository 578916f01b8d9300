import Book
package import Models

/// A version with its place in a run.
package struct PlannedVersion: Sendable {
  package enum Role: String, Sendable, Hashable { case champion, shadow, variant, fallback }

  package let role: Role
  package let name: String
  package let number: Int
  /// SHA-256 of the artefact, hexadecimal.
  package let digest: String
  package let model: any Model
  /// Cut points of the training scores' tenths; nil where the version came without.
  package let bands: [Double]?
  /// ISO date, or nil where the version does not say.
  package let trainedUntil: String?
  /// The output that was recorded with the version, text by output name: what `default_output` stands for.
  package let defaultOutput: [String: String]?
  /// Names of the split's variants whose rows it scores; empty where there is no split.
  package let variants: [String]

  package init(
    role: Role, name: String, number: Int, digest: String, model: any Model, bands: [Double]?,
    trainedUntil: String?, defaultOutput: [String: String]? = nil, variants: [String] = []
  ) {
    self.role = role
    self.name = name
    self.number = number
    self.digest = digest
    self.model = model
    self.bands = bands
    self.trainedUntil = trainedUntil
    self.defaultOutput = defaultOutput
    self.variants = variants
  }

  /// The same in another role.
  package func taking(_ role: Role) -> PlannedVersion {
    PlannedVersion(
      role: role, name: name, number: number, digest: digest, model: model, bands: bands,
      trainedUntil: trainedUntil, defaultOutput: defaultOutput, variants: variants)
  }

  /// The same for one more variant.
  package func scoring(_ variant: String) -> PlannedVersion {
    PlannedVersion(
      role: role, name: name, number: number, digest: digest, model: model, bands: bands,
      trainedUntil: trainedUntil, defaultOutput: defaultOutput, variants: variants + [variant])
  }

  /// `repurchase@2`.
  package var label: String { "\(name)@\(number)" }
}

extension RunRecord.Version {
  /// The book's form.
  init(_ version: PlannedVersion) {
    let role: Role =
      switch version.role {
      case .champion: .champion
      case .shadow: .shadow
      case .variant: .variant
      case .fallback: .fallback
      }
    self.init(role: role, model: version.name, number: version.number, digest: version.digest)
  }
}
