import Diagnostics
import Models

/// How columns become the graph's input tensors.
struct InputPlan: Sendable, Hashable {
  struct Tensor: Sendable, Hashable {
    let name: String
    let element: ElementType
    /// Dimensions behind the rows; empty where a row is a single value.
    let inner: [Int]
    /// Whether the file fixes the number of rows.
    let fixedRows: Int?
    /// Columns that it takes: the product of the inner dimensions.
    let width: Int
    /// Where its columns start in the signature's inputs.
    let first: Int

    func shape(rows: Int) -> [Int] { [rows] + inner }

    /// As a person reads it: "float[N, 5]".
    var title: String {
      "\(element.name)[\(([fixedRows.map { String($0) } ?? "N"] + inner.map { String($0) }).joined(separator: ", "))]"
    }
  }

  let tensors: [Tensor]
  let inputs: [Input]
  /// Tensors of several columns that nothing names: they are called by the tensor and their number.
  let numbered: [String]

  /// Rows of one run: always the same for a model, and at least two where the file leaves it open.
  var rows: Int {
    if let fixed = tensors.lazy.compactMap(\.fixedRows).first { return fixed }
    let width = tensors.reduce(0) { $0 + $1.width * $1.element.width }
    // Whole vectors of numbers, so that no row lies in a rest that is computed by other instructions.
    return max(16, min(512, 8 << 20 / max(width, 1)) & ~15)
  }

  /// **Throws** everything that can't be fed.
  init(_ document: ONNXDocument, _ options: ArtefactOptions, _ file: String) throws(Problems) {
    var problems = Problems()
    let place = Diagnostic.Place(file: file)
    func refuse(_ name: String, _ summary: String, _ expected: String, _ found: String? = nil) {
      problems.add(
        Diagnostic(
          .onnxInput, .configuration, at: place, "input \(quoted(name)) \(summary)", expected: expected,
          found: found))
    }
    var tensors: [Tensor] = []
    var width = 0
    let limit = ONNXDocument.Limit.inputs
    if document.inputs.isEmpty || document.inputs.count > limit {
      problems.add(
        Diagnostic(
          .onnxLimit, .configuration, at: place, "the graph has \(document.inputs.count) inputs",
          expected: "1 to \(limit)"))
      throw problems
    }
    for value in document.inputs {
      guard case .tensor(let number, let shape) = value.kind else {
        if case .other(let kind) = value.kind { refuse(value.name, "is \(kind)", "a tensor") }
        continue
      }
      guard let element = ElementType(rawValue: number) else {
        refuse(
          value.name, "is of a type that can't be fed", "float, double, whole numbers, bool or string",
          ElementType.name(number))
        continue
      }
      guard let shape, !shape.isEmpty else {
        refuse(value.name, "has no shape", "a shape whose first dimension counts the rows")
        continue
      }
      var inner = shape.dropFirst().map { $0 }
      // One free inner dimension is as wide as the columns that were named.
      if document.inputs.count == 1, let columns = options.columns, !columns.isEmpty,
        let free = inner.firstIndex(of: nil), inner.filter({ $0 == nil }).count == 1
      {
        let rest = inner.lazy.compactMap { $0 }.reduce(1) {
          $0.multipliedReportingOverflow(by: $1).partialValue
        }
        if rest > 0, columns.count % rest == 0 { inner[free] = columns.count / rest }
      }
      let sizes = inner.compactMap { $0 }
      guard sizes.count == inner.count else {
        refuse(
          value.name, "leaves its width open", "a fixed width, or 'columns' that tell it",
          "[\(shape.map { $0.map { String($0) } ?? "?" }.joined(separator: ", "))]")
        continue
      }
      var columns = 1
      for size in sizes where columns <= ONNXDocument.Limit.columns {
        columns = columns.multipliedReportingOverflow(by: size).overflow ? .max : columns * size
      }
      guard columns <= ONNXDocument.Limit.columns - width else {
        refuse(value.name, "has too many columns", "at most \(ONNXDocument.Limit.columns) in all")
        continue
      }
      if let rows = shape[0], rows > 4096 {
        refuse(value.name, "wants more rows at once than are given", "at most 4096", "\(rows)")
        continue
      }
      tensors.append(
        Tensor(
          name: value.name, element: element, inner: sizes, fixedRows: shape[0], width: columns, first: width)
      )
      width += columns
    }
    if Set(tensors.compactMap(\.fixedRows)).count > 1 {
      refuse(document.inputs[0].name, "and another want different numbers of rows", "the same of all")
    }
    try problems.throwIfAny()
    self.tensors = tensors
    let names = try Self.names(tensors, width, document, options, place)
    numbered = tensors.filter { $0.width > 1 && names[$0.first] == "\($0.name)_0" }.map(\.name)
    inputs = tensors.flatMap { tensor in
      (0..<tensor.width).map { Self.input(tensor.element, names[tensor.first + $0]) }
    }
  }

  private static func input(_ element: ElementType, _ name: String) -> Input {
    switch element {
    case .string: Input(name: name, kind: .text, required: false)
    case .float, .double: Input(name: name, kind: .number, required: false)
    default: Input(name: name, kind: .integer, required: true)
    }
  }

  private static func names(
    _ tensors: [Tensor], _ width: Int, _ document: ONNXDocument, _ options: ArtefactOptions,
    _ place: Diagnostic.Place
  ) throws(Problems) -> [String] {
    func wrong(_ summary: String, _ expected: String?, _ found: String?, _ next: String?) -> Problems {
      Problems([
        Diagnostic(
          .onnxColumns, .configuration, at: place, summary, expected: expected, found: found, next: next)
      ])
    }
    let names: [String]
    if let columns = options.columns {
      names = columns
    } else if tensors.allSatisfy({ $0.width == 1 }) {
      names = tensors.map(\.name)
    } else if let listed = FeatureNames.find(document.metadata), listed.count == width {
      names = listed
    } else {
      names = tensors.flatMap { tensor in
        tensor.width == 1 ? [tensor.name] : (0..<tensor.width).map { "\(tensor.name)_\($0)" }
      }
    }
    guard names.count == width else {
      throw wrong("the columns do not fit the model's inputs", "\(width) names", "\(names.count)", nil)
    }
    let repeated = Dictionary(grouping: names, by: { $0 }).filter { $0.value.count > 1 || $0.key.isEmpty }
    guard repeated.isEmpty else {
      throw wrong(
        "columns are named twice or not at all: \(repeated.keys.sorted().prefix(5).map { quoted($0) }.joined(separator: ", "))",
        "\(width) different names", nil, nil)
    }
    return names
  }
}
