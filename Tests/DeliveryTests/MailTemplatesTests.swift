import Diagnostics
import Foundation
import Testing
import Workspace

@testable import Delivery

@Suite("Templates of mails")
struct MailTemplatesTests {
  @Test("are in the program as they stand in the repository")
  func embedded() throws {
    let folder = TemplateFolder.repository + "/templates/email"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names.sorted() == EmbeddedMailTemplates.files.keys.sorted())
    #expect(
      names.sorted() == (MailTemplate.allCases.map { $0.rawValue + ".mustache" } + ["style.css"]).sorted())
    for name in names {
      let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
      #expect(EmbeddedMailTemplates.files[name] == text, "\(name): run templates/embed.sh")
    }
  }

  @Test("may begin with a mark of their encoding, which is no part of them")
  func marked() throws {
    let mail = try TemplateFolder.mail(
      try TemplateFolder.templates([
        "style.css": "\u{FEFF}:root { --accent: #c8102e; }\n", "footer.mustache": "\u{FEFF}<p>ours</p>\n",
      ]))
    #expect(mail.html.contains("#c8102e") && mail.html.contains("<p>ours</p>"))
    #expect(!mail.html.unicodeScalars.contains("\u{FEFF}"))
  }

  @Test("can be overridden one by one, and the rest of the mail stays", arguments: MailTemplate.allCases)
  func override(_ template: MailTemplate) throws {
    let before = try TemplateFolder.mail(try MailTemplates())
    let own = template == .dark ? ".own { color: #123456; }" : template.isHTML ? "<p>own</p>" : "own"
    let after = try TemplateFolder.mail(
      try TemplateFolder.templates([template.rawValue + ".mustache": own + "\n"]))
    #expect((before.html == after.html) == !template.isHTML)
    #expect((before.text == after.text) == template.isHTML)
    #expect((template.isHTML ? after.html : after.text).contains(own))
    if template == .mail { return #expect(after.html == "<p>own</p>\n") }
    if template == .text { return #expect(after.text == "own\n") }
    let others = ["<html lang=\"en\">", "<title>", "whole report", "</body>"]
    for piece in others where !(template == .page && piece == "whole report") {
      #expect(after.html.contains(piece), "\(piece)")
    }
  }

  @Test("take each font, size and colour from one place", arguments: MailStyle.Name.allCases)
  func style(_ name: MailStyle.Name) throws {
    let before = try TemplateFolder.mail(try MailTemplates())
    let value = name.rawValue.contains("font") ? "'Own Font', serif" : "#ABCDEF"
    let isSize = name.rawValue.hasSuffix("_size") || name.rawValue.hasSuffix("_line")
    let own = isSize ? "77px" : value
    let after = try TemplateFolder.mail(
      try TemplateFolder.templates(["style.css": "/* ours;\n */\n:root { --\(name.rawValue): \(own); }\n"]))
    #expect(!before.html.contains(own) && before.text == after.text)
    #expect(after.html.contains(own.hasPrefix("#") ? "#abcdef" : own))
  }

  @Test("keep what comes from data as text")
  func hostile() throws {
    let templates = try TemplateFolder.templates([
      "tiles.mustache":
        "{{#rows}}{{#tiles}}<b title=\"{{name}}\">{{value}} {{note}}</b>{{/tiles}}{{/rows}}\n",
      "footer.mustache":
        "<p title='{{site}}'>{{audience}} {{reason}} <a href=\"{{unsubscribe}}\">no</a></p>\n",
    ])
    let html = try TemplateFolder.mail(templates).html
    for piece in [
      "title=\"Revenue\">", "up &lt;1%", "<p title='Shop &amp; Co'>board &lt;x&gt; drift ", "a&lt;b",
      "code&lt;",
      "href=\"mailto:s@e.org?subject=&quot;x\"", "alt=\"Line of &quot;5&quot; &lt;values&gt; onload=x\"",
      "Cap&lt;/p&gt;tion", "name{{title}}", "<em>Words alone</em>", "src=\"cid:c1@e.org\"",
      "href=\"https://e.org/r.html?a=&quot;&amp;b\"",
    ] {
      #expect(html.contains(piece), "\(piece)")
    }
    #expect(!html.contains("<script") && !html.contains("\u{1}"))
  }

  @Test("tell what is unknown by file and line, with the nearest name")
  func unknown() throws {
    #expect(
      TemplateFolder.told(["tile.mustache": "", "colours.css": ""]).map { String($0.prefix(60)) } == [
        "colours.css: there is no template 'colours.css' to override;",
        "tile.mustache: there is no template 'tile.mustache' to overr",
      ])
    #expect(
      TemplateFolder.told([
        "footer.mustache": "<p>\n{{recipent}}</p>", "heading.mustache": "{{contnt}}",
        "list.mustache": "{{#items}}\n{{{contents}}}{{/items}}", "mail.mustache": "{{> fotter}}",
        "paragraph.mustache": "{{> footer}}", "text.mustache": "{{accent}}", "code.mustache": "{{{code}}}",
        "quote.mustache": "{{#content}}",
      ]) == [
        "code.mustache:1: 'code' is text, which is escaped: {{code}}. Mend the tag.",
        "footer.mustache:2: 'footer' of mails has no variable 'recipent'. Did you mean 'recipient'?",
        "heading.mustache:1: 'heading' of mails has no variable 'contnt'. Did you mean 'content'?",
        "list.mustache:2: 'list' of mails has no variable 'contents'. Did you mean 'content'?",
        "mail.mustache:1: there is no partial 'fotter'. Did you mean 'footer'?",
        "paragraph.mustache:1: there is no partial 'footer'. Leave it out.",
        "quote.mustache:1: the template is not valid Mustache: the section 'content' is not closed. Mend this line.",
        "text.mustache:1: 'text' of mails has no variable 'accent'. There are title, underline, content, page, footer.",
      ])
    #expect(
      TemplateFolder.told(["footer.mustache": "{{> logo}}", "logo.mustache": "{{> footer}}"]).map {
        String($0.prefix(46))
      } == [
        "footer.mustache: the template includes itself.", "logo.mustache: the template includes itself. T",
      ])
  }

  @Test("are told of colours that are hard to read")
  func faint() throws {
    let warnings = try TemplateFolder.templates([
      "style.css": ":root {\n --accent: #ffcc00;\n --dark_background: #808080; --small_colour: #767676;\n}\n"
    ]).warnings.list
    // By the formula of WCAG in Python: 1.51, 3.16, 1.93 and 1.88; #767676 on white is 4.54.
    #expect(
      warnings.map { "\($0.place?.line ?? 0) \($0.summary.split(separator: "'")[0]) \($0.found ?? "")" } == [
        "2 accent 1.5", "3 dark_text_colour 3.2", "3 dark_small_colour 1.9", "3 dark_accent 1.9",
      ])
    #expect(warnings.allSatisfy { $0.severity == .warning })
    #expect(try MailTemplates().warnings.isEmpty)
  }

  @Test("have a style sheet of fonts, sizes and colours, and nothing else in it")
  func sheet() {
    let told = { (text: String) in TemplateFolder.told(["style.css": text]) }
    #expect(told("").isEmpty && told("/* nothing */ :root {}").isEmpty)
    #expect(
      told(":root {\n  --acent: #123456;\n  --accent: red; --font: x;\n\n --text_size: 2em\n}") == [
        "style.css:2: mails have no style 'acent'. Did you mean 'accent'?",
        "style.css:3: 'accent' can't be 'red'; expected a colour of six digits: #0b5cad. Mend this line.",
        "style.css:5: 'text_size' can't be '2em'; expected pixels from 1px to 99px, such as 16px. Mend this line.",
      ])
    for value in [
      "url(x)", "a\"b", "a;b", "'a", "a'b", "a\\62", "é", "a}b", "a<b", "a&b", "Arial,,b", "/* */",
    ] {
      #expect(told(":root { --font: \(value); }").count >= 1, "\(value)")
    }
    #expect(told("@import 'x';")[0].hasPrefix("style.css:1: the style sheet of mails is one ':root { … }'"))
    #expect(
      told(":root { accent: #123456 }")[0].hasPrefix("style.css:1: this is no value of the style sheet"))
  }
}
