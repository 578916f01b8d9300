import Book
import Diagnostics
import Models

extension ArtefactFormat {
  /// Reads a whole artefact under the options of a version: labels, iterations, names for its columns, and the
  /// signature that stands beside it.
  ///
  /// **Throws** all that is wrong with the artefact, or with the options, at once.
  func open(_ bytes: [UInt8], name: String, options: VersionRecord.Options) throws(Problems) -> any Model {
    var given = ArtefactOptions(
      labels: options.labels, iterations: options.iterations.flatMap { .init(rawValue: $0) },
      columns: takesColumns ? options.columns : nil)
    var model = try open(bytes, name: name, options: given)
    let schema = options.schema.map { InputSchema($0, file: name) }
    var columns = options.columns
    if columns == nil, let names = schema?.columns(naming: model.signature.inputs.map(\.name)) {
      columns = names
      if takesColumns {
        given.columns = names
        model = try open(bytes, name: name, options: given)
      }
    }
    if let columns { model = try ArtefactFormat.name(model, columns, file: name) }
    if let schema { model = try schema.conform(model) }
    return model
  }

  /// Gives names to the inputs of a model that were not taken over by its format.
  private static func name(
    _ model: any Model, _ columns: [String], file: String
  ) throws(Problems) -> any Model {
    let inputs = model.signature.inputs
    if inputs.map(\.name) == columns { return model }
    guard Signature.areNumbered(inputs.map(\.name)) else {
      throw Problems(
        Diagnostic(
          .registryColumns, .configuration, at: .init(file: file),
          "'columns' is given, but the model names its inputs itself",
          found: inputs.prefix(5).map { quoted($0.name) }.joined(separator: ", "),
          next:
            "Leave it out; other names are bound by a job's 'rename', or by --rename of 'scorebook score'."))
    }
    guard columns.count == inputs.count else {
      throw Problems(
        Diagnostic(
          .registryColumns, .configuration, at: .init(file: file),
          "'columns' does not name the model's inputs", expected: "\(inputs.count) names",
          found: "\(columns.count)", next: "Give one name for each input, in the model's order."))
    }
    guard Set(columns).count == columns.count else {
      throw Problems(
        Diagnostic(
          .registryColumns, .configuration, at: .init(file: file), "'columns' names two inputs alike"))
    }
    return ConformedModel(
      model,
      inputs: zip(inputs, columns).map { Input(name: $1, kind: $0.kind, required: $0.required) },
      conversions: inputs.map { _ in .none }, remarks: [])
  }
}
