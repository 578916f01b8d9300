import Diagnostics
import Models
import Scoring
import Testing
import Workspace

@Suite("Classes of a fallback and of its champion")
struct FallbackLabelTests {
  typealias Named = FallbackPlanTests.Named

  private static func classifier(_ labels: [String]) -> Named {
    let task: Signature.Task =
      labels.count == 2 ? .binary(negative: labels[0], positive: labels[1]) : .multiclass(labels)
    return Named(OutputNames.outputs(of: task), task: task)
  }

  private static func told(
    _ champion: Named, _ answer: Named, _ outputs: String
  ) throws -> [Diagnostic] {
    let bench = try Bench(
      "outputs: \(outputs)\noutput: {csv: _out/a.csv}\nfallback: {model: welcome@1}", days: 0)
    let job = try #require(try bench.configuration.jobs["night"])
    func version(_ role: PlannedVersion.Role, _ model: Named) -> PlannedVersion {
      PlannedVersion(
        role: role, name: "\(role)", number: 1, digest: "d", model: model, bands: [0.5], trainedUntil: nil)
    }
    do {
      return try RunPlan(
        job: job, versions: [version(.champion, champion), version(.fallback, answer)], keys: ["id"],
        available: ["id", "value"], sourceText: "", place: { Diagnostic.Place(file: $0) }
      ).remarks
    } catch {
      return error.list
    }
  }

  private static func told(_ ours: [String], _ theirs: [String], _ outputs: String) throws -> [Diagnostic] {
    try told(classifier(ours), classifier(theirs), outputs)
  }

  @Test(
    "what stands for one of two classes stands for the same one",
    arguments: [
      (["no", "yes"], ["no", "yes"], "[margin, probability, band, class]", true),
      (["no", "yes"], ["other", "yes"], "[margin, probability, band]", true),
      (["no", "yes"], ["yes", "no"], "[class]", true),
      (["no", "yes"], ["yes", "no"], "[probability]", false),
      (["no", "yes"], ["yes", "no"], "[margin]", false), (["no", "yes"], ["yes", "no"], "[band]", false),
      (["no", "yes"], ["no", "maybe"], "[probability]", false),
      (["0", "1"], ["1", "0"], "[probability]", false), (["1", "0"], ["0", "1"], "[probability]", false),
      (["0", "1"], ["1", "2"], "[probability]", false),
    ])
  func positive(_ ours: [String], _ theirs: [String], _ outputs: String, _ fits: Bool) throws {
    let told = try Self.told(ours, theirs, outputs)
    #expect(told.map(\.identifier) == (fits ? [] : [.fallbackLabels]))
    #expect(told.allSatisfy { $0.severity == .error && $0.kind == .configuration })
  }

  @Test(
    "reasons and contributions speak for the same class, too, whatever stands beside them",
    arguments: [
      "reason_1", "reason_12", "reason_1_contribution", "contribution_value", "contribution_base",
    ])
  func reasons(_ name: String) throws {
    func model(_ labels: [String], also: Bool = true) -> Named {
      let plain = Self.classifier(labels).signature
      return Named(plain.outputs + (also ? [Output(name: name, kind: .text)] : []), task: plain.task)
    }
    let pair = model(["no", "yes"])
    func refused(_ answer: Named, _ champion: Named? = nil) throws -> [String] {
      try Self.told(champion ?? pair, answer, "[class, \(name)]").filter { $0.severity == .error }
        .map(\.summary)
    }
    #expect(try refused(model(["no", "yes"])) == [])
    #expect(
      try refused(model(["yes", "no"])) == [
        "'\(name)' of fallback@1 stands for 'no', and of champion@1 for 'yes'"
      ])
    // What it does not have stays empty, and what the job leaves out is not there.
    #expect(try refused(model(["yes", "no"], also: false)) == [])
    #expect(try Self.told(pair, model(["yes", "no"]), "[class]") == [])
    // Another output of the model's own may mean anything.
    let own = Named(
      pair.signature.outputs + [Output(name: "reasoning", kind: .text)],
      task: .binary(negative: "no", positive: "yes"))
    let other = Named(own.signature.outputs, task: .binary(negative: "yes", positive: "no"))
    #expect(try Self.told(own, other, "[class, reasoning]") == [])
    // Against all other classes: these must be the same.
    let three = model(["a", "b", "c"])
    #expect(try refused(model(["c", "b", "a"]), three) == [])
    for fewer in [["a", "b"], ["b", "a"]] {
      #expect(
        try refused(model(fewer), three) == [
          "'\(name)' would not mean the same: fallback@1 and champion@1 tell other classes apart"
        ])
    }
    #expect(try refused(model(["no", "yes", "later"])).count == 2)
  }

  @Test("a column that the fallback does not fill is not compared: it stays empty, and check says which")
  func unfilled() throws {
    let three = Self.classifier(["a", "b", "c"])
    let two = Self.classifier(["a", "b"])
    let told = try Self.told(three, two, "[class, probability]")
    #expect(told.allSatisfy { $0.severity == .warning })
    #expect(
      told.map(\.summary)
        == ["a", "b", "c"].map { "the fallback gives no 'probability_\($0)', which stays empty on its rows" })
    #expect(try Self.told(three, two, "[probability]").map(\.identifier) == [.fallbackNothing])
    // A table of several classes of which there are two has columns for them.
    let task = Signature.Task.multiclass(["a", "b"])
    let shares = Named(OutputNames.outputs(of: task), task: task)
    #expect(
      try Self.told(three, shares, "[class, probability]").map(\.summary) == [
        "'probability_a', 'probability_b' would not mean the same: fallback@1 and champion@1 tell other classes apart"
      ])
    #expect(try Self.told(three, shares, "[class, probability_c]").map(\.identifier) == [.fallbackIncomplete])
  }

  @Test("an amount and a score that only ranks are both a prediction: check warns")
  func scale() throws {
    let amount = Named(OutputNames.outputs(of: .regression), task: .regression)
    let rank = Named(OutputNames.outputs(of: .ranking), task: .ranking)
    for (champion, answer, outputs) in [(amount, rank, "[prediction]"), (rank, amount, "[prediction, band]")]
    {
      let told = try Self.told(champion, answer, outputs)
      #expect(told.map(\.identifier) == [.fallbackScale] && told.allSatisfy { $0.severity == .warning })
    }
    #expect(
      try Self.told(amount, rank, "[prediction]").map(\.summary) == [
        "'prediction' of fallback@1 comes from a ranking, whose score only orders rows, and of champion@1 from a "
          + "regression, which foretells an amount"
      ])
    #expect(try Self.told(amount, amount, "[prediction]") == [])
    #expect(try Self.told(rank, rank, "[prediction]") == [])
  }

  @Test("the refusal names the place, both lists, and the way out")
  func words() throws {
    let told = try Self.told(["no", "yes"], ["yes", "no"], "[margin, probability, class]")
    #expect(
      told.map(\.description) == [
        "fallback.model: 'margin', 'probability' of fallback@1 stand for 'no', and of champion@1 for 'yes'; "
          + "expected the labels 'no', 'yes', found 'yes', 'no'. Name a fallback whose second label is 'yes', "
          + "register it with --labels if the class only has another name, or leave 'margin', 'probability' "
          + "out of outputs."
      ])
  }

  @Test("classes that one of both only numbers are taken for the other's, and check says so")
  func numbered() throws {
    for (ours, theirs) in [(["no", "yes"], ["0", "1"]), (["0", "1"], ["no", "yes"])] {
      let told = try Self.told(ours, theirs, "[probability]")
      #expect(told.map(\.identifier) == [.fallbackLabels] && told.allSatisfy { $0.severity == .warning })
      let classes = try Self.told(ours, theirs, "[class]")
      #expect(classes.map(\.identifier) == [.fallbackLabels] && classes.allSatisfy { $0.severity == .error })
    }
  }

  @Test(
    "a class that the champion never gives is refused; fewer and another order are not",
    arguments: [
      (["a", "b", "c"], ["c", "a", "b"], [String]()), (["a", "b", "c"], ["b", "a"], []),
      (["a", "b", "c"], ["a", "b", "human"], ["human"]), (["a", "b"], ["b", "c", "a"], ["c"]),
    ])
  func classes(_ ours: [String], _ theirs: [String], _ strange: [String]) throws {
    let told = try Self.told(ours, theirs, "[class]")
    #expect(told.map(\.identifier) == (strange.isEmpty ? [] : [.fallbackLabels]))
    for label in strange {
      #expect(
        told.map(\.summary) == ["fallback@1 gives 'class' '\(label)', which champion@1 never gives"])
    }
  }

  @Test(
    "probabilities of several classes are those of the same classes, in any order",
    arguments: [
      (["c", "a", "b"], true), (["a", "b", "d"], false), (["a", "b", "c", "d"], false),
    ])
  func several(_ theirs: [String], _ fits: Bool) throws {
    for outputs in ["[probability]", "[margin]", "[probability_b, margin_a]"] {
      let told = try Self.told(["a", "b", "c"], theirs, outputs)
      #expect(fits ? told == [] : told.first?.identifier == .fallbackLabels, "\(outputs)")
    }
  }

  @Test("where one of both tells no list of classes, there is nothing to compare")
  func unknown() throws {
    let number = Output(name: "probability", kind: .number)
    let text = Named([number, Output(name: "class", kind: .text)], task: .lookup)
    let listed = Named([number, Output(name: "class", kind: .label(["x"]))], task: .lookup)
    let pair = Self.classifier(["no", "yes"])
    for (champion, answer) in [(pair, text), (text, pair), (listed, pair), (text, listed)] {
      #expect(try Self.told(champion, answer, "[probability, class]") == [])
    }
    // What a table can give is known, though.
    #expect(try Self.told(pair, listed, "[class]").map(\.identifier) == [.fallbackLabels])
  }

  @Test("a fallback that gives classes alone leaves probabilities empty, which is told as ever")
  func classesAlone() throws {
    let labels = ["a", "b", "c"]
    let alone = Named([Output(name: "class", kind: .label(labels))], task: .multiclass(labels))
    let told = try Self.told(Self.classifier(labels), alone, "[class, probability]")
    #expect(told.map(\.identifier) == [.fallbackIncomplete, .fallbackIncomplete, .fallbackIncomplete])
  }
}
