import Diagnostics
import Testing
import Workspace

@Suite("YAML document")
struct YAMLDocumentTests {
  private func read(_ yaml: String) -> [String] {
    do {
      _ = try YAMLDocument.read(Array(yaml.utf8), file: "a.yaml")
      return []
    } catch {
      return error.list.map(\.description)
    }
  }

  private func value(_ key: String, in yaml: String) throws -> YAMLNode? {
    guard case .map(let entries) = try YAMLDocument.read(Array(yaml.utf8), file: "a.yaml").content else {
      return nil
    }
    return entries.first { $0.key == key }?.value
  }

  @Test(
    "takes scalars by their raw text",
    arguments: [
      ("no", "no"), ("1.10", "1.10"), ("0012345", "0012345"), ("~", "~"), ("null", "null"),
      ("2026-01-02", "2026-01-02"),
      ("0x1F", "0x1F"), ("1e3", "1e3"), ("\"no\"", "no"), ("'it''s'", "it's"), ("\"\"", ""),
      ("12:30:45", "12:30:45"),
      ("|\n  a\n  b\n", "a\nb\n"), (">-\n  a\n  b\n", "a b"), ("\"\\u00e9\\x41\"", "éA"), ("a # b", "a"),
      ("a#b", "a#b"),
    ])
  func raw(yaml: String, text: String) throws {
    #expect(try value("key", in: "key: \(yaml)")?.text == text)
  }

  @Test(
    "reads what editors and shells leave in files",
    arguments: [
      "a: 1\nb: 2\n", "a: 1\r\nb: 2\r\n", "\u{FEFF}a: 1\nb: 2", "---\na: 1\nb: 2\n...\n", "{a: 1, b: 2}",
      "a: 1\rb: 2",
    ])
  func forms(yaml: String) throws {
    #expect(try value("a", in: yaml)?.text == "1")
    #expect(try value("b", in: yaml)?.text == "2")
  }

  @Test("tells lines as editors count them and columns in bytes")
  func places() throws {
    #expect(try value("b", in: "\u{FEFF}é: 1\r\nb: x")?.place.description == "a.yaml:2:4")
    #expect(try value("b", in: "{é: ü, b: x}")?.place.description == "a.yaml:1:13")
    #expect(try value("b", in: "a: \"x\u{2028} y\"\nb: x")?.place.description == "a.yaml:2:4")
    #expect(try value("b", in: "a: 1\nb:\n  - x")?.place.description == "a.yaml:3:3")
  }

  @Test("follows aliases and keeps the place of the anchor")
  func alias() throws {
    let node = try value("b", in: "a: &x [1, 2]\nb: *x\n")
    #expect(node?.place.description == "a.yaml:1:4")
    #expect(node?.content == (try value("a", in: "a: [1, 2]"))?.content || node?.found == "a list")
  }

  @Test("an empty value, an empty file and a comment hold nothing")
  func empty() throws {
    #expect(try value("a", in: "a:\nb: 1")?.content == .empty)
    #expect(try YAMLDocument.read([], file: "a.yaml").content == .empty)
    #expect(try YAMLDocument.read(Array("# x\n".utf8), file: "a.yaml").content == .empty)
  }

  @Test(
    "tells what can't be read",
    arguments: [
      ("a:\n\t- b\n", "2:1: a tab stands where only blanks indent. Indent with blanks."),
      ("a: @x\n", "1:4: '@' can't begin a value. Put the text into quotes."),
      (
        "a: b: c\n",
        "1:5: a ':' stands where no key can be. Put the text into quotes if the colon belongs to it, or mend the "
          + "indentation."
      ),
      (
        "a: *.csv\n",
        "1:5: '*' and '&' begin an alias and an anchor. Put the text, such as a glob, into quotes."
      ),
      (
        "a: *x\n",
        "1:4: an alias names an anchor that does not stand before it. Put a text that begins with '*', such as a glob, "
          + "into quotes."
      ),
      (
        "a: &x [*x]\n",
        "1:8: an alias names an anchor that does not stand before it. Put a text that begins with '*', such as a glob, "
          + "into quotes."
      ),
      (
        "a: 1\n---\nb: 2\n",
        "2:1: a second document begins. Remove the '---' line; one file holds one document."
      ),
      ("a: [1\n", "1:4: a bracket or brace is never closed."),
      ("a: [1, 2\n", "1:4: a bracket or brace is never closed."),
      ("x: 1\na: \"b\n", "2:4: a quote is never closed."),
      (
        "a: !!int 3\n",
        "1:4: a tag stands before a value; found 'tag:yaml.org,2002:int'. Remove it: each key knows its own type. Put "
          + "a text that begins with '!' into quotes."
      ),
      (
        "a: 1\n<<: {b: 2}\n",
        "2:1: merge keys ('<<') are not read. Write the keys out, or put what differs into a file given with --config."
      ),
      (
        "? [a]\n: b\n",
        "1:3: a key is not plain text; expected text, found a list. Put text with braces or brackets into quotes."
      ),
      (
        "a: \u{7}\n",
        "1:4: a control character stands in the text; found '\\u{7}'. Remove it, or write it as \"\\xNN\"."
      ),
      (
        "a: &x [1]\n*x : 2\n",
        "2:1: a key holds an alias or a whole value; expected plain text as a key in a file that uses aliases."
      ),
      (
        "a: &x [1]\nb: {? [*x, *x] : 2}\n",
        "2:5: a key holds an alias or a whole value; expected plain text as a key in a file that uses aliases."
      ),
    ])
  func unreadable(yaml: String, message: String) {
    #expect(read(yaml) == ["a.yaml:\(message)"])
  }

  @Test(
    "tells every repeated key with both lines",
    arguments: [
      ("a: 1\nb: 2\na: 3\n", ["3:1 a 1"]),
      ("a: 1\na: 2\na: 3\n", ["2:1 a 1", "3:1 a 1"]),
      ("x: {a: 1, b: 2, a: 3}\n", ["1:17 a 1"]),
      ("\"a\": 1\na: 2\n'a': 3\n", ["2:1 a 1", "3:1 a 1"]),
      ("é: 1\nx:\n  b: 1\n  c: 1\n  b: 2\né: 2\n", ["5:3 b 3", "6:1 é 1"]),
      ("a: 1\nlong: 1\nlong: 2\na: 2\n", ["3:1 long 2", "4:1 a 1"]),
    ])
  func repeated(yaml: String, found: [String]) {
    let expected = found.map { entry in
      let parts = entry.split(separator: " ")
      return
        "a.yaml:\(parts[0]): key '\(parts[1])' stands twice in one map, first in line \(parts[2]). Remove one of them."
    }
    #expect(read(yaml).sorted() == expected.sorted())
  }

  @Test("refuses a file that is not UTF-8")
  func encodings() {
    func message(_ bytes: [UInt8]) -> String? {
      do {
        _ = try YAMLDocument.read(bytes, file: "a.yaml")
        return nil
      } catch { return error.list.map(\.description).joined(separator: "\n") }
    }
    #expect(
      message(Array("a: 1\nb: ".utf8) + [0xE9, 0x0A])
        == "a.yaml:2:4: the file is not UTF-8. Save it as UTF-8.")
    #expect(
      message([0xFF, 0xFE, 0x61, 0x00])
        == "a.yaml:1:1: the file is not UTF-8; found UTF-16. Save it as UTF-8.")
    #expect(message([0xC3]) == "a.yaml:1:1: the file is not UTF-8. Save it as UTF-8.")
  }

  @Test("refuses hostile files in little time")
  func hostile() {
    let glob = "'*' and '&' begin an alias and an anchor. Put the text, such as a glob, into quotes."
    let deep = "values are nested too deeply; expected at most 64 levels."
    let bomb = (0..<40).map { level in
      "a\(level): &a\(level) [\(Array(repeating: level == 0 ? "x" : "*a\(level - 1)", count: 9).joined(separator: ","))]"
    }.joined(separator: "\n")
    let cases: [(String, String)] = [
      (String(repeating: "[", count: 1 << 20), deep),
      (String(repeating: "{a: ", count: 1 << 18), deep),
      (String(repeating: "- ", count: 1 << 19) + "x", deep),
      (String(repeating: "[", count: 900) + String(repeating: "]", count: 900), deep),
      (String(repeating: "? ", count: 1 << 19), deep),
      (String(repeating: "a: 1\n", count: 100_000), "key 'a' stands twice in one map. Remove one of them."),
      // Each asterisk begins a name inside of the name before it.
      (String(repeating: "[*", count: 1 << 20), glob),
      (
        String(repeating: "[*", count: 1 << 20) + String(repeating: " ", count: 1 << 20),
        glob
      ),
      (
        "a: " + String(repeating: "x", count: 5 << 20),
        "the file has 5242883 bytes; expected at most 4194304."
      ),
      (bomb, "the file holds too many values, aliases followed; expected at most 200000."),
      (
        "a: [é, " + String(repeating: "x,", count: 300_000) + "]",
        "the file holds too many values, aliases followed; expected at most 200000."
      ),
    ]
    for (yaml, message) in cases {
      let start = ContinuousClock.now
      let told = read(yaml)
      #expect(told.count == 1)
      #expect(told.first?.hasSuffix(message) == true, "\(yaml.prefix(20)): \(told)")
      #expect(ContinuousClock.now - start < .seconds(20))
    }
  }

  @Test("any prefix and any single wrong byte of the demo is read or refused")
  func mutations() throws {
    let bytes = try ConfigurationLoader.readText("\(repositoryRoot)/Tests/Fixtures/workspace/small.yaml")
    let wrong: [UInt8] = [
      0x00, 0x09, 0x0A, 0x22, 0x23, 0x26, 0x2A, 0x2D, 0x3A, 0x3F, 0x5B, 0x7B, 0x7D, 0x80, 0xFF,
    ]
    for offset in bytes.indices {
      var mutant = bytes
      mutant[offset] = wrong[offset % wrong.count]
      for yaml in [Array(bytes[..<offset]), mutant] {
        do { _ = try YAMLDocument.read(yaml, file: "a.yaml") } catch { #expect(!error.isEmpty) }
      }
    }
  }

  @Test("lays one file over another key by key, each value keeping its place")
  func overlay() throws {
    let base = try YAMLDocument.read(Array("a: {x: 1, y: [1, 2]}\nb: 2\n".utf8), file: "base.yaml")
    let above = try YAMLDocument.read(Array("a: {y: [3], z: 4}\nc: 5\n".utf8), file: "above.yaml")
    guard case .map(let entries) = base.merged(with: above).content else {
      Issue.record("not a map")
      return
    }
    #expect(entries.map(\.key) == ["a", "b", "c"])
    guard case .map(let inner) = entries[0].value.content else {
      Issue.record("not a map")
      return
    }
    #expect(inner.map(\.key) == ["x", "y", "z"])
    #expect(inner.map(\.value.place.description) == ["base.yaml:1:8", "above.yaml:1:8", "above.yaml:1:16"])
    #expect(
      inner[1].value.content
        == .list([YAMLNode(.text("3"), at: Diagnostic.Place(file: "above.yaml", line: 1, column: 9))]))
  }
}
