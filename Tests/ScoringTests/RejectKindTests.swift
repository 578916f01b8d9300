import Foundation
import Tabular
import Testing

@Suite("Kinds of rejects")
struct RejectKindTests {
  @Test("a program reads an identifier, which the reference lists, and a person a phrase")
  func names() throws {
    let page = try String(contentsOfFile: Bench.root + "site/reference/commands.md", encoding: .utf8)
    for kind in Reject.Kind.allCases {
      #expect(kind.rawValue.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil)
      #expect(page.contains("`\(kind.rawValue)`"), "\(kind.rawValue) is not documented")
      #expect(!kind.phrase.contains("_"))
    }
    #expect(Set(Reject.Kind.allCases.map(\.phrase)).count == Reject.Kind.allCases.count)
  }
}
