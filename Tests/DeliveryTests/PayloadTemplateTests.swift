import Diagnostics
import Foundation
import Testing
import Workspace

@testable import Delivery

@Suite("Templates of web-hooks")
struct PayloadTemplateTests {
  private func rendered(_ template: String, _ detail: MailDocument.Detail = .full) throws -> String {
    let content = try WebhookPayloadTests.content(detail, title: "A \"quote\" and \\ in <b>\nit")
    return String(decoding: try PayloadTemplate(template, file: "x.mustache").bytes(content), as: UTF8.self)
  }

  private func told(_ template: String) -> String? {
    do {
      _ = try PayloadTemplate(template, file: "x.mustache")
      return nil
    } catch {
      return error.description
    }
  }

  @Test("put texts into JSON strings and can't be left by them")
  func escapes() throws {
    let text = try rendered("{\"t\": \"{{ title }}\", {{! nothing }}\"x\": \"{{text}}\"}")
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String]
    #expect(value?["t"] == "A \"quote\" and \\ in <b> it")
    #expect(value?["x"]?.contains("A cell with <!channel>, @all and \"quotes\"") == true)
  }

  @Test("begin behind a mark of their encoding, and of an SMS say whom it goes to and what it says")
  func marked() throws {
    #expect(try rendered("\u{FEFF}{\"r\":\r\n\"{{report}}\"}") == "{\"r\":\n\"weekly\"}")
    let told = { (template: String) -> String? in
      do {
        _ = try PayloadTemplate(template, file: "x.mustache", of: .sms)
        return nil
      } catch { return (error as? Diagnostic)?.description }
    }
    #expect(told("{\"to\":\"{{to}}\",\"m\":\"{{#text}}{{text}}{{/text}}\"}") == nil)
    #expect(
      told("{\"to\":\"{{to}}\"}")?.contains("does not say what is sent; expected {{text}} in it") == true)
    #expect(told("{\"m\":\"{{text}}\"}")?.contains("does not say the number; expected {{to}} in it") == true)
    #expect(told("{{^to}}{{to}}{{/to}}{{text}}")?.contains("does not say the number") == true)
  }

  @Test("have sections for what is there, and one for each number")
  func sections() throws {
    let template = "[{{#attention}}\"{{report}}\"{{/attention}}{{^attention}}null{{/attention}}]"
    #expect(try rendered(template) == "[\"weekly\"]" && rendered(template, .line) == "[null]")
    let document = try MailDocument(
      markdown: "# S\n\n| A | B |\n| --- | --- |\n| 1 | 2 *more* |\n", file: "w.md", detail: .summary
    ) { _ in nil }
    let content = WebhookContent(
      document, detail: .summary, report: "r", period: "2026-03-02", audience: "a", title: "t", attention: "",
      page: nil)
    let list = try PayloadTemplate(
      "[{{#numbers}}{{^first}},{{/first}}\"{{name}}={{value}}{{#note}} {{note}}{{/note}}\"{{/numbers}}]",
      file: "x")
    #expect(String(decoding: try list.bytes(content), as: UTF8.self) == "[\"A=1\",\"B=2 more\"]")
  }

  @Test("are refused by line for what is unknown, open, or would not be escaped")
  func refused() {
    #expect(
      told("{\n{{titel}}}")?.contains(
        "x.mustache:2: there is no variable 'titel' here. Did you mean 'title'?") == true)
    #expect(told("{{name}}")?.contains("there is no variable 'name' here") == true)
    #expect(told("{{#first}}{{/first}}")?.contains("there is no section 'first' here") == true)
    #expect(told("\n{{#page}}")?.contains("x.mustache:2: the section 'page' is not closed") == true)
    #expect(
      told("{{#page}}{{/text}}")?.contains("the section 'text' is closed and was not opened last") == true)
    #expect(told("{{page")?.contains("the tag is not closed") == true)
    for tag in ["{{{title}}}", "{{&title}}", "{{>other}}", "{{=<% %>=}}"] {
      #expect(told(tag)?.contains("would put in what is not escaped") == true, "\(tag)")
    }
  }

  @Test(
    "are tried with what there may be, and may not be",
    arguments: [
      (
        "[{{#numbers}}\"{{name}}\",{{/numbers}}]",
        "x.mustache: what comes of the template is no JSON, with 1 of 'numbers', no 'attention', no 'text', no 'page'; expected a value in line 1 of it."
      ),
      ("[{{#numbers}}\"{{name}}\"{{/numbers}}]", "with 3 of 'numbers'"),
      ("[1{{#numbers}}, 2{{/numbers}}{{^numbers}},{{/numbers}}]", "with 0 of 'numbers'"),
      (
        "[{{#page}}\"{{page}}\"{{/page}}{{#text}}, 1{{/text}}]",
        "with 0 of 'numbers', no 'attention', no 'page'"
      ),
      ("{\"t\": {{title}}}", "with 0 of 'numbers'"),
    ])
  func tried(_ template: String, _ expected: String) throws {
    let template = try PayloadTemplate(template, file: "x.mustache")
    let error = #expect(throws: Diagnostic.self) { try template.check() }
    #expect(
      error?.identifier == .webhookTemplate && error?.description.contains(expected) == true,
      "\(error?.description ?? "")")
  }

  @Test("that make JSON of whatever there is are taken")
  func sound() throws {
    for text in [
      "[{{#numbers}}{{^first}},{{/first}}{\"{{name}}\": \"{{value}}\"}{{/numbers}}]",
      "{\"t\": \"{{title}}\"{{#page}}, \"p\": \"{{page}}\"{{/page}}}",
    ] {
      try PayloadTemplate(text, file: "x").check()
    }
    try PayloadTemplate("{\"to\": \"{{to}}\", \"m\": \"{{text}}\"}", file: "x", of: .sms).check()
    let broken = try PayloadTemplate("{\"to\": {{to}}, \"m\": \"{{text}}\"}", file: "x", of: .sms)
    #expect(throws: Diagnostic.self) { try broken.check() }
  }

  @Test("that make no JSON are refused")
  func noJSON() throws {
    let template = try PayloadTemplate("{\"a\": {{title}}}", file: "x.mustache")
    let content = try WebhookPayloadTests.content(.line)
    let error = #expect(throws: Diagnostic.self) { try template.bytes(content) }
    #expect(error?.identifier == .webhookTemplate)
  }
}
