extension [PlannedVersion] {
  /// Lets a version score one more variant: the champion, one that is there already, or another, which takes its place
  /// behind the shadows and before the fallback.
  ///
  /// - Parameter version: nil: the champion.
  mutating func add(_ version: PlannedVersion?, for variant: String) {
    guard !isEmpty else { return }
    guard let version else { return self[0] = self[0].scoring(variant) }
    let known = firstIndex {
      [.champion, .variant].contains($0.role) && $0.digest == version.digest && $0.label == version.label
    }
    if let known {
      self[known] = self[known].scoring(variant)
    } else {
      insert(version.scoring(variant), at: firstIndex { $0.role == .fallback } ?? endIndex)
    }
  }
}
