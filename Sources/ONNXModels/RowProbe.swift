import Diagnostics

/// Finds out why ONNX Runtime fails over a run of rows: whether some of them make it fail by themselves, or the model
/// fails whatever it is given.
///
/// At most one small run for each row, and three whole ones.
final class RowProbe {
  private static let next =
    "Look at memory and at ONNX Runtime's version, and open the model with 'scorebook model inspect'."

  private let run: SessionRun
  private let names: [String]
  /// The made-up row that went through when the model was opened.
  private let sample: Int
  /// For one row alone; a run of one row, where the model takes one.
  private var single: SessionRun?

  init(_ run: SessionRun, names: [String], sample: Int) {
    self.run = run
    self.names = names
    self.sample = sample
  }

  /// Runs the made-up row.
  ///
  /// **Throws** a diagnostic with ONNX Runtime's words about it: no row is to blame then.
  func checkSample() throws(Diagnostic) {
    TrialRows.fill(run) { [sample] _ in sample }
    do { try run.run() } catch { throw failure("the model fails over every row, also made-up ones", error) }
  }

  /// What ONNX Runtime says of row `place` of the run alone, as it lies in the buffers; nil where it goes through.
  ///
  /// **Throws** `onnx-run` where no second run can be made: the first one's buffers hold the rows to be judged.
  func message(ofRow place: Int) throws(Diagnostic) -> String? {
    let single = try prepared()
    for (tensor, buffers) in zip(run.inputs.tensors, zip(run.buffers, single.buffers)) {
      let bytes = tensor.width * tensor.element.width
      for row in 0..<single.rows {
        (buffers.1 + row * bytes).copyMemory(from: buffers.0 + place * bytes, byteCount: bytes)
      }
    }
    do {
      try single.run()
      return nil
    } catch {
      return RuntimeFailure.words(error.message, limit: 200)
    }
  }

  /// Puts the made-up row in the place of some rows and runs what is left.
  ///
  /// **Throws** where rows that go through alone fail together.
  func runWithout(_ places: some Sequence<Int>) throws(Diagnostic) {
    for place in places { TrialRows.put(sample, at: place, of: run) }
    do { try run.run() } catch {
      // The words may quote these rows, which belong into no log.
      throw Diagnostic(
        .onnxRun, .failure, "the model fails over rows that go through one by one", next: RowProbe.next,
        aside: RuntimeFailure.words(error.message))
    }
  }

  private func prepared() throws(Diagnostic) -> SessionRun {
    if let single { return single }
    let rows = run.inputs.tensors.lazy.compactMap(\.fixedRows).first ?? 1
    for rows in [rows, run.rows] {
      guard let candidate = try? SessionRun(run.session, run.inputs, outputs: names, rows: rows) else {
        continue
      }
      TrialRows.fill(candidate) { [sample] _ in sample }
      guard (try? candidate.run()) != nil else { continue }
      single = candidate
      return candidate
    }
    throw Diagnostic(
      .onnxRun, .failure, "the model fails over a batch, and its rows can't be tried one by one",
      next: RowProbe.next)
  }

  private func failure(_ summary: String, _ error: RuntimeFailure) -> Diagnostic {
    Diagnostic(
      .onnxRun, .failure, summary, found: RuntimeFailure.words(error.message), next: RowProbe.next)
  }
}
