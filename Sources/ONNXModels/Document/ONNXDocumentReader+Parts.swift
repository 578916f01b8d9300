extension ONNXDocumentReader {
  func opset(_ range: Range<Int>) throws(ProtobufError) -> (domain: String, version: Int64) {
    var result = (domain: "", version: Int64(0))
    var fields = ProtobufReader(bytes, range)
    while let field = try fields.next() {
      if field.number == 1, let range = field.bytes { result.domain = text(range) }
      if field.number == 2, let version = field.integer { result.version = version }
    }
    return result
  }

  func entry(_ range: Range<Int>) throws(ProtobufError) -> (key: String, value: String) {
    var result = (key: "", value: "")
    var fields = ProtobufReader(bytes, range)
    while let field = try fields.next() {
      if field.number == 1, let range = field.bytes { result.key = text(range) }
      if field.number == 2, let range = field.bytes { result.value = text(range) }
    }
    return result
  }

  func function(_ range: Range<Int>) throws(ProtobufError) -> ONNXDocument.Operator {
    var domain = ""
    var name = ""
    var fields = ProtobufReader(bytes, range)
    while let field = try fields.next() {
      if field.number == 1, let range = field.bytes { name = text(range) }
      if field.number == 10, let range = field.bytes { domain = text(range) }
    }
    return ONNXDocument.Operator(domain: domain == "ai.onnx" ? "" : domain, name: name)
  }

  func value(_ range: Range<Int>) throws(ProtobufError) -> GraphValue {
    var name = ""
    var kind = GraphValue.Kind.other("a value without a type")
    var fields = ProtobufReader(bytes, range)
    while let field = try fields.next() {
      if field.number == 1, let range = field.bytes { name = text(range) }
      if field.number == 2, let range = field.bytes { kind = try type(range) }
    }
    return GraphValue(name: name, kind: kind)
  }

  private func type(_ range: Range<Int>) throws(ProtobufError) -> GraphValue.Kind {
    var kind = GraphValue.Kind.other("a value without a type")
    var fields = ProtobufReader(bytes, range)
    while let field = try fields.next() {
      switch (field.number, field.bytes) {
      case (1, let range?): kind = try tensor(range)
      case (4, _): kind = .other("a sequence")
      case (5, _): kind = .other("a map")
      case (8, _): kind = .other("a sparse tensor")
      case (9, _): kind = .other("an optional value")
      default: break
      }
    }
    return kind
  }

  private func tensor(_ range: Range<Int>) throws(ProtobufError) -> GraphValue.Kind {
    var element = 0
    var shape: [Int?]?
    var fields = ProtobufReader(bytes, range)
    while let field = try fields.next() {
      if field.number == 1, let number = field.integer { element = Int(truncatingIfNeeded: number) }
      if field.number == 2, let range = field.bytes {
        var dimensions: [Int?] = []
        var inner = ProtobufReader(bytes, range)
        while let field = try inner.next() {
          guard field.number == 1, let range = field.bytes else { continue }
          guard dimensions.count < 16 else { throw ProtobufError(offset: range.lowerBound) }
          dimensions.append(try dimension(range))
        }
        shape = dimensions
      }
    }
    return .tensor(element, shape: shape)
  }

  /// nil: free, named, or nothing that a dimension can be.
  private func dimension(_ range: Range<Int>) throws(ProtobufError) -> Int? {
    var size: Int?
    var fields = ProtobufReader(bytes, range)
    while let field = try fields.next() {
      if field.number == 1, let number = field.integer { size = number > 0 ? Int(number) : nil }
    }
    return size
  }

  /// An initializer's or attribute's tensor: its size, data outside, and whether it may be names of classes.
  ///
  /// - Parameter field: where it stands in the main graph; nil for a tensor anywhere else.
  mutating func readTensor(_ range: Range<Int>, field owner: Range<Int>?) throws(ProtobufError) {
    var name = ""
    var dimensions: [Int64] = []
    var element: Int64 = 0
    var strings: [Range<Int>] = []
    var integers: [Int64] = []
    var raw: Range<Int>?
    var outside: [String: String] = [:]
    var isOutside = false
    var fields = ProtobufReader(bytes, range)
    let labels = ONNXDocument.Limit.labels
    while let field = try fields.next() {
      switch field.number {
      case 1: try ProtobufReader.integers(field, of: bytes, limit: 16, into: &dimensions)
      case 2: element = field.integer ?? 0
      case 6: if let range = field.bytes, strings.count <= labels { strings.append(range) }
      case 5, 7:
        if field.range.count <= labels * 10, integers.count <= labels {
          try ProtobufReader.integers(field, of: bytes, limit: .max, into: &integers)
        }
      case 8: if let range = field.bytes { name = text(range) }
      case 9: raw = field.bytes
      case 13:
        guard let range = field.bytes else { break }
        try keep(outside.count, field)
        let entry = try entry(range)
        outside[entry.key] = entry.value
        isOutside = true
      case 14: if field.integer == 1 { isOutside = true }
      default: break
      }
    }
    document.initializerBytes += range.count
    if owner != nil { initializerNames.insert(name) }
    if isOutside {
      let number = { (key: String) in outside[key].map { Int($0) ?? -1 } }
      if let owner, document.external.count < ONNXDocument.Limit.listed {
        document.external.append(
          .init(
            tensor: name, location: outside["location"] ?? "", offset: number("offset") ?? 0,
            length: number("length"), field: owner, message: range))
      } else if document.unreachableExternal.count < 100 {
        document.unreachableExternal.append(name)
      }
    }
    guard dimensions.count == 1, dimensions[0] >= 2, dimensions[0] <= labels else { return }
    if element == 7, let raw, raw.count == Int(dimensions[0]) * 8 { integers = wholes(raw) }
    let list =
      element == 8
      ? strings.map { text($0) } : element == 7 || element == 6 ? integers.map { String($0) } : []
    if list.count == Int(dimensions[0]) { addCandidate(list) }
  }

  private func wholes(_ raw: Range<Int>) -> [Int64] {
    stride(from: raw.lowerBound, to: raw.upperBound, by: 8).map { start in
      (0..<8).reduce(Int64(0)) { $0 | Int64(bytes[start + $1]) << Int64(8 * $1) }
    }
  }

  private mutating func addCandidate(_ list: [String]) {
    guard document.labelCandidates.count < 64, Set(list).count == list.count else { return }
    if !document.labelCandidates.contains(list) { document.labelCandidates.append(list) }
  }

  mutating func readSparse(_ range: Range<Int>) throws(ProtobufError) {
    var fields = ProtobufReader(bytes, range)
    while let field = try fields.next() {
      if field.number == 1 || field.number == 2, let range = field.bytes {
        try readTensor(range, field: nil)
      }
    }
  }

  mutating func readAttribute(
    _ range: Range<Int>, _ owner: ONNXDocument.Operator, depth: Int, keys: inout [String]
  ) throws(ProtobufError) {
    var name = ""
    var integers: [Int64] = []
    var strings: [String] = []
    var fields = ProtobufReader(bytes, range)
    let limit = ONNXDocument.Limit.labels
    while let field = try fields.next() {
      guard field.number != 1 else {
        if let range = field.bytes { name = text(range) }
        continue
      }
      switch (field.number, field.bytes) {
      case (5, let range?), (10, let range?): try readTensor(range, field: nil)
      case (6, let range?), (11, let range?):
        try keep(pending.count, field)
        pending.append(Pending(range: range, depth: depth + 1, isFunction: false))
      // The name comes first in what any writer writes; a tree's node lists need not be kept.
      case (8, _) where name.hasPrefix("class") && integers.count < limit:
        try ProtobufReader.integers(field, of: bytes, limit: limit, into: &integers)
      case (9, let range?)
      where strings.count < limit && (name.hasPrefix("class") || name.hasPrefix("values")):
        strings.append(text(range))
      case (22, let range?), (23, let range?): try readSparse(range)
      default: break
      }
    }
    let list = strings.isEmpty ? integers.map { String($0) } : strings
    guard list.count >= 2, Set(list).count == list.count else { return }
    if owner == .zipMap { keys = list }
    if name.hasPrefix("classlabels_") {
      if !document.classifierLabels.contains(list), document.classifierLabels.count < 64 {
        document.classifierLabels.append(list)
      }
    } else if name == "classes_strings" || name == "values_strings" {
      addCandidate(list)
    }
  }
}
