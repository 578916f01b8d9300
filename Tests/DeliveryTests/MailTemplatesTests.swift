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

  /// The least that each block writes.
  private static let needed: [MailTemplate: String] = [
    .mail: "{{{content}}}", .text: "{{content}}",
    .tiles: "{{#rows}}{{#tiles}}{{name}}: {{value}}{{/tiles}}{{/rows}}",
    .heading: "{{{content}}}", .paragraph: "{{{content}}}", .quote: "{{{content}}}",
    .list: "{{#items}}{{{content}}}{{/items}}",
    .table: "{{#header}}{{{content}}}{{/header}}{{#rows}}{{#cells}}{{{content}}}{{/cells}}{{/rows}}",
    .figure: """
    {{#picture}}
      <img src="cid:{{picture}}" width="{{width}}" height="{{height}}" alt="{{alternative}}">
      {{/picture}}
    {{^picture}}{{alternative}}{{/picture}}
    """,
    .callout: "{{title}}{{{content}}}", .code: "{{code}}",
  ]

  @Test("are refused where a mail would be without what it is for", arguments: Array(needed.keys))
  func empty(_ template: MailTemplate) {
    let name = template.rawValue + ".mustache"
    for text in ["", " \n\n"] {
      let told = TemplateFolder.told([name: text])
      #expect(!told.isEmpty, "\(name)")
      for problem in told {
        #expect(problem.hasPrefix("\(name): the template does not write the "))
        #expect(problem.contains("found nothing but blanks") && problem.contains("in it, or in a partial"))
      }
    }
  }

  @Test(
    "are refused where some of what they are for is left out",
    arguments: [
      (
        "mail", "<p>{{title}}</p>{{#content}}<p>Here</p>{{/content}}",
        "the report's blocks; expected {{{content}}}"
      ),
      (
        "text", "{{title}}\n{{^content}}{{content}}{{/content}}",
        "the text of the report; expected {{content}}"
      ),
      ("tiles", "{{#rows}}{{#tiles}}{{name}}{{/tiles}}{{/rows}}", "the numbers; expected {{value}}"),
      (
        "heading", "{{#is_section}}{{{content}}}{{/is_section}}{{#is_minor}}{{{content}}}{{/is_minor}}",
        "the text of headings of subsections"
      ),
      (
        "list", "{{#items}}{{^is_numbered}}{{{content}}}{{/is_numbered}}{{/items}}",
        "the items of numbered lists"
      ),
      ("table", "{{#rows}}{{#cells}}{{{content}}}{{/cells}}{{/rows}}", "the headers of tables"),
      ("table", "{{#has_header}}{{#header}}{{{content}}}{{/header}}{{/has_header}}", "the cells of tables"),
      (
        "figure",
        #"{{#picture}}<img src="cid:{{picture}}" width="{{width}}" height="{{height}}" alt="{{caption}}">{{/picture}}"#,
        "the words of charts without"
      ),
      ("callout", "{{{content}}}", "the titles of notes"),
    ])
  func incomplete(_ template: String, _ text: String, _ expected: String) {
    let told = TemplateFolder.told([template + ".mustache": text])
    #expect(told.count == 1)
    let beginning = "\(template).mustache: the template does not write \(expected)"
    #expect(told.first?.hasPrefix(beginning) == true, "\(told)")
  }

  @Test("may be empty where nothing of the report stands")
  func elsewhere() {
    let free = MailTemplate.allCases.filter { Self.needed[$0] == nil }
    #expect(free == [.dark, .logo, .page, .footer, .textFooter, .rule])
    for template in free { #expect(TemplateFolder.told([template.rawValue + ".mustache": ""]) == []) }
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
    let needed = Self.needed[template] ?? ""
    let after = try TemplateFolder.mail(
      try TemplateFolder.templates([template.rawValue + ".mustache": own + "\n" + needed]))
    #expect((before.html == after.html) == !template.isHTML)
    #expect((before.text == after.text) == template.isHTML)
    #expect((template.isHTML ? after.html : after.text).contains(own))
    if template == .mail { return #expect(after.html.hasPrefix("<p>own</p>\n<table")) }
    if template == .text { return #expect(after.text.hasPrefix("own\nRevenue")) }
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
        String($0.prefix(67))
      } == ["footer.mustache:1: the template includes itself by 'logo.mustache'."])
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
