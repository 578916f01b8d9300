import Diagnostics
import Foundation
import Testing
import Workspace

@Suite("Loading a workspace")
struct LoadingTests {
  private let small = text(ofFixture: "small.yaml")

  @Test("overlays change single keys, and places point at the file that a value came from")
  func overlays() throws {
    let folder = try temporaryFolder([
      "scorebook.yaml": small,
      "production.yaml":
        "timezone: Europe/Berlin\njobs:\n  night:\n    shadow: []\n    output: {sqlite: /srv/scores.db}\n",
      "empty.yaml": "# nothing\n",
    ])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let overlay = "\(folder)/production.yaml"
    let configuration = try ConfigurationLoader.load(
      folder: folder, overlays: [overlay, "\(folder)/empty.yaml"])
    #expect(configuration.timezone == "Europe/Berlin")
    #expect(configuration.jobs["night"]?.shadows == [])
    #expect(configuration.jobs["night"]?.destination == .sqlite(file: "/srv/scores.db", table: "scores"))
    #expect(configuration.jobs["night"]?.every == 7)
    #expect(configuration.root == folder)
    #expect(
      configuration.place(of: "jobs.night.output.sqlite")
        == Diagnostic.Place(file: overlay, line: 5, column: 14))
    #expect(
      configuration.place(of: "jobs.night.every")
        == Diagnostic.Place(file: "\(folder)/scorebook.yaml", line: 20, column: 5))
    #expect(configuration.place(of: "jobs.night.nothing.here") == configuration.place(of: "jobs.night"))
    #expect(configuration.place(of: "nothing") == Diagnostic.Place(file: "\(folder)/scorebook.yaml"))
  }

  @Test("slices by what the job writes of itself: the variant, and whether the fallback answered")
  func slices() throws {
    let split = "split: {name: w, salt: s, variants: {a: {share: 50%}, b: {share: 50%}}}"
    let sliced = small.replacing(
      "matures_after: 28d", with: "matures_after: 28d\n    by: [variant, is_fallback]")
    let whole = sliced.replacing(
      "every: 7d", with: "every: 7d\n    fallback: {value: {probability: 0.0}}\n    \(split)")
    for (yaml, isSound) in [(whole, true), (sliced, false)] {
      let folder = try temporaryFolder(["scorebook.yaml": yaml])
      defer { try? FileManager.default.removeItem(atPath: folder) }
      if isSound {
        #expect(
          try ConfigurationLoader.load(folder: folder).evaluations["churn"]?.by == ["variant", "is_fallback"])
      } else {
        #expect(throws: Problems.self) { try ConfigurationLoader.load(folder: folder) }
      }
    }
  }

  @Test(
    "a fallback is a model, a value or the version's default, with its limits",
    arguments: [
      (
        "{model: rule@1}",
        Configuration.Fallback.Answer.model(ModelReference(name: "rule", pointer: .number(1)))
      ),
      ("{value: {class: general, probability: 0.0}}", .value(["class": "general", "probability": "0.0"])),
      ("{default_output: true}", .defaultOutput),
    ])
  func fallback(_ text: String, _ answer: Configuration.Fallback.Answer) throws {
    let settings = ", unsure_below: 0.4, after: 10m, max: 5%}"
    for (yaml, isWhole) in [(text, false), (text.dropLast() + settings, true)] {
      let folder = try temporaryFolder([
        "scorebook.yaml": small.replacing("every: 7d", with: "every: 7d\n    fallback: \(yaml)")
      ])
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let fallback = try #require(try ConfigurationLoader.load(folder: folder).jobs["night"]?.fallback)
      #expect(fallback.answer == answer)
      #expect(fallback.unsureBelow == (isWhole ? 0.4 : nil))
      #expect(fallback.after == (isWhole ? 600 : nil))
      #expect(fallback.limit == (isWhole ? .share(0.05) : nil))
    }
  }

  @Test("problems of an overlay name the overlay; those of unreadable files come all at once")
  func overlayProblems() throws {
    let folder = try temporaryFolder([
      "scorebook.yaml": small.replacing("every: 7d", with: "every: 7"),
      "over.yaml": "jobs: {night: {evry: 1d}}\n", "bad.yaml": "a: [1\n",
    ])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let error = #expect(throws: Problems.self) {
      try ConfigurationLoader.load(folder: folder, overlays: ["\(folder)/over.yaml"])
    }
    #expect(
      error?.list.map(\.description) == [
        "\(folder)/scorebook.yaml:20:12: wrong value for 'every' of job 'night'; expected whole days from 1d to 3660d, such as 7d, found '7'. Write 7d.",
        "\(folder)/over.yaml:1:16: unknown key 'evry' in job 'night'. Did you mean 'every'?",
      ])
    let unreadable = #expect(throws: Problems.self) {
      try ConfigurationLoader.load(
        folder: folder, overlays: ["\(folder)/none.yaml", "\(folder)/bad.yaml", folder])
    }
    #expect(
      unreadable?.list.map(\.description) == [
        "\(folder)/none.yaml: the file can't be opened: No such file or directory.",
        "\(folder)/bad.yaml:1:4: a bracket or brace is never closed.",
        "\(folder): it is not a file. Name a file of text.",
      ])
    #expect(unreadable?.list.allSatisfy { $0.kind == .configuration } == true)
  }

  @Test("the workspace named with -C is the one and only")
  func named() throws {
    let folder = try temporaryFolder(["scorebook.yaml": small, "sub/readme.md": ""])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try WorkspaceLocator.find(in: folder) == folder)
    #expect {
      _ = try WorkspaceLocator.find(in: "\(folder)/sub")
    } throws: {
      // A long path is cut where it is quoted.
      let told = "\($0)"
      return told.hasPrefix("there is no scorebook.yaml in '\(folder.prefix(40))")
        && told.hasSuffix("Run scorebook init \(folder)/sub to make a workspace there.")
    }
  }

  @Test("without -C the working directory and what it lies in are searched")
  func searched() throws {
    let folder = try temporaryFolder(["scorebook.yaml": small, "a/b/c.txt": ""])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try WorkspaceLocator.find(from: folder) == ".")
    #expect(try WorkspaceLocator.find(from: "\(folder)/a/b") == "../..")
    let other = try temporaryFolder(["scorebook.yaml/x": "", "a/c.txt": ""])
    defer { try? FileManager.default.removeItem(atPath: other) }
    #expect {
      _ = try WorkspaceLocator.find(from: "\(other)/a")
    } throws: {
      "\($0)"
        == "there is no scorebook.yaml in this folder or above it. Run scorebook init to make a workspace here, or name one with -C DIR."
    }
  }

  @Test("defaults")
  func defaults() throws {
    let configuration = try ConfigurationLoader.decode(yaml: small, file: "scorebook.yaml", root: "/ws")
    let night = try #require(configuration.jobs["night"])
    #expect(configuration.timezone == "UTC")
    #expect(night.lookback == 0)
    #expect(night.timeLimit == nil)
    #expect(night.threads == .all)
    #expect(night.outputs == nil)
    #expect(night.keep == [])
    #expect(night.write == .byDate)
    #expect(night.maxRejects == .count(0))
    #expect(night.dependsOn == [])
    #expect(
      configuration.evaluations["churn"]?.metrics == [
        .auc, .averagePrecision, .logLoss, .brier, .calibration,
      ])
    #expect(configuration.site.title == "Test")
    #expect(configuration.site.baseURL == nil)
    #expect(configuration.site.languages == ["en"])
    #expect(configuration.site.showKeys == false)
    #expect(configuration.site.trustedPages == [])
  }

  @Test(
    "how a job writes where it does not say",
    arguments: [
      ("data/:date.csv", "", "{sqlite: a.db, table: t}", .byDate),
      ("data/x.csv", "", "{sqlite: a.db, table: t}", .latest),
      ("data/x.csv", "every: 1d, since: 2026-01-01, ", "{sqlite: a.db, table: t}", .byDate),
      ("data/x.csv", "", "{csv: a.csv}", .latest), ("data/:date.csv", "", "{csv: \"a/:date.csv\"}", .byDate),
      ("data/x.csv", "every: 1d, since: 2026-01-01, ", "{csv: a.csv, write: latest}", .latest),
    ] as [(String, String, String, Configuration.Job.WriteMode)])
  func writeMode(input: String, dates: String, output: String, mode: Configuration.Job.WriteMode) throws {
    let yaml = """
      name: Test
      datasets: {d: {csv: "\(input)", key: [id]}}
      models: {m: {}}
      jobs: {j: {input: d, model: m@1, \(dates)output: \(output)}}
      """
    let configuration = try ConfigurationLoader.decode(yaml: yaml, file: "scorebook.yaml", root: "/ws")
    #expect(configuration.jobs["j"]?.write == mode)
  }

  @Test("what looks alike and is allowed")
  func allowed() {
    for (old, new) in [
      // A job may write what another dataset reads, and beside what it reads itself.
      ("{sqlite: _out/a.db, table: scores}", "{sqlite: data/out.db, table: scores}"),
      ("{sqlite: _out/a.db, table: scores}", "{csv: \"data/:date.csv\"}"),
      ("{sqlite: _out/a.db, table: scores}", "{sqlite: data/.scorebooks/a.db, table: scores}"),
      ("model: churn@champion", "model: churn@17"), ("model: churn@champion", "model: churn@someday"),
      ("data/people.csv", "/srv/../people-*.csv.gz"),
      ("timezone: UTC", "timezone: America/Argentina/Buenos_Aires"),
      ("jobs:\n", "site:\njobs:\n"),
      ("    every: 7d", "    every: 7d\n    lookback: 0d\n    max_rejects: 0%\n    threads: 4"),
    ] {
      #expect(problems(small.replacing(old, with: new)) == [], "\(new)")
    }
  }
}
