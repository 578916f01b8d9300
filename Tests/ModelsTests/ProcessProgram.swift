import Diagnostics
import Foundation
import Models
import Tabular

/// A process model made of a page and one small program of the system's shell.
struct ProcessProgram {
  let model: ProcessModel

  /// The program is `p`, and gets the arguments as they are.
  init(
    _ program: String, inputs: String = "{a: number}", outputs: String = "{prediction: number}",
    speaks: String = "csv", arguments: [String] = [], more: String = "batch: 4", shell: String = "/bin/sh"
  ) throws {
    let list = (["p"] + arguments).map { "'\($0)'" }.joined(separator: ", ")
    let page = """
      process:
        command: [\(list)]
        files: [p]
        speaks: \(speaks)
        inputs: \(inputs)
        outputs: \(outputs)
        \(more.replacingOccurrences(of: "\n", with: "\n  "))

      """
    let bundle = try ArtefactBundle(
      main: ("process.yaml", Array(page.utf8)), others: [("p", Array("#!\(shell)\n\(program)".utf8))],
      file: "page.yaml")
    model = try ProcessFormat.open(bytes: bundle.bytes, name: "m.tar", options: .none)
  }

  /// Reads the header, and answers each row with what `answer` prints; `$row` is the row.
  static func answering(_ answer: String, header: String = "prediction", end: String = "echo") -> String {
    """
    IFS= read -r header
    echo \(header)
    while IFS= read -r row; do
      if [ -z "$row" ]; then \(end); else \(answer); fi
    done

    """
  }

  func scorer() throws -> ProcessScorer {
    let request = ScoreRequest(
      columns: Array(model.signature.inputs.indices), wanted: Set(model.signature.outputs.indices))
    guard let scorer = try model.makeScorer(request) as? ProcessScorer else { throw Shell.Failure() }
    return scorer
  }

  /// Scores rows whose fields are text; empty is missing.
  func score(_ rows: [[String]], by scorer: ProcessScorer) throws -> Predictions {
    let inputs = model.signature.inputs
    let columns = inputs.map { Column(source: $0.name, storage: $0.storage) }
    var batch = Batch(Layout(columns: columns, capacity: max((rows.count + 255) / 256 * 256, 256)))
    batch.count = rows.count
    batch.source = "rows.csv"
    let text = Array(rows.joined().joined().utf8)
    var start = 0
    for (row, fields) in rows.enumerated() {
      for (index, field) in fields.enumerated() {
        switch inputs[index].kind {
        case .number, .integer: batch.numbers(index)[row] = Double(field) ?? .nan
        case .category(let names):
          batch.codes(index)[row] =
            field.isEmpty ? -1 : names.firstIndex(of: field).map { Int32($0) } ?? -2
        case .text:
          batch.slices(index)[row] =
            field.isEmpty ? .missing : TextSlice(start: UInt32(start), length: UInt32(field.utf8.count))
        }
        start += field.utf8.count
      }
    }
    let predictions = Predictions(model.signature.outputs, capacity: batch.layout.capacity)
    predictions.reset(count: rows.count)
    var failure: Diagnostic?
    text.withUnsafeBytes { bytes in
      batch.textBase = bytes.baseAddress
      do throws(Diagnostic) { try scorer.score(batch, into: predictions) } catch { failure = error }
    }
    if let failure { throw failure }
    return predictions
  }

  func score(_ rows: [[String]]) throws -> Predictions { try score(rows, by: scorer()) }

  /// What is told of one row after the other: 0, 1, 2 …
  func failure(rows: Int = 3) throws -> Diagnostic? {
    do {
      _ = try score((0..<rows).map { ["\($0)"] })
      return nil
    } catch let diagnostic as Diagnostic {
      return diagnostic
    }
  }
}

extension Predictions {
  func number(_ output: Int, _ row: Int) -> Double { numbers(output)[row] }

  func text(_ output: Int, _ row: Int) -> String? {
    let slice = slices(output)[row]
    return slice.isMissing ? nil : String(decoding: text.bytes(of: slice), as: UTF8.self)
  }
}

/// Suites that start programs run one after the other: some count what is left.
enum ProcessSuites {}
