/// A JSON or UBJSON value of a model file: the one form both are read into.
///
/// Arrays of numbers lie packed, so that a file of many trees needs little more than its own size.
enum XGBoostValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case number(Float)
  case text(String)
  /// Numbers of which at least one has a fraction or an exponent.
  case numbers([Float])
  /// Whole numbers and truth values (0, 1).
  case integers([Int32])
  /// Whole numbers beyond 32 bits.
  case longs([Int64])
  case list([XGBoostValue])
  case object([String: XGBoostValue])
  /// What nothing reads: its number of elements.
  case skipped(Int)

  /// What a person calls it.
  var kind: String {
    switch self {
    case .null: "null"
    case .integer: "a whole number"
    case .number: "a number"
    case .text: "a text"
    case .numbers, .skipped: "a list of numbers"
    case .integers, .longs: "a list of whole numbers"
    case .list(let list): list.isEmpty ? "an empty list" : "a list"
    case .object: "an object"
    }
  }

  /// The arrays of a tree that no prediction needs.
  static let unread: Set<String> = ["sum_hessian", "parents", "leaf_child_counts"]
  /// The deepest nesting read; XGBoost writes 8 levels.
  static let depthLimit = 32

  var object: [String: XGBoostValue]? {
    if case .object(let object) = self { object } else { nil }
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The elements of a list that holds no numbers.
  var list: [XGBoostValue]? {
    switch self {
    case .list(let list): list
    case .numbers(let values) where values.isEmpty: []
    case .integers(let values) where values.isEmpty: []
    default: nil
    }
  }

  /// Whole numbers as numbers, as XGBoost takes them.
  var numbers: [Float]? {
    switch self {
    case .numbers(let values): values
    case .integers(let values): values.map { Float($0) }
    case .longs(let values): values.map { Float($0) }
    case .list(let list) where list.isEmpty: []
    default: nil
    }
  }

  var integers: XGBoostIntegers? {
    switch self {
    case .integers(let values): .short(values)
    case .longs(let values): .long(values)
    case .numbers(let values) where values.isEmpty: .short([])
    case .list(let list) where list.isEmpty: .short([])
    default: nil
    }
  }
}

/// A list of whole numbers of either width.
enum XGBoostIntegers: Sendable, Hashable {
  case short([Int32])
  case long([Int64])

  var count: Int {
    switch self {
    case .short(let values): values.count
    case .long(let values): values.count
    }
  }

  subscript(_ index: Int) -> Int {
    @inline(__always) get {
      switch self {
      case .short(let values): Int(values[index])
      case .long(let values): Int(values[index])
      }
    }
  }
}
