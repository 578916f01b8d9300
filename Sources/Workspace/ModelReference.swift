/// A model as the configuration and the command line name it: `repurchase@champion`, `repurchase@3`.
package struct ModelReference: Sendable, Hashable, CustomStringConvertible {
  package enum Pointer: Sendable, Hashable {
    case alias(String)
    case number(Int)
  }

  package let name: String
  package let pointer: Pointer

  package init(name: String, pointer: Pointer) {
    self.name = name
    self.pointer = pointer
  }

  /// `NAME@ALIAS` or `NAME@NUMBER`, the number from 1 without leading zeros; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, isName(parts[0]) else { return nil }
    if isName(parts[1]) {
      self.init(name: parts[0], pointer: .alias(parts[1]))
    } else if parts[1].utf8.count <= 9, parts[1].utf8.first != 0x30, let number = Int(parts[1]), number >= 1,
      String(number) == parts[1]
    {
      self.init(name: parts[0], pointer: .number(number))
    } else {
      return nil
    }
  }

  package var description: String {
    switch pointer {
    case .alias(let alias): "\(name)@\(alias)"
    case .number(let number): "\(name)@\(number)"
    }
  }
}
