package import Diagnostics

/// Why a text is not a value of its key.
package struct ValueMismatch: Error, Sendable {
  package let identifier: Diagnostic.Identifier
  /// What the key does, where "wrong value for" it does not tell: "names model 'x', which is not declared".
  package let clause: String?
  /// What was expected, where the parser's own `expected` is not it.
  package let expected: String?
  package let next: String?

  package init(
    _ identifier: Diagnostic.Identifier = .yamlWrongValue, clause: String? = nil, expected: String? = nil,
    next: String? = nil
  ) {
    self.identifier = identifier
    self.clause = clause
    self.expected = expected
    self.next = next
  }
}

/// How a key's text becomes a value, and what a message says was expected.
package struct ValueParser<Value: Sendable>: Sendable {
  /// "whole days such as 7d".
  package let expected: String
  package let parse: @Sendable (String) throws(ValueMismatch) -> Value

  package init(expected: String, parse: @escaping @Sendable (String) throws(ValueMismatch) -> Value) {
    self.expected = expected
    self.parse = parse
  }

  /// A parser that has nothing to add to `expected` when it gives nil.
  package init(expected: String, orNil parse: @escaping @Sendable (String) -> Value?) {
    self.expected = expected
    self.parse = { text throws(ValueMismatch) in
      guard let value = parse(text) else { throw ValueMismatch() }
      return value
    }
  }
}

extension ValueParser where Value == String {
  /// Any text but the empty one: one line, at most 1,000 bytes.
  package static var text: ValueParser {
    ValueParser(expected: "one line of text") { text throws(ValueMismatch) in
      let isLine = !text.isEmpty && !text.utf8.contains(0x0A) && !text.utf8.contains(0x0D)
      guard isLine, text.utf8.count <= 1000 else {
        throw ValueMismatch(next: isLine ? "It has \(text.utf8.count) bytes; at most 1000 are allowed." : nil)
      }
      return text
    }
  }

  /// A text of which something can be seen.
  package static var title: ValueParser {
    ValueParser(expected: "one line of text, not blanks alone") { text throws(ValueMismatch) in
      guard text.contains(where: { !$0.isWhitespace }) else { throw ValueMismatch() }
      return try Self.text.parse(text)
    }
  }

  /// Any text, the empty one too.
  package static var anyText: ValueParser { ValueParser(expected: "a text") { $0 } }

  /// A name of ours: `[a-z][a-z0-9_]*`, at most 63 characters.
  package static var name: ValueParser {
    ValueParser(expected: "a name: a-z, then a-z, 0-9 and _, at most 63 characters") {
      text throws(ValueMismatch) in
      if isName(text) { return text }
      throw ValueMismatch(next: nameProposal(for: text).map { "Write \(quoted($0))." })
    }
  }

  /// One of these names of something; the nearest is proposed.
  package static func reference(to kind: String, among names: [String]) -> ValueParser {
    ValueParser(expected: "the name of \(kind)") { text throws(ValueMismatch) in
      if names.contains(text) { return text }
      throw ValueMismatch(.workspaceUnknownReference, next: proposal(for: text, among: names))
    }
  }
}

extension ValueParser where Value == Bool {
  /// `true` or `false`; YAML's other spellings are refused.
  package static var flag: ValueParser {
    ValueParser(expected: "true or false") { text throws(ValueMismatch) in
      switch text {
      case "true": return true
      case "false": return false
      case "yes", "Yes", "YES", "on", "On", "ON", "True", "TRUE", "y", "1":
        throw ValueMismatch(next: "Write true.")
      case "no", "No", "NO", "off", "Off", "OFF", "False", "FALSE", "n", "0":
        throw ValueMismatch(next: "Write false.")
      default: throw ValueMismatch()
      }
    }
  }
}

extension ValueParser where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One of the words of a closed list.
  package static var word: ValueParser {
    let words = Value.allCases.map(\.rawValue)
    return ValueParser(expected: oneOf(words)) { text throws(ValueMismatch) in
      if let value = Value(rawValue: text) { return value }
      throw ValueMismatch(next: nearestName(to: text, among: words).map { "Did you mean \(quoted($0))?" })
    }
  }
}

/// Whether it is a name of ours.
package func isName(_ text: String) -> Bool {
  let bytes = text.utf8
  guard let first = bytes.first, bytes.count <= 63, (0x61...0x7A).contains(first) else { return false }
  return bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
}

/// The name that somebody may have meant: lower case, underscores.
func nameProposal(for text: String) -> String? {
  let proposal = text.lowercased().map { $0 == "-" || $0 == " " || $0 == "." ? "_" : $0 }
  return isName(String(proposal)) ? String(proposal) : nil
}

/// "Did you mean 'x'?", or the list of what there is.
func proposal(for text: String, among names: [String]) -> String {
  if let nearest = nearestName(to: text, among: names) { return "Did you mean \(quoted(nearest))?" }
  if names.isEmpty { return "There is none." }
  let more = names.count > 10 ? " and \(names.count - 10) more" : ""
  return "There is \(names.sorted().prefix(10).joined(separator: ", "))\(more)."
}

/// "a, b or c".
package func oneOf(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}
