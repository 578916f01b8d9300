extension Problems {
  /// The same in the order of their places: file, line, column; what has no place comes first.
  ///
  /// - Parameter file: The file whose problems come before those of other files.
  package func sorted(first file: String? = nil) -> Problems {
    func order(_ diagnostic: Diagnostic) -> (Int, String, Int, Int) {
      guard let place = diagnostic.place else { return (0, "", 0, 0) }
      return (place.file == file ? 1 : 2, place.file, place.line ?? 0, place.column ?? 0)
    }
    let indexed = list.enumerated().sorted { a, b in
      let left = order(a.element)
      let right = order(b.element)
      return left == right ? a.offset < b.offset : left < right
    }
    return Problems(indexed.map(\.element))
  }
}
