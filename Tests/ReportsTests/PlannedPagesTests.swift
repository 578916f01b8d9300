import Book
import Markdown
import Reports
import Testing

@Suite("Pages that the configuration tells of")
struct PlannedPagesTests {
  private static let yaml = Samples.yaml.replacing(
    "    output: {csv: \"_out/:date.csv\"}",
    with: """
          output: {csv: "_out/:date.csv"}
          split: {name: mail, salt: s, variants: {control: {share: 50%}, treatment: {share: 50%}}}
      """
  ).replacing(
    "kpis:",
    with: """
      readouts:
        mail:
          split: nightly/mail
          actuals: truth
          matures_after: 28d
          metrics: {conversion: {proportion: bought}}
          looks: sequential
      experiments:
        depth: {question: Deeper?, objective: Fewer letters, baseline: rule, import: ["mlflow:data/runs.db"]}
      kpis:
      """
  )

  @Test("are all that are made without a book")
  func withoutBook() throws {
    let scratch = try Scratch(Samples.files)
    let made = try scratch.output(Self.yaml, book: nil).documents.map(\.path)
    #expect(PlannedPages.paths(try scratch.configuration(Self.yaml)) == Set(made))
    #expect(made.contains("experiments/depth/index.md") && made.contains("readouts/mail.md"))
  }

  @Test("are made with a book, too, and all others stand in folders that are known as the book's")
  func withBook() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    try Samples.enter(Samples.trials, of: Samples.depth, in: book)
    let made = Set(try scratch.output(Self.yaml, book: book).documents.map(\.path))
    let planned = PlannedPages.paths(try scratch.configuration(Self.yaml))
    #expect(planned.isSubset(of: made) && planned != made)
    #expect(made.map(SitePath.folder).filter { !PlannedPages.isOfBook($0) } == [])
    #expect(!PlannedPages.isOfBook("guide") && !PlannedPages.isOfBook("runs/notes"))
  }
}
