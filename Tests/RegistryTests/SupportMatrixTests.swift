import Foundation
import Models
import Registry
import Testing

/// The support matrix of the reference is made from what each reader declares. Set `SCOREBOOK_MAKE_PAGES` to write
/// it again.
@Suite("Support matrix")
struct SupportMatrixTests {
  static let page = Samples.root + "/site/reference/artefacts/index.md"
  static let begin = "<!-- support matrix: begin -->\n"
  static let end = "<!-- support matrix: end -->\n"

  @Test("the reference says what the readers declare")
  func current() throws {
    let text = try String(contentsOfFile: Self.page, encoding: .utf8)
    let begin = try #require(text.range(of: Self.begin))
    let end = try #require(text.range(of: Self.end))
    let made = text[..<begin.upperBound] + SupportMatrix.markdown + text[end.lowerBound...]
    if ProcessInfo.processInfo.environment["SCOREBOOK_MAKE_PAGES"] != nil {
      try String(made).write(toFile: Self.page, atomically: true, encoding: .utf8)
      return
    }
    #expect(
      text == String(made), "SCOREBOOK_MAKE_PAGES=1 swift test --filter SupportMatrixTests writes it again")
  }

  @Test("each format is told, and each element has a verdict", arguments: ArtefactFormat.allCases)
  func told(format: ArtefactFormat) {
    #expect(SupportMatrix.markdown.contains(format.support.format))
    for element in format.support.elements {
      #expect(!element.kind.isEmpty && !element.name.isEmpty)
      if case .refused(let why) = element.verdict { #expect(!why.isEmpty) }
    }
  }
}
