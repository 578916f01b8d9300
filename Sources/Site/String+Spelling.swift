import Markdown

extension String {
  /// Whether two texts that are equal have the same bytes, too. For Swift, `é` in one code point equals `e` with an
  /// accent behind it; for the file system they are two names.
  func isSpelled(as other: String) -> Bool {
    withBytes { own in other.withBytes { own.elementsEqual($0) } }
  }
}

extension [String: SiteManifest.Output] {
  /// What is known of a path, nil also where it is known of another spelling of it.
  func spelled(as path: String) -> SiteManifest.Output? {
    guard let place = index(forKey: path), self[place].key.isSpelled(as: path) else { return nil }
    return self[place].value
  }
}
