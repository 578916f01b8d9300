import Foundation
import Glibc
@testable import Site
import Testing

/// Folders of a site that are not listed while they are as they were left.
@Suite("Folders that are known")
struct KnownFolderTests {
  /// What somebody does to a site of two folders.
  enum Meddling: String, CaseIterable, CustomTestStringConvertible {
    case file = "a file is put in"
    case oldFile = "a file is put in, and the folder given its time back"
    case folder = "a folder is put in"
    case edit = "a file is written into"
    case replacement = "a file is replaced by another of its size and time"
    case removal = "a file is taken out"
    case exchange = "two folders change their names"
    case names = "two files change their names"
    case link = "a folder is replaced by a link to it"

    var testDescription: String { rawValue }

    func meddle(with site: String) throws {
      let files = FileManager.default
      let page = site + "/a/p.html"
      switch self {
      case .file: try "x".write(toFile: site + "/a/x", atomically: false, encoding: .utf8)
      case .oldFile:
        let time = try #require(files.attributesOfItem(atPath: site + "/a")[.modificationDate])
        var status = stat()
        #expect(stat(site + "/a", &status) == 0)
        try "x".write(toFile: site + "/a/x", atomically: false, encoding: .utf8)
        let times = [status.st_atim, status.st_mtim]
        #expect(utimensat(AT_FDCWD, site + "/a", times, 0) == 0)
        #expect(try files.attributesOfItem(atPath: site + "/a")[.modificationDate] as? Date == time as? Date)
      case .folder: try files.createDirectory(atPath: site + "/a/x", withIntermediateDirectories: false)
      case .edit:
        let handle = try #require(FileHandle(forWritingAtPath: page))
        try handle.write(contentsOf: Data("<x".utf8))
        try handle.close()
      case .replacement:
        let size = try #require(try files.attributesOfItem(atPath: page)[.size] as? Int)
        let time = try #require(files.attributesOfItem(atPath: page)[.modificationDate])
        try files.removeItem(atPath: page)
        try Data(repeating: 0x78, count: size).write(to: URL(filePath: page))
        try files.setAttributes([.modificationDate: time], ofItemAtPath: page)
      case .removal: try files.removeItem(atPath: page)
      case .exchange: try exchange(site + "/a", site + "/b")
      case .names: try exchange(page, site + "/a/q.html")
      case .link:
        try files.moveItem(atPath: site + "/a", toPath: site + "/../moved")
        try files.createSymbolicLink(atPath: site + "/a", withDestinationPath: "../moved")
      }
    }

    private func exchange(_ one: String, _ other: String) throws {
      try FileManager.default.moveItem(atPath: one, toPath: one + ".aside")
      try FileManager.default.moveItem(atPath: other, toPath: one)
      try FileManager.default.moveItem(atPath: one + ".aside", toPath: other)
    }
  }

  private static func input(_ text: String) -> SiteInput {
    SiteInput(
      title: "S",
      documents: ["a/p", "a/q", "b/p", "b/q", "b/c/p"].map {
        SiteDocument(path: $0 + ".md", text: "# \($0)\n\n\($0 == "b/q" ? text : "")\n")
      })
  }

  @Test("are looked into where anything has changed", arguments: Meddling.allCases, [true, false])
  func meddled(_ meddling: Meddling, isSpare: Bool) throws {
    try Fixtures.withFolder { folder in
      let builder = try SiteBuilder(templates: TemplateLibrary())
      func build(_ number: Int) throws {
        _ = try builder.build(
          Self.input("\(number)"), to: folder + "/_site", state: folder + "/state")
      }
      // From the third on both sites are known.
      for number in 1...4 { try build(number) }
      let state = try #require(
        try FileManager.default.contentsOfDirectory(atPath: folder + "/state").first)
      try meddling.meddle(with: isSpare ? "\(folder)/state/\(state)/spare" : folder + "/_site")
      for number in 5...8 {
        try build(number)
        _ = try builder.build(Self.input("\(number)"), to: folder + "/clean-\(number)")
        let found = try BuiltSite(reading: folder + "/_site")
        #expect(try found == BuiltSite(reading: folder + "/clean-\(number)"), "build \(number)")
        let subpaths = try FileManager.default.subpathsOfDirectory(atPath: folder + "/_site")
        #expect(!subpaths.contains("a/x"))
      }
      // What is known again holds.
      #expect(
        try !builder.build(Self.input("8"), to: folder + "/_site", state: folder + "/state").isChanged)
    }
  }

  @Test("are known once both sites have been filled, and not where something foreign is in them")
  func stamps() throws {
    try Fixtures.withFolder { folder in
      let builder = try SiteBuilder(templates: TemplateLibrary())
      let (site, state) = (folder + "/_site", folder + "/state")
      func build(_ number: Int) throws {
        _ = try builder.build(Self.input("\(number)"), to: site, state: state)
      }
      for number in 1...3 { try build(number) }
      let name = try #require(try FileManager.default.contentsOfDirectory(atPath: state).first)
      func known(_ place: String, _ manifest: String) throws -> [String: Bool] {
        let bytes = Array(try Data(contentsOf: URL(filePath: "\(state)/\(name)/\(manifest)")))
        let folders = SiteListing(place, try #require(SiteManifest(decoding: bytes))).knownFolders
        return Dictionary(uniqueKeysWithValues: folders.map { ($0.path, $0.stamp != .none) })
      }
      let all = ["a": true, "assets": true, "b": true, "b/c": true]
      #expect(try known(site, "manifest") == all)
      #expect(try known("\(state)/\(name)/spare", "spare.manifest") == all)
      try "x".write(toFile: site + "/a/x", atomically: false, encoding: .utf8)
      #expect(try known(site, "manifest").filter { !$0.value }.map(\.key) == ["a"])
    }
  }

  @Test("are listed again where something came into them while the site was built")
  func whileBuilding() throws {
    try Fixtures.withFolder { folder in
      let (site, state) = (folder + "/_site", folder + "/state")
      let builder = try SiteBuilder(templates: TemplateLibrary())
      func build(_ number: Int) throws {
        _ = try builder.build(Self.input("\(number)"), to: site, state: state)
      }
      for number in 1...4 { try build(number) }
      let name = try #require(try FileManager.default.contentsOfDirectory(atPath: state).first)
      let spare = "\(state)/\(name)/spare/b"
      // Between the listing and the end: something puts a file in as soon as the first has changed.
      let watching = BesideThread {
        let end = Date().addingTimeInterval(5)
        var before = stat()
        stat(spare, &before)
        while Date() < end {
          var now = stat()
          stat(spare, &now)
          if FileStamp(source: now) != FileStamp(source: before) { break }
        }
        _ = FileManager.default.createFile(atPath: spare + "/foreign.txt", contents: Data("x".utf8))
      }
      try build(5)
      _ = watching.value
      for number in 6...9 { try build(number) }
      let places = [site, "\(state)/\(name)/spare"].map { $0 + "/b/foreign.txt" }
      #expect(places.allSatisfy { !FileManager.default.fileExists(atPath: $0) })
    }
  }

  @Test("hold what they held while they have the stamp that they were left with")
  func times() throws {
    try Fixtures.withFolder { folder in
      func settled(_ known: FileStamp?, _ names: [String]) throws -> FileStamp {
        try OpenFolder(folder).settled(known) {
          var sum = FolderNames()
          for name in names { sum.add(lastOf: name) }
          return sum
        }
      }
      let known = try settled(nil, [])
      #expect(known != .none && known.modified < FileStamp.now() - FileStamp.settling)
      #expect(try settled(known, []) == known)
      try "x".write(toFile: folder + "/x", atomically: false, encoding: .utf8)
      #expect(try settled(known, []) == .none)
      #expect(try settled(known, ["y"]) == .none)
      #expect(try settled(known, ["x", "y"]) == .none)
      // What comes in behind the look at its names is seen by the time.
      let late = try OpenFolder(folder).settled(known) {
        _ = FileManager.default.createFile(atPath: folder + "/late", contents: nil)
        var names = FolderNames()
        names.add(lastOf: "x")
        return names
      }
      var now = stat()
      #expect(late != .none && stat(folder, &now) == 0 && FileStamp(source: now) != late)
      try FileManager.default.removeItem(atPath: folder + "/late")
      let next = try settled(known, ["x"])
      #expect(next != known && next != .none && next.modified < FileStamp.now() - FileStamp.settling)
    }
  }
}
