@testable import Site
import Testing

@Suite("Front matter read without the YAML reader")
struct SimpleFrontMatterTests {
  @Test("takes what most pages have")
  func common() throws {
    let yaml = """
      title: The amber birch model
      description: 'Early **cost** of it: a band #1'
      date: 1997-11-02
      weight: 12
      draft: true
      layout: card
      tags: [amber, night shift]
      aliases: old/name.html
      navigation: [two, one/]

      """
    let matter = try #require(SimpleFrontMatter.read(yaml))
    #expect(matter.title == "The amber birch model")
    #expect(matter.description == "Early **cost** of it: a band #1")
    #expect(matter.date == "1997-11-02")
    #expect(matter.weight == 12)
    #expect(matter.isDraft)
    #expect(matter.layout == .card)
    #expect(matter.tags == ["amber", "night shift"])
    #expect(matter.aliases == ["old/name.html"])
    #expect(matter.navigation == ["two", "one/"])
    #expect(matter.navigationLine == 10)
  }

  @Test(
    "leaves to the YAML reader what could mean something else, and what is wrong",
    arguments: [
      "title: a: b", "title: a #b", "title: 'a' b", "title: 'it''s'", "title: \"a\\n\"", "title: -a",
      "title: a\n  b", "title: [a]\n", "title: *a", "title: &a b", "title: !x a", "title: | a", "title:",
      "title: a ", "title: é", "title: a\ntitle: b", "titel: a", "tags: []", "tags: [a, ]",
      "tags: [a b, [c]]",
      "tags:\n  - a", "tags: a, b", "date: yesterday", "weight: many", "draft: yes", "layout: none",
      "title : a",
      "\ntitle: a", "title: a\n\ntags: b", "title: a\r", "'title': a", "title: \ta", "...", "# title: a",
      "title: null", "tags: [a, Null]", "aliases: NULL",
    ])
  func declined(_ yaml: String) { #expect(SimpleFrontMatter.read(yaml) == nil) }

  @Test("agrees with the YAML reader wherever it reads at all")
  func agreement() throws {
    // The same numbers on every machine.
    var state: UInt64 = 1997
    func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
    let keys = FrontMatter.keys + ["title", "description", "tags", "titel"]
    let pieces = [
      "a", "b c", "Zed", "7", "1997-11-02", "true", "null", "NULL", "~", "1e3", "0x1F", ":", ": ", " #", "#",
      "'",
      "''",
      "\"", ",", ", ", "[", "]", "[a, b]", "{", "-", "- ", "?", "!", "*a", "&a", "%", "@", "`", "|", ">", "=",
      ".",
      "...", "---", "/", "_", " ", "  ", "\t", "é", "\\", "(x)", "+1", "card", "run", "<<",
    ]
    var taken = 0
    for _ in 0..<20_000 {
      var yaml = ""
      for _ in 0..<below(4) {
        var value = ""
        for _ in 0...below(4) { value += pieces[below(pieces.count)] }
        switch below(5) {
        case 0: value = "'" + value + "'"
        case 1: value = "\"" + value + "\""
        case 2: value = "[" + value + "]"
        default: break
        }
        yaml += keys[below(keys.count)] + ": " + value + "\n"
      }
      guard let simple = SimpleFrontMatter.read(yaml) else { continue }
      taken += 1
      #expect(throws: Never.self) {
        let composed = try FrontMatter(composing: yaml, file: "a.md")
        #expect(simple == composed, "\(yaml)")
      }
    }
    #expect(taken > 2_000)
  }
}
