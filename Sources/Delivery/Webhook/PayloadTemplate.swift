package import Diagnostics
import Foundation

extension Diagnostic.Identifier {
  package static let webhookTemplate = Self("webhook-template")
}

/// A workspace's own shape of a web-hook's JSON: Mustache's variables, sections and comments.
///
/// Every variable is escaped for the inside of a JSON string, so that no text ends the string that it stands in; there is
/// no tag that leaves it as it is.
///
/// **Source:** mustache(5), without partials, lambdas and other delimiters.
package struct PayloadTemplate: Sendable, Hashable {
  private indirect enum Step: Sendable, Hashable {
    case text(String)
    case variable(String)
    case section(String, isInverted: Bool, [Step])
  }

  private struct Section {
    let name: String
    let isInverted: Bool
    let line: Int
    let before: [Step]
  }

  /// What a template may name.
  package struct Vocabulary: Sendable, Hashable {
    let texts: [String]
    let hasNumbers: Bool

    package static let report = Vocabulary(
      texts: ["report", "period", "audience", "title", "attention", "text", "page"], hasNumbers: true)
    package static let sms = Vocabulary(texts: ["to", "text"], hasNumbers: false)
  }

  private static let list = "numbers"
  /// Of an item of `numbers`; `first` is a section for what goes between items.
  private static let ofNumbers = ["name", "value", "note"]
  private static let first = "first"

  private let file: String
  private let steps: [Step]

  /// **Throws:** `webhook-template`, with the line, where a tag is unknown or not closed.
  package init(_ text: String, file: String, of vocabulary: Vocabulary = .report) throws(Diagnostic) {
    self.file = file
    var open: [Section] = []
    var steps: [Step] = []
    var rest = text[...]
    var line = 1
    while let start = rest.firstRange(of: "{{") {
      steps.append(.text(String(rest[..<start.lowerBound])))
      line += Self.lines(rest[..<start.lowerBound])
      guard let end = rest[start.upperBound...].firstRange(of: "}}") else {
        throw Self.wrong("the tag is not closed", file, line)
      }
      let inside = rest[start.upperBound..<end.lowerBound]
      let tag = inside.filter { !$0.isWhitespace }
      rest = rest[end.upperBound...]
      let name = String(tag.dropFirst())
      switch tag.first {
      case "!": break
      case "#", "^":
        try Self.check(name, isSection: true, in: open, vocabulary, file, line)
        open.append(Section(name: name, isInverted: tag.first == "^", line: line, before: steps))
        steps = []
      case "/":
        guard let section = open.popLast(), section.name == name else {
          throw Self.wrong("the section '\(name)' is closed and was not opened last", file, line)
        }
        steps = section.before + [.section(name, isInverted: section.isInverted, steps)]
      case "{", "&", ">", "<", "$", "=", "%":
        throw Self.wrong(
          "the tag '{{\(tag.prefix(1))' is not available, since it would put in what is not escaped", file,
          line)
      default:
        try Self.check(tag, isSection: false, in: open, vocabulary, file, line)
        steps.append(.variable(tag))
      }
      line += Self.lines(inside)
    }
    if let section = open.last {
      throw Self.wrong("the section '\(section.name)' is not closed", file, section.line)
    }
    self.steps = steps + [.text(String(rest))]
  }

  /// UTF-8.
  ///
  /// **Throws:** `webhook-template` where what comes out is no JSON.
  package func bytes(_ content: WebhookContent) throws(Diagnostic) -> [UInt8] {
    try bytes(content.texts, numbers: content.numbers)
  }

  /// The call of a gateway that sends an SMS.
  package func bytes(_ sms: SMSText, to number: String) throws(Diagnostic) -> [UInt8] {
    try bytes(["to": number, "text": sms.text], numbers: [])
  }

  private func bytes(_ texts: [String: String], numbers: [MailBlock.Tile]) throws(Diagnostic) -> [UInt8] {
    let bytes = Array(rendered(steps, texts, numbers, isFirst: false).utf8)
    do { _ = try JSONSerialization.jsonObject(with: Data(bytes)) } catch {
      throw Diagnostic(
        .webhookTemplate, .configuration, at: .init(file: file), "what comes of the template is no JSON",
        next:
          "Look at commas and quotes: 'scorebook report send NAME --preview' with template: json shows what there is."
      )
    }
    return bytes
  }

  private func rendered(
    _ steps: [Step], _ texts: [String: String], _ numbers: [MailBlock.Tile], isFirst: Bool
  ) -> String {
    var result = ""
    for step in steps {
      switch step {
      case .text(let text): result += text
      case .variable(let name): result += JSONValue.inside(texts[name] ?? "")
      case .section(Self.list, isInverted: false, let inner):
        for (position, number) in numbers.enumerated() {
          let own = ["name": number.name, "value": number.value, "note": number.note]
          result += rendered(inner, texts.merging(own) { $1 }, numbers, isFirst: position == 0)
        }
      case .section(let name, let isInverted, let inner):
        let holds =
          switch name {
          case Self.list: !numbers.isEmpty
          case Self.first: isFirst
          default: texts[name]?.isEmpty == false
          }
        if holds != isInverted { result += rendered(inner, texts, numbers, isFirst: isFirst) }
      }
    }
    return result
  }

  private static func check(
    _ name: String, isSection: Bool, in open: [Section], _ vocabulary: Vocabulary, _ file: String, _ line: Int
  ) throws(Diagnostic) {
    let isInNumbers = open.contains { $0.name == list && !$0.isInverted }
    var names = vocabulary.texts
    if isInNumbers {
      names += ofNumbers + (isSection ? [first] : [])
    } else if isSection, vocabulary.hasNumbers {
      names.append(list)
    }
    guard !names.contains(name) else { return }
    throw wrong(
      "there is no \(isSection ? "section" : "variable") '\(name)' here", file, line,
      next: nearestName(to: name, among: names).map { "Did you mean '\($0)'?" }
        ?? "There are \(names.joined(separator: ", ")).")
  }

  private static func lines(_ text: Substring) -> Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }

  private static func wrong(
    _ what: String, _ file: String, _ line: Int, next: String = "Mend this line."
  ) -> Diagnostic {
    Diagnostic(.webhookTemplate, .configuration, at: .init(file: file, line: line), what, next: next)
  }
}
