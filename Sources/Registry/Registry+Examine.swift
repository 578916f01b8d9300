import Book
package import Diagnostics
package import Models
import Workspace

extension Registry {
  /// A declared version as it would be registered.
  package struct Examined: Sendable {
    /// SHA-256 of the artefact.
    package let digest: String
    package let model: any Model
    package let bands: [Double]?
    /// ISO date.
    package let trainedUntil: String?
    /// Output → the value that stands in where the model gives none.
    package let defaultOutput: [String: String]?
  }

  /// Reads a declared version with its metadata, profile and cases, and enters nothing in the book.
  ///
  /// **Throws** everything for which it could not be registered.
  package static func examine(artefact: String, metadata: String?) throws(Problems) -> Examined {
    let found = try Artefact.open(artefact)
    let described = try metadata.map { path throws(Problems) in try VersionMetadata.read(path) }
    let candidate = try Candidate.read(
      found,
      .init(metadata: described, options: .none, cases: nil, unverified: true, looksBeside: true, now: ""))
    return Examined(
      digest: found.digest, model: candidate.model, bands: candidate.profile?.bands,
      trainedUntil: described?.trainedUntil?.description, defaultOutput: candidate.service?.values)
  }
}
