package import Diagnostics
package import Workspace

/// The JSON that a web-hook takes. Text never becomes markup of whoever shows it: it is told as plain text where there
/// is such a thing, and escaped where there is not.
package enum WebhookPayload: Sendable {
  package typealias Shape = Configuration.Webhook.Shape

  /// How much text each takes without cutting it itself. **Units:** characters.
  private enum Most {
    static let slackHeader = 150
    static let slackText = 2900
    static let slackFields = 10
    static let teamsText = 8000
    static let mattermostText = 12_000
  }

  case shape(Shape)
  case template(PayloadTemplate)

  /// UTF-8. Equal contents give equal bytes.
  ///
  /// **Throws:** `webhook-template`.
  package func bytes(_ content: WebhookContent) throws(Diagnostic) -> [UInt8] {
    switch self {
    case .shape(let shape): Self.bytes(content, as: shape)
    case .template(let template): try template.bytes(content)
    }
  }

  static func bytes(_ content: WebhookContent, as shape: Shape) -> [UInt8] {
    let value =
      switch shape {
      case .slack: slack(content)
      case .teams: teams(content)
      case .mattermost: mattermost(content)
      case .json: json(content)
      }
    return Array(value.written.utf8)
  }

  private static func json(_ content: WebhookContent) -> JSONValue {
    [
      "schema": "scorebook.webhook/1", "report": .text(content.report), "period": .text(content.period),
      "audience": .text(content.audience), "title": .text(content.title),
      "attention": content.attention.map { .text($0) } ?? .null,
      "numbers": .list(
        content.numbers.map { ["name": .text($0.name), "value": .text($0.value), "note": .text($0.note)] }),
      "text": content.text.map { .text($0) } ?? .null, "page": content.page.map { .text($0) } ?? .null,
    ]
  }

  private static func slack(_ content: WebhookContent) -> JSONValue {
    func plain(_ text: String, _ most: Int = Most.slackText) -> JSONValue {
      ["type": "plain_text", "text": .text(cut(text, most)), "emoji": false]
    }
    var blocks: [JSONValue] = [["type": "header", "text": plain(content.title, Most.slackHeader)]]
    if let attention = content.attention { blocks.append(["type": "section", "text": plain(attention)]) }
    if !content.numbers.isEmpty {
      let fields = content.numbers.prefix(Most.slackFields).map { number in
        plain([number.name, number.value, number.note].filter { !$0.isEmpty }.joined(separator: "\n"), 1900)
      }
      blocks.append(["type": "section", "fields": .list(fields)])
    }
    if let text = content.text(most: Most.slackText) {
      blocks.append([
        "type": "rich_text",
        "elements": [
          ["type": "rich_text_preformatted", "elements": [["type": "text", "text": .text(text)]]]
        ],
      ])
    }
    if let page = content.page {
      blocks.append([
        "type": "section",
        "text": ["type": "mrkdwn", "text": .text("<\(slackAddress(page))|The whole report with its data>")],
      ])
    }
    // What a notification shows, which is markup.
    return ["text": .text(slackText(content.title)), "blocks": .list(blocks)]
  }

  /// **Source:** Slack, "Formatting text": these three are its control characters.
  private static func slackText(_ text: String) -> String {
    replaced(text) { ["&": "&amp;", "<": "&lt;", ">": "&gt;"][$0] }
  }

  private static func slackAddress(_ address: String) -> String {
    replaced(address) { ["&": "&amp;", "<": "%3C", ">": "%3E", "|": "%7C"][$0] }
  }

  /// In runs of text, which know no Markdown as blocks of text do.
  private static func teams(_ content: WebhookContent) -> JSONValue {
    func block(_ runs: [JSONValue]) -> JSONValue { ["type": "RichTextBlock", "inlines": .list(runs)] }
    func run(_ text: String, _ more: JSONValue.Entry...) -> JSONValue {
      .map([.init(key: "type", value: "TextRun"), .init(key: "text", value: .text(text))] + more)
    }
    let bold = JSONValue.Entry(key: "weight", value: "Bolder")
    var body = [block([run(content.title, bold, .init(key: "size", value: "Large"))])]
    if let attention = content.attention { body.append(block([run(attention)])) }
    for number in content.numbers {
      body.append(
        block(
          [run(number.name + "  "), run(number.value, bold)]
            + (number.note.isEmpty ? [] : [run("  " + number.note)])))
    }
    if let text = content.text(most: Most.teamsText) {
      body.append(block([run(text, .init(key: "fontType", value: "Monospace"))]))
    }
    var card: [JSONValue.Entry] = [
      .init(key: "$schema", value: "http://adaptivecards.io/schemas/adaptive-card.json"),
      .init(key: "type", value: "AdaptiveCard"), .init(key: "version", value: "1.4"),
      .init(key: "body", value: .list(body)),
    ]
    if let page = content.page {
      let action: JSONValue = [
        "type": "Action.OpenUrl", "title": "The whole report with its data", "url": .text(page),
      ]
      card.append(.init(key: "actions", value: [action]))
    }
    let attachment: JSONValue = [
      "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": .null, "content": .map(card),
    ]
    return ["type": "message", "attachments": [attachment]]
  }

  private static func mattermost(_ content: WebhookContent) -> JSONValue {
    var parts = ["#### " + mattermostText(content.title)]
    if let attention = content.attention { parts.append(mattermostText(attention)) }
    if !content.numbers.isEmpty {
      let rows = content.numbers.map { number in
        "| " + [number.name, number.value, number.note].map(mattermostText).joined(separator: " | ") + " |"
      }
      parts.append((["| | | |", "| :-- | --: | :-- |"] + rows).joined(separator: "\n"))
    }
    if let text = content.text(most: Most.mattermostText) {
      // Indented, a text has no fence that it could close; what it mentions is not called.
      parts.append(
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + uncalled(String($0)) }
          .joined(separator: "\n"))
    }
    if let page = content.page { parts.append("[The whole report with its data](<\(page)>)") }
    return ["text": .text(parts.joined(separator: "\n\n"))]
  }

  /// **Source:** the characters that `marked`, which Mattermost's Markdown comes from, takes a backslash before. Raw HTML
  /// it shows as text.
  private static func mattermostText(_ text: String) -> String {
    replaced(HeaderText.oneLine(uncalled(text))) {
      "\\`*_{}[]()>#+-!|~".unicodeScalars.contains($0) ? "\\\($0)" : nil
    }
  }

  /// `@channel` would ring for all, and `:name:` be a picture; a joiner that is not seen keeps them from being names.
  private static func uncalled(_ text: String) -> String {
    var result = ""
    var isAfterColon = false
    for scalar in text.unicodeScalars {
      if isAfterColon, !scalar.properties.isWhitespace { result += "\u{2060}" }
      result.unicodeScalars.append(scalar)
      if scalar == "@" { result += "\u{2060}" }
      isAfterColon = scalar == ":"
    }
    return result
  }

  private static func replaced(_ text: String, _ by: (Unicode.Scalar) -> String?) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if let other = by(scalar) { result += other } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  private static func cut(_ text: String, _ most: Int) -> String {
    text.count <= most ? text : text.prefix(most - 1) + "…"
  }
}
