import Diagnostics

/// The files of a project at one state: the working tree, or a commit.
protocol DVCFiles {
  /// The bytes of a file by its path from the project's folder; nil where there is none.
  func bytes(_ path: String, limit: Int) throws -> [UInt8]?
  /// All files below a folder, by their paths from the project's folder, sorted; empty where it is none.
  func files(_ folder: String) throws -> [String]
}

/// Files that lie in a folder.
struct DVCTree: DVCFiles {
  let folder: StoreFolder

  func bytes(_ path: String, limit: Int) throws -> [UInt8]? { try folder.bytes(path, limit: limit) }

  func files(_ path: String) throws -> [String] {
    guard folder.isInside(path + "/x") else { return [] }
    return folder.files(path).map { "\(path)/\($0.path)" }
  }
}

/// Files of a commit.
struct DVCCommit: DVCFiles {
  let git: GitProgram
  let objects: GitObjects
  let commit: String
  /// The project's folder in the repository, "" or with a slash at its end.
  let prefix: String

  func bytes(_ path: String, limit: Int) throws -> [UInt8]? {
    guard let path = DVCPath.plain(path) else { return nil }
    return try objects.blob("\(commit):\(prefix)\(path)", limit: limit)
  }

  func files(_ folder: String) throws -> [String] {
    guard let path = DVCPath.plain(folder) else { return [] }
    let listed = try git.output([
      "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", prefix + path + "/",
    ])
    return listed.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      .filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }
}

/// Paths that `dvc.yaml` names.
enum DVCPath {
  /// Without `.` and doubled slashes; nil for one that leads out of the project, or is none.
  static func plain(_ path: String) -> String? {
    guard !path.hasPrefix("/"), !path.utf8.contains(0), !path.utf8.contains(0x0A) else { return nil }
    let parts = path.split(separator: "/").filter { $0 != "." }
    guard !parts.isEmpty, !parts.contains("..") else { return nil }
    return parts.joined(separator: "/")
  }

  /// `json` of `metrics.JSON`; "" without one.
  static func ending(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }
}
