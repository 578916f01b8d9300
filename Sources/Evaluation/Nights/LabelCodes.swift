import Tabular

/// Numbers for texts, such as the labels of outcomes or the values of a column, in the order in which they are seen.
struct LabelCodes {
  private var codes: [String: Int32] = [:]
  private(set) var labels: [String] = []
  /// More texts than this get no number of their own.
  let limit: Int

  static let missing: Int32 = -1
  /// What came after the limit was reached.
  static let beyond: Int32 = -2

  init(limit: Int) { self.limit = limit }

  /// The code of a text; `missing` for none, `beyond` for one too many.
  mutating func code(_ text: UnsafeRawBufferPointer?) -> Int32 {
    guard let text else { return LabelCodes.missing }
    let label = String(decoding: text, as: UTF8.self)
    if let code = codes[label] { return code }
    guard labels.count < limit else { return LabelCodes.beyond }
    codes[label] = Int32(labels.count)
    labels.append(label)
    return Int32(labels.count - 1)
  }

  /// Of the label of a code, whatever the code is.
  func hash(_ code: Double) -> UInt64 {
    var label = labels[Int(code)]
    return label.withUTF8 { RowDigest.hash(UnsafeRawBufferPointer($0)).low }
  }

  /// By code, the place of its label in the order of labels: what was seen first has no say.
  var ranks: [Int] {
    var ranks = [Int](repeating: 0, count: labels.count)
    for (rank, code) in labels.indices.sorted(by: { labels[$0] < labels[$1] }).enumerated() {
      ranks[code] = rank
    }
    return ranks
  }
}
