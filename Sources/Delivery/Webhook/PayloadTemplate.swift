package import Diagnostics
import Templates

extension Diagnostic.Identifier {
  package static let webhookTemplate = Self("webhook-template")
}

/// A workspace's own shape of a web-hook's JSON: Mustache's variables, sections and comments.
///
/// Every variable is escaped for the inside of a JSON string, so that no text ends the string that it stands in; there is
/// no tag that leaves it as it is.
package struct PayloadTemplate: Sendable, Hashable {
  /// What a template may name.
  package enum Vocabulary: Sendable, Hashable {
    case report, sms

    fileprivate var names: [PayloadVariable.Name] {
      let number: [PayloadVariable.Name] = [
        .init(.name, .text), .init(.value, .text), .init(.note, .text), .init(.first, .flag),
      ]
      return switch self {
      case .report:
        [.report, .period, .audience, .title, .attention, .text, .page].map { .init($0, .text) }
          + [.init(.numbers, .list(number))]
      case .sms: [.init(.to, .text), .init(.text, .text)]
      }
    }
  }

  private static let rules = TemplateRules(
    refusing: ["{", "&", ">", "<", "$", "=", "%"],
    refusal: "is not available, since it would put in what is not escaped", advice: "Mend this line.",
    syntax: ""
  ) { name, isSection in "there is no \(isSection ? "section" : "variable") '\(name)' here" }

  private static let escape = TemplateEscape { text, bytes in
    bytes.append(contentsOf: JSONValue.inside(text).utf8)
  }

  private let file: String
  private let vocabulary: Vocabulary
  private let template: Template<PayloadVariable>

  /// **Throws:** `webhook-template`, with the line, where a tag is unknown or not closed.
  package init(_ text: String, file: String, of vocabulary: Vocabulary = .report) throws(Diagnostic) {
    self.file = file
    self.vocabulary = vocabulary
    do throws(Diagnostic) {
      template = try Template(
        TemplateFiles.plain(text), file: file, vocabulary: TemplateVocabulary(vocabulary.names),
        rules: Self.rules)
    } catch {
      throw Diagnostic(
        .webhookTemplate, .configuration, at: error.place, error.summary, next: error.next)
    }
    if vocabulary == .sms { try refuseIdle() }
  }

  /// **Throws:** `webhook-template` of an SMS that would go to nobody, or say nothing.
  private func refuseIdle() throws(Diagnostic) {
    let (number, said) = ("scorebook-to-mark", "scorebook-text-mark")
    let call = String(
      decoding: template.bytes([.to: .text(number), .text: .text(said)], escape: Self.escape), as: UTF8.self)
    for (name, mark, what) in [("to", number, "the number"), ("text", said, "what is sent")]
    where !call.contains(mark) {
      throw Diagnostic(
        .webhookTemplate, .configuration, at: .init(file: file),
        "the template of an SMS does not say \(what)",
        expected: "{{\(name)}} in it")
    }
  }

  /// Fills it with each of what there may be and may not be.
  ///
  /// **Throws:** `webhook-template` where no JSON comes of one of them.
  package func check() throws(Diagnostic) {
    let sample = TemplateValue<PayloadVariable>.text("A \"word\" \\ or two")
    guard vocabulary == .report else {
      _ = try bytes([.to: .text("+49301234567"), .text: sample])
      return
    }
    let optional: [PayloadVariable] = [.attention, .text, .page]
    for count in [0, 1, 3] {
      for known in 0..<(1 << optional.count) {
        var fields: TemplateFields<PayloadVariable> = [
          .report: sample, .period: sample, .audience: sample, .title: sample,
          .numbers: .list(
            (0..<count).map { number in
              [
                .name: sample, .value: sample, .note: .text(number == 1 ? "" : "a note"),
                .first: .flag(number == 0),
              ]
            }),
        ]
        for (bit, variable) in optional.enumerated() where known & (1 << bit) != 0 {
          fields[variable] = sample
        }
        let without = optional.enumerated().filter { known & (1 << $0.offset) == 0 }.map(\.element.rawValue)
        let given = (["\(count) of 'numbers'"] + without.map { "no '\($0)'" }).joined(separator: ", ")
        _ = try bytes(fields, given: given)
      }
    }
  }

  /// UTF-8.
  ///
  /// **Throws:** `webhook-template` where what comes out is no JSON.
  package func bytes(_ content: WebhookContent) throws(Diagnostic) -> [UInt8] {
    var fields: TemplateFields<PayloadVariable> = [
      .report: .text(content.report), .period: .text(content.period), .audience: .text(content.audience),
      .title: .text(content.title),
      .numbers: .list(
        content.numbers.enumerated().map { position, number in
          [
            .name: .text(number.name), .value: .text(number.value), .note: .text(number.note),
            .first: .flag(position == 0),
          ]
        }),
    ]
    fields[.attention] = content.attention.map { .text($0) }
    fields[.text] = content.text.map { .text($0) }
    fields[.page] = content.page.map { .text($0) }
    return try bytes(fields)
  }

  /// The call of a gateway that sends an SMS.
  package func bytes(_ sms: SMSText, to number: String) throws(Diagnostic) -> [UInt8] {
    try bytes([.to: .text(number), .text: .text(sms.text)])
  }

  /// - Parameter given: What it is filled with, where that is only tried.
  private func bytes(
    _ fields: TemplateFields<PayloadVariable>, given: String? = nil
  ) throws(Diagnostic) -> [UInt8] {
    let bytes = template.bytes(fields, escape: Self.escape)
    do throws(JSONCheck.Fault) { try JSONCheck.check(bytes) } catch {
      throw Diagnostic(
        .webhookTemplate, .configuration, at: .init(file: file),
        "what comes of the template is no JSON" + (given.map { ", with \($0)" } ?? ""),
        expected: "\(error.expected) in line \(error.line) of it",
        next:
          "Look at commas and quotes: 'scorebook report send NAME --preview' with template: json shows what there is."
      )
    }
    return bytes
  }
}

/// What templates of web-hooks and SMS may name.
private enum PayloadVariable: String, TemplateVariable {
  typealias Name = TemplateVocabulary<PayloadVariable>.Name

  case report, period, audience, title, attention, text, page
  case numbers, name, value, note, first
  case to
}
