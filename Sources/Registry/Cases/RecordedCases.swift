import Book
import Diagnostics
import Models

/// Cases of our own: what was answered here when a version was registered, so that a later program proves that it
/// still gives the same bits. They say nothing about the training framework.
enum RecordedCases {
  /// What came of asking a model.
  struct Made {
    /// The file, and how many cases are in it; nil for a model that answers nothing that a case can spell.
    var cases: (bytes: [UInt8], count: Int)?
    /// The made-up rows, where all of them are left out.
    var unanswered: UnansweredRows?
  }

  /// **Throws** where a program does not even start: it would answer no row at all.
  static func make(
    _ model: any Model, example: [[String]], base: [String]?
  ) throws(Diagnostic) -> Made {
    var rows: [[String]] = []
    for row in example + BoundaryCases.rows(model, base: base ?? example.first) where !rows.contains(row) {
      rows.append(row)
    }
    var made = Made()
    let madeUp = rows.count { !example.contains($0) && $0 != base }
    var answers: [[String]?] = []
    do throws(Diagnostic) {
      answers = try Verification.answers(model, rows)
    } catch {
      try Interruption.check()
      // A program may die over a row that nobody would send: what it can't answer is left out.
      if isOfStart(error) { throw error }
      made.unanswered = UnansweredRows(count: madeUp, failure: error)
      rows = example
      // What it hung over once costs no second limit.
      answers = example.isEmpty || error.identifier == .processTime ? [] : try exampleAnswers(model, example)
    }
    try Interruption.check()
    let spelled = zip(rows, answers).compactMap { row, answer in answer.map { row + $0 } }
    guard !model.signature.outputs.isEmpty else { return Made() }
    guard !spelled.isEmpty else {
      if made.unanswered == nil { made.unanswered = UnansweredRows(count: madeUp, failure: nil) }
      return made
    }
    // Its own rows were answered when they were asked again.
    if madeUp == 0 { made.unanswered = nil }
    let header =
      model.signature.inputs.map(\.name) + model.signature.outputs.map { "expected_\($0.name)" }
    let text = ([header] + spelled).map { $0.map(field).joined(separator: ",") + "\n" }.joined()
    made.cases = (Array(text.utf8), spelled.count)
    return made
  }

  /// What the model answers to the rows of its example; none where it fails over those, too.
  private static func exampleAnswers(
    _ model: any Model, _ example: [[String]]
  ) throws(Diagnostic) -> [[String]?] {
    do throws(Diagnostic) {
      return try Verification.answers(model, example)
    } catch {
      if isOfStart(error) { throw error }
      return []
    }
  }

  /// Whether a program failed before it wrote its header.
  private static func isOfStart(_ failure: Diagnostic) -> Bool {
    [.processCommand, .processStart, .processHeader].contains(failure.identifier)
  }

  /// The rows of an input example in the order of the model's inputs; none where they do not fit.
  static func rows(of example: ExampleRows?, _ signature: Signature) -> [[String]] {
    guard let example else { return [] }
    let names = signature.inputs.map(\.name)
    let places: [Int?]
    if let columns = example.columns {
      places = names.map { name in
        columns.firstIndex(of: name)
          ?? columns.firstIndex {
            $0.utf8.elementsEqual(name.utf8) { $0 == $1 || ($0 == 0x20 && $1 == 0x5F) }
          }
      }
    } else {
      places = example.rows.first?.count == names.count ? names.indices.map { $0 } : [nil]
    }
    guard places.allSatisfy({ $0 != nil }), places.count == names.count else { return [] }
    return example.rows.map { row in
      places.map { $0.flatMap { row.indices.contains($0) ? row[$0] : nil } ?? "" }
    }
    .filter { row in zip(row, signature.inputs).allSatisfy { $1.kind.canBe($0) } }
  }

  /// Replays them: to the last bit on the platform where they were recorded; elsewhere in the model's own
  /// agreement, with room for another `exp`. What an outside program computes has its own agreement everywhere: no
  /// platform tells which libraries it uses, and how they choose their code.
  ///
  /// **Throws** `registry-recorded-changed` with version, case and output where the answers differ.
  static func replay(
    _ model: any Model, _ cases: [UInt8], recorded: VersionRecord.Recorded, reference: String
  ) throws(Problems) {
    let file = "\(reference) (recorded cases)"
    let read = try several { () throws(Diagnostic) in try CasesFile(cases, file: file) }
    let prepared = try VerificationCases(
      header: read.header, rows: read.rows, signature: model.signature, file: file)
    let platform = Platform.current(for: model)
    let isSame = recorded.platform == platform
    let isProgram = model.agreement == .program
    let result = try several { () throws(Diagnostic) in
      try Verification.replay(
        model, prepared, ulps: isSame ? 0 : 4, agreement: isSame && !isProgram ? .double : model.agreement)
    }
    guard let first = result.failures.first else { return }
    let failed = result.agreements.map(\.failed).reduce(0, +)
    throw Problems(
      Diagnostic(
        .registryRecordedChanged, .failure, at: .init(file: reference),
        "\(failed) of \(result.cases * result.agreements.count) predictions differ from those recorded at registration",
        expected: result.expectation(of: first, in: "recorded case"), found: first.got,
        next: isProgram
          ? programAdvice(recorded, now: platform)
          : isSame
            ? "This program does not score as the one that registered it: keep the older one, and report it."
            : "They were recorded on \(recorded.platform); this is \(platform)."))
  }

  private static func programAdvice(_ recorded: VersionRecord.Recorded, now platform: String) -> String {
    let place = recorded.platform == platform ? "" : " on \(recorded.platform), while this is \(platform)"
    return "What its program uses has changed since \(recorded.recordedAt.prefix(10))\(place): "
      + "look at the interpreter, the packages and the files that are not part of the artefact."
  }

  private static func field(_ text: String) -> String {
    let isPlain = !text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

extension Input.Kind {
  /// Whether a case may hold this text for it.
  fileprivate func canBe(_ text: String) -> Bool {
    switch self {
    case .number: text.isEmpty || DecimalNumber.parse(text) != nil
    case .integer: text.isEmpty || DecimalNumber.parse(text).map { $0 == $0.rounded() } == true
    case .category, .text: true
    }
  }
}
