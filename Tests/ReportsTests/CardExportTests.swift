import Book
import Diagnostics
import Foundation
import Markdown
import Testing

@testable import Reports

/// Cards as documents in Tests/Fixtures/cards: written anew only when SCOREBOOK_UPDATE_GOLDEN=1, and read by
/// huggingface_hub in make.py.
@Suite("Cards for others")
struct CardExportTests {
  static let folder = GoldenPageTests.folder.deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("cards")

  /// YAML, Markdown, HTML and control characters where a person may write anything.
  static let nasty =
    "---\n...\nkey: [a, {b: 'c'}] # d\u{0007}\u{0085}\u{2028}\u{FEFF}\u{FFFF} \"q\\\" & <script>alert(1)</script> ![i](http://e) | `c` **d** @`!%*\t\u{1F600}"

  private func check(_ text: String, _ name: String) throws {
    let file = Self.folder.appendingPathComponent(name)
    if GoldenPageTests.updates {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    #expect(
      (try? Data(contentsOf: file)) == Data(text.utf8),
      "\(name) differs; SCOREBOOK_UPDATE_GOLDEN=1 writes it anew")
  }

  private func export(_ files: [String: String], yaml: String = Samples.yaml, nasty: String? = nil) throws
    -> CardExport
  {
    let scratch = try Scratch(files)
    let book = try scratch.book()
    try Samples.fill(book)
    if let nasty {
      let plain = Samples.version("again", digest: Samples.digest("7"))
      _ = try book.addVersion(
        VersionRecord(
          model: "again", number: 0, digest: Samples.digest("7"), format: "lightgbm", size: 1,
          fileName: nasty,
          signature: .init(
            task: .binary, labels: [nasty],
            inputs: [.init(name: nasty, kind: .category, required: true, categories: [nasty])],
            outputs: [.init(name: nasty, kind: .label, labels: [nasty])]), labels: nil,
          parameters: [.init(name: nasty, value: nasty)], metrics: [nasty: 1], framework: nasty,
          training: .init(rows: 1, positives: nil, dates: nasty, dataDigest: nasty, script: nasty),
          sourceCommit: nasty, trainedUntil: nasty, bands: nil, facts: [.init(name: nasty, value: nasty)],
          importance: [], verification: plain.verification, registeredAt: nasty, registeredBy: nasty,
          note: nasty),
        profile: nil, numbering: .next)
      var record = Samples.evaluation("again", nil, auc: 0.5, role: .champion)
      record = EvaluationRecord(
        name: "again", job: "nightly", model: "again", number: 2, role: .shadow, date: nil, dates: 2,
        rows: 800,
        positives: 56, immature: 0, isFlagged: false,
        metrics: [
          .init(name: "auc", value: 0.00005, lower: 1e-300, upper: 1e22, confidence: 0.95, method: nasty),
          .init(name: nasty, value: 1e22), .init(name: "log_loss", value: .nan),
          .init(name: "brier", value: -0.0),
        ], calibration: [], curves: [], dataDigest: nasty, computedAt: nasty)
      _ = try book.replaceEvaluations(of: "again", with: [record], comparisons: [], slices: [])
    }
    return try CardExport(
      configuration: scratch.configuration(yaml), book: book, model: "again", number: nasty == nil ? 1 : 2)
  }

  private var files: [String: String] {
    var files = Samples.files
    files["texts/again.md"] = CardCompletenessTests.prose.replacing(
      "license: mit", with: "license: mit\nlanguage: en\ntags: [shop]\ndatasets: [orders]")
    return files
  }

  private var nastyFiles: [String: String] {
    var matter = FrontMatter()
    for key in ["title", "description", "license", "license_link"] { matter.add(key, Self.nasty) }
    matter.add("tags", .texts([Self.nasty, "null", "1.0", "yes"]))
    matter.add("datasets", .texts([Self.nasty]))
    return [
      "texts/again.md":
        "---\n\(matter.yaml)---\n\n## Limits\n\n---\n\n- <img src=x onerror=alert(1)>\n- \(InlineMarkdown.plain(Self.nasty))\n"
    ]
  }

  @Test("a filled card for the Hub, and a draft by Annex IV")
  func filled() throws {
    let export = try export(files)
    try check(export.huggingFace().text, "filled/README.md")
    try check(export.annexIV().text, "filled/annex-iv.md")
    #expect(export.warnings.isEmpty)
    #expect(try self.export(files).huggingFace() == export.huggingFace())
  }

  @Test("holds prose back that is a draft, on the page and in every format, and says so")
  func draft() throws {
    var files = Samples.files
    files["texts/again.md"] = CardCompletenessTests.prose.replacing(
      "license: mit", with: "license: mit\ntags: [secret]\ndraft: True"
    ).replacing("Ranking.", with: "A secret.")
    let export = try export(files)
    let page = try export.markdown().text
    let texts = [page, try export.huggingFace().text, try export.annexIV().text]
    for text in texts { #expect(!text.contains("secret") && !text.contains("Careful.")) }
    for text in texts.dropLast() {
      #expect(text.contains("is not published yet: `texts/again.md` is a draft."))
      #expect(text.contains("| its prose: it is a draft "))
      #expect(
        text.ranges(of: "take `draft: true` out of the front matter of `texts/again.md`").count == 8)
    }
    #expect(texts[2].contains("the prose of `texts/again.md` is a draft and left out"))
    #expect(export.facts.prose == nil && export.facts.licence == nil && export.facts.tags.isEmpty)
    #expect(page.contains("# again\n"))
  }

  @Test("takes no half word for a draft or none", arguments: ["tRUE", "yes", "1", "[true]", "\"\""])
  func draftWords(_ word: String) throws {
    var files = Samples.files
    files["texts/again.md"] = CardCompletenessTests.prose.replacing(
      "license: mit", with: "license: mit\ndraft: \(word)")
    #expect(throws: Problems.self) { try self.export(files) }
  }

  @Test("takes no word that is nearly 'draft' for another", arguments: ["Draft", "drafts", "DRAFT", "darft"])
  func nearlyDraft(_ word: String) throws {
    var files = Samples.files
    files["texts/again.md"] = CardCompletenessTests.prose.replacing(
      "license: mit", with: "license: mit\n\(word): true")
    #expect {
      try self.export(files)
    } throws: {
      ($0 as? Problems)?.list.map(\.description).contains {
        $0.contains("the front matter has no key '\(word)'. Did you mean 'draft'?")
      } == true
    }
  }

  @Test(
    "takes words that are merely alike for what they are", arguments: ["grant", "trait", "craft", "Drift"])
  func notNearlyDraft(_ word: String) throws {
    var files = Samples.files
    files["texts/again.md"] = CardCompletenessTests.prose.replacing(
      "license: mit", with: "license: mit\n\(word): true")
    #expect(throws: Never.self) { try self.export(files) }
  }

  @Test("a text that begins with a rule loses nothing: what looks like front matter and is no map is refused")
  func rule() throws {
    var files = Samples.files
    files["texts/again.md"] = "---\n\nHello\n\n---\n\nBye\n"
    let error = #expect(throws: Problems.self) { try self.export(files) }
    #expect(error?.list.count == 1)
    #expect(
      error?.list.first?.description.hasSuffix(
        "texts/again.md:3:1: the front matter is no map; expected lines like 'title: …'. Write keys and values; a rule "
          + "at the beginning of a text is written '***'.") == true)
  }

  @Test("hostile names and prose")
  func hostile() throws {
    let export = try export(nastyFiles, nasty: Self.nasty)
    try check(export.huggingFace().text, "hostile/README.md")
    try check(export.annexIV().text, "hostile/annex-iv.md")
    for text in [try export.huggingFace().text, try export.annexIV().text, try export.markdown().text] {
      #expect(HostileTextTests.suspicious(try Document(parsing: text, file: "card").tree) == [])
    }
  }

  @Test(
    "raw HTML becomes text, comments go, and code and escapes stay",
    arguments: [
      ("A <b>bold</b> word.", "A \\<b>bold\\</b> word."),
      ("<div onclick=x>\na <i>b</i>\n</div>", "\\<div onclick=x>\na \\<i>b\\</i>\n\\</div>"),
      ("- <img src=x onerror=alert(1)>\n- b", "- \\<img src=x onerror=alert(1)>\n- b"),
      ("> <p>\n> a", "> \\<p>\n> a"), (#"two \\<b> and three \\\<b>"#, #"two \\\<b> and three \\\<b>"#),
      (#"<div>\<img onerror=x></div>"#, #"\<div>\\\<img onerror=x>\</div>"#),
      ("a <!-- secret --> b", "a   b"), ("`<b>` and \\<b>", "`<b>` and \\<b>"),
      ("`<b>` and <b>", "`<b>` and \\<b>"), ("`<!-- a -->` <!-- a -->.", "`<!-- a -->`  ."),
      ("<https://example.com> 1 < 2", "<https://example.com> 1 < 2"),
      ("```\n<script>\n```", "```\n<script>\n```"),
    ])
  func neutral(markdown: String, expected: String) throws {
    let matter = "---\ntitle: \"<b>\"\n---\n\n"
    #expect(NeutralMarkdown.text(matter + markdown + "\n") == matter + expected + "\n")
  }

  @Test(
    "no comment that is taken out makes a tag of what is around it",
    arguments: [
      "<scr<!-<!-<!-<!-<!-<!-<!-- -->- -->- -->- -->- -->- -->- -->ipt>alert(1)</script>",
      "<scr<!-<!-<!-<!-- -->- -->- -->- -->ipt>alert(1)</scr<!-<!-<!-<!-- -->- -->- -->- -->ipt>",
      "<a title=\"`\"> `<img src=x onerror=alert(1)>", "<!-- a --><!-- b --><b>", "> ```\n> a\n<b>\n",
    ])
  func comments(markdown: String) throws {
    let text = NeutralMarkdown.text("# T\n\n" + markdown + "\n")
    #expect(HostileTextTests.suspicious(try Document(parsing: text, file: "t").tree) == [], "\(text)")
  }

  @Test("figures lie beside the document, and no link leads to a page that is not there")
  func standsAlone() throws {
    let document = try export(files).markdown()
    #expect(!document.assets.isEmpty && document.assets.allSatisfy { $0.path.hasPrefix("figures/") })
    #expect(document.text.contains("](figures/again-again-auc.svg"))
    #expect(!document.assets.contains { $0.path.hasSuffix(".narrow.svg") })
    #expect(!document.text.contains(".md)"))
    #expect(document.text.contains("| baseline  | rule@1 "))
  }

  @Test("with an address of the site, links lead there")
  func published() throws {
    let yaml = Samples.yaml.replacing(
      "title: Shop", with: "title: Shop\n  base_url: https://example.com/book/")
    let document = try export(files, yaml: yaml).markdown()
    #expect(document.text.contains("[rule@1](https://example.com/book/models/rule.html)"))
  }

  @Test("links of the prose lead to the site or are text, refused ones are text, a lost picture is told")
  func proseLinks() throws {
    let prose =
      "## Limits\n\nSee [the guide](../guide/site.md), [bad](javascript:a) and <javascript:b>.\n"
      + "\n<scr[ipt>alert(1)](../x.md)</script>\n"
    let plain = try export(["texts/again.md": prose])
    let yaml = Samples.yaml.replacing(
      "title: Shop", with: "title: Shop\n  base_url: https://example.com/book/")
    let published = try export(["texts/again.md": prose], yaml: yaml)
    for text in [
      try plain.markdown().text, try plain.huggingFace().text, try plain.annexIV().text,
    ] {
      #expect(text.contains("See the guide, bad and javascript:b."), "\(text)")
      #expect(HostileTextTests.suspicious(try Document(parsing: text, file: "card").tree) == [])
    }
    for text in [try published.huggingFace().text, try published.annexIV().text] {
      #expect(text.contains("[the guide](https://example.com/book/guide/site.html), bad"))
    }
    let lost = try export(["texts/again.md": "## Limits\n\n![pic](../images/p.png)\n"])
    #expect(throws: Problems.self) { try lost.annexIV() }
    #expect(throws: Problems.self) { try lost.markdown() }
  }

  @Test("no word of a section is lost that begins as front matter does")
  func rules() throws {
    for rule in ["---\ndate: 5 January, in the office\n...\n", "---\n\ndate: 5 January\n\n---\n"] {
      let prose = "## Limits\n\n\(rule)\n### Deeper\n\nMany.\n"
      let text = try export(["texts/again.md": prose]).annexIV().text
      #expect(text.contains("\(rule)\n**Deeper**\n\nMany.\n"), "\(text)")
      #expect(!text.contains("### Deeper"))
    }
  }

  @Test(
    "a number is read as a number by YAML 1.1 too",
    arguments: [(0.00005, "5.0e-05"), (1.5e-7, "1.5e-07"), (1e22, "1.0e+22"), (0.25, "0.25"), (3, "3.0")])
  func decimals(value: Double, text: String) { #expect(FrontMatter.decimal(value) == text) }

  @Test("licences by their identifiers")
  func licences() {
    #expect(CardLicence("apache-2.0", link: nil).spdx == "Apache-2.0")
    #expect(CardLicence("GPL-3.0-or-later", link: nil).hub == "gpl-3.0")
    #expect(CardLicence("gpl-3.0", link: nil).spdx == nil)
    #expect(CardLicence("gpl-3.0", link: nil).hub == "gpl-3.0")
    #expect(CardLicence("Ours alone", link: nil).hub == nil)
    #expect(ModelIndexMetric.slug("Ours alone!") == "ours-alone")
  }
}
