import Book
import Diagnostics
import Foundation
import Interchange
import Testing

@Suite("DVC projects")
struct DVCTests {
  /// The forms are those of DVC's documentation of dvc.yaml, dvc.lock and DVCLive.
  private func project(_ bench: StoreBench, _ folder: String = "p") throws {
    try bench.write(
      "\(folder)/dvc.yaml",
      """
      params: [settings.json]
      metrics:
        - dvclive/metrics.json
      plots:
        - dvclive/plots/metrics
        - loss.csv: {x: epoch, y: [train, test]}
        - confusion.csv
        - dvclive/plots/images/tree.png
      stages:
        train:
          cmd: python train.py
          deps: [data.csv, train.py]
          params: [depth, other.yaml: [seed]]
          metrics:
            - eval.yaml: {cache: false}
            - old.toml
          outs: [model.txt]
      artifacts:
        forest: {path: model.txt, type: model}
      """)
    try bench.write("\(folder)/params.yaml", "depth: 6\nnested:\n  rate: 0.1\n  list: [1, two]\n  none:\n")
    try bench.write("\(folder)/settings.json", #"{"seed": 7, "flag": true}"#)
    try bench.write("\(folder)/other.yaml", "seed: 8\n")
    try bench.write("\(folder)/eval.yaml", "auc: 0.75\nnested: {f1: .nan, name: text}\n")
    try bench.write(
      "\(folder)/dvclive/metrics.json", #"{"train": {"loss": 0.25, "gap": NaN}, "step": 2, "auc": 0.7}"#)
    try bench.write("\(folder)/dvclive/plots/metrics/train/loss.tsv", "step\tloss\n0\t0.5\n1\t0.3\n2\t0.25\n")
    try bench.write("\(folder)/loss.csv", "epoch,train,test,extra\n1,0.5,0.6,9\n2,0.25,\"0.5\",9\n")
    try bench.write("\(folder)/confusion.csv", "actual,predicted\ncat,dog\n")
    try bench.write("\(folder)/old.toml", "x = 1\n")
    try bench.write(
      "\(folder)/dvc.lock",
      """
      schema: '2.0'
      stages:
        train:
          cmd: python train.py
          deps:
          - {path: data.csv, md5: 0123456789abcdef0123456789abcdef, size: 10}
          outs:
          - {path: model.txt, md5: fedcba9876543210fedcba9876543210, size: 3}
      """)
  }

  @Test("metrics, parameters, plots and dependencies of the working tree")
  func tree() throws {
    let bench = try StoreBench()
    try project(bench)
    let outcome = try bench.bring(.dvc(path: bench.folder + "/p", commits: 0), as: "depth", label: "dvc:p")
    #expect(outcome.new == 1)
    let trial = try #require(try bench.book().trials(of: "depth").first)
    #expect(trial.name == "working_tree" && trial.origin == "dvc" && trial.store == "dvc:p")
    #expect(
      dictionary(trial.parameters) == [
        "seed": "7", "flag": "true", "depth": "6", "nested.rate": "0.1", "nested.list": "[1, two]",
        "nested.none": "null", "other.yaml:seed": "8",
      ])
    let metrics = Dictionary(uniqueKeysWithValues: trial.metrics.map { ($0.name, $0) })
    #expect(
      Set(metrics.keys) == [
        "train.loss", "train.gap", "step", "auc", "eval.yaml:auc", "nested.f1", "train", "test",
      ])
    #expect(metrics["auc"]?.value == 0.7 && metrics["eval.yaml:auc"]?.value == 0.75)
    #expect(metrics["nested.f1"]?.value == nil && metrics["train.gap"]?.value == nil)
    #expect(metrics["train.loss"]?.value == 0.25 && metrics["train.loss"]?.points == 3)
    let test = try bench.book().points(
      ofTrial: trial.originID, origin: "dvc", experiment: "depth", metric: "test")
    #expect(test.map(\.step) == [1, 2] && test.map(\.value) == [0.6, 0.5])
    #expect(trial.datasets.map(\.digest) == ["md5:0123456789abcdef0123456789abcdef"])
    #expect(trial.dataDigest == "md5:0123456789abcdef0123456789abcdef")
    #expect(trial.artefacts.map(\.name) == ["forest"])
    #expect(outcome.warnings.map(\.summary) == ["TOML files are not read"])
    #expect(outcome.notRead.map(\.count) == [2])
    #expect(
      try bench.bring(.dvc(path: bench.folder + "/p", commits: 0), as: "depth", label: "dvc:p").unchanged == 1
    )
  }

  @Test("paths that lead out of the project are not read, nor links, nor anchors")
  func hostile() throws {
    let bench = try StoreBench()
    try bench.write("secret.json", #"{"stolen": 1}"#)
    try bench.write(
      "p/dvc.yaml",
      "metrics: [../secret.json, /etc/hostname, link.json, sub/../../secret.json, folder/secret.json, bomb.yaml]\n"
    )
    try bench.write("p/bomb.yaml", "a: &a [1, 2]\nb: [*a, *a]\n")
    try FileManager.default.createSymbolicLink(
      atPath: bench.folder + "/p/link.json", withDestinationPath: bench.folder + "/secret.json")
    try FileManager.default.createSymbolicLink(
      atPath: bench.folder + "/p/folder", withDestinationPath: bench.folder)
    let outcome = try bench.bring(.dvc(path: bench.folder + "/p", commits: 0), as: "depth")
    let trial = try #require(try bench.book().trials(of: "depth").first)
    #expect(trial.metrics == [])
    #expect(outcome.warnings.count >= 6)
    #expect(outcome.warnings.contains { $0.found?.contains("anchors") == true })
  }

  private func git(_ folder: String, _ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/git")
    process.arguments =
      ["-C", folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"]
      + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "git \(arguments)")
  }

  @Test("a trial for each commit that changed what the project says", arguments: ["", "sub"])
  func commits(_ sub: String) throws {
    let bench = try StoreBench()
    let folder = sub.isEmpty ? "p" : "p/\(sub)"
    let root = bench.folder + "/p"
    try project(bench, folder)
    try git(root, "init", "-q")
    try git(root, "add", "-A")
    try git(root, "commit", "-q", "-m", "First: a \"quoted\" subject")
    try bench.write("p/README", "nothing of it")
    try git(root, "add", "-A")
    try git(root, "commit", "-q", "-m", "Second")
    try bench.write("\(folder)/eval.yaml", "auc: 0.8\n")
    try git(root, "add", "-A")
    try git(root, "commit", "-q", "-m", "Third")
    // A hook or a pager that ran would leave a mark.
    try bench.write("p/.git/hooks/post-checkout", "#!/bin/sh\ntouch \(bench.folder)/hooked\n")
    chmod(root + "/.git/hooks/post-checkout", 0o755)
    let all = ImportSource.dvc(path: bench.folder + "/" + folder, commits: nil)
    let outcome = try bench.bring(all, as: "depth", label: "dvc:p")
    #expect(outcome.new == 3)
    #expect(outcome.notRead.contains { $0.name.contains("commits") && $0.count == 1 })
    let trials = try bench.book().trials(of: "depth")
    let commits = trials.filter { $0.sourceCommit != nil }
    #expect(Set(commits.map(\.note)) == ["First: a \"quoted\" subject", "Third"])
    #expect(commits.allSatisfy { $0.startedBy == "Ada" && $0.startedAt != nil })
    let values = commits.map { trial in trial.metrics.first { $0.name == "eval.yaml:auc" }?.value }
    #expect(Set(values) == [0.75, 0.8])
    let first = try #require(commits.first { $0.note != "Third" })
    #expect(first.metrics.first { $0.name == "train.loss" }?.points == 3)
    #expect(try bench.bring(all, as: "depth", label: "dvc:p").unchanged == 3)
    let newest = try bench.bring(
      .dvc(path: bench.folder + "/" + folder, commits: 1), as: "newest", label: "dvc:p")
    #expect(newest.new == 2)
    #expect(!FileManager.default.fileExists(atPath: bench.folder + "/hooked"))
  }

  @Test("commits of a folder that git does not know are refused, and the experiment must be named")
  func refused() throws {
    let bench = try StoreBench()
    try project(bench)
    let found = problem { try bench.bring(.dvc(path: bench.folder + "/p", commits: 5), as: "depth") }
    #expect(found?.identifier.name == "interchange-git")
    #expect(
      problem { try bench.bring(.dvc(path: bench.folder + "/p", commits: 0)) }?.identifier.name
        == "interchange-experiment-unknown")
  }
}
