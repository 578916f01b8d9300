package import Diagnostics
import Tabular

/// Replays verification cases: scores their inputs and compares with what the training framework gave.
package enum Verification {
  /// Margins must have the same bits; probabilities and predictions may be `ulps` units of the last place
  /// apart, since `exp` is the machine's. `agreement` (nil: the model's own) says in which precision; a program's
  /// numbers, margins too, have its tolerance instead.
  ///
  /// **Throws:** what the scorer throws.
  package static func replay(
    _ model: any Model, _ cases: VerificationCases, ulps: UInt64 = 1, agreement: Agreement? = nil
  ) throws(Diagnostic) -> VerificationResult {
    let signature = model.signature
    let agreement = agreement ?? model.agreement
    let scales = cases.outputs.indices.map { position in
      cases.expected.reduce(0) { scale, row in
        if case .number(let number) = row[position] { max(scale, number.magnitude) } else { scale }
      }
    }
    var result = VerificationResult(
      cases: cases.count, precision: agreement,
      outputs: cases.outputs.map { index in
        let name = signature.outputs[index].name
        if agreement == .program { return (name, 1) }
        return (name, name.hasPrefix(OutputNames.margin) && agreement != .singleSums ? 0 : ulps)
      })
    try walk(model, cases.inputs, wanted: Set(cases.outputs)) { number, row, predictions in
      compare(number, row, cases, (signature, agreement, scales), predictions, &result)
    }
    return result
  }

  /// What the model says of rows of text: every output of every row, as cases spell them.
  ///
  /// **Shape:** a row of fields for each input of the signature. **Missing values:** an empty field; an empty
  /// answer is a row that the model refuses. nil for a row with an answer that cases can't spell: a number that
  /// is not finite, an empty text.
  package static func answers(_ model: any Model, _ rows: [[String]]) throws(Diagnostic) -> [[String]?] {
    let outputs = model.signature.outputs
    var answers: [[String]?] = []
    try walk(model, rows, wanted: Set(outputs.indices)) { _, row, predictions in
      guard predictions.status[row] == .scored else { return answers.append(outputs.map { _ in "" }) }
      let values = outputs.indices.map { value(outputs[$0], $0, row, predictions) }
      answers.append(
        values.contains { $0 == .text("") || !$0.isSpelled }
          ? nil
          : values.map { value in
            switch value {
            case .number(let number): number.description
            case .text(let text): text
            case .refused: ""
            }
          })
    }
    return answers
  }

  /// Scores rows of text batch by batch; `visit` is told each row's number and its place in the predictions.
  private static func walk(
    _ model: any Model, _ inputs: [[String]], wanted: Set<Int>, visit: (Int, Int, Predictions) -> Void
  ) throws(Diagnostic) {
    let signature = model.signature
    let capacity = max((model.batchRows + 255) / 256 * 256, 256)
    let layout = Layout(
      columns: signature.inputs.map { Column(source: $0.name, storage: $0.storage) }, capacity: capacity)
    var batch = Batch(layout)
    let request = ScoreRequest(columns: Array(signature.inputs.indices), wanted: wanted)
    let scorer = try model.makeScorer(request)
    let predictions = Predictions(signature.outputs, capacity: capacity)
    let codes = signature.inputs.map { $0.codes }
    for first in stride(from: 0, to: inputs.count, by: capacity) {
      try Interruption.check()
      let rows = first..<min(first + capacity, inputs.count)
      // A slice points into this text, which stays where it is until the batch is scored.
      let text = Array(rows.flatMap { inputs[$0] }.joined().utf8)
      batch.count = rows.count
      fill(&batch, inputs[rows], signature, codes)
      predictions.reset(count: rows.count)
      var failure: Diagnostic?
      text.withUnsafeBytes { bytes in
        batch.textBase = bytes.baseAddress
        do throws(Diagnostic) { try scorer.score(batch, into: predictions) } catch { failure = error }
      }
      batch.textBase = nil
      if let failure { throw failure }
      for row in rows { visit(row, row - first, predictions) }
    }
  }

  /// **Shape:** text lies one field behind the other, row by row, as `replay` joins it.
  private static func fill(
    _ batch: inout Batch, _ rows: ArraySlice<[String]>, _ signature: Signature, _ codes: [[[UInt8]: Int32]]
  ) {
    var start = 0
    for (row, fields) in rows.enumerated() {
      for (index, input) in signature.inputs.enumerated() {
        let field = fields[index]
        switch input.storage {
        case .number: batch.numbers(index)[row] = DecimalNumber.parse(field) ?? .nan
        case .category:
          batch.codes(index)[row] =
            field.isEmpty ? Storage.missingCode : codes[index][Array(field.utf8)] ?? Storage.unseenCode
        case .text:
          batch.slices(index)[row] =
            field.isEmpty
            ? .missing : TextSlice(start: UInt32(start), length: UInt32(field.utf8.count))
        }
        start += field.utf8.count
      }
    }
  }

  private static func compare(
    _ number: Int, _ row: Int, _ cases: VerificationCases,
    _ terms: (signature: Signature, agreement: Agreement, scales: [Double]), _ predictions: Predictions,
    _ result: inout VerificationResult
  ) {
    let signature = terms.signature
    let isScored = predictions.status[row] == .scored
    for (position, output) in cases.outputs.enumerated() {
      let got = isScored ? value(signature.outputs[output], output, row, predictions) : .refused
      let expected = cases.expected[number][position]
      let (ulps, difference) = distance(expected, got, terms.agreement, scale: terms.scales[position])
      result.record(
        position, ulps: ulps, difference: difference,
        VerificationResult.Failure(
          number: number + 1, output: signature.outputs[output].name, expected: expected.text, got: got.text,
          isOfNumbers: expected.isNumber && got.isNumber))
    }
  }

  private static func value(
    _ output: Output, _ index: Int, _ row: Int, _ predictions: Predictions
  ) -> VerificationCases.Expectation {
    switch output.kind {
    case .number:
      let number = predictions.numbers(index)[row]
      return number.isNaN ? .refused : .number(number)
    case .label(let labels):
      let label = Int(predictions.labels(index)[row])
      return labels.indices.contains(label) ? .text(labels[label]) : .refused
    case .text:
      let slice = predictions.slices(index)[row]
      if slice.isMissing { return .refused }
      return .text(String(decoding: predictions.text.bytes(of: slice), as: UTF8.self))
    }
  }

  /// Units of the last place between two numbers; the most there is for anything else that differs.
  ///
  /// - Parameter scale: The largest magnitude that is expected of the output, for `singleSums` and `program`; 1
  ///   stands there for all that is near enough.
  static func distance(
    _ expected: VerificationCases.Expectation, _ got: VerificationCases.Expectation,
    _ agreement: Agreement = .double, scale: Double = 1
  ) -> (ulps: UInt64, difference: Double) {
    guard case .number(let a) = expected, case .number(let b) = got else {
      return (expected.text.utf8.elementsEqual(got.text.utf8) ? 0 : .max, 0)
    }
    if a.bitPattern == b.bitPattern { return (0, 0) }
    let difference = (a - b).magnitude
    switch agreement {
    case .double:
      guard a.isFinite, b.isFinite, a.sign == b.sign else { return (.max, difference) }
      return (
        a.bitPattern > b.bitPattern ? a.bitPattern - b.bitPattern : b.bitPattern - a.bitPattern, difference
      )
    case .single:
      let (x, y) = (Float(a), Float(b))
      if x.bitPattern == y.bitPattern { return (0, 0) }
      guard x.isFinite, y.isFinite, x.sign == y.sign else { return (.max, difference) }
      let ulps = x.bitPattern > y.bitPattern ? x.bitPattern - y.bitPattern : y.bitPattern - x.bitPattern
      return (UInt64(ulps), difference)
    case .singleSums:
      if Float(a).bitPattern == Float(b).bitPattern { return (0, 0) }
      guard a.isFinite, b.isFinite else { return (.max, difference) }
      return (difference <= Agreement.sumsTolerance * scale ? 1 : .max, difference)
    case .program:
      guard a.isFinite, b.isFinite else { return (.max, difference) }
      let rest = Agreement.programRest * scale
      let isNear =
        difference <= Agreement.programTolerance * a.magnitude || (a.magnitude <= rest && b.magnitude <= rest)
      return (isNear ? 1 : .max, difference)
    }
  }
}

extension VerificationCases.Expectation {
  /// Whether a case can spell it.
  fileprivate var isSpelled: Bool {
    if case .number(let number) = self { number.isFinite } else { true }
  }

  fileprivate var isNumber: Bool {
    if case .number = self { true } else { false }
  }

  fileprivate var text: String {
    switch self {
    case .number(let number): String(number)
    case .text(let text): "'\(text)'"
    case .refused: "no prediction"
    }
  }
}

extension Input {
  /// The code of each category by its bytes, which tell apart what strings hold equal; empty for other kinds.
  fileprivate var codes: [[UInt8]: Int32] {
    guard case .category(let categories) = kind else { return [:] }
    let coded = categories.enumerated().map { (Array($1.utf8), Int32($0)) }
    return Dictionary(coded, uniquingKeysWith: { first, _ in first })
  }
}
