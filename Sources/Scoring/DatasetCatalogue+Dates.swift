import Datasets
package import Diagnostics
import Workspace

extension DatasetCatalogue {
  /// Whether the rows of a dataset depend on the date: by its path, its date column, or `:date` in its SQL or in what
  /// that reads.
  package func dependsOnDate(_ name: String) throws(Diagnostic) -> Bool {
    switch configuration.datasets[name]?.kind {
    case .csv(let path, _): return path.contains(":date")
    case .sqliteTable(_, _, let column): return column != nil
    case .sqliteQuery(_, let path): return try query(path, [:]).text.contains(":date")
    case .query(let path, let tables):
      if try query(path, [:]).text.contains(":date") { return true }
      for table in tables.values where try dependsOnDate(table) { return true }
      return false
    case nil: return true
    }
  }
}
