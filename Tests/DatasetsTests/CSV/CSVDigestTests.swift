@testable import Datasets
import Diagnostics
import Tabular
import Testing

@Suite("The digest of CSV rows")
struct CSVDigestTests {
  private func digest(
    _ files: [String], readers: Int = 1, reference: Bool = false
  ) throws -> RowDigest {
    let scratch = try CSVScratch()
    let paths = try files.enumerated().map { try scratch.file("\($0.offset).csv", $0.element) }
    let source = try CSVSource(
      name: "t", files: paths, dialect: CSVDialect(), declared: [], limits: .init(chunk: 64, record: 1 << 20),
      input: nil)
    let layout = Layout(columns: [number("a"), number("b")], capacity: 256)
    let plan = ReadPlan(layout: layout, readers: readers, digest: true)
    return readAll(
      reference ? [try source.makeReferenceReader(plan)] : try source.makeReaders(plan), layout
    ).digest
  }

  private let rows = (0..<100).map { "\($0),\($0 + 1)\n" }.joined()

  @Test("tells when columns change their names, whichever reader makes it", arguments: [false, true])
  func swapped(_ reference: Bool) throws {
    let found = try ["a,b\n", "b,a\n", "a,b,\n"].map { try digest([$0 + rows], reference: reference) }
    #expect(found[0].rows == 100 && found[1].rows == 100)
    #expect(found[0] != found[1] && found[0] != found[2])
  }

  @Test("tells when two files of one dataset exchange their headers")
  func exchanged() throws {
    #expect(try digest(["a,b\n1,2\n", "b,a\n3,4\n"]) != digest(["b,a\n1,2\n", "a,b\n3,4\n"]))
    #expect(try digest(["a,b\n1,2\n", "b,a\n3,4\n"]) == digest(["b,a\n3,4\n", "a,b\n1,2\n"]))
  }

  @Test("is the same for both readers and any number of them, rejected rows included")
  func readers() throws {
    let text = "b,a\n" + rows + "x,1\n1,2,3\n"
    let reference = try digest([text], reference: true)
    #expect(reference.rows == 102)
    for readers in 1...4 { #expect(try digest([text], readers: readers) == reference) }
  }

  @Test("of names depends on where each ends")
  func names() {
    let seeds = [["a", "b"], ["b", "a"], ["ab"], ["a", "b", ""], ["", "ab"], []].map {
      RowDigest.Seed(columns: $0)
    }
    #expect(Set(seeds).count == seeds.count)
  }
}
