/// Reads the stages of a run in the very form in which `RecordJSON` writes them, as `ProfileReader` does: there are as many
/// as runs.
enum StagesReader {
  static func stages(_ text: String) -> RunRecord.Stages? { RecordText.read(text) { $0.stages() } }
}

extension RecordText {
  fileprivate mutating func stages() -> RunRecord.Stages? {
    guard take("{\"commit\":"), let commit = double(), take(",\"judge\":"), let judge = double(),
      take(",\"score\":"), let score = double(), take("}")
    else { return nil }
    return RunRecord.Stages(score: score, judge: judge, commit: commit)
  }
}
