import Book
import Foundation

extension StoreBench {
  /// Every row of the book that an import may touch, as the `sqlite3` of the tests' own reading sees them.
  func dump() throws -> String {
    var text = ""
    for record in try book().experiments() {
      text += "\(record)\n"
      for trial in try book().trials(of: record.name, withDeleted: true) {
        text += "\(trial)\n"
        for metric in trial.metrics {
          text +=
            "\(try book().points(ofTrial: trial.originID, origin: trial.origin, experiment: record.name, metric: metric.name))\n"
        }
      }
    }
    for store in try book().foreignStores() {
      for model in try book().foreignModels(of: store) {
        let aliases = model.aliases.map { "\($0.key) \($0.value)" }.sorted()
        text += "\(model.name) \(model.tags) \(model.versions) \(aliases)\n"
      }
    }
    return text
  }
}
