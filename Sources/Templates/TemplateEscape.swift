/// How text is put where it must stay text.
package struct TemplateEscape: Sendable {
  let append: @Sendable (_ text: String, _ bytes: inout [UInt8]) -> Void

  /// - Parameter append: Puts the escaped text behind the bytes, as UTF-8.
  package init(_ append: @escaping @Sendable (_ text: String, _ bytes: inout [UInt8]) -> Void) {
    self.append = append
  }

  /// Of plain text, which needs none.
  package static let none = Self { text, bytes in bytes.append(contentsOf: text.utf8) }
}
