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

  package var description: String {
    switch pointer {
    case .alias(let alias): "\(name)@\(alias)"
    case .number(let number): "\(name)@\(number)"
    }
  }
}
