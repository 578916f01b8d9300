import Testing

@testable import Delivery

@Suite("JSON to the letter")
struct JSONCheckTests {
  private func fault(_ text: String) -> String? {
    do throws(JSONCheck.Fault) {
      try JSONCheck.check(Array(text.utf8))
      return nil
    } catch {
      return "\(error.line): \(error.expected)"
    }
  }

  @Test(
    "takes what RFC 8259 takes",
    arguments: [
      "null", " true\r\n", "false", "\"\"", "0", "-0.5e+10", "12E3", "[]", "{}", "[ ]", "{ }", "[1,[2],{}]",
      #"{"a": 1, "b": [true, null], "": "\u00e9\n\"\\\/"}"#, "\"é€😀\u{7F}\"",
    ])
  func sound(_ text: String) { #expect(fault(text) == nil) }

  @Test(
    "refuses what lenient readers take, with its line",
    arguments: [
      ("[1,]", "1: a value"), ("{\"a\":1,}", "1: a key in quotes"), ("[\n1\n2]", "3: a comma or ]"),
      ("", "1: a value"),
      ("{a:1}", "1: a key in quotes"), ("{'a':1}", "1: a key in quotes"), ("[1] x", "1: an end"),
      ("01", "1: an end"),
      ("1.", "1: a digit"), (".5", "1: a value"), ("-", "1: a digit"), ("+1", "1: a value"),
      ("1e", "1: a digit"),
      ("NaN", "1: a value"), ("nul", "1: a value"),
      ("\"a\nb\"", "1: no line end or other control character in a text"),
      (#""\x""#, "1: a known escape"), (#""\u12G4""#, "1: four hexadecimal digits"),
      ("\"a", "1: the end of a text"),
      ("[1 // one\n]", "1: a comma or ]"), ("\u{FEFF}1", "1: a value"), ("{\"a\" 1}", "1: a colon"),
      ("[", "1: a value"),
      (String(repeating: "[", count: 100_000), "1: at most 128 levels"),
    ])
  func faulty(_ text: String, _ expected: String) { #expect(fault(text) == expected) }

  @Test("refuses what is no UTF-8")
  func bytes() {
    #expect(throws: JSONCheck.Fault.self) { try JSONCheck.check([0x22, 0xFF, 0x22]) }
  }
}
