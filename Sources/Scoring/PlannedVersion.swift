import Book
package import Models

/// A version with its place in a run.
package struct PlannedVersion: Sendable {
  package enum Role: String, Sendable, Hashable { case champion, shadow }

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

  package init(
    role: Role, name: String, number: Int, digest: String, model: any Model, bands: [Double]?,
    trainedUntil: String?
  ) {
    self.role = role
    self.name = name
    self.number = number
    self.digest = digest
    self.model = model
    self.bands = bands
    self.trainedUntil = trainedUntil
  }

  /// `repurchase@2`.
  package var label: String { "\(name)@\(number)" }
}

extension RunRecord.Version {
  /// The book's form.
  init(_ version: PlannedVersion) {
    self.init(
      role: version.role == .champion ? .champion : .shadow, model: version.name, number: version.number,
      digest: version.digest)
  }
}
