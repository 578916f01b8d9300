package import Diagnostics
import Foundation

/// A foreign store and how to read it.
package enum ImportSource: Sendable, Hashable {
  /// A tracking database, or the folder of a file store; only one experiment of it where one is named.
  case mlflow(path: String, experiment: String?)
  /// A folder with `dvc.yaml`, over so many commits: 0 is the working tree alone, nil all of them.
  case dvc(path: String, commits: Int?)

  /// Reads the store and enters its trials; what was entered before an error stays.
  ///
  /// - Parameter label: How messages and the book call the store.
  package func bring(into target: ImportTarget, label: String) throws(Diagnostic) -> ImportOutcome {
    switch self {
    case .mlflow(let path, let experiment):
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
        return try MLflowFolderImport(
          source: MLflowFolder(path), target: target, store: label, selection: experiment
        ).run()
      }
      return try MLflowDatabaseImport(
        source: MLflowDatabase(path), target: target, store: label, selection: experiment
      ).run()
    case .dvc(let path, let commits):
      return try DVCImport(folder: path, commits: commits, target: target, store: label).run()
    }
  }
}
