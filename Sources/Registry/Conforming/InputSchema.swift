import Book
import Diagnostics
import Models

/// What a signature beside an artefact demands of the model's inputs.
struct InputSchema {
  private let columns: [VersionRecord.SchemaColumn]
  private let file: String

  init(_ columns: [VersionRecord.SchemaColumn], file: String) {
    self.columns = columns
    self.file = file
  }

  /// Whether one type holds for every input, whatever its name.
  private var isUniform: Bool { columns.count == 1 && columns[0].name == "*" }

  /// The signature's names for a model whose own say nothing: Column_0, f0, x[0] …; nil where its own hold.
  func columns(naming inputs: [String]) -> [String]? {
    guard !isUniform, columns.count == inputs.count, columns.map(\.name) != inputs,
      !inputs.contains(where: { input in columns.contains { InputSchema.isSame($0.name, input) } }),
      Signature.areNumbered(inputs)
    else { return nil }
    return columns.map(\.name)
  }

  /// Names are the same where they differ in blanks alone, which LightGBM writes as `_`.
  private static func isSame(_ column: String, _ input: String) -> Bool {
    column == input || column.utf8.elementsEqual(input.utf8) { $0 == $1 || ($0 == 0x20 && $1 == 0x5F) }
  }

  /// The model as the signature calls and types it.
  ///
  /// **Throws** each input that the signature lacks, has in another type, or has too many.
  func conform(_ model: any Model) throws(Problems) -> any Model {
    var problems = Problems()
    func refuse(_ summary: String, expected: String? = nil, found: String? = nil, next: String? = nil) {
      guard problems.list.count < 20 else { return }
      problems.add(
        Diagnostic(
          .registrySignature, .configuration, at: .init(file: file), summary, expected: expected,
          found: found,
          next: next))
    }
    var inputs: [Input] = []
    var conversions: [ConformedModel.Conversion] = []
    var used: Set<String> = []
    for input in model.signature.inputs {
      guard
        let column = isUniform
          ? columns[0]
          : columns.first(where: { $0.name == input.name })
            ?? columns.first(where: { InputSchema.isSame($0.name, input.name) })
      else {
        refuse(
          "the signature has no column for the model's input \(quoted(input.name))",
          next: nearestName(to: input.name, among: columns.map(\.name)).map { "Is it \(quoted($0))?" })
        continue
      }
      used.insert(column.name)
      let name = isUniform ? input.name : column.name
      guard let (kind, conversion, required) = InputSchema.typed(input, column) else {
        refuse(
          "the signature gives the input \(quoted(input.name)) the type '\(column.type)'",
          expected: InputSchema.expectation(of: input.kind))
        continue
      }
      inputs.append(Input(name: name, kind: kind, required: required))
      conversions.append(conversion)
    }
    if !isUniform {
      for column in columns where !used.contains(column.name) {
        refuse(
          "the signature has a column \(quoted(column.name)), which is no input of the model",
          next: nearestName(to: column.name, among: model.signature.inputs.map(\.name)).map {
            "Is it \(quoted($0))?"
          })
      }
    }
    try problems.throwIfAny()
    return ConformedModel(
      model, inputs: inputs, conversions: conversions, remarks: remarks(inputs.map(\.name)))
  }

  private func remarks(_ names: [String]) -> [String] {
    guard !isUniform, columns.map(\.name) != names else { return [] }
    return [
      "Its signature lists the inputs in another order than the model. They are bound by name here; what binds "
        + "them by position gives other predictions."
    ]
  }

  /// nil where the column can't become the input.
  private static func typed(
    _ input: Input, _ column: VersionRecord.SchemaColumn
  ) -> (Input.Kind, ConformedModel.Conversion, Bool)? {
    switch (input.kind, column.type) {
    case (.number, "double"): (input.kind, .none, input.required)
    case (.number, "float"): (input.kind, .single, input.required)
    case (.number, "integer"), (.integer, "integer"): (.integer, .integer, true)
    case (.number, "long"), (.integer, "long"): (.integer, .long, true)
    case (.number, "boolean"): (.category(ConformedModel.booleans), .boolean, true)
    case (.category, _): (input.kind, .none, input.required)
    case (.text, "string"): (input.kind, .none, input.required)
    default: nil
    }
  }

  private static func expectation(of kind: Input.Kind) -> String {
    switch kind {
    case .number: "double, float, long, integer or boolean: the model reads numbers"
    case .integer: "long or integer: the model reads whole numbers"
    case .category, .text: "string: the model reads text"
    }
  }
}
