import Foundation
import Testing
import Workspace

@testable import Delivery

@Suite("Payloads of web-hooks")
struct WebhookPayloadTests {
  private static let markdown = """
    # Sales

    Week from 2026-03-02.

    ::: stats
    - **Revenue** 1,234 EUR
    :::

    ## Revenue

    A cell with <!channel>, @all and "quotes" \\ here.

    """

  static func content(_ detail: MailDocument.Detail, title: String = "Sales: 5 <b>") throws -> WebhookContent
  {
    let document = try MailDocument(markdown: markdown, file: "weekly.md", detail: detail) { _ in nil }
    return WebhookContent(
      document, detail: detail, report: "weekly", period: "2026-03-02", audience: "team", title: title,
      attention: "Revenue *fell* below <!here> & @channel.", page: "https://b.de/reports/weekly.html?a=1&b=|")
  }

  private static func read(_ shape: WebhookPayload.Shape, _ detail: MailDocument.Detail) throws -> [String:
    Any]
  {
    let bytes = WebhookPayload.bytes(try content(detail), as: shape)
    return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test("are JSON in each shape and at each detail, the same bytes each time")
  func json() throws {
    for shape in WebhookPayload.Shape.allCases {
      for detail in MailDocument.Detail.allCases {
        _ = try Self.read(shape, detail)
        #expect(
          WebhookPayload.bytes(try Self.content(detail), as: shape)
            == WebhookPayload.bytes(try Self.content(detail), as: shape))
      }
    }
  }

  @Test("json holds what detail asks for")
  func own() throws {
    let line = try Self.read(.json, .line)
    #expect(line["schema"] as? String == "scorebook.webhook/1" && line["title"] as? String == "Sales: 5 <b>")
    #expect(line["attention"] is NSNull && line["text"] is NSNull)
    #expect(line["page"] as? String == "https://b.de/reports/weekly.html?a=1&b=|")
    let summary = try Self.read(.json, .summary)
    #expect(summary["attention"] as? String == "Revenue *fell* below <!here> & @channel.")
    #expect(summary["text"] is NSNull)
    let full = try Self.read(.json, .full)
    #expect((full["text"] as? String)?.contains("A cell with <!channel>, @all and \"quotes\"") == true)
  }

  @Test("Slack's has plain text, and its only markup is escaped")
  func slack() throws {
    let payload = try Self.read(.slack, .full)
    #expect(payload["text"] as? String == "Sales: 5 &lt;b&gt;")
    let blocks = try #require(payload["blocks"] as? [[String: Any]])
    let header = try #require(blocks.first?["text"] as? [String: Any])
    #expect(header["type"] as? String == "plain_text" && header["text"] as? String == "Sales: 5 <b>")
    #expect(blocks.contains { $0["type"] as? String == "rich_text" })
    let link = try #require(blocks.last?["text"] as? [String: Any])
    #expect(
      link["text"] as? String
        == "<https://b.de/reports/weekly.html?a=1&amp;b=%7C|The whole report with its data>")
    let long = WebhookPayload.bytes(
      try Self.content(.line, title: String(repeating: "ä", count: 400)), as: .slack)
    let cut = try #require(try JSONSerialization.jsonObject(with: Data(long)) as? [String: Any])
    let first = try #require((cut["blocks"] as? [[String: Any]])?.first?["text"] as? [String: Any])
    #expect((first["text"] as? String)?.count == 150)
  }

  @Test("Teams' is one adaptive card of runs of text")
  func teams() throws {
    let payload = try Self.read(.teams, .summary)
    #expect(payload["type"] as? String == "message")
    let attachment = try #require((payload["attachments"] as? [[String: Any]])?.first)
    #expect(attachment["contentType"] as? String == "application/vnd.microsoft.card.adaptive")
    let card = try #require(attachment["content"] as? [String: Any])
    let body = try #require(card["body"] as? [[String: Any]])
    #expect(body.allSatisfy { $0["type"] as? String == "RichTextBlock" } && body.count >= 2)
    #expect((card["actions"] as? [[String: Any]])?.first?["type"] as? String == "Action.OpenUrl")
  }

  @Test("Mattermost's escapes Markdown and rings for nobody")
  func mattermost() throws {
    let text = try #require(try Self.read(.mattermost, .full)["text"] as? String)
    #expect(
      text.hasPrefix(
        "#### Sales: 5 <b\\>\n\nRevenue \\*fell\\* below <\\!here\\> & @\u{2060}channel.\n\n"))
    #expect(!text.contains("@all") && !text.contains("@channel"))
  }

  @Test("text is cut at a line, with a word on it")
  func cut() throws {
    let content = try Self.content(.full)
    let whole = try #require(content.text)
    #expect(content.text(most: whole.count) == whole)
    #expect(content.text(most: 12) == "Sales\n=====\n… the rest is left out here\n")
  }
}
