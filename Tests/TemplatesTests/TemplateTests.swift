import Diagnostics
import Templates
import Testing

@Suite("Template engine")
struct TemplateTests {
  enum Word: String, TemplateVariable {
    case title, body, isOld = "is_old", rows, cell, link
  }

  static let vocabulary = TemplateVocabulary<Word>(
    [
      .init(.title, .text), .init(.body, .markup), .init(.isOld, .flag), .init(.link, .address),
      .init(.rows, .list([.init(.cell, .text)])),
    ], constants: ["colour": "#123456"])
  static let rules = TemplateRules(refusal: "is not available") { name, isSection in
    "no \(isSection ? "section" : "variable") '\(name)'"
  }
  static let fields: TemplateFields<Word> = [
    .title: .text("a*b"), .body: .markup(Array("*m*".utf8)), .isOld: .flag(true),
    .rows: .list([[.cell: .text("1")], [.cell: .text("*")]]),
  ]
  /// Stars are what has to be escaped.
  static let escape = TemplateEscape { text, bytes in
    bytes += text.utf8.flatMap { $0 == UInt8(ascii: "*") ? Array("(star)".utf8) : [$0] }
  }

  static func rendered(_ text: String) throws -> String {
    let template = try Template(text, file: "t", vocabulary: vocabulary, rules: rules)
    return String(decoding: template.bytes(fields, escape: escape), as: UTF8.self)
  }

  @Test(
    "puts in texts escaped, markup as it is, constants as they were, sections for entries and what is true",
    arguments: [
      ("{{title}} {{ title }}", "a(star)b a(star)b"), ("{{{body}}}{{& body }}", "*m**m*"),
      ("<{{colour}}>", "<#123456>"), ("{{#rows}}{{cell}},{{/rows}}", "1,(star),"),
      ("{{#rows}}{{title}}{{/rows}}", "a(star)ba(star)b"), ("{{#is_old}}o{{/is_old}}", "o"),
      ("{{^is_old}}o{{/is_old}}{{^link}}n{{/link}}{{link}}", "n"), ("{{^rows}}none{{/rows}}", ""),
      ("{{#body}}b{{/body}}{{#title}}t{{/title}}", "bt"), ("a{{! {word} }}b", "ab"), ("", ""),
      ("a {{ # is_old }}b{{/ is_old }}", "a b"),
    ])
  func renders(_ text: String, _ expected: String) throws {
    #expect(try Self.rendered(text) == expected)
  }

  @Test("takes a line away with a tag that stands alone on it, unless the tag is a variable")
  func standalone() throws {
    #expect(
      try Self.rendered("a\n  {{#rows}}  \n- {{cell}}\n\t{{/rows}}\nb\n{{! x }}\n{{title}}\n")
        == "a\n- 1\n- (star)\nb\na(star)b\n")
    #expect(try Self.rendered("{{#is_old}}\nx\n{{/is_old}}") == "x\n")
    #expect(try Self.rendered("x {{#is_old}}\ny{{/is_old}}\n") == "x \ny\n")
  }

  @Test(
    "tells by line what is unknown, put to another use, open or closed wrongly",
    arguments: [
      ("\n{{titel}}", "t:2: no variable 'titel'. Did you mean 'title'?"),
      ("{{colur}}", "t:1: no variable 'colur'. Did you mean 'colour'?"),
      ("{{cell}}", "t:1: no variable 'cell'. There are title, link, colour."),
      ("{{#rows}}\n\n{{#rows}}", "t:3: no section 'rows'. There are cell, title, body, is_old, link."),
      ("{{^rows}}{{cell}}{{/rows}}", "t:1: no variable 'cell'. There are title, link, colour."),
      ("{{{title}}}", "t:1: 'title' is text, which is escaped: {{title}}. Mend the tag."),
      ("{{&link}}", "t:1: 'link' is text, which is escaped: {{link}}. Mend the tag."),
      ("{{body}}", "t:1: 'body' is escaped already: {{{body}}}. Mend the tag."),
      ("{{is_old}}", "t:1: 'is_old' is true or not: {{#is_old}}…{{/is_old}}. Mend the tag."),
      ("{{rows}}", "t:1: 'rows' is a list: {{#rows}}…{{/rows}}. Mend the tag."),
      (
        "{{#title}}\n{{/body}}",
        "t:2: the template is not valid Mustache: the section 'body' is closed and was not opened last. Mend this line."
      ),
      (
        "\n{{#title}}",
        "t:2: the template is not valid Mustache: the section 'title' is not closed. Mend this line."
      ),
      ("a\n\n{{title", "t:3: the template is not valid Mustache: the tag is not closed. Mend this line."),
      ("{{=<% %>=}}", "t:1: the tag '{{=' is not available. Use variables, sections and partials."),
      ("{{> x}}", "t:1: there is no partial 'x'. Leave it out."),
    ])
  func refuses(_ text: String, _ expected: String) {
    let error = #expect(throws: Diagnostic.self) { try Self.rendered(text) }
    #expect(error?.description == expected)
  }

  @Test("is refused where sections are nested without end")
  func deep() throws {
    let nested = { (depth: Int) in
      String(repeating: "{{#title}}", count: depth) + "x" + String(repeating: "{{/title}}", count: depth)
    }
    #expect(try Self.rendered(nested(32)) == "x")
    let error = #expect(throws: Diagnostic.self) { try Self.rendered(nested(100_000)) }
    #expect(error?.summary.hasSuffix("sections stand in more than 32 others") == true)
  }

  private static func compiled(_ texts: [String: String], partials: Set<String>? = nil) throws(Problems)
    -> String
  {
    let compiler = try TemplateCompiler<Word>(
      TemplateFiles(texts), vocabulary: { $0 == "bare" ? TemplateVocabulary([]) : vocabulary },
      partials: partials, rules: { _ in rules })
    return String(
      decoding: Template(compiler.steps(of: "a")).bytes(fields, escape: escape), as: UTF8.self)
  }

  @Test("puts partials in where their names are there, and none into itself")
  func partials() throws {
    #expect(
      try Self.compiled(["a.mustache": "<{{> b}}>\n{{> b}}\n.", "b.mustache": "{{title}}"])
        == "<a(star)b>\na(star)b.")
    #expect(try Self.compiled(["a.mustache": "{{#rows}}{{> bare}}{{/rows}}", "bare.mustache": "-"]) == "--")
    for (texts, expected) in [
      (
        ["a.mustache": "{{> bar}}", "bare.mustache": ""],
        ["a.mustache:1: there is no partial 'bar'. Did you mean 'bare'?"]
      ),
      (
        ["a.mustache": "", "bare.mustache": "\n{{> a}}"],
        ["bare.mustache:2: there is no partial 'a'. There are bare."]
      ),
      (
        ["a.mustache": "{{> b}}", "b.mustache": "{{> a}}"],
        [
          "a.mustache:1: the template includes itself by 'b.mustache'. Take the partial out that leads back to it."
        ]
      ),
      (
        [
          "a.mustache": "{{> b}}", "b.mustache": "\n{{> c}}{{> d}}", "c.mustache": "{{> b}}",
          "d.mustache": "{{> d}}",
        ],
        [
          "b.mustache:2: the template includes itself by 'c.mustache'",
          "d.mustache:1: the template includes itself",
        ]
        .map { $0 + ". Take the partial out that leads back to it." }
      ),
    ] {
      let error = #expect(throws: Problems.self) { try Self.compiled(texts) }
      #expect(error?.list.map(\.description) == expected)
    }
    let error = #expect(throws: Problems.self) {
      try Self.compiled(["a.mustache": "{{> b}}", "b.mustache": ""], partials: [])
    }
    #expect(error?.list.map(\.identifier) == [.templateUnknownPartial])
  }
}
