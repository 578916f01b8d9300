import Diagnostics
import Models
import Scoring
import Testing
import Workspace

@Suite("Classes of a shadow and of its champion")
struct ShadowLabelTests {
  typealias Named = FallbackPlanTests.Named

  private static func told(_ ours: [String], _ theirs: [String], _ outputs: String) throws -> [Diagnostic] {
    let bench = try Bench("outputs: \(outputs)\noutput: {csv: _out/a.csv}\nshadow: [welcome@1]", days: 0)
    let job = try #require(try bench.configuration.jobs["night"])
    func version(_ role: PlannedVersion.Role, _ labels: [String]) -> PlannedVersion {
      let task: Signature.Task =
        labels.count == 2 ? .binary(negative: labels[0], positive: labels[1]) : .multiclass(labels)
      return PlannedVersion(
        role: role, name: "\(role)", number: 1, digest: "d",
        model: Named(OutputNames.outputs(of: task), task: task), bands: [0.5], trainedUntil: nil)
    }
    return try RunPlan(
      job: job, versions: [version(.champion, ours), version(.shadow, theirs)], keys: ["id"],
      available: ["id", "value"], sourceText: "", place: { Diagnostic.Place(file: $0) }
    ).remarks
  }

  @Test(
    "one whose probability is of another class is a warning: an evaluation would not see it",
    arguments: [
      (["no", "yes"], ["yes", "no"], "[probability]", true),
      (["no", "yes"], ["yes", "no"], "[class]", false),
      (["no", "yes"], ["no", "yes"], "[probability]", false),
      (["no", "yes"], ["other", "yes"], "[margin, band]", false),
      (["0", "1"], ["1", "0"], "[probability]", true), (["a", "b", "c"], ["c", "b"], "[class]", false),
      // Where one of both does not name its classes, nobody can say.
      (["no", "yes"], ["0", "1"], "[probability]", false),
      (["0", "1"], ["no", "yes"], "[probability]", false),
    ])
  func positive(_ ours: [String], _ theirs: [String], _ outputs: String, _ isTold: Bool) throws {
    let told = try Self.told(ours, theirs, outputs)
    #expect(told.map(\.identifier) == (isTold ? [.shadowLabels] : []))
    #expect(told.allSatisfy { $0.severity == .warning && $0.place?.file == "shadow" })
  }

  @Test("the warning says which columns, whose, and of which class")
  func words() throws {
    #expect(
      try Self.told(["no", "yes"], ["yes", "no"], "[margin, probability, class]").map(\.summary) == [
        "'margin', 'probability' of shadow shadow@1 stand for 'no', and of champion@1 for 'yes': an evaluation "
          + "takes both for the same"
      ])
  }
}
