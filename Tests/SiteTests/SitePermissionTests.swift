import Foundation
import Glibc
@testable import Site
import Testing

/// Sites whose files or folders have others than the permissions that they were made with.
@Suite("Permissions of a site")
struct SitePermissionTests {
  private struct Workspace {
    let folder: String

    @discardableResult
    func build(_ text: String) throws -> SiteBuilder.Report {
      let documents = [("a/b/one.md", "# One\n"), ("two.md", "# Two\n"), ("changed.md", text)]
      return try SiteBuilder(templates: TemplateLibrary()).build(
        SiteInput(title: "S", documents: documents.map { SiteDocument(path: $0.0, text: $0.1) }),
        to: folder + "/_site", state: folder + "/state")
    }

    /// By path; the root has none.
    func modes() throws -> [String: mode_t] {
      var modes: [String: mode_t] = [:]
      for path in [""] + (try FileManager.default.subpathsOfDirectory(atPath: folder + "/_site")) {
        var status = stat()
        #expect(stat(folder + "/_site/" + path, &status) == 0)
        modes[path] = status.st_mode & 0o7777
      }
      return modes
    }
  }

  @Test(
    "are given back, for good, where somebody has taken them away", arguments: [2, 3],
    [
      ("", 0o700), ("a", 0o700), ("a/b", 0o711), ("index.html", 0o600), ("a/b/one.html", 0o600),
      ("a/b/one.html", 0o666), ("a", 0o777),
    ] as [(String, mode_t)])
  func changed(builds: Int, change: (path: String, mode: mode_t)) throws {
    try Fixtures.withFolder { folder in
      let work = Workspace(folder: folder)
      for number in 1...builds { try work.build("\(number)") }
      let modes = try work.modes()
      #expect(chmod(folder + "/_site/" + change.path, change.mode) == 0)
      #expect(try work.build("\(builds)").isChanged)
      #expect(try work.modes() == modes)
      #expect(try !work.build("\(builds)").isChanged)
      for number in 4...8 {
        try work.build("\(number)")
        #expect(try work.modes() == modes)
        #expect(try !work.build("\(number)").isChanged)
      }
    }
  }

  @Test("are given back where somebody has changed them in the spare site", arguments: ["", "/a", "/a/b"])
  func spare(path: String) throws {
    try Fixtures.withFolder { folder in
      let work = Workspace(folder: folder)
      for number in 1...3 { try work.build("\(number)") }
      let modes = try work.modes()
      let state = try #require(try FileManager.default.contentsOfDirectory(atPath: folder + "/state").first)
      #expect(chmod("\(folder)/state/\(state)/spare\(path)", 0o700) == 0)
      for number in 4...6 {
        try work.build("\(number)")
        #expect(try work.modes() == modes)
      }
    }
  }
}
