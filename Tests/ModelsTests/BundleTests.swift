import Diagnostics
import Foundation
import Models
import Testing

@Suite("Bundles of files")
struct BundleTests {
  private func bundle(_ others: [(String, String)]) throws -> ArtefactBundle {
    try ArtefactBundle(
      main: ("page.yaml", Array("process: {}\n".utf8)), others: others.map { ($0.0, Array($0.1.utf8)) },
      file: "page.yaml")
  }

  private func problem(_ bytes: [UInt8]) -> Diagnostic? {
    do {
      _ = try ArtefactBundle(reading: bytes, name: "a.tar")
      return nil
    } catch {
      return error.list.first
    }
  }

  /// The archive with one header changed, its checksum mended.
  private func changed(_ bytes: [UInt8], at offset: Int, to text: [UInt8], mend: Bool = true) -> [UInt8] {
    var bytes = bytes
    for (index, byte) in text.enumerated() { bytes[offset + index] = byte }
    let start = offset / 512 * 512
    if mend {
      for index in 148..<156 { bytes[start + index] = 0x20 }
      let sum = bytes[start..<start + 512].reduce(0) { $0 + Int($1) }
      let octal = String(sum, radix: 8)
      let field = String(repeating: "0", count: 6 - octal.count) + octal
      for (index, byte) in field.utf8.enumerated() { bytes[start + 148 + index] = byte }
      bytes[start + 154] = 0
    }
    return bytes
  }

  @Test("gives the same bytes in whatever order the files come, and reads them back")
  func deterministic() throws {
    let long = String(repeating: "d", count: 90) + "/" + String(repeating: "f", count: 80)
    let bundle = try bundle([("z.txt", ""), (long, "long"), ("a/b.py", String(repeating: "x", count: 513))])
    let other = try self.bundle([
      ("a/b.py", String(repeating: "x", count: 513)), ("z.txt", ""), (long, "long"),
    ])
    #expect(bundle.bytes == other.bytes)
    #expect(bundle.bytes.count == 512 * (2 + 1 + 3 + 2 + 2))
    let read = try ArtefactBundle(reading: bundle.bytes, name: "a.tar")
    #expect(read.files.map(\.name) == ["page.yaml", "a/b.py", long, "z.txt"])
    #expect(read.files.map(\.bytes.count) == [12, 513, 4, 0])
    #expect(read.main.name == "page.yaml" && read.others.count == 3)
    #expect(ArtefactBundle.recognises(bundle.bytes.prefix(512)))
    #expect(!ArtefactBundle.recognises(Array("process: {}".utf8)))
  }

  @Test("is listed and unpacked by tar")
  func tar() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bundle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let bundle = try bundle([("a/b.py", "print()\n"), ("model.pkl", "\u{0}\u{1}")])
    try Data(bundle.bytes).write(to: folder.appending(path: "a.tar"))
    let listing = try Shell.run("cd '\(folder.path)' && tar -tvf a.tar --numeric-owner && tar -xf a.tar")
    #expect(listing.contains("-rw-r--r-- 0/0"))
    #expect(listing.contains("1970-01-01") || listing.contains("1969-12-31"))
    #expect(try Data(contentsOf: folder.appending(path: "a/b.py")) == Data("print()\n".utf8))
  }

  @Test(
    "refuses names that lead elsewhere, all at once",
    arguments: ["/etc/passwd", "../x", "a/../x", "./x", "a//b", "", "a\\b", "a\nb", "page.yaml"])
  func names(name: String) throws {
    do {
      _ = try bundle([(name, ""), ("/also", "")])
      Issue.record("taken")
    } catch let problems as Problems {
      #expect(problems.list.map(\.identifier) == [.bundleName, .bundleName])
    }
    #expect(throws: Problems.self) { try bundle([(String(repeating: "n", count: 257), "")]) }
  }

  @Test("refuses what Scorebook does not write, by its name")
  func foreign() throws {
    let bytes = try bundle([("a.py", "x"), ("b.py", "y")]).bytes
    let second = 1024
    let told: [([UInt8], Diagnostic.Identifier, String)] = [
      (changed(bytes, at: second + 156, to: [0x32]), .bundleEntry, "a symbolic link"),
      (changed(bytes, at: second + 156, to: [0x31]), .bundleEntry, "a hard link"),
      (changed(bytes, at: second + 156, to: [0x33]), .bundleEntry, "a device"),
      (changed(bytes, at: second + 156, to: [0x35]), .bundleEntry, "a directory"),
      (changed(bytes, at: second + 156, to: [0x4C]), .bundleEntry, "a long name of GNU tar"),
      (changed(bytes, at: second + 156, to: [0x78]), .bundleEntry, "an extended header of pax"),
      (changed(bytes, at: second + 156, to: [0x7A]), .bundleEntry, "an unknown type"),
      (changed(bytes, at: second, to: Array("z.py".utf8)), .bundleEntry, "not in the order"),
      (changed(bytes, at: second, to: Array("b.py".utf8)), .bundleName, "twice"),
      (changed(bytes, at: second, to: Array("/.py".utf8)), .bundleName, "absolute"),
      (changed(bytes, at: second, to: Array("../p".utf8)), .bundleName, "'..'"),
      (changed(bytes, at: second, to: [0xFF]), .bundleEntry, "not UTF-8"),
      (changed(bytes, at: second + 100, to: Array("0000755".utf8)), .bundleEntry, "a mode"),
      (changed(bytes, at: second + 136, to: Array("00000000001".utf8)), .bundleEntry, "a time"),
      (changed(bytes, at: second + 265, to: Array("root".utf8)), .bundleEntry, "an owner"),
      (changed(bytes, at: second + 124, to: Array("77777777777".utf8)), .bundleEntry, "no size"),
      (changed(bytes, at: second + 124, to: Array("07777777777".utf8)), .bundleTruncated, "too early"),
      (changed(bytes, at: second + 124, to: Array("00000777777".utf8)), .bundleTruncated, "too early"),
      (changed(bytes, at: second + 124, to: [0x80, 0, 0]), .bundleEntry, "no size"),
      (changed(bytes, at: second + 1, to: [0x62], mend: false), .bundleEntry, "checksum"),
      (changed(bytes, at: second + 257, to: Array("ustar  \u{0}".utf8)), .bundleEntry, "a form of its own"),
      (changed(bytes, at: second + 513, to: [1], mend: false), .bundleEntry, "bytes stand behind"),
      (bytes + [0], .bundleEntry, "behind its end"),
      (Array(bytes.dropLast(512)), .bundleTruncated, "too early"),
      (Array(bytes.prefix(1600)), .bundleTruncated, "too early"),
      ([], .bundleTruncated, "too early"),
      ([UInt8](repeating: 0, count: 1024), .bundleEntry, "no file"),
    ]
    for (bytes, identifier, word) in told {
      let problem = problem(bytes)
      #expect(problem?.identifier == identifier, "\(word): \(problem?.description ?? "nothing")")
      #expect(problem?.description.contains(word) ?? false, "\(word): \(problem?.description ?? "nothing")")
    }
  }

  @Test("never takes an archive that was cut or had a bit flipped for another", .timeLimit(.minutes(1)))
  func damage() throws {
    let bundle = try bundle([("a.py", "x"), ("b.py", String(repeating: "y", count: 600))])
    for count in stride(from: 0, to: bundle.bytes.count, by: 5) {
      #expect(problem(Array(bundle.bytes.prefix(count))) != nil)
    }
    for bit in stride(from: 0, to: bundle.bytes.count * 8, by: 11) {
      var bytes = bundle.bytes
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      // Where a flip is taken, it lies in a file's content, and the content has it.
      guard let read = try? ArtefactBundle(reading: bytes, name: "a.tar") else { continue }
      #expect(read.bytes == bytes && read.files.map(\.name) == bundle.files.map(\.name))
    }
  }

  @Test("refuses too many files")
  func limits() throws {
    let many = (0..<1000).map { ("f\($0)", "") }
    #expect(throws: Problems.self) { try bundle(many) }
    #expect(try bundle(Array(many.dropLast())).files.count == 1000)
  }
}
