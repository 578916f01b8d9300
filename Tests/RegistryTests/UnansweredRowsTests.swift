import Diagnostics
import Foundation
import Models
import Testing

@testable import Registry

@Suite("Rows that a model does not answer at registration")
struct UnansweredRowsTests {
  /// A shell program that answers the rows that a pattern fits, and dies over others.
  private func model(_ pattern: String) throws -> any Model {
    let page = """
      process:
        command: [sh, serve.sh]
        files: [serve.sh]
        speaks: csv
        inputs: {region: text}
        outputs: {prediction: number}
        environment: [PATH]

      """
    let program =
      "read -r header; echo prediction; while IFS= read -r row; do case $row in \(pattern)) echo 1;; '') echo;; "
      + "*) exit 3;; esac; done\n"
    let bundle = try ArtefactBundle(
      main: (ProcessFormat.pageName, Array(page.utf8)), others: [("serve.sh", Array(program.utf8))],
      file: "process.yaml")
    return try ProcessFormat.open(bytes: bundle.bytes, name: "m.tar", options: .none)
  }

  @Test("are told as its own where none of them was made up")
  func ownRows() throws {
    // All that would be made up for a text is in the example.
    let example = [["north"], ["south"], [BoundaryCases.unseen], [""]]
    let made = try RecordedCases.make(model("east"), example: example, base: nil)
    let unanswered = try #require(made.unanswered)
    #expect(made.cases == nil && unanswered.count == 0 && unanswered.failure != nil)
    let warning = unanswered.warning("m@1")
    #expect(
      warning.summary
        == "m@1 failed over the rows of its own example or cases, and none of its answers to them is recorded"
    )
    #expect(warning.next?.contains("missing and unseen") == false)
    #expect(!warning.description.contains("made-up"))
  }

  @Test("are counted where they were made up", arguments: [(1, "a made-up row"), (3, "3 made-up rows")])
  func madeUp(count: Int, words: String) {
    let warning = UnansweredRows(count: count, failure: nil).warning("m@1")
    #expect(warning.summary == "m@1 gave no answer to \(words) that can be recorded")
    #expect(warning.next?.contains("missing and unseen") == true)
  }
}
