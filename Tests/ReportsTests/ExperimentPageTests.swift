import Book
import Foundation
import Markdown
import Reports
import Testing

@Suite("Pages of experiments and trials")
struct ExperimentPageTests {
  private func output(
    _ trials: [TrialRecord], verdict: ExperimentVerdict? = Samples.verdict,
    experiment: ExperimentRecord = Samples.depth
  ) throws -> ReportOutput {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.enter(trials, of: experiment, in: book)
    return try ReportBuilder(
      configuration: scratch.configuration(), book: book,
      verdicts: verdict.map { [experiment.name: $0] } ?? [:]
    ).documents()
  }

  @Test("golden pages of an experiment with a candidate that is better")
  func golden() throws {
    let output = try output(Samples.trials)
    let own = ReportOutput(
      documents: output.documents.filter { $0.path.hasPrefix("experiments/") }, assets: output.assets,
      sources: [])
    try GoldenPageTests.check(
      own, in: "experiments",
      assets: [
        "experiments/depth/figures/index-difference-1.csv", "experiments/depth/figures/index-curve-1.csv",
      ])
  }

  @Test("the verdict stands first, what is equal is folded, and the baseline's runs lead to their pages")
  func page() throws {
    let page = try output(Samples.trials).text("experiments/depth/index.md")
    #expect(page.contains("**deep is better than rule:** auc higher by 0.0205."))
    #expect(page.contains("1 trial not finished: left out."))
    #expect(page.contains("+0.02050 *(0.01410–0.02690)*"))
    let table = try #require(page.range(of: "## In what they differ"))
    let fold = try #require(page.range(of: "[!DETAILS] All parameters"))
    let before = page[table.upperBound..<fold.lowerBound]
    #expect(before.contains("depth") && !before.contains("forest"))
    #expect(page[fold.upperBound...].contains("forest"))
    #expect(page.contains("[rule again](rule-again.md)"))
    #expect(page.contains("| failed "))
  }

  @Test("a trial's page tells what it differs in and what came of it")
  func trial() throws {
    let page = try output(Samples.trials).text("experiments/depth/deep.md")
    #expect(page.contains("It is one of 2 runs of deep, which are judged together."))
    #expect(page.contains("+0.02000"))
    #expect(page.contains("1 min 30 s") || page.contains("90.5 s"))
    #expect(page.contains("registered as"))
  }

  @Test("of very many trials only those that are told have a page, and the rest is said to be there")
  func many() throws {
    let trials = (0..<300).map { k in
      Samples.trial(
        "sweep \(k)", id: "id-\(k)", parameters: ["rate": "\(0.001 * Double(k + 1))"],
        metrics: ["auc": 0.7 + 0.0001 * Double(k)])
    }
    let output = try output(trials, verdict: nil)
    let pages = output.documents.filter { $0.path.hasPrefix("experiments/depth/") }
    #expect(pages.count <= 61)
    #expect(output.text("experiments/depth/index.md").contains("Of 300 trials these"))
    #expect(output.text("experiments/depth/index.md").contains("`scorebook experiment show depth`"))
  }

  @Test("trials of one name, or of names that differ in their case, have pages of their own")
  func names() throws {
    let trials = ["run", "run", "RUN", "../../etc/passwd", "index", "x|y\n# <script>alert(1)</script>"]
      .enumerated()
      .map { Samples.trial($1, id: "id-\($0)", parameters: [:], metrics: ["auc": 0.7]) }
    let output = try output(trials)
    let pages = output.documents.filter { $0.path.hasPrefix("experiments/depth/") }.map(\.path)
    #expect(pages.count == 7)
    #expect(Set(pages.map { $0.lowercased() }).count == 7)
    #expect(pages.allSatisfy { !$0.contains("..") })
    for document in output.documents {
      let parsed = try Document(parsing: document.markdown, file: document.path)
      #expect(HostileTextTests.suspicious(parsed.tree) == [], "\(document.path)")
    }
  }

  @Test(
    "candidates of one reason are told in one sentence, whatever their names, and each reason has its own")
  func reasons() throws {
    let names = ["best", "better", "good", "lost", "a1", "a2", "a3", "a4"]
    let trials =
      [Samples.trial("rule", parameters: ["depth": "1"], metrics: ["auc": 0.79])]
      + names.enumerated().map { place, name in
        Samples.trial(
          name, parameters: ["depth": "\(place + 2)"], metrics: name == "lost" ? [:] : ["auc": 0.8])
      }
    func candidate(_ name: String) -> ExperimentComparison.Candidate {
      var auc = ExperimentComparison.Figure(metric: "auc")
      auc.isHigherBetter = true
      auc.baseline = 0.79
      auc.value = name == "lost" ? nil : 0.8
      auc.difference = auc.value.map { $0 - 0.79 }
      auc.isToleranceUnproven = name == "lost"
      let reason = name == "lost" ? "it has no auc." : "one run each."
      return .init(
        group: .init(name: name, runs: [TrialKey(origin: "log", id: name)], parameters: [], versions: []),
        verdict: .undefined,
        sentence: "Nothing tells whether \(name) is better or worse than rule: \(reason)",
        reason: reason, figures: [auc])
    }
    var worse = ExperimentComparison.Figure(metric: "auc")
    worse.isToleranceExceeded = true
    worse.value = 0.7
    worse.baseline = 0.79
    let bad = ExperimentComparison.Candidate(
      group: .init(name: "bad", runs: [], parameters: [], versions: []), verdict: .worse,
      sentence: "bad is worse than rule: auc is 0.09 worse, more than the 0.002 let pass.", figures: [worse])
    let comparison = ExperimentComparison(
      baseline: .init(
        name: "rule", runs: [TrialKey(origin: "log", id: "rule")], parameters: [], versions: []),
      candidates: names.map(candidate) + [bad], differing: [], correction: "holm", tests: 0, trials: 9,
      unfinished: 0, details: [])
    let page = try output(trials, verdict: .compared(comparison)).text("experiments/depth/index.md")
    #expect(
      page.contains(
        "- **Nothing tells whether best is better or worse than rule:** one run each. The same has to be said of "
          + "better, good, a1, a2, a3 and a4.\n"))
    #expect(
      page.contains("- **Nothing tells whether lost is better or worse than rule:** it has no auc.\n"))
    #expect(page.contains("– can't be told, tolerance unproven"))
    #expect(page.contains("▼ worse, tolerance exceeded"))
    #expect(!page.contains("– can't be told, tolerance exceeded") && !page.contains("not comparable"))
  }

  @Test("an experiment that can't be compared says why; one without trials names the command")
  func untold() throws {
    let page = try output(Samples.trials, verdict: .untold("Nobody said what has to be beaten.")).text(
      "experiments/depth/index.md")
    #expect(page.contains("Nobody said what has to be beaten."))
    let empty = try output([]).text("experiments/depth/index.md")
    #expect(empty.contains("`scorebook experiment log depth`"))
  }
}
