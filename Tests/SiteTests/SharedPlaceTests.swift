import Diagnostics
import Foundation
import Glibc
@testable import Site
import Testing

/// Two builds at once.
@Suite("Sites that others build, too")
struct SharedPlaceTests {
  @Test("take no file over that another has put there since it was looked at", arguments: [true, false])
  func exchanged(isDerived: Bool) throws {
    try Fixtures.withFolder { folder in
      func input(_ text: String, _ assets: [SiteAsset] = []) -> SiteInput {
        SiteInput(
          title: "S", documents: ["a": "x", "b": text].map { SiteDocument(path: $0 + ".md", text: $1) },
          assets: assets)
      }
      let builder = SiteBuilder(templates: try TemplateLibrary())
      _ = try builder.build(input("# One\n"), to: folder + "/_site", state: folder + "/state")
      // It is asked for again, behind the look at what stands.
      let gone = SiteAsset(path: "gone", content: .kept(folder + "/_site/gone", .none), source: "gone")
      let file = folder + "/_site/" + (isDerived ? "pages.html" : "a.html")
      var asked = 0
      let found = told {
        _ = try builder.build(to: folder + "/_site", state: folder + "/state") { _ in
          asked += 1
          if asked == 1 { return input("# One\n\nchanged\n\n## Two\n", [gone]) }
          try? "another's".write(toFile: file, atomically: true, encoding: .utf8)
          let text = isDerived ? "# One\n" : "# One\n\nchanged\n\n## Two\n"
          return input(text, [SiteAsset(path: "c", text: "c")])
        }
      }
      // What is made of all pages is not made where it stands, so that all is made again.
      #expect(asked == (isDerived ? 3 : 2))
      #expect(found == [])
      #expect(try String(contentsOfFile: file, encoding: .utf8).contains(isDerived ? "<h1>" : "<p>x</p>"))
    }
  }

  @Test("take a new lock where the one that they waited for went with its place")
  func sweptLock() throws {
    try Fixtures.withFolder { folder in
      let root = folder + "/state"
      var first = SiteState(root, target: folder + "/gone", whenWaiting: { _ in })
      let place = try #require(first?.folder)
      let waiting = BesideThread { SiteState(root, target: folder + "/gone", whenWaiting: { _ in }) }
      usleep(200_000)
      for name in ["target", "lock"] { unlink(place + "/" + name) }
      try #require(rmdir(place) == 0)
      first = nil
      let second = try #require(waiting.value)
      let lock = open(place + "/lock", O_RDWR | O_CLOEXEC)
      defer { close(lock) }
      #expect(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0)
      #expect(second.folder == place)
    }
  }

  @Test("make a new site in the one before also where a killed build has left its probe")
  func probe() throws {
    try Fixtures.withFolder { folder in
      let builder = SiteBuilder(templates: try TemplateLibrary())
      func build(_ text: String) throws {
        let input = SiteInput(title: "S", documents: [SiteDocument(path: "a.md", text: text)])
        _ = try builder.build(input, to: folder + "/_site", state: folder + "/state")
      }
      try build("one")
      let state = try #require(try FileManager.default.contentsOfDirectory(atPath: folder + "/state").first)
      let path = "\(folder)/state/\(state)/probe-\(getpid())"
      try "".write(toFile: path, atomically: false, encoding: .utf8)
      try build("two")
      #expect(OwnFolder.isUsable("\(folder)/state/\(state)/spare"))
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }
}
