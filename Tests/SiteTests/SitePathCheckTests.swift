import Diagnostics
import Markdown
@testable import Site
import Testing

@Suite("Paths that may be written")
struct SitePathCheckTests {
  private func isTaken(_ path: String) -> Bool { told { try SitePath.check(path, source: "a.md") }.isEmpty }

  @Test("are what a file system takes for names inside the site, byte by byte")
  func drawn() {
    let pieces = [
      "a", "b", ".", ".", "/", "/", "\\", ":", " ", "\u{7F}", "\n", "\u{E9}", "e\u{301}", "\u{301}",
    ]
    var draw = SystemIndependentDraw(seed: 11)
    for _ in 0..<20_000 {
      let path = (0..<draw.below(9)).map { _ in pieces[draw.below(pieces.count)] }.joined()
      let bytes = Array(path.utf8)
      let names = bytes.split(separator: 0x2F, omittingEmptySubsequences: false)
      let isSound =
        names.allSatisfy { !$0.isEmpty && Array($0) != [0x2E] && Array($0) != [0x2E, 0x2E] }
        && !bytes.contains { $0 < 0x20 || [0x7F, 0x5C, 0x3A].contains($0) }
      #expect(isTaken(path) == isSound, "\(bytes)")
    }
  }

  @Test("have names of at most 255 bytes, and 1024 in all")
  func length() {
    for letter in ["x", "\u{E9}"] {
      let name = String(repeating: letter, count: 255 / letter.utf8.count)
      #expect(isTaken(name))
      #expect(!isTaken(name + letter))
      #expect(isTaken("a/" + name))
      #expect(!isTaken("a/" + name + letter))
      #expect(isTaken(Array(repeating: name, count: 4).joined(separator: "/")))
      #expect(!isTaken(Array(repeating: name, count: 5).joined(separator: "/")))
    }
  }

  @Test(
    "are told what is wrong with them",
    arguments: [
      ("a/b:c.md", "names without ':', which some systems and servers don't take"),
      ("a\\b.md", "names without '\\', which some systems and servers don't take"),
      ("a\u{1B}b.md", "names without control characters"),
      ("a//b.md", "names set apart by '/', relative to the site's root"),
      ("a/../b.md", "names set apart by '/', relative to the site's root"),
      (String(repeating: "x", count: 256), "names of at most 255 bytes, and 1,024 in all"),
    ])
  func reasons(_ path: String, _ expected: String) {
    #expect(
      told { try SitePath.check(path, source: "a.md") } == [
        "a.md: '\(visible(path))' is no path inside the site; expected \(expected). Rename it."
      ])
  }

  @Test("lead nowhere else where an accent stands right behind a slash")
  func accents() {
    for alias in ["../\u{301}x.html", "s/../\u{301}x.html", "/../\u{301}x/", "/\u{301}x/"] {
      let problems = told {
        _ = try Fixtures.build(["s/a.md": "---\ntitle: A\naliases: [\"\(alias)\"]\n---\naliases: none\n"])
      }
      #expect(problems.count == 1)
      #expect(problems.first?.hasPrefix("s/a.md:3: an alias leads to '") == true, "\(problems)")
      #expect(problems.first?.contains("is no path inside the site") == true, "\(alias)")
    }
  }
}
