import Testing

@Suite("Source files")
struct SourceTests {
  static let generated: Set<String> = [
    "Sources/Site/EmbeddedTemplates.swift", "Sources/Delivery/Templates/EmbeddedMailTemplates.swift",
  ]

  @Test("none is longer than 400 lines, and half of them are shorter than 120")
  func length() throws {
    var lengths: [Int] = []
    for file in Repository.files(in: "Sources", endings: [".swift"]) where !Self.generated.contains(file) {
      let lines = try Repository.text(file).split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 401, "\(file) has \(lines) lines")
      lengths.append(lines)
    }
    lengths.sort()
    #expect(lengths.isEmpty || lengths[lengths.count / 2] < 120)
  }

  @Test("none can trap on input")
  func traps() throws {
    for file in Repository.files(in: "Sources", endings: [".swift"]) where !Self.generated.contains(file) {
      for (index, line) in try Repository.text(file).split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        let code = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        for word in ["try!", "as!", "fatalError("] {
          #expect(!code.contains(word), "\(file):\(index + 1) uses \(word)")
        }
      }
    }
  }

  @Test("no folder is a drawer for everything")
  func names() {
    for file in Repository.files(in: "Sources", endings: [".swift"]) {
      for word in ["Utils", "Helpers", "Manager", "Common.swift"] {
        #expect(!file.contains(word), "\(file)")
      }
    }
  }
}
