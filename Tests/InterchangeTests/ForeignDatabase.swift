import Foundation
import GRDB

/// A store of MLflow's kind that a test writes itself.
struct ForeignDatabase {
  let path: String
  let queue: DatabaseQueue

  /// Opens it, or makes it with the tables that every MLflow has.
  init(_ path: String, wal: Bool = false) throws {
    self.path = path
    let isNew = !FileManager.default.fileExists(atPath: path)
    var configuration = GRDB.Configuration()
    configuration.allowsUnsafeTransactions = true
    queue = try DatabaseQueue(path: path, configuration: configuration)
    guard isNew else { return }
    try queue.inDatabase { database in
      try database.execute(
        sql: """
          PRAGMA journal_mode = \(wal ? "WAL" : "DELETE");
          CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name, lifecycle_stage);
          CREATE TABLE runs (run_uuid TEXT PRIMARY KEY, experiment_id, status, lifecycle_stage, name, start_time);
          CREATE TABLE metrics (key, value, timestamp, run_uuid, step, is_nan,
            PRIMARY KEY (key, timestamp, step, run_uuid, value, is_nan));
          CREATE INDEX index_metrics_run_uuid ON metrics (run_uuid);
          CREATE TABLE params (key, value, run_uuid, PRIMARY KEY (key, run_uuid));
          CREATE TABLE tags (key, value, run_uuid, PRIMARY KEY (key, run_uuid));
          INSERT INTO experiments VALUES (1, 'depth', 'active');
          """)
    }
  }

  func execute(_ sql: String) throws {
    try queue.inDatabase { try $0.execute(sql: sql) }
  }
}
