package import Book
import Models

extension VersionRecord {
  /// Whether it holds anything that only a metadata file tells. The book did not always keep that file's digest.
  var isDescribed: Bool {
    !parameters.isEmpty || !metrics.isEmpty || training != nil || sourceCommit != nil || trainedUntil != nil
      || bands != nil || note != nil
  }

  /// Whether it was registered with metadata of which the book does not know the digest, so that no other can be held
  /// against them.
  var hasUnknownMetadata: Bool { metadataDigest == nil && isDescribed }

  /// How far a number may be from the one that its cases expect, as a share of it: for models that an outside program
  /// computes; nil for all that this program does.
  package var tolerance: Double? {
    format == ArtefactFormat.process.rawValue ? Agreement.programTolerance : nil
  }

  /// What there is to say of values that agree, but not to the last bit: "the others to within 1e-9".
  package func nearness(in verification: Verification) -> String? {
    guard tolerance != nil, verification.state == .verified, verification.identical < verification.compared
    else { return nil }
    return "the others \(Agreement.programNearness)"
  }
}
