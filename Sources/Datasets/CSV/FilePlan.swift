import Diagnostics
import Tabular

/// What is wanted of one field of each record.
struct ReadStep: Sendable {
  enum Kind: UInt8, Sendable {
    case number
    /// A number declared as an integer.
    case integer
    /// A number declared as a boolean.
    case boolean
    case category
    case text
  }

  let field: Int
  /// Index in the layout.
  let column: Int
  let kind: Kind
}

/// Which fields of one file's records go where; files of a dataset may order their columns differently.
struct FilePlan: Sendable {
  /// What places call the file.
  let file: String
  /// The file's own columns, in its order.
  let names: [String]
  /// In the order of the fields.
  let steps: [ReadStep]
  /// Of the names: rows of a file whose columns were swapped in its header are other rows.
  let seed: RowDigest.Seed

  var isSingleColumn: Bool { names.count == 1 }

  /// **Throws** `csv-missing-column` for a column that the file does not have.
  init(
    file: String, names: [String], layout: Layout, declared: [DeclaredColumn], dataset: String
  ) throws(Diagnostic) {
    self.file = file
    self.names = names
    seed = RowDigest.Seed(columns: names)
    let kinds = Dictionary(declared.map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first })
    var steps: [ReadStep] = []
    for (column, wanted) in layout.columns.enumerated() {
      guard let field = names.firstIndex(where: { $0.utf8.elementsEqual(wanted.source.utf8) }) else {
        throw CSVHeader.missing(wanted.source, among: names, file: file, dataset: dataset)
      }
      let kind: ReadStep.Kind =
        switch wanted.storage {
        case .category: .category
        case .text: .text
        case .number:
          switch kinds[wanted.source] {
          case .integer: .integer
          case .boolean: .boolean
          default: .number
          }
        }
      steps.append(ReadStep(field: field, column: column, kind: kind))
    }
    self.steps = steps.sorted { ($0.field, $0.column) < ($1.field, $1.column) }
  }
}

/// What all files and readers of one plan share.
struct ReadContext: Sendable {
  let dialect: CSVDialect
  let missing: MissingTexts
  /// By index in the layout; nil for columns that are not categories.
  let categories: [CategoryTable?]

  init(dialect: CSVDialect, layout: Layout) {
    self.dialect = dialect
    missing = MissingTexts(dialect.missingValues)
    categories = layout.columns.map { column in
      guard case .category(let categories) = column.storage else { return nil }
      return CategoryTable(categories, missing: dialect.missingValues)
    }
  }
}
