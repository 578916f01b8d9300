import Book
import Diagnostics
import Workspace

/// The inputs of an MLflow signature: a JSON text inside the `MLmodel`.
///
/// **Source:** MLflow 3.17, `mlflow/types/schema.py` and `mlflow/models/utils.py` (`_enforce_schema`).
enum MLflowSignature {
  static let mostColumns = 100_000

  /// nil where there is no signature.
  ///
  /// One tensor that holds all inputs becomes the column `*`: every input has its type. It has no name, or more
  /// than one column; `width` tells how many, where its shape does.
  static func inputs(
    _ signature: MLmodelNode?, at place: Diagnostic.Place
  ) throws(Problems) -> (columns: [VersionRecord.SchemaColumn], width: Int?)? {
    guard let node = signature?["inputs"]?.node else { return nil }
    let columns: [YAMLNode]
    if let text = node.text {
      // JSON is YAML, and this reader knows its bounds.
      let read = try YAMLDocument.read(Array(text.utf8), file: "\(place.file) (signature)")
      columns = try list(read, at: node.place)
    } else {
      columns = try list(node, at: node.place)
    }
    var problems = Problems()
    func refuse(_ summary: String, expected: String? = nil, found: String? = nil, next: String? = nil) {
      guard problems.list.count < 20 else { return }
      problems.add(
        Diagnostic(
          .registrySignature, .configuration, at: node.place, summary, expected: expected, found: found,
          next: next))
    }
    var inputs: [VersionRecord.SchemaColumn] = []
    var names: Set<String> = []
    var width: Int?
    for (index, column) in columns.enumerated() {
      let column = MLmodelNode(column)
      let name = column["name"]?.node.text
      let what = name.map { "column \(quoted($0))" } ?? "column \(index + 1)"
      guard let type = column["type"]?.node.text else {
        refuse("\(what) of the signature has no plain type", expected: oneOf(types))
        continue
      }
      let isRequired = column["required"]?.node.text != "false"
      if type == "tensor" {
        guard let spec = column["tensor-spec"], let dtype = spec["dtype"]?.node.text,
          let plain = tensors[dtype]
        else {
          refuse(
            "\(what) of the signature is a tensor of a type that is not read",
            expected: oneOf(tensors.keys.sorted()))
          continue
        }
        let columnsOfTensor = MLflowSignature.width(spec)
        if let name, columns.count > 1 || (columnsOfTensor ?? 1) == 1 {
          inputs.append(.init(name: name, type: plain, required: isRequired))
        } else if columns.count == 1 {
          width = columnsOfTensor
          inputs.append(.init(name: "*", type: plain, required: isRequired))
        } else {
          refuse("several tensors of the signature have no name")
        }
      } else if types.contains(type) {
        guard let name else {
          refuse(
            "\(what) of the signature has no name",
            next: "Infer the signature from a frame with named columns.")
          continue
        }
        inputs.append(.init(name: name, type: type, required: isRequired))
      } else {
        refuse(
          "\(what) of the signature has the type \(quoted(type)), which is not read", expected: oneOf(types))
      }
      if let name, !names.insert(name).inserted { refuse("\(what) of the signature stands twice") }
    }
    try problems.throwIfAny()
    return inputs.isEmpty ? nil : (inputs, width)
  }

  /// Columns of a tensor of rows: the last number of `[-1, 4]`; nil where the shape does not tell.
  private static func width(_ spec: MLmodelNode) -> Int? {
    guard let shape = spec["shape"]?.node, case .list(let sizes) = shape.content, sizes.count == 2,
      let width = sizes[1].text.flatMap({ Int($0) }), width > 0
    else { return nil }
    return width
  }

  private static func list(_ node: YAMLNode, at place: Diagnostic.Place) throws(Problems) -> [YAMLNode] {
    guard case .list(let items) = node.content, items.count <= mostColumns else {
      throw Problems(
        Diagnostic(
          .registrySignature, .configuration, at: place, "the signature's inputs are no list of columns",
          expected: "JSON such as [{\"type\": \"double\", \"name\": \"x\"}]", found: node.found))
    }
    return items
  }

  static let types = ["boolean", "integer", "long", "float", "double", "string"]
  private static let tensors = [
    "float64": "double", "float32": "float", "int64": "long", "int32": "integer", "bool": "boolean",
    "object": "string", "str": "string",
  ]
}
