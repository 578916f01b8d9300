/// What one output of a run holds, copied: bit patterns of numbers, or texts.
///
/// Every NaN has the same bits here: which of them an operator gives says nothing about the row.
struct RunValues {
  let element: ElementType
  /// Values of a row.
  let width: Int
  /// **Shape:** rows × width; empty for texts.
  private(set) var bits: [UInt64] = []
  private(set) var texts: [[UInt8]] = []

  /// What all outputs hold of the first `rows` rows.
  ///
  /// **Throws** where one is no tensor with a row for each row of the run.
  static func read(_ run: SessionRun, _ names: [String], rows: Int) throws(TrialReport.Failure) -> [RunValues]
  {
    var list: [RunValues] = []
    for (index, name) in names.enumerated() {
      do throws(RuntimeFailure) {
        guard let output = try run.output(index) else {
          throw RuntimeFailure(message: "\(name)\u{1F}no tensor of numbers or texts")
        }
        guard output.dimensions.first == run.rows else {
          throw RuntimeFailure(
            message: "\(name)\u{1F}a tensor of the shape \(output.dimensions) for \(run.rows) rows")
        }
        var width = 1
        for size in output.dimensions.dropFirst() {
          guard size > 0, size <= ONNXDocument.Limit.columns / width else {
            throw RuntimeFailure(message: "\(name)\u{1F}\(size) values for a row")
          }
          width *= size
        }
        list.append(try RunValues(run, index, output.element, width, rows: min(rows, run.rows)))
      } catch {
        throw .init(stage: .output, message: error.message)
      }
    }
    return list
  }

  private init(
    _ run: SessionRun, _ index: Int, _ element: ElementType, _ width: Int, rows: Int
  ) throws(RuntimeFailure) {
    self.element = element
    self.width = width
    if element == .string {
      var bytes: [UInt8] = []
      var offsets: [Int] = []
      try run.strings(index, count: run.rows * width, into: &bytes, &offsets)
      texts = (0..<rows * width).map { Array(bytes[offsets[$0]..<offsets[$0 + 1]]) }
    } else {
      let reader = TensorReader(try run.data(index), element)
      let nan = element == .double ? Double.nan.bitPattern : UInt64(Float.nan.bitPattern)
      bits = (0..<rows * width).map { place in
        let bits = reader.bits(place)
        return TensorReader.number(bits, element).isNaN ? nan : bits
      }
    }
  }

  /// Whether a row holds the same as another one of another run.
  func equals(_ row: Int, _ other: RunValues, _ otherRow: Int) -> Bool {
    guard element == other.element, width == other.width else { return false }
    let (own, its) = (row * width, otherRow * width)
    return element == .string
      ? texts[own..<own + width].elementsEqual(other.texts[its..<its + width])
      : bits[own..<own + width].elementsEqual(other.bits[its..<its + width])
  }
}
