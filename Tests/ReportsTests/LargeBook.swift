import Book
import Foundation
import Reports
import Workspace

/// A made-up book of many models and nights, entered quickly.
struct LargeBook {
  let models: Int
  let nights: Int
  /// Inputs of each model, each with a histogram of ten cells.
  let inputs: Int

  var yaml: String {
    var text = "name: Large\ntimezone: UTC\ndatasets:\n"
    for model in 0..<models { text += "  rows_\(model): {csv: \"data/\(model)/:date.csv\", key: [id]}\n" }
    text += "models:\n"
    for model in 0..<models {
      text += "  model_\(model):\n    question: Number \(model)?\n    versions: [{artefact: m\(model).txt}]\n"
      text += "    aliases: {champion: 1}\n"
    }
    text += "jobs:\n"
    for model in 0..<models {
      text += """
          job_\(model):
            input: rows_\(model)
            model: model_\(model)@champion
            every: 1d
            since: 2023-01-01
            output: {sqlite: _out/all.db, table: scores_\(model)}

        """
    }
    return text + "site:\n  title: Large\n  languages: [en]\n"
  }

  private func profile(_ night: Int, _ model: Int) -> Profile {
    func column(_ name: String, _ place: Int) -> ColumnProfile {
      let shift = (night * (place + 1) / 40) % 90
      let counts = (0..<10).map { 100 + ($0 == 0 ? -shift : $0 == 9 ? shift : 0) }
      return .number(
        NumberProfile(
          name: name, count: 1000, missing: 0, mean: 12.5 + Double(night % 7), standardDeviation: 3.25,
          minimum: 0.1,
          maximum: 99.9, quantiles: (0...20).map { 0.1 + Double($0) * 4.99 },
          histogram: .init(edges: (1...9).map { Double($0) * 10 }, counts: counts)))
    }
    return Profile(
      rows: 1000, inputs: (0..<inputs).map { column("input_\($0)", $0) },
      outputs: [column("probability", model % 5)])
  }

  func fill(_ book: Book) throws {
    for model in 0..<models {
      let name = "model_\(model)"
      _ = try book.addVersion(
        Samples.version(name, digest: ContentDigest.sha256(name)), profile: profile(0, model),
        numbering: .next)
      _ = try book.setAlias(
        AliasRecord(
          model: name, alias: "champion", number: 1, since: "2023-01-01T00:00:00Z", by: "a", reason: nil,
          evidence: nil))
    }
    for night in 0..<nights {
      let date = CalendarDate(daysSinceEpoch: 19_358 + night).description
      let stamp = date.filter { $0 != "-" }
      for model in 0..<models {
        let id = "\(stamp)T020000Z-\(String(format: "%08x", model))"
        let failed = (night * 7 + model) % 211 == 0
        let time = "\(date)T02:00:00Z"
        try book.begin(
          RunStart(
            id: id, job: "job_\(model)", date: date, startedAt: time,
            versions: [
              .init(
                role: .champion, model: "model_\(model)", number: 1,
                digest: ContentDigest.sha256("model_\(model)"))
            ], planDigest: Samples.digest("1"), target: "_out/all.db#scores_\(model)", threads: 2,
            process: Samples.process, program: "scorebook 0.1.0"))
        try book.finish(
          id,
          RunEnd(
            state: failed ? .failed : .committed, finishedAt: time, inputDigest: Samples.digest("2"),
            sourceStamp: "s", rowsIn: 1000 + night, rowsOut: failed ? 0 : 1000 + night, rejects: 0,
            stages: .init(score: 0.25 + Double(night % 5) / 100, judge: 0.001, commit: 0.05),
            problems: failed ? "the disk is full" : nil), profiles: failed ? [] : [profile(night, model)])
      }
    }
  }
}
