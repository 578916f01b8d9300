import Foundation
import Glibc
import Testing

@testable import Site

/// A folder that is seen at a second place, as part of the same file system.
private enum SecondPlace {
  static func mount(_ folder: String, at path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let failure = Glibc.mount(folder, path, nil, 4096, nil) == 0 ? 0 : errno
    try #require(failure == 0)
  }

  /// Takes all of them out that are mounted within a folder, wherever they have been moved to.
  static func clear(_ folder: String) {
    let mounts = (try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)) ?? ""
    for line in mounts.split(separator: "\n").reversed() {
      let path = line.split(separator: " ").dropFirst().first.map(String.init) ?? ""
      if path.hasPrefix(folder + "/") { umount2(path, Int32(MNT_DETACH)) }
    }
  }

  static let isAvailable: Bool = {
    guard geteuid() == 0 else { return false }
    var isThere = false
    try? Fixtures.withFolder { folder in
      defer { clear(folder) }
      isThere = (try? mount(folder, at: folder + "/second")) != nil
    }
    return isThere
  }()
}

@Suite(
  "Folders mounted in a site", .enabled(if: SecondPlace.isAvailable, "needs a user who may mount a folder"))
struct MountedFolderTests {
  /// Where somebody mounts something.
  enum Place: String, CaseIterable {
    case site, folderOfSite, spare, folderOfSpare, theSpareItself

    /// An exchange would carry it away.
    var isInSite: Bool { self == .site || self == .folderOfSite }

    func path(_ site: String, _ spare: String) -> String {
      switch self {
      case .site: site + "/photos"
      case .folderOfSite: site + "/a"
      case .spare: spare + "/photos"
      case .folderOfSpare: spare + "/a"
      case .theSpareItself: spare
      }
    }
  }

  @Test("nothing of it is changed", arguments: Place.allCases, [false, true])
  func mounted(_ place: Place, isFull: Bool) throws {
    try Fixtures.withFolder { folder in
      defer { SecondPlace.clear(folder) }
      let manager = FileManager.default
      let photos = folder + "/photos"
      try manager.createDirectory(atPath: photos + "/1998", withIntermediateDirectories: true)
      // The marker, too, which a copy of a site has.
      for name in ["/one.jpg", "/1998/two.jpg", "/.scorebook-site"] {
        try "precious".write(toFile: photos + name, atomically: false, encoding: .utf8)
      }
      chmod(photos + "/1998", 0o500)
      func input(_ number: Int) -> SiteInput {
        SiteInput(
          title: "S",
          documents: ["a/one.md", "b.md"].map { SiteDocument(path: $0, text: "# \(number)\n") })
      }
      func build(_ number: Int) throws {
        _ = try SiteBuilder(templates: TemplateLibrary()).build(
          input(number), to: folder + "/_site", state: folder + "/state", isFull: isFull)
        #expect(
          try BuiltSite(reading: folder + "/_site").text("b.html")?.contains(">\(number)</h1>") == true)
      }
      for number in 1...3 { try build(number) }
      let state = try #require(try manager.contentsOfDirectory(atPath: folder + "/state").first)
      try SecondPlace.mount(photos, at: place.path(folder + "/_site", "\(folder)/state/\(state)/spare"))
      for number in 4...7 {
        if place.isInSite {
          let found = told { try build(number) }
          let path = place.path(folder + "/_site", "")
          #expect(
            found == [
              "\(path): another folder or file system is mounted within the site, which is replaced as a whole; expected "
                + "nothing mounted within '\(folder)/_site'. Unmount it, and mount it beside the site."
            ])
          #expect(access(path + "/1998/two.jpg", F_OK) == 0)
        } else {
          try build(number)
        }
      }
      #expect(
        try BuiltSite(reading: photos).files.map(\.path) == [".scorebook-site", "1998/two.jpg", "one.jpg"])
      var status = stat()
      #expect(lstat(photos + "/1998", &status) == 0 && status.st_mode & 0o777 == 0o500)
      // Once it is taken out, all is as before.
      SecondPlace.clear(folder)
      for number in 8...10 { try build(number) }
      _ = try SiteBuilder(templates: TemplateLibrary()).build(input(10), to: folder + "/clean")
      #expect(try BuiltSite(reading: folder + "/_site") == BuiltSite(reading: folder + "/clean"))
      #expect(OwnFolder.isUsable("\(folder)/state/\(state)/spare"))
    }
  }
  @Test("in a site of which nothing is known", arguments: ["photos", "a b/c\\d"])
  func unknown(name: String) throws {
    try Fixtures.withFolder { folder in
      defer { SecondPlace.clear(folder) }
      let input = SiteInput(title: "S", documents: [SiteDocument(path: "index.md", text: "# A\n")])
      func build() -> [String] {
        told {
          _ = try SiteBuilder(templates: TemplateLibrary()).build(
            input, to: folder + "/_site", state: folder + "/state")
        }
      }
      #expect(build() == [])
      try FileManager.default.createDirectory(
        atPath: folder + "/photos", withIntermediateDirectories: false)
      try SecondPlace.mount(folder + "/photos", at: folder + "/_site/" + name)
      try FileManager.default.removeItem(atPath: folder + "/state")
      let found = build()
      #expect(found.count == 1 && found[0].hasPrefix("\(folder)/_site/\(name): another folder"), "\(found)")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names == ["_site", "photos", "state"])
    }
  }

  @Test("a place that is a mount point itself is told as such, and a folder below it can be built into")
  func root() throws {
    try Fixtures.withFolder { folder in
      defer { SecondPlace.clear(folder) }
      try FileManager.default.createDirectory(
        atPath: folder + "/volume", withIntermediateDirectories: false)
      try SecondPlace.mount(folder + "/volume", at: folder + "/_site")
      let input = SiteInput(title: "S", documents: [SiteDocument(path: "index.md", text: "# A\n")])
      func build(_ place: String) -> [String] {
        told {
          _ = try SiteBuilder(templates: TemplateLibrary()).build(input, to: place, state: folder + "/state")
        }
      }
      #expect(
        build(folder + "/_site") == [
          "\(folder)/_site: the folder is a mount point, which can't be exchanged for a new site; expected a folder below "
            + "it, or one that is none. Build into a folder below it: --output '\(folder)/_site/current'."
        ])
      #expect(build(folder + "/_site/current") == [])
      #expect(access(folder + "/volume/current/index.html", F_OK) == 0)
    }
  }
}
