import Diagnostics
import Foundation
import Glibc
@testable import Site
import Testing

@Suite(
  "A site for which the disk has no room", .enabled(if: getuid() == 0, "needs a user who may mount a tmpfs"))
struct FullDiskTests {
  /// The bytes that a file system has left.
  private static func room(_ path: String) -> Int {
    var status = statvfs()
    return statvfs(path, &status) == 0 ? Int(status.f_bavail) * Int(status.f_bsize) : 0
  }

  @Test("leaves nothing of itself, the old one as it was, and is made once there is room")
  func full() throws {
    try Fixtures.withFolder { folder in
      let disk = folder + "/disk"
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
      guard mount("tmpfs", disk, "tmpfs", 0, "size=1m") == 0 else { return }
      defer { umount2(disk, Int32(MNT_DETACH)) }
      let builder = try SiteBuilder(templates: TemplateLibrary())
      func build(_ size: Int, state: String?) throws {
        _ = try builder.build(
          SiteInput(
            title: "S", documents: [SiteDocument(path: "index.md", text: "# A\n")],
            assets: [SiteAsset(path: "a.bin", bytes: [UInt8](repeating: 1, count: size))]),
          to: disk + "/_site", state: state)
      }
      for state in [nil, disk + "/state"] {
        try build(1000, state: state)
        let before = Self.room(disk)
        #expect(throws: Problems.self) { try build(2 << 20, state: state) }
        #expect(Self.room(disk) >= before, "\(state ?? "no state")")
        #expect(try Data(contentsOf: URL(fileURLWithPath: disk + "/_site/a.bin")).count == 1000)
        try build(2000, state: state)
      }
    }
  }
}
