import Markdown
import Testing

/// Held against what Debian's `cmark-gfm -e table` makes of the same lines.
@Suite("Lines of tables")
struct TableLineTests {
  private let head = "| a |\n| - |\n"

  @Test(
    "ends a table at a line without a cell",
    arguments: [
      "|\n", "|  \n", "| \t\n", "|",
      // One cell more than the library counts.
      String(repeating: "|x", count: 65536) + "|\n", String(repeating: "x|", count: 65535) + "x\n",
    ])
  func notARow(line: String) throws {
    let page = try html(head + line)
    #expect(!page.contains("<tbody>"))
    #expect(page.contains("</table>\n</div>\n<p>"))
  }

  @Test(
    "takes a line with a cell, be it empty",
    arguments: [
      ("||\n", ""), ("| |\n", ""), ("x\n", "x"), ("\\|\n", "|"), ("|\\|\n", "|"), ("|x", "x"),
      (String(repeating: "|x", count: 65535) + "\n", "x"),
      (String(repeating: "x|", count: 65535) + " \n", "x"),
      (String(repeating: "|x", count: 65534) + "|x\\|y\\\\|z|\n", "x"),
    ])
  func row(line: String, cell: String) throws {
    let page = try html(head + line)
    #expect(page.contains("<tbody>\n<tr><td class=\"short\">\(cell)</td></tr>\n</tbody>"))
    #expect(page.hasSuffix("</table>\n</div>\n"))
  }

  @Test("takes a line whatever ends it", arguments: ["\n", "\r\n", "\r", ""])
  func ends(end: String) throws {
    let page = try html(head + "| 1 |\n| 2 |" + end)
    #expect(page.contains("<tr><td class=\"number\">1</td></tr>\n<tr><td class=\"number\">2</td></tr>\n"))
  }

  private func html(_ text: String) throws -> String {
    try Document(parsing: text, file: "a.md").rendered().html
  }
}
