/// A version whose predictions are judged: `repurchase@2`.
package struct EvaluatedVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let model: String
  package let number: Int

  package init(model: String, number: Int) {
    self.model = model
    self.number = number
  }

  /// `repurchase@2` and nothing else; nil for any other text.
  package init?(_ text: String) {
    guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return nil }
    guard let number = Int(text[text.index(after: at)...]), number > 0, at > text.startIndex else {
      return nil
    }
    self.init(model: String(text[..<at]), number: number)
  }

  package var description: String { "\(model)@\(number)" }

  package static func < (a: EvaluatedVersion, b: EvaluatedVersion) -> Bool {
    a.model == b.model ? a.number < b.number : a.model < b.model
  }
}
