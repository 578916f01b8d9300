import Diagnostics

extension ProcessAnswers {
  /// Where the rows came from, and which one it is about.
  private func about(_ row: Int) -> (place: Diagnostic.Place?, text: String) {
    let file = place.source.isEmpty ? nil : Diagnostic.Place(file: place.source)
    guard let rows, row < expected else { return (file, "the answer behind the batch's last row") }
    return (file, "the answer to record \(record(Int(rows[row])))")
  }

  /// Number of a batch's row in its source.
  func record(_ row: Int) -> Int { place.firstRecord + (place.offsets.map { Int($0[row]) } ?? row) }

  static func orRefused(_ what: String) -> String { "\(what), or all fields empty for a row that is refused" }

  func miscounted(_ summary: String) -> Diagnostic {
    Diagnostic(
      .processRows, at: about(row).place, "the program \(summary)",
      expected: expected == 0 ? "its header" : "\(expected) rows and an empty line",
      found: expected == 0 ? nil : summary.contains("few") ? row == 1 ? "1 row" : "\(row) rows" : "more",
      next: expected == 0 ? nil : "The batch begins with record \(rows.map { record(Int($0[0])) } ?? 1).")
  }

  func tooMuch() -> Diagnostic {
    Diagnostic(
      .processTooMuch, at: about(row).place, "the program writes more than is taken",
      expected:
        "lines of at most \(ProcessAnswers.lineLimit) bytes, and \(ProcessAnswers.batchLimit) for a batch")
  }

  func wrong(_ output: Int, _ summary: String, _ expected: String) -> ProcessFault {
    let about = about(row)
    let field = fields[output]
    return .failed(
      Diagnostic(
        .processAnswer, at: about.place, "\(about.text): '\(visible(outputs[output].name))' \(summary)",
        expected: expected,
        found: field.count > 0 ? quoted(String(decoding: field.bytes.prefix(256), as: UTF8.self)) : nil))
  }

  func malformed(_ line: UnsafeMutableBufferPointer<UInt8>, _ expected: String) -> ProcessFault {
    let about = about(row)
    return .failed(
      Diagnostic(
        .processAnswer, at: about.place, "\(about.text) can't be read", expected: expected,
        found: quoted(String(decoding: line.prefix(256), as: UTF8.self))))
  }

  func wrongHeader(_ line: UnsafeMutableBufferPointer<UInt8>) -> ProcessFault {
    .failed(
      Diagnostic(
        .processHeader, .failure, "the program's header is not the page's outputs",
        expected: "\(outputs.prefix(12).map { quoted($0.name) }.joined(separator: ", ")), each once",
        found: quoted(String(decoding: line.prefix(256), as: UTF8.self)),
        next: "The first line that it writes is its header; what it prints besides belongs on standard error."
      ))
  }
}
