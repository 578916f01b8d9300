import Foundation
import Testing

@Suite("report build --format eml")
struct ReportMailFileTests {
  private func workspace(attach: String = "") throws -> Program {
    let program = try ReportCommandTests().workspace()
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacingOccurrences(of: "Sales <of> the week", with: "\"Umsätze: <週>\"")
        + """
            send: [{audience: team, if: always}, {audience: board, if: always}]
        audiences:
          board: {via: outbox, from: s@example.com, to: [board@example.com, b@example.com], detail: summary\(attach)}
          team: {via: chat, detail: full}
        channels:
          outbox: {maildir: _out/mail}
          chat: {webhook: {url: {env: NOT_SET}, template: json}}

        """)
    return program
  }

  private func without(date text: String) -> String {
    text.split(separator: "\r\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("Date: ") }
      .joined(separator: "\n")
  }

  @Test("writes the mail of the first audience that gets one, the same each time and as it is sent")
  func writes() throws {
    let program = try workspace()
    for path in ["a.eml", "b.eml"] {
      let built = try program.run("report", "build", "weekly", "--format", "eml", "-o", path)
      #expect(built.status == 0, "\(built.problems)")
    }
    let text = program.text("a.eml")
    #expect(text == program.text("b.eml") && text.hasPrefix("Date: Mon, 09 Mar 2026 07:00:00 +0000\r\n"))
    #expect(text.contains("\r\nTo: board@example.com\r\n"))
    let sent = try program.run("report", "send", "weekly", "--to", "board")
    #expect(sent.status == 0, "\(sent.problems)")
    let folder = program.folder + "/_out/mail/new/"
    let mails = try FileManager.default.contentsOfDirectory(atPath: folder).map {
      program.text("_out/mail/new/" + $0)
    }
    #expect(mails.count == 2)
    #expect(
      mails.contains {
        without(date: $0.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n")) == without(date: text)
      })
  }

  @Test("tells why it is sent, as the mail that is sent does")
  func reason() throws {
    let program = try workspace()
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacingOccurrences(
        of: "{audience: board, if: always}", with: "{audience: board, if: kpi_signal}"
      ).replacingOccurrences(of: "{audience: team, if: always}, ", with: ""))
    try program.write(
      "orders.csv", program.text("orders.csv").replacingOccurrences(of: "2026-03-05,", with: "2026-03-05,9"))
    #expect(try program.run("kpi", "update", "--as-of", "2026-03-10").status == 0)
    let built = try program.run("report", "build", "weekly", "--format", "eml", "-o", "a.eml")
    #expect(built.status == 0, "\(built.problems)")
    let sent = try program.run("report", "send", "weekly")
    #expect(sent.status == 0, "\(sent.problems)")
    let mails = try FileManager.default.contentsOfDirectory(atPath: program.folder + "/_out/mail/new").map {
      program.text("_out/mail/new/" + $0).replacing("\r\n", with: "\n")
    }
    let text = program.text("a.eml").replacing("\r\n", with: "\n")
    #expect(text.contains(" with a signal"), "\(text)")
    #expect(mails.contains { without(date: $0) == without(date: text) })
    let named = try program.run(
      "report", "build", "weekly", "--format", "eml", "--audience", "board", "-o", "b.eml")
    #expect(named.status == 0 && !program.text("b.eml").contains("with a signal"))
  }

  @Test("is made with the workspace's own templates, which are refused before anything is sent")
  func templates() throws {
    let program = try workspace()
    try program.write("templates/email/style.css", ":root { --accent: #c8102e; }\n")
    try program.write("templates/email/paragraph.mustache", "<p class=\"t\">{{{content}}}</p>\n")
    try program.write("templates/email/text_footer.mustache", "Ours, for {{recipient}}.\n")
    #expect(try program.run("check").status == 0)
    let built = try program.run("report", "build", "weekly", "--format", "eml", "-o", "a.eml")
    let text = program.text("a.eml")
    #expect(built.status == 0 && text.contains("Ours, for board@example.com."), "\(built.problems)")
    #expect(text.contains("<p class=3D\"t\">") && text.contains("color:#c8102e"), "\(text)")
    let shown = try program.run("report", "send", "weekly", "--to", "board", "--preview")
    #expect(shown.output.contains("Ours, for b@example.com."), "\(shown)")

    try program.write(
      "templates/email/footer.mustache", "<p>{{site}}</p>\n<img src=\"https://e.org/x.png\">\n")
    try program.write("templates/email/style.css", ":root {\n  --acent: #c8102e;\n}\n")
    let check = try program.run("check")
    #expect(
      check.status == 2 && check.problems.contains("style.css:2: mails have no style 'acent'"), "\(check)")
    try program.remove("templates/email/style.css")
    let sent = try program.run("report", "send", "weekly", "--to", "board")
    #expect(
      sent.status == 2
        && sent.problems.contains("templates/email/footer.mustache:2: a picture is fetched from elsewhere"),
      "\(sent)")
    #expect(!program.exists("_out/mail"))
  }

  @Test("attaches numbers and the whole report, under names of any script")
  func attaches() throws {
    let program = try workspace(attach: ", attach: [csv, html]")
    let built = try program.run(
      "report", "build", "weekly", "--format", "eml", "--audience", "board", "-o", "a.eml")
    #expect(built.status == 0, "\(built.problems)")
    let text = program.text("a.eml")
    #expect(text.contains("Content-Type: text/csv; charset=utf-8\r\nContent-Disposition: attachment;"))
    #expect(text.contains("filename=\"weekly-kpi-sales.csv\""))
    // Percent-encoded UTF-8 by Python's urllib.parse.quote.
    #expect(text.contains("filename*=UTF-8''Ums%C3%A4tze-%20-%E9%80%B1-%202026-03-02.html"))
  }

  @Test("is refused where there is no mail to be made")
  func refused() throws {
    let program = try workspace()
    let chat = try program.run("report", "build", "weekly", "--format", "eml", "--audience", "team")
    #expect(chat.status == 2 && chat.problems.contains("channel 'chat' carries none"), "\(chat)")
    let unknown = try program.run("report", "build", "weekly", "--format", "eml", "--audience", "bord")
    #expect(unknown.status == 2 && unknown.problems.contains("Did you mean 'board'?"), "\(unknown)")
    let usage = try program.run("report", "build", "weekly", "--audience", "board")
    #expect(usage.status == 2, "\(usage)")
    let page = try program.run("report", "build", "lineage", "--format", "eml")
    #expect(page.status == 2 && page.problems.contains("has no mail"), "\(page)")
  }

  @Test("a web-hook is shown without its secret; without the secret nothing is sent")
  func webhook() throws {
    let program = try workspace()
    // What is wrong with mails is none of its.
    try program.write("templates/email/footer.mustache", "<script>\n")
    let shown = try program.run("report", "send", "weekly", "--to", "team", "--preview")
    #expect(shown.status == 0 && shown.output.contains("\"schema\":\"scorebook.webhook/1\""), "\(shown)")
    let sent = try program.run("report", "send", "weekly")
    #expect(sent.status == 2 && sent.problems.contains("the environment has no variable NOT_SET"), "\(sent)")
    #expect(!program.exists("_out/mail"))
  }
}
