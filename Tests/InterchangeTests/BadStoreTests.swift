import Book
import Diagnostics
import Foundation
import Interchange
import Testing

@Suite("Stores that are no good")
struct BadStoreTests {
  private func import_(_ bench: StoreBench, _ path: String) -> Diagnostic? {
    problem { try bench.bring(.mlflow(path: path, experiment: nil)) }
  }

  @Test("what is missing, a pipe, no database and no database of MLflow's is refused by name")
  func foreign() throws {
    let bench = try StoreBench()
    #expect(import_(bench, bench.folder + "/nothing.db")?.identifier.name == "interchange-store-missing")
    try bench.write("text.db", String(repeating: "not a database ", count: 1000))
    #expect(import_(bench, bench.folder + "/text.db")?.identifier.name == "interchange-store-foreign")
    try bench.write("empty.db", "")
    #expect(import_(bench, bench.folder + "/empty.db")?.identifier.name == "interchange-store-foreign")
    mkfifo(bench.folder + "/pipe", 0o600)
    #expect(import_(bench, bench.folder + "/pipe")?.identifier.name == "interchange-store-foreign")
    try bench.write("folder/file", "")
    #expect(import_(bench, bench.folder + "/folder")?.identifier.name == "interchange-store-foreign")
    #expect(
      problem { try bench.bring(.dvc(path: bench.folder, commits: 0), as: "x") }?.identifier.name
        == "interchange-store-foreign")
  }

  @Test("a database that was cut short is told as damaged, wherever it was cut")
  func truncated() throws {
    let bench = try StoreBench()
    let whole = try Data(contentsOf: URL(filePath: bench.store("mlflow-2.9.2-sqlite")))
    var told: Set<String> = []
    for share in [1, 3, 5, 7, 9] {
      let path = bench.folder + "/cut-\(share).db"
      try whole.prefix(whole.count * share / 10).write(to: URL(filePath: path))
      let found = try #require(import_(bench, path), "\(share)")
      told.insert(found.identifier.name)
    }
    #expect(told == ["interchange-store-damaged"])
  }

  @Test("a missing table or column is named")
  func missing() throws {
    let bench = try StoreBench()
    let path = try bench.store("mlflow-3.17.2-sqlite")
    let foreign = try ForeignDatabase(path)
    try foreign.execute(
      "PRAGMA foreign_keys = OFF; DROP TABLE params; ALTER TABLE runs RENAME COLUMN status TO state")
    let found = try #require(import_(bench, path))
    #expect(found.identifier.name == "interchange-schema-missing")
    #expect(found.expected == "column 'status' of 'runs', table 'params'")
  }

  @Test("what only some versions of MLflow have may be missing")
  func optional() throws {
    let bench = try StoreBench()
    let path = try bench.store("mlflow-3.17.2-sqlite")
    try ForeignDatabase(path).execute(
      """
      PRAGMA foreign_keys = OFF; DROP TABLE latest_metrics; DROP TABLE inputs; DROP TABLE experiment_tags;
      DROP TABLE registered_model_aliases; DROP TABLE alembic_version
      """)
    let outcome = try bench.bring(.mlflow(path: path, experiment: nil))
    let expected = try ExpectedStore("mlflow-3.17.2-sqlite")
    #expect(outcome.new == expected.runs.count)
    #expect(outcome.warnings == [])
    // Without MLflow's own table the last values come from the points.
    let trials = try bench.book().trials(of: "depth")
    for run in expected.runs where run.name == "depth 6" || run.name == "depth 9" {
      let trial = try #require(trials.first { $0.originID == run.id }, "\(run.name) \(trials.map(\.name))")
      for metric in trial.metrics { #expect(metric.value == run.metrics[metric.name]?.value, "\(metric)") }
    }
  }

  @Test("a newer schema is read as far as it is known, and told")
  func newer() throws {
    let bench = try StoreBench()
    let path = try bench.store("mlflow-3.17.2-sqlite")
    try ForeignDatabase(path).execute(
      """
      UPDATE alembic_version SET version_num = 'ffff00001111'; CREATE TABLE telepathy (x);
      ALTER TABLE runs ADD COLUMN mood; INSERT INTO telepathy VALUES (1)
      """)
    let outcome = try bench.bring(.mlflow(path: path, experiment: nil))
    #expect(outcome.new == (try ExpectedStore("mlflow-3.17.2-sqlite").runs.count))
    #expect(outcome.warnings.map(\.identifier.name) == ["interchange-schema-unknown"])
    #expect(outcome.notRead.map(\.name) == ["unknown tables"])
  }

  @Test("a view in the place of a table is not asked")
  func view() throws {
    let bench = try StoreBench()
    let path = bench.folder + "/view.db"
    try ForeignDatabase(path).execute(
      """
      DROP TABLE runs;
      CREATE VIEW runs AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
        SELECT CAST(x AS TEXT) AS run_uuid, 1 AS experiment_id, 'FINISHED' AS status FROM n
      """)
    let found = try #require(import_(bench, path))
    #expect(found.identifier.name == "interchange-store-foreign")
    #expect(found.summary.contains("'runs'"))
  }

  @Test("values of any type in any column neither stop nor break an import")
  func oddValues() throws {
    let bench = try StoreBench()
    let path = bench.folder + "/odd.db"
    try ForeignDatabase(path).execute(
      """
      INSERT INTO experiments VALUES (2, x'FF00', 3), (3, NULL, NULL);
      INSERT INTO runs VALUES ('a', 1, 7, x'00', 3.5, 'soon'), ('b', 2, NULL, NULL, NULL, 9223372036854775807),
        ('c', 99, 'FINISHED', 'active', 'orphan', 0), (x'00FF', 1, 'FINISHED', 'active', 'bytes', 0),
        ('d', '1', 'FINISHED', 'active', char(0) || 'nul', -9223372036854775808);
      INSERT INTO metrics VALUES ('m', 'many', 'late', 'a', 'third', 'no'), (NULL, 1, 1, 'a', 1, 0),
        (x'FF', 1, 1, 'a', 1, 0), ('n', 1, 9e300, 'a', 2.5, NULL), ('n', NULL, 1, 'a', 9223372036854775807, 0);
      INSERT INTO params VALUES (NULL, 1, 'a'), ('p', x'FF', 'a'), ('q', NULL, 'a');
      INSERT INTO tags VALUES ('mlflow.parentRunId', 'a', 'a');
      """)
    let outcome = try bench.bring(.mlflow(path: path, experiment: nil))
    #expect(outcome.new == 3)
    #expect(outcome.warnings.contains { $0.summary.contains("belong to no experiment") })
    #expect(outcome.warnings.contains { $0.summary.contains("values of a type") })
    let trial = try #require(try bench.book().trials(of: "depth").first { $0.originID == "a" })
    #expect(trial.state == .unknown)
    #expect(trial.startedAt == nil)
    #expect(try bench.bring(.mlflow(path: path, experiment: nil)).unchanged == 3)
  }

  @Test("names of any kind and long values are kept; longer ones are cut and told")
  func weirdNames() throws {
    let bench = try StoreBench()
    let path = bench.folder + "/weird.db"
    try ForeignDatabase(path).execute(
      """
      INSERT INTO runs VALUES ('a', 1, 'FINISHED', 'active', '../../etc/passwd' || char(10) || '<b>', 0);
      INSERT INTO params SELECT 'ключ / ' || char(10), printf('%.*c', 10000, 'x'), 'a';
      INSERT INTO params SELECT 'long', printf('%.*c', 100000, 'y'), 'a';
      INSERT INTO metrics VALUES ('a;''"--/b', 1.5, 1, 'a', 0, 0);
      """)
    let outcome = try bench.bring(.mlflow(path: path, experiment: nil))
    #expect(outcome.warnings.map(\.summary) == ["1 texts longer than 65536 characters were cut"])
    let trial = try #require(try bench.book().trials(of: "depth").first)
    #expect(trial.name == "../../etc/passwd\n<b>")
    #expect(dictionary(trial.parameters)["ключ / \n"]?.utf8.count == 10_000)
    #expect(dictionary(trial.parameters)["long"]?.utf8.count == 65_536)
    #expect(trial.metrics.map(\.name) == ["a;'\"--/b"])
  }

  @Test("an empty store is a store")
  func empty() throws {
    let bench = try StoreBench()
    _ = try ForeignDatabase(bench.folder + "/new.db")
    let outcome = try bench.bring(.mlflow(path: bench.folder + "/new.db", experiment: nil))
    #expect(outcome.trials == 0)
    #expect(try bench.book().experiments().map(\.name) == ["depth"])
    try FileManager.default.createDirectory(
      atPath: bench.folder + "/mlruns", withIntermediateDirectories: true)
    #expect(try bench.bring(.mlflow(path: bench.folder + "/mlruns", experiment: nil)).trials == 0)
  }

  @Test("links out of a file store are not followed")
  func links() throws {
    let bench = try StoreBench()
    let store = try bench.store("mlflow-3.17.2-files")
    try bench.write("secret", "1 0.5 0\n")
    let run = try #require(try ExpectedStore("mlflow-3.17.2-files").runs.first { $0.name == "depth 6" })
    let experiment = try #require(
      try FileManager.default.contentsOfDirectory(atPath: store).first {
        FileManager.default.fileExists(atPath: "\(store)/\($0)/\(run.id)")
      })
    for part in ["metrics", "params", "tags"] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(store)/\(experiment)/\(run.id)/\(part)/stolen",
        withDestinationPath: bench.folder + "/secret")
    }
    try bench.bring(.mlflow(path: store, experiment: nil))
    let trial = try #require(try bench.book().trials(of: "depth").first { $0.originID == run.id })
    #expect(!trial.metrics.contains { $0.name == "stolen" })
    #expect(!(trial.parameters + trial.tags).contains { $0.name == "stolen" })
  }

  @Test("a run's file that can't be read leaves the others, and is told")
  func brokenPage() throws {
    let bench = try StoreBench()
    let store = try bench.store("mlflow-2.9.2-files")
    let expected = try ExpectedStore("mlflow-2.9.2-files")
    let run = try #require(expected.runs.first { $0.name == "depth 9" })
    let experiment = try #require(
      try FileManager.default.contentsOfDirectory(atPath: store).first {
        FileManager.default.fileExists(atPath: "\(store)/\($0)/\(run.id)")
      })
    try bench.write("mlflow-2.9.2-files/\(experiment)/\(run.id)/metrics/auc", "1760000000000 0.8 three\n")
    let outcome = try bench.bring(.mlflow(path: store, experiment: nil))
    #expect(outcome.warnings.map(\.identifier.name) == ["interchange-skipped"])
    #expect(outcome.warnings.first?.found?.contains("metric's line") == true)
    let entered = try bench.book().experiments().flatMap {
      try bench.book().trials(of: $0.name, withDeleted: true)
    }
    #expect(entered.count == expected.runs.count - 1)
  }
}
