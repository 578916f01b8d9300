package import Diagnostics
package import Models
package import Tabular

extension Diagnostic.Identifier {
  package static let bindingMissingColumn = Self("binding-missing-column")
  package static let bindingUnknownRename = Self("binding-unknown-rename")
  package static let bindingAmbiguousColumn = Self("binding-ambiguous-column")
}

/// Which column of a batch feeds which input of which model.
package struct Binding: Sendable {
  /// Keys first, then all inputs of all models, then what is kept.
  package let layout: Layout
  /// `inputs[m][i]`: the batch column of input i of model m.
  package let inputs: [[Int]]
  /// Batch columns of the key, in its order.
  package let keys: [Int]
  /// Batch columns of the kept columns, in their order.
  package let kept: [Int]

  /// Binds models to the columns of a dataset, by name.
  ///
  /// - Parameters:
  ///   - available: the dataset's columns.
  ///   - rename: dataset column → the model's input.
  ///   - place: where in the configuration a key path stands, for messages; nil on the command line.
  ///   - renaming: how a person says that a column feeds an input, for messages.
  /// **Throws** every column that is missing, naming the nearest one, before any row is read.
  package init(
    dataset: String, available: [String], keys: [String], keep: [String], rename: [String: String],
    models: [(name: String, signature: Signature, batchRows: Int)],
    place: (String) -> Diagnostic.Place? = { _ in nil },
    renaming: (_ column: String, _ input: String) -> String = { "rename: {\($0): \($1)}" }
  ) throws(Problems) {
    var problems = Problems()
    let names = Set(available)
    func require(_ column: String, _ what: String, _ path: String) {
      guard !names.contains(column) else { return }
      problems.add(
        Diagnostic(
          .bindingMissingColumn, .configuration, at: place(path),
          "dataset '\(dataset)' has no column '\(column)', \(what)",
          next: nearestName(to: column, among: available).map { "Did you mean '\($0)'?" }
            ?? "Its columns are \(available.joined(separator: ", "))."))
    }
    for key in keys { require(key, "its key", "key") }
    for column in keep { require(column, "which is to be written beside the scores", "keep") }
    for column in rename.keys.sorted() { require(column, "which is to be renamed", "rename") }

    let wanted = Set(models.flatMap { $0.signature.inputs.map(\.name) })
    var sourceOf: [String: String] = [:]
    for (column, input) in rename.sorted(by: { $0.key < $1.key }) {
      if !wanted.contains(input) {
        problems.add(
          Diagnostic(
            .bindingUnknownRename, .configuration, at: place("rename"),
            "no model here has an input '\(input)', to which column '\(column)' is renamed",
            next: nearestName(to: input, among: wanted).map { "Did you mean '\($0)'?" }))
      }
      if let other = sourceOf.updateValue(column, forKey: input) {
        problems.add(
          Diagnostic(
            .bindingAmbiguousColumn, .configuration, at: place("rename"),
            "columns '\(other)' and '\(column)' are both renamed to '\(input)'", next: "Rename one of them."))
      }
    }

    var table = ColumnTable()
    let keyColumns = keys.map { table.index(of: Column(source: $0, storage: .text)) }
    var bound: [[Int]] = []
    for model in models {
      var columns: [Int] = []
      let inputs = model.signature.inputs.map(\.name)
      if inputs.count > 1, Signature.areNumbered(inputs),
        inputs.allSatisfy({ sourceOf[$0] == nil && Binding.column(for: $0, among: available, names) == nil })
      {
        problems.add(Binding.unnamed(inputs, of: model.name, dataset: dataset, at: place("input")))
        continue
      }
      for input in model.signature.inputs {
        guard let source = sourceOf[input.name] ?? Binding.column(for: input.name, among: available, names)
        else {
          let nearest = nearestName(to: input.name, among: available)
          problems.add(
            Diagnostic(
              .bindingMissingColumn, .configuration, at: place("input"),
              "dataset '\(dataset)' has no column '\(input.name)', an input of \(model.name)",
              next: nearest.map { "If it is '\($0)', say so: \(renaming($0, input.name))." }
                ?? "Its columns are \(available.joined(separator: ", ")); \(renaming("COLUMN", input.name)) gives "
                + "one the model's name."
            ))
          continue
        }
        columns.append(table.index(of: Column(source: source, storage: input.storage)))
      }
      bound.append(columns)
    }
    let keptColumns = keep.map { table.index(of: Column(source: $0, storage: .text)) }
    try problems.throwIfAny()

    let capacity = models.map(\.batchRows).max() ?? 256
    layout = Layout(columns: table.columns, capacity: max(256, (capacity + 255) / 256 * 256))
    inputs = bound
    self.keys = keyColumns
    kept = keptColumns
  }

  /// A model that only numbers its inputs is told once, with what names all of them.
  private static func unnamed(
    _ inputs: [String], of model: String, dataset: String, at place: Diagnostic.Place?
  ) -> Diagnostic {
    let some = inputs.prefix(3).map { quoted($0) }.joined(separator: ", ") + (inputs.count > 3 ? ", …" : "")
    return Diagnostic(
      .bindingMissingColumn, .configuration, at: place,
      "dataset '\(dataset)' has no column for the \(inputs.count) inputs of \(model), which it only numbers",
      expected: some,
      next:
        "Name them in the model's order with '--columns a,b,c' at 'scorebook score' or 'scorebook model add', or "
        + "with 'columns' in the version's metadata.")
  }

  /// The dataset's column for a model's input: the same name, else the only one that differs in blanks
  /// alone, which training frameworks replace by `_`.
  private static func column(for input: String, among available: [String], _ names: Set<String>) -> String? {
    if names.contains(input) { return input }
    let alike = available.filter { name in
      name.utf8.elementsEqual(input.utf8) { $0 == $1 || ($0 == UInt8(ascii: " ") && $1 == UInt8(ascii: "_")) }
    }
    return alike.count == 1 ? alike[0] : nil
  }
}

/// Columns of a layout as they are asked for; the same one only once.
private struct ColumnTable {
  var columns: [Column] = []
  private var indices: [Column: Int] = [:]

  mutating func index(of column: Column) -> Int {
    if let index = indices[column] { return index }
    let index = columns.count
    columns.append(column)
    indices[column] = index
    return index
  }
}
