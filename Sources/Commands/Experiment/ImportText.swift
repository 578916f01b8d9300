import Interchange

/// What an import did, for a person and for a machine.
struct ImportText: Encodable {
  let store: String
  let experiments: [String]
  let new: Int
  let changed: Int
  let unchanged: Int
  let deleted: Int
  let points: Int
  let models: Int
  let changedModels: Int
  let notRead: [ImportOutcome.Count]

  init(_ outcome: ImportOutcome) {
    store = outcome.store
    experiments = outcome.experiments
    new = outcome.new
    changed = outcome.changed
    unchanged = outcome.unchanged
    deleted = outcome.deleted
    points = outcome.points
    models = outcome.models
    changedModels = outcome.changedModels
    notRead = outcome.notRead
  }

  /// "mlflow:mlruns.db: 12 trials, 10 new, 2 changed, 0 unchanged; 1 of them deleted; 340 points; 2 models".
  var line: String {
    var line =
      "\(store): \(Quantity.count(new + changed + unchanged, "trial")), \(Quantity.count(new)) new, "
      + "\(Quantity.count(changed)) changed, \(Quantity.count(unchanged)) unchanged"
    if deleted > 0 { line += "; \(Quantity.count(deleted)) of them deleted" }
    if points > 0 { line += "; \(Quantity.count(points, "point"))" }
    if models > 0 {
      line +=
        "; \(Quantity.count(models, "registered model")), \(Quantity.count(changedModels)) new or changed"
    }
    if !notRead.isEmpty {
      line +=
        "; not read: " + notRead.map { "\(Quantity.count($0.count)) \($0.name)" }.joined(separator: ", ")
    }
    return line
  }
}
