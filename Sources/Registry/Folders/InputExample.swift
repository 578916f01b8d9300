import Diagnostics
import Workspace

/// The input example of an MLflow model: rows without answers.
///
/// **Source:** MLflow 3.17, `mlflow/models/utils.py` (`_Example`): `dataframe` in `split` orientation, `ndarray` as
/// rows or as columns by name. Numbers keep the digits that were written; NaN and null are missing.
enum InputExample {
  static let largest = 4 << 20
  static let mostRows = 16

  /// nil where the example is of a kind that holds no table.
  static func read(_ info: MLmodelNode, in folder: FolderFile) throws(Diagnostic) -> ExampleRows? {
    guard let name = info["artifact_path"]?.node.text else { return nil }
    let type = info["type"]?.node.text
    guard type == nil || type == "dataframe" || type == "ndarray" || type == "json_object" else { return nil }
    let bytes = try folder.read(name, limit: largest, named: info.node.place, as: "the input example")
    let root: YAMLNode
    do {
      root = try YAMLDocument.read(bytes, file: "\(folder.folder)/\(name)")
    } catch {
      throw unreadable("\(folder.folder)/\(name)", error.list.first?.summary)
    }
    return rows(root)
  }

  /// The rows of an example that was read; nil where it holds no table.
  static func rows(_ root: YAMLNode) -> ExampleRows? {
    let map = MLmodelNode(root)
    if let table = map["dataframe_split"] ?? (map["data"] == nil ? nil : map), let data = table["data"] {
      let columns = table["columns"].flatMap { rows(of: $0.node, wrapping: true) }?.first
      return rows(of: data.node, wrapping: false).flatMap {
        $0.isEmpty ? nil : .init(columns: columns, rows: $0)
      }
    }
    if let entries = (map["inputs"] ?? map).map {
      return columns(entries)
    }
    return rows(of: (map["inputs"] ?? map).node, wrapping: false).flatMap {
      $0.isEmpty ? nil : .init(columns: nil, rows: $0)
    }
  }

  private static func unreadable(_ file: String, _ found: String?) -> Diagnostic {
    Diagnostic(
      .registryMlflow, .configuration, severity: .warning, at: .init(file: file),
      "the input example can't be read, so no cases are recorded from it", found: found)
  }

  /// Lists of one length, the first rows of them; nil for anything else.
  private static func rows(of node: YAMLNode, wrapping: Bool) -> [[String]]? {
    guard case .list(let items) = node.content else { return nil }
    if wrapping {
      let fields = items.compactMap(field)
      return fields.count == items.count ? [fields] : nil
    }
    var rows: [[String]] = []
    for item in items.prefix(mostRows) {
      let cells: [YAMLNode]
      if case .list(let found) = item.content { cells = found } else { cells = [item] }
      let fields = cells.compactMap(field)
      guard fields.count == cells.count, fields.count == rows.first?.count ?? fields.count else { return nil }
      rows.append(fields)
    }
    return rows
  }

  /// A map from names to columns.
  private static func columns(_ entries: [YAMLEntry]) -> ExampleRows? {
    var columns: [[String]] = []
    for entry in entries {
      guard let cells = rows(of: entry.value, wrapping: false), cells.allSatisfy({ $0.count == 1 }) else {
        return nil
      }
      columns.append(cells.map { $0[0] })
    }
    guard let count = columns.map(\.count).min(), count > 0 else { return nil }
    return ExampleRows(
      columns: entries.map(\.key), rows: (0..<count).map { row in columns.map { $0[row] } })
  }

  private static func field(_ node: YAMLNode) -> String? {
    switch node.content {
    case .empty: ""
    case .text(let text):
      switch text {
      case "null", "NaN", "nan", "None": ""
      case "true": "True"
      case "false": "False"
      default: text
      }
    case .list, .map: nil
    }
  }
}
