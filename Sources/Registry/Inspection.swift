import Book
package import Diagnostics
package import Models

/// What a file is, told without registering it.
package struct Inspection: Sendable {
  package let format: ArtefactFormat
  /// SHA-256.
  package let digest: String
  /// Bytes.
  package let size: Int
  package let model: any Model

  package var signature: Signature { model.signature }
  package var facts: [(name: String, value: String)] { model.facts }
  package var importance: [FeatureImportance] { model.importance }

  /// Reads a whole artefact.
  ///
  /// **Throws** what it looks like where it can't be read, and every feature that can't be done exactly.
  package static func of(_ path: String, labels: [String]? = nil) throws(Problems) -> Inspection {
    let bytes = try several { () throws(Diagnostic) in try Registry.bytes(of: path) }
    let format = try several { () throws(Diagnostic) in try ArtefactFormat.detect(bytes, file: path) }
    return Inspection(
      format: format, digest: ContentDigest.sha256(bytes), size: bytes.count,
      model: try format.open(bytes, name: path, options: ArtefactOptions(labels: labels)))
  }
}
