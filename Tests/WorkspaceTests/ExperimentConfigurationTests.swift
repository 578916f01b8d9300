import Diagnostics
import Testing
import Workspace

@Suite("experiments: in scorebook.yaml")
struct ExperimentConfigurationTests {
  private func load(_ yaml: String) throws -> Configuration {
    try ConfigurationLoader.decode(yaml: "name: t\n" + yaml, file: "scorebook.yaml", root: "/w")
  }

  @Test("is read whole")
  func whole() throws {
    let found = try #require(
      try load(
        """
        experiments:
          depth:
            question: Deeper?
            objective: Fewer letters
            baseline: rfm
            import: ["mlflow:data/runs.db", "mlflow:mlruns#a/b # c", "dvc:training", "dvc:training#20", "dvc:.#all"]
            seed: fold
            tolerances: {auc: 0.002, log_loss: 0}
            directions: {seconds: down, "val@5": up}
        """
      ).experiments["depth"])
    #expect(found.question == "Deeper?" && found.objective == "Fewer letters" && found.baseline == "rfm")
    #expect(found.seed == "fold")
    #expect(found.tolerances == ["auc": 0.002, "log_loss": 0])
    #expect(found.directions == ["seconds": .down, "val@5": .up])
    #expect(
      found.sources.map(\.kind) == [
        .mlflow(experiment: nil), .mlflow(experiment: " c"), .dvc(commits: 0), .dvc(commits: 20),
        .dvc(commits: nil),
      ])
    #expect(found.sources.map(\.path) == ["data/runs.db", "mlruns#a/b ", "training", "training", "."])
    #expect(found.sources.map(\.description).last == "dvc:.#all")
  }

  @Test(
    "what is wrong is told",
    arguments: [
      ("{question: q, baseline: b}, Deep-er: {question: q, baseline: b}", "for the name of an experiment;"),
      ("{baseline: b}", "has no 'question'"), ("{question: q}", "has no 'baseline'"),
      ("{question: q, baseline: b, imports: []}", "Did you mean 'import'?"),
      ("{question: q, baseline: b, import: [runs.db]}", "a store as mlflow:PATH or dvc:PATH"),
      ("{question: q, baseline: b, import: ['dvc:x#0']}", "a number of commits, or 'all'"),
      ("{question: q, baseline: b, import: ['mlflow:']}", "a store as mlflow:PATH or dvc:PATH"),
      ("{question: q, baseline: b, tolerances: {auc: -1}}", "a number from 0 such as 0.002"),
      ("{question: q, baseline: b, seed: [a]}", "wrong value for 'seed'"),
      ("{question: q, baseline: b, directions: {auc: upp}}", "Did you mean 'up'?"),
    ])
  func mistakes(map: String, told: String) throws {
    do {
      _ = try load("experiments: {depth: \(map)}\n")
      Issue.record("it was taken")
    } catch let problems as Problems {
      #expect(problems.list.contains { $0.description.contains(told) }, "\(problems.list.map(\.description))")
    }
  }
}
