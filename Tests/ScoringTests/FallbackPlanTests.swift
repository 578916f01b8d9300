import Diagnostics
import Models
import Scoring
import Tabular
import Testing
import Workspace

@Suite("Fallback against its champion")
struct FallbackPlanTests {
  /// A model of which only the signature is looked at.
  struct Named: Model {
    let signature: Signature
    let batchRows = 256
    let facts: [(name: String, value: String)] = []
    let importance: [FeatureImportance] = []

    init(_ outputs: [Output], task: Signature.Task = .multiclass(["a", "b"])) {
      signature = Signature(
        task: task, inputs: [Input(name: "value", kind: .number, required: true)], outputs: outputs)
    }

    func makeScorer(_ request: ScoreRequest) throws(Diagnostic) -> any Scorer {
      throw Diagnostic(.failed, .failure, "not for scoring")
    }
  }

  static let department = Named(OutputNames.outputs(of: .multiclass(["a", "b"]), hasMargin: false))

  private func plan(
    _ fallback: String, champion: Named = department, answer: Named? = nil,
    defaultOutput: [String: String]? = nil, outputs: String = "[class, probability]"
  ) throws -> RunPlan {
    let bench = try Bench(
      "outputs: \(outputs)\noutput: {csv: _out/a.csv}\nfallback: \(fallback)", days: 0)
    let job = try #require(try bench.configuration.jobs["night"])
    func version(_ role: PlannedVersion.Role, _ model: Named) -> PlannedVersion {
      PlannedVersion(
        role: role, name: "\(role)", number: 1, digest: "d", model: model, bands: nil, trainedUntil: nil,
        defaultOutput: defaultOutput)
    }
    let versions = [version(.champion, champion)] + (answer.map { [version(.fallback, $0)] } ?? [])
    return try RunPlan(
      job: job, versions: versions, keys: ["id"], available: ["id", "value"], sourceText: "",
      place: { _ in nil })
  }

  private func problems(_ body: () throws -> RunPlan) -> [Diagnostic] {
    do {
      return try body().remarks
    } catch {
      return (error as? Problems)?.list ?? []
    }
  }

  @Test("the version's own default stands for the outputs that the job selects")
  func defaultOutput() throws {
    let texts = ["class": "general", "probability_a": "0.5", "probability_b": "0.5"]
    let whole = try plan("{default_output: true}", defaultOutput: texts)
    #expect(whole.remarks.isEmpty)
    // What the job leaves out is no mistake, and no part of the plan.
    let part = try plan("{default_output: true}", defaultOutput: texts, outputs: "[class]")
    #expect(part.remarks.isEmpty && part.digest != whole.digest)
    #expect(
      try plan("{default_output: true}", defaultOutput: texts).digest
        != plan("{default_output: true}", defaultOutput: ["class": "other"]).digest)
  }

  @Test("a default that does not fit, or says nothing, is told")
  func badDefault() {
    func told(_ texts: [String: String]) -> [Diagnostic.Identifier] {
      problems { try plan("{default_output: true}", defaultOutput: texts) }.map(\.identifier)
    }
    #expect(told([:]) == [.fallbackDefault])
    #expect(told(["probability_a": "half"]) == [.fallbackValue])
    #expect(told(["department": "general"]) == [.fallbackNothing])
    #expect(told(["class": "general"]) == [.fallbackIncomplete, .fallbackIncomplete])
  }

  @Test(
    "a fallback that gives text where the champion gives numbers does not fit; the other way round it does")
  func kinds() {
    let number = Named([Output(name: "prediction", kind: .number)], task: .regression)
    let text = Named([Output(name: "prediction", kind: .text)], task: .lookup)
    func told(_ champion: Named, _ answer: Named) -> [String] {
      problems { try plan("{model: welcome@1}", champion: champion, answer: answer, outputs: "[prediction]") }
        .map(\.summary)
    }
    #expect(
      told(number, text) == ["fallback@1 gives 'prediction' as text, and champion@1 as a number"])
    #expect(told(text, number) == [])
  }

  @Test("two rules that foretell different things share a reason, and nothing that answers")
  func otherTask() {
    let reason = Output(name: "reason_1", kind: .text)
    let yes = Signature.Task.binary(negative: "no", positive: "yes")
    let classes = Named(OutputNames.outputs(of: yes) + [reason], task: yes)
    let number = Named(OutputNames.outputs(of: .regression) + [reason], task: .regression)
    for (champion, answer, outputs) in [
      (classes, number, "[probability, reason_1]"), (number, classes, "[prediction, reason_1]"),
    ] {
      let told = problems {
        try plan("{model: welcome@1}", champion: champion, answer: answer, outputs: outputs)
      }
      #expect(told.map(\.identifier) == [.fallbackNothing])
    }
    #expect(
      problems { try plan("{model: welcome@1}", champion: classes, answer: number, outputs: "[reason_1]") }
        == [])
  }

  @Test("a classifier without probabilities can't be unsure")
  func withoutProbabilities() {
    let model = Named([Output(name: "class", kind: .label(["a", "b"]))])
    let told = problems {
      try plan("{value: {class: general}, unsure_below: 0.4}", champion: model, outputs: "[class]")
    }
    #expect(told.map(\.identifier) == [.fallbackUnsure])
    #expect(told.first?.expected == "probability_a, probability_b")
  }

  @Test("the highest of three probabilities is never below a third")
  func unsureOfThree() {
    let labels = ["a", "b", "c"]
    let outputs =
      [Output(name: "class", kind: .label(labels))]
      + labels.map { Output(name: "probability_\($0)", kind: .number) }
    func told(_ limit: String) -> [Diagnostic.Identifier] {
      problems {
        try plan(
          "{value: {class: general}, unsure_below: \(limit)}",
          champion: Named(outputs, task: .multiclass(labels)), outputs: "[class]")
      }.map(\.identifier)
    }
    #expect(told("0.33") == [.fallbackUnsure])
    #expect(told("0.34") == [])
  }

  @Test("all that does not fit is told at once")
  func atOnce() {
    let told = problems {
      try plan(
        "{value: {clas: x, probability_a: y}, unsure_below: 0.4}",
        champion: Named([
          Output(name: "class", kind: .label(["a", "b"])), Output(name: "probability_a", kind: .number),
        ]))
    }
    #expect(told.map(\.identifier) == [.fallbackUnsure, .fallbackValue, .fallbackValue])
  }
}
