/// Verification cases that lie beside an artefact without being named.
enum FoundCases {
  /// `NAME.verify.csv`, with and without the artefact's own ending, else `verify.csv`, in the artefact's folder.
  static func beside(_ path: String) -> String? {
    let (folder, name) = FolderFile.split(path)
    let stem = name.lastIndex(of: ".").flatMap { $0 > name.startIndex ? String(name[..<$0]) : nil } ?? name
    return ["\(stem).verify.csv", "\(name).verify.csv", "verify.csv"].map { "\(folder)/\($0)" }
      .map { $0.hasPrefix("./") && !path.hasPrefix("./") ? String($0.dropFirst(2)) : $0 }
      .first { FolderFile.isFile($0) }
  }
}
