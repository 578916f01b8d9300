/// What an ONNX file says of itself, read by us before ONNX Runtime sees it.
struct ONNXDocument: Sendable {
  struct Operator: Sendable, Hashable, Comparable {
    /// "" is ONNX's own.
    let domain: String
    let name: String

    static func < (left: Operator, right: Operator) -> Bool {
      (left.domain, left.name) < (right.domain, right.name)
    }
  }

  /// A tensor whose data lies in another file.
  struct External: Sendable, Hashable {
    let tensor: String
    let location: String
    let offset: Int
    /// nil: up to the end of the file.
    let length: Int?
    /// Where the initializer's field stands in the file.
    let field: Range<Int>
    /// The tensor itself.
    let message: Range<Int>
  }

  /// A node that turns a tensor of probabilities into one map for each row.
  struct ZipMap: Sendable, Hashable {
    let input: String
    let output: String
    let keys: [String]
    let field: Range<Int>
  }

  /// Bounds on what is kept of a file, whatever it claims.
  enum Limit {
    static let bytes = 0x7FFF_FFFF
    static let nodes = 200_000
    static let depth = 32
    static let listed = 100_000
    static let inputs = 4_096
    static let columns = 16_384
    static let outputs = 256
    static let labels = 65_536
  }

  var irVersion: Int64 = 0
  var producer = ""
  var producerVersion = ""
  var opsets: [(domain: String, version: Int64)] = []
  var metadata: [(key: String, value: String)] = []
  /// Functions that the file itself defines, as the operators they are called by.
  var functions: Set<Operator> = []
  var hasTraining = false
  var inputs: [GraphValue] = []
  var outputs: [GraphValue] = []
  var operators: [Operator: Int] = [:]
  var initializers = 0
  var initializerBytes = 0
  var external: [External] = []
  /// Tensors with data outside at places where they can't be brought in: inside of subgraphs, attributes.
  var unreachableExternal: [String] = []
  var zipMaps: [ZipMap] = []
  /// Lists of classes that classifiers name, in the order of their scores.
  var classifierLabels: [[String]] = []
  /// Other lists that may be names of classes.
  var labelCandidates: [[String]] = []
  /// The graph in the file, and the field that holds it.
  var graph: Range<Int> = 0..<0
  var graphField: Range<Int> = 0..<0
  /// Fields of the graph's outputs by name.
  var outputFields: [String: Range<Int>] = [:]
  /// Values that nodes of the graph read.
  var consumed: Set<String> = []

  var nodes: Int { operators.values.reduce(0, +) }
}
