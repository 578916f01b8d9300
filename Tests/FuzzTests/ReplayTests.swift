import Foundation
import Fuzzing
import Testing

/// What fuzzing learnt stays learnt: the small corpus, and every file that once broke a parser.
@Suite("What fuzzing found")
struct ReplayTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fuzz")

  private static func files(_ folder: String) -> [URL] {
    let folder = root.appending(path: folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return names.sorted().map { folder.appending(path: $0) }
  }

  /// A parser that traps ends the test run, which is the failure.
  @Test("each parser survives its corpus and its old crashes", arguments: FuzzedParser.all.map(\.name))
  func replay(name: String) throws {
    let parser = try #require(FuzzedParser.all.first { $0.name == name })
    let corpus = Self.files("Corpus/\(name)")
    #expect(!corpus.isEmpty, "Tests/Fuzz/Corpus/\(name) is empty")
    for file in corpus + Self.files("Crashes/\(name)") { parser.run(Array(try Data(contentsOf: file))) }
  }

  @Test("every folder of corpus and crashes belongs to a parser")
  func folders() {
    let known = Set(FuzzedParser.all.map(\.name))
    for file in Self.files("Corpus") + Self.files("Crashes") where file.lastPathComponent != ".gitkeep" {
      #expect(known.contains(file.lastPathComponent), "\(file.path())")
    }
  }

  @Test("the corpus stays small")
  func size() throws {
    let total = try Self.files("Corpus").flatMap { Self.files("Corpus/\($0.lastPathComponent)") }
      .reduce(0) { try $0 + Data(contentsOf: $1).count }
    #expect(total < 500_000, "\(total) bytes")
  }
}
