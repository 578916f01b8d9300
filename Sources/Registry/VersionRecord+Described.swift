import Book

extension VersionRecord {
  /// Whether it holds anything that only a metadata file tells. The book did not always keep that file's digest.
  var isDescribed: Bool {
    !parameters.isEmpty || !metrics.isEmpty || training != nil || sourceCommit != nil || trainedUntil != nil
      || bands != nil || note != nil
  }

  /// Whether it was registered with metadata of which the book does not know the digest, so that no other can be held
  /// against them.
  var hasUnknownMetadata: Bool { metadataDigest == nil && isDescribed }
}
