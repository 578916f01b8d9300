/// What a workspace is made of, which no document that is made from it may take the place of.
package struct WorkspaceInputs: Sendable {
  private let files: [(name: String, pattern: PathPattern)]
  private let folders: [String]
  private let root: String

  /// - Parameter root: The workspace's folder, absolute: as it is named, or with its links followed.
  package init(_ configuration: Configuration, root: String) {
    self.root = root
    var files: [(String, Bool)] = [(WorkspaceLocator.fileName, false)]
    var folders = ["site", "templates", ".scorebook"]
    for dataset in configuration.datasets.values {
      switch dataset.kind {
      case .csv(let path, _): files.append((path, true))
      case .sqliteTable(let file, _, _): files.append((file, false))
      case .sqliteQuery(let file, let query): files += [(file, false), (query, false)]
      case .query(let query, _): files.append((query, false))
      }
    }
    for model in configuration.models.values {
      for version in model.versions {
        files += [version.artefact, version.metadata].compactMap { $0 }.map { ($0, false) }
        // Some artefacts are folders.
        folders.append(version.artefact)
      }
      if let card = model.card { files.append((card, false)) }
    }
    files += configuration.kpis.values.map { ($0.query, false) }
    for report in configuration.reports.values {
      for case .text(let file) in report.contents { files.append((file, false)) }
    }
    folders += configuration.experiments.values.flatMap { $0.sources.map(\.path) }.filter { $0 != "." }
    self.files = files.sorted { $0.0 < $1.0 }.map { ($0.0, PathPattern($0.0, root: root, glob: $0.1)) }
    self.folders = folders.sorted()
  }

  /// Of what is named in the configuration, that which a file of this absolute path is or belongs to; nil where it is
  /// no part of the workspace.
  package func input(at path: String) -> String? {
    let path = normalizedPath(path)
    let place = PathPattern(path, root: root, glob: false)
    if let file = files.first(where: { $0.pattern.overlaps(place) }) { return file.name }
    return folders.first { folder in
      let whole = normalizedPath(folder.hasPrefix("/") ? folder : "\(root)/\(folder)")
      return path == whole || path.hasPrefix(whole + "/")
    }
  }
}
