import Diagnostics
import Foundation
@testable import Site
import Testing

/// What lies where a build puts things together and was not made by one: nothing of it is ever lost.
@Suite("Folders that are not ours")
struct ForeignFolderTests {
  /// A site with its state, and somebody's folder beside it.
  private struct Workspace {
    let folder: String
    let manager = FileManager.default

    var site: String { folder + "/_site" }
    var victim: String { folder + "/precious" }
    var root: String { folder + "/.scorebook/site" }

    /// What is known of the site.
    func state() throws -> String {
      root + "/" + (try #require(try manager.contentsOfDirectory(atPath: root).first { $0.count == 16 }))
    }

    init(_ folder: String) throws {
      self.folder = folder
      for (name, text) in ["a/one.html": "1", "b/c/two": "2", "manifest": "3", "pages-x": "4", "lock": "5"] {
        try write("precious/" + name, text)
      }
    }

    func write(_ name: String, _ text: String) throws {
      let path = folder + "/" + name
      try manager.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    @discardableResult
    func build(_ text: String, to name: String = "_site", meanwhile: () throws -> Void = {}) throws
      -> SiteBuilder.Report
    {
      let documents = ["a/one", "a/two", "b/c/three"].map {
        SiteDocument(path: $0 + ".md", text: "---\ndescription: D\n---\n# \($0)\n")
      }
      return try SiteBuilder(templates: TemplateLibrary()).build(to: folder + "/" + name, state: root) { _ in
        try? meanwhile()
        return SiteInput(title: "S", documents: documents + [SiteDocument(path: "changed.md", text: text)])
      }
    }

    /// Builds some more, each as a build from nothing does.
    func expectSound() throws {
      for number in 10...12 {
        try build("\(number)")
        let clean = folder + "/clean"
        let documents = ["a/one", "a/two", "b/c/three"].map {
          SiteDocument(path: $0 + ".md", text: "---\ndescription: D\n---\n# \($0)\n")
        }
        _ = try SiteBuilder(templates: TemplateLibrary()).build(
          SiteInput(
            title: "S", documents: documents + [SiteDocument(path: "changed.md", text: "\(number)")]),
          to: clean)
        #expect(try BuiltSite(reading: site) == BuiltSite(reading: clean))
      }
      #expect(OwnFolder.isUsable(try state() + "/spare"))
    }

    /// Everything in somebody's folder, wherever it lies now.
    func precious(at path: String) throws -> Bool {
      try BuiltSite(reading: path).files.map(\.path) == [
        "a/one.html", "b/c/two", "lock", "manifest", "pages-x",
      ]
    }
  }

  private func withWorkspace(_ body: (Workspace) throws -> Void) throws {
    try Fixtures.withFolder { try body(try Workspace($0)) }
  }

  @Test(
    "a link in the spare site's place is taken away, and nothing that it leads to",
    arguments: [false, true], [false, true])
  func linkedSpare(isMarked: Bool, isKnown: Bool) throws {
    try withWorkspace { work in
      for number in 1...2 { try work.build("\(number)") }
      let spare = try work.state() + "/spare"
      try work.manager.moveItem(atPath: spare, toPath: work.folder + "/moved")
      // Also where it leads to another site of ours.
      if isMarked { try work.write("precious/.scorebook-site", "") }
      if !isKnown { try work.manager.removeItem(atPath: spare + ".manifest") }
      try work.manager.createSymbolicLink(atPath: spare, withDestinationPath: work.victim)
      #expect(try work.build("3").setAside.isEmpty)
      #expect(OwnFolder.kind(of: work.site) == .folder && OwnFolder.kind(of: spare) == .folder)
      if isMarked { try work.manager.removeItem(atPath: work.victim + "/.scorebook-site") }
      #expect(try work.precious(at: work.victim))
      try work.expectSound()
    }
  }

  @Test("a folder in the spare site's place is set aside and told", arguments: [false, true])
  func foreignSpare(isKnown: Bool) throws {
    try withWorkspace { work in
      for number in 1...2 { try work.build("\(number)") }
      let spare = try work.state() + "/spare"
      try work.manager.removeItem(atPath: spare)
      if !isKnown { try work.manager.removeItem(atPath: spare + ".manifest") }
      try work.manager.moveItem(atPath: work.victim, toPath: spare)
      let aside = try #require(try work.build("3").setAside.list.first?.place?.file)
      #expect(try work.precious(at: aside))
      try work.expectSound()
      // As long as it lies there, by each build that changes something.
      #expect(try work.build("4").setAside.list.map(\.place?.file) == [aside])
      #expect(try work.build("4").setAside.isEmpty)
      try work.manager.moveItem(atPath: aside, toPath: work.victim)
      #expect(try work.build("5").setAside.isEmpty)
    }
  }

  @Test("a file in the spare site's place is set aside, and an empty folder taken")
  func otherSpare() throws {
    try withWorkspace { work in
      for number in 1...2 { try work.build("\(number)") }
      let spare = try work.state() + "/spare"
      try work.manager.removeItem(atPath: spare)
      try "precious".write(toFile: spare, atomically: false, encoding: .utf8)
      let aside = try #require(try work.build("3").setAside.list.first?.place?.file)
      #expect(try String(contentsOfFile: aside, encoding: .utf8) == "precious")
      try work.manager.removeItem(atPath: spare)
      try work.manager.createDirectory(atPath: spare, withIntermediateDirectories: false)
      #expect(try work.build("4").setAside.list.map(\.place?.file) == [aside])
      try work.expectSound()
    }
  }

  @Test("a spare whose build was killed before its marker was whole is nobody else's")
  func killedMarker() throws {
    try withWorkspace { work in
      for number in 1...2 { try work.build("\(number)") }
      let spare = try work.state() + "/spare"
      for names in [[], [".scorebook-site.partial"]] {
        try work.manager.removeItem(atPath: spare)
        try work.manager.createDirectory(atPath: spare, withIntermediateDirectories: false)
        for name in names { try "".write(toFile: spare + "/" + name, atomically: false, encoding: .utf8) }
        #expect(try work.build("3 \(names)").setAside.isEmpty)
      }
      // Beside anything else it is.
      try work.manager.removeItem(atPath: spare)
      try work.manager.createDirectory(atPath: spare, withIntermediateDirectories: false)
      for name in [".scorebook-site.partial", "precious"] {
        try name.write(toFile: spare + "/" + name, atomically: false, encoding: .utf8)
      }
      let aside = try #require(try work.build("4").setAside.list.first?.place?.file)
      #expect(try work.manager.contentsOfDirectory(atPath: aside).count == 2)
      try work.expectSound()
    }
  }

  @Test("what was set aside is told also by a build that fails, and by the one after it")
  func failing() throws {
    try withWorkspace { work in
      for number in 1...2 { try work.build("\(number)") }
      let spare = try work.state() + "/spare"
      try work.manager.removeItem(atPath: spare)
      try work.manager.moveItem(atPath: work.victim, toPath: spare)
      let aside = try work.state() + "/not-ours-1"
      let found = told {
        try work.build("3") {
          try work.manager.moveItem(atPath: work.site, toPath: work.folder + "/moved")
          try work.write("_site/mine", "precious")
        }
      }
      try work.manager.removeItem(atPath: work.site)
      #expect(found.count == 2 && found.last?.hasPrefix(aside + ": this stood where") == true, "\(found)")
      #expect(try work.precious(at: aside))
      #expect(try work.build("3").setAside.list.map(\.place?.file) == [aside])
    }
  }

  @Test("files that somebody has put into a site are told, with where they lie until the next build")
  func foreignFiles() throws {
    try withWorkspace { work in
      for number in 1...2 { try work.build("\(number)") }
      try work.write("_site/uploads/a.jpg", "precious")
      try work.write("_site/z.txt", "precious")
      let told = try work.build("3").setAside.list
      let kept = try work.state() + "/spare/uploads/a.jpg"
      #expect(
        told.map(\.description) == [
          "\(work.site)/uploads/a.jpg: this file and 1 more in the folder of the site were not put "
            + "there by the build before, and the first lies at '\(kept)' until the next build. What a site is to have belongs into "
            + "the folder of its pages, and all else elsewhere."
        ])
      #expect(try String(contentsOfFile: kept, encoding: .utf8) == "precious")
      #expect(try work.build("4").setAside.isEmpty)
      #expect(OwnFolder.kind(of: kept) == .nothing)
      // One of ours that was changed is made anew.
      try work.write("_site/index.html", "other")
      #expect(try work.build("5").setAside.isEmpty)
      try work.expectSound()
    }
  }

  @Test("a folder of a site that is a link now is not looked into", arguments: [false, true])
  func linkedFolder(isSpare: Bool) throws {
    try withWorkspace { work in
      for number in 1...3 { try work.build("\(number)") }
      let place = isSpare ? try work.state() + "/spare" : work.site
      for name in ["a", "b/c"] {
        try work.manager.removeItem(atPath: place + "/" + name)
        try work.manager.createSymbolicLink(atPath: place + "/" + name, withDestinationPath: work.victim)
      }
      try work.build("4")
      try work.expectSound()
      #expect(try work.precious(at: work.victim))
    }
  }

  @Test("what is taken from the site that stands is no link, and no folder on the way to it is one")
  func takenOver() throws {
    try withWorkspace { work in
      try work.write("site/a/b/own", "own")
      let into = try OpenFolder(work.folder)
      let folder = try OpenFolder(work.folder + "/site", "a/b")
      _ = try SystemFile.copy("own", from: folder, in: into)
      #expect(try String(contentsOfFile: work.folder + "/own", encoding: .utf8) == "own")
      try work.manager.createSymbolicLink(
        atPath: work.folder + "/site/a/b/two", withDestinationPath: work.victim + "/b/c/two")
      try work.manager.createSymbolicLink(atPath: work.folder + "/site/c", withDestinationPath: work.victim)
      #expect(throws: SystemFailure.self) { _ = try SystemFile.copy("two", from: folder, in: into) }
      #expect(throws: SystemFailure.self) { try OpenFolder(work.folder + "/site", "c/b/c") }
      #expect(!work.manager.fileExists(atPath: work.folder + "/two"))
    }
  }

  @Test("what is known of a site is not put where a link leads")
  func linkedState() throws {
    try withWorkspace { work in
      try work.build("1")
      let state = try work.state()
      try work.manager.removeItem(atPath: state)
      try work.manager.createSymbolicLink(atPath: state, withDestinationPath: work.victim)
      try work.build("2")
      #expect(OwnFolder.kind(of: state) == .folder)
      try work.expectSound()
      #expect(try work.precious(at: work.victim))
    }
  }

  @Test("the state may lie elsewhere, by a link above it")
  func stateElsewhere() throws {
    try withWorkspace { work in
      let elsewhere = work.folder + "/elsewhere"
      for path in [elsewhere, work.folder + "/.scorebook"] {
        try work.manager.createDirectory(atPath: path, withIntermediateDirectories: false)
      }
      try work.manager.createSymbolicLink(atPath: work.root, withDestinationPath: elsewhere)
      for number in 1...3 { try work.build("\(number)") }
      #expect(try work.manager.contentsOfDirectory(atPath: elsewhere).count == 1)
      try work.expectSound()
    }
  }

  @Test("a folder that takes the site's place while it is built is not replaced")
  func meanwhile() throws {
    try withWorkspace { work in
      try work.build("1")
      let found = told {
        try work.build("2") {
          try work.manager.moveItem(atPath: work.site, toPath: work.folder + "/moved")
          try work.manager.moveItem(atPath: work.victim, toPath: work.site)
        }
      }
      #expect(found.count == 1 && found[0].contains("the folder holds files and was not made by Scorebook"))
      #expect(try work.precious(at: work.site))
      #expect(
        try work.manager.contentsOfDirectory(atPath: work.folder).sorted() == [
          ".scorebook", "_site", "moved",
        ])
    }
  }

  @Test("of a site whose place is gone, what is known is forgotten, and nothing else")
  func sweep() throws {
    try withWorkspace { work in
      for number in 1...2 { try work.build("\(number)", to: "gone/_site") }
      let gone = try work.state()
      try work.manager.removeItem(atPath: work.folder + "/gone")
      // Somebody's own folder that looks like it, and a link to it.
      let others = work.root + "/0123456789abcdef"
      try work.manager.moveItem(atPath: work.victim, toPath: others)
      try work.write(".scorebook/site/0123456789abcdef/target", work.folder + "/gone/_site")
      try work.manager.createSymbolicLink(atPath: work.root + "/link", withDestinationPath: gone)
      try work.write(".scorebook/site/\((gone as NSString).lastPathComponent)/notes/mine", "precious")
      try work.build("1")
      #expect(try work.manager.contentsOfDirectory(atPath: gone).sorted() == ["lock", "notes", "target"])
      try work.manager.removeItem(atPath: others + "/target")
      #expect(try work.precious(at: others))
      try work.manager.removeItem(atPath: gone + "/notes")
      try work.build("2")
      #expect(!work.manager.fileExists(atPath: gone))
    }
  }

  @Test("where folders can't be exchanged, somebody's own beside the site stays", arguments: [true, false])
  func inSteps(hasSite: Bool) throws {
    try withWorkspace { work in
      let place = try SitePlace(work.site)
      try work.build("1", to: "other")
      if hasSite { try work.build("0") }
      try work.manager.moveItem(atPath: work.victim, toPath: work.site + ".before")
      let building = work.folder + "/other"
      do throws(SystemFailure) {
        try place.putInSteps(building)
        #expect(!hasSite && OwnFolder.isMarked(work.site))
        #expect(OwnFolder.kind(of: building) == .nothing)
      } catch {
        #expect(hasSite && OwnFolder.isMarked(building) && OwnFolder.isMarked(work.site))
      }
      #expect(try work.precious(at: work.site + ".before"))
    }
  }

  @Test("where folders can't be exchanged, the old site lies where the new one was built, after a kill too")
  func steps() throws {
    try withWorkspace { work in
      try work.build("1")
      try work.build("2", to: "other")
      let place = try SitePlace(work.site)
      let other = work.folder + "/other"
      try place.putInSteps(other)
      #expect(OwnFolder.isMarked(other) && OwnFolder.isMarked(work.site))
      // Killed between the two renames.
      try work.manager.moveItem(atPath: work.site, toPath: work.site + ".before")
      try place.putInSteps(other)
      #expect(OwnFolder.isMarked(other) && OwnFolder.isMarked(work.site))
      #expect(OwnFolder.kind(of: work.site + ".before") == .nothing)
    }
  }
}
