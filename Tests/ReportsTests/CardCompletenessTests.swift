import Book
import Foundation
import Markdown
import Testing

@testable import Reports

@Suite("How complete a card is")
struct CardCompletenessTests {
  static let prose = """
    ---
    title: Who buys again
    description: A card.
    license: mit
    ---

    ## Intended use

    Ranking.

    ## Users

    People.

    ## Out of scope

    Others.

    ## Limits

    Some.

    ## Ethics

    Yes.

    ## Caveats

    Careful.

    ## Training data

    Orders.
    """

  private func completeness(
    _ prose: String? = prose, verification: VersionRecord.Verification = Samples.verified,
    model: String = "again"
  ) throws -> CardCompleteness {
    var files = Samples.files
    files["texts/again.md"] = prose ?? "Nothing.\n"
    let scratch = try Scratch(files)
    let book = try scratch.book()
    try Samples.fill(book)
    if verification != Samples.verified {
      _ = try book.addVersion(
        Samples.version("again", digest: Samples.digest("7"), verification: verification), profile: nil,
        numbering: .next)
    }
    let configuration = try scratch.configuration()
    let snapshot = try BookSnapshot(configuration, book)
    let card = ModelCard(
      model: model, snapshot: snapshot, prose: try Prose(prose ?? "Nothing.\n", file: "again.md"),
      number: verification == Samples.verified ? nil : 2)
    return try #require(card.completeness)
  }

  @Test("a card with everything is complete, and all fields are worth 100 points")
  func complete() throws {
    let completeness = try completeness()
    #expect(completeness.missing.map(\.name) == [])
    #expect(completeness.possible == 100 && completeness.points == 100 && completeness.percent == 100)
    #expect(completeness.isComplete)
  }

  @Test("the guide names every field with its weight")
  func documented() throws {
    let guide = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "site/guide/model-cards.md")
    let text = try String(contentsOf: guide, encoding: .utf8)
    var part = ""
    var weights: [String: [Int]] = [:]
    for line in text.split(separator: "\n") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard cells.count == 6, let weight = Int(cells[3]) else { continue }
      if !cells[1].isEmpty { part = cells[1] }
      weights[part, default: []].append(weight)
    }
    let fields = Dictionary(grouping: try completeness().fields, by: \.part.rawValue)
      .mapValues { $0.map(\.weight).sorted() }
    #expect(weights.mapValues { $0.sorted() } == fields)
  }

  @Test("a version that is not verified makes it incomplete, whatever else is there")
  func unverified() throws {
    for state in [VersionRecord.Verification.State.unverified, .failed] {
      let verification = VersionRecord.Verification(
        state: state, cases: 0, maximumDifference: 0, compared: 0, identical: 0, verifiedAt: nil,
        casesDigest: nil)
      let completeness = try completeness(verification: verification)
      #expect(!completeness.isComplete)
      #expect(completeness.missing.first?.weight == 8)
    }
  }

  @Test("what is missing is told with the file, key or command that supplies it")
  func remedies() throws {
    let completeness = try completeness("## Intendet use\n\nRanking.\n")
    let remedies = Dictionary(
      completeness.missing.map { ($0.name, $0.remedy.markdown) }
    ) { first, _ in first }
    #expect(remedies["a licence"] == "`license: …` in the front matter of `texts/again.md`")
    #expect(remedies["known limits"] == "a section `## Limits` in `texts/again.md`")
    #expect(remedies["intended use"]?.contains("line 1: its heading “Intendet use” is nearly") == true)
    #expect(completeness.missing.map(\.weight) == completeness.missing.map(\.weight).sorted(by: >))
    #expect(completeness.percent == completeness.points)
  }

  @Test("a baseline has no baseline of its own, and a version without metadata misses it")
  func baseline() throws {
    let completeness = try completeness(model: "rule")
    let missing = completeness.missing.map(\.name)
    #expect(!missing.contains("a comparison with a baseline"))
    #expect(missing.contains("the last day that training saw"))
  }

  @Test("what was written by hand has no training to tell of; a linear model has")
  func handwritten() throws {
    let prose = try Prose(Self.prose, file: "again.md")
    func parts(_ format: String) throws -> [String: Int] {
      let scratch = try Scratch(Samples.files)
      let book = try scratch.book()
      let sample = Samples.version("again", digest: Samples.digest("a"), complete: false)
      let version = VersionRecord(
        model: "again", number: 0, digest: sample.digest, format: format, size: 50, fileName: "again.yaml",
        signature: sample.signature, labels: sample.labels, parameters: [], metrics: [:], framework: nil,
        training: nil, sourceCommit: nil, trainedUntil: nil, bands: nil, facts: [], importance: [],
        verification: Samples.verified, registeredAt: sample.registeredAt, registeredBy: "ada", note: nil)
      _ = try book.addVersion(version, profile: nil, numbering: .next)
      let card = ModelCard(
        model: "again", snapshot: try BookSnapshot(scratch.configuration(), book), prose: prose, number: nil)
      return Dictionary(grouping: try #require(card.completeness).fields, by: \.part.rawValue)
        .mapValues { $0.reduce(0) { $0 + $1.weight } }
    }
    for format in ["rules", "scorecard"] {
      let parts = try parts(format)
      #expect(parts["training data"] == nil && parts["model details"] == 17, "\(format): \(parts)")
    }
    for format in ["linear", "lightgbm"] {
      let parts = try parts(format)
      #expect(parts["training data"] == 17 && parts["model details"] == 22, "\(format): \(parts)")
    }
  }

  @Test(
    "what was written by hand names no framework, whatever its metadata say",
    arguments: ["scorecard", "linear"])
  func framework(format: String) throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    let sample = Samples.version("again", digest: Samples.digest("a"), complete: false)
    let version = VersionRecord(
      model: "again", number: 0, digest: sample.digest, format: format, size: 50, fileName: "again.yaml",
      signature: sample.signature, labels: sample.labels, parameters: [], metrics: [:],
      framework: "python 3.11.7", training: nil, sourceCommit: nil, trainedUntil: nil, bands: nil, facts: [],
      importance: [], verification: Samples.verified, registeredAt: sample.registeredAt, registeredBy: "ada",
      note: nil)
    _ = try book.addVersion(version, profile: nil, numbering: .next)
    let page = try scratch.output(book: book).text("models/again.md")
    let isLearned = format == "linear"
    #expect(version.trainedWith == (isLearned ? "python 3.11.7" : nil))
    #expect(page.contains("library_name: \"\(isLearned ? "python" : format)\""), "\(page.prefix(800))")
    #expect(page.contains("python 3.11.7") == isLearned)
    #expect(page.contains("version 1 *\(isLearned ? "python 3.11.7" : format)*"))
    let export = try CardExport(configuration: scratch.configuration(), book: book, model: "again", number: 1)
    #expect(try export.annexIV().text.contains("python 3.11.7") == isLearned)
  }
}
