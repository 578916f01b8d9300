/// What the elements of a tensor are.
///
/// **Source:** ONNX, `TensorProto.DataType`; the same numbers as ONNX Runtime's `ONNXTensorElementDataType`.
enum ElementType: Int, Sendable, Hashable, CaseIterable, Codable {
  case float = 1
  case uint8 = 2
  case int8 = 3
  case uint16 = 4
  case int16 = 5
  case int32 = 6
  case int64 = 7
  case string = 8
  case bool = 9
  case double = 11
  case uint32 = 12
  case uint64 = 13

  /// Bytes of one element; a string's are its own.
  var width: Int {
    switch self {
    case .uint8, .int8, .bool: 1
    case .uint16, .int16: 2
    case .float, .int32, .uint32: 4
    case .double, .int64, .uint64, .string: 8
    }
  }

  var isFloating: Bool { self == .float || self == .double }

  /// As a person reads it.
  var name: String { String(describing: self) }

  /// Also of the types that can't be fed.
  static func name(_ raw: Int) -> String {
    let others = [
      0: "undefined", 10: "float16", 14: "complex64", 15: "complex128", 16: "bfloat16", 17: "float8e4m3fn",
      18: "float8e4m3fnuz", 19: "float8e5m2", 20: "float8e5m2fnuz", 21: "uint4", 22: "int4", 23: "float4e2m1",
    ]
    return ElementType(rawValue: raw)?.name ?? others[raw] ?? "type \(raw)"
  }
}

/// An input or output of the graph as the file declares it.
struct GraphValue: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    /// The element's number; the dimensions, nil where one is free or has a name; nil without a shape.
    case tensor(Int, shape: [Int?]?)
    /// "a sequence", "a map", "an optional value".
    case other(String)
  }

  let name: String
  let kind: Kind
}
