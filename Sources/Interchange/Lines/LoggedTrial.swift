package import Book

/// A trial as somebody logs it, bit by bit: what comes later stands above what came before, points are added.
package struct LoggedTrial: Sendable {
  package var record: TrialRecord
  package private(set) var history: [(metric: String, points: [MetricPoint])] = []
  private var places: [String: Int] = [:]
  /// Files that it made, by the paths they were named with.
  package var artefacts: [String] = []
  package private(set) var points = 0

  /// **Precondition:** `name` is one: `String.isName`.
  package init(name: String) {
    record = TrialRecord(name: name, origin: "log", originID: name)
  }

  package mutating func add(_ point: MetricPoint, of metric: String) {
    points += 1
    if let place = places[metric] {
      history[place].points.append(point)
    } else {
      places[metric] = history.count
      history.append((metric, [point]))
    }
  }

  package mutating func setParameter(_ name: String, _ value: String) {
    LoggedTrial.set(name, value, in: &record.parameters)
  }

  package mutating func setTag(_ name: String, _ value: String) {
    LoggedTrial.set(name, value, in: &record.tags)
  }

  private static func set(_ name: String, _ value: String, in entries: inout [TrialRecord.Entry]) {
    let entry = TrialRecord.Entry(name: name, value: value)
    if let place = entries.firstIndex(where: { $0.name == name }) {
      entries[place] = entry
    } else {
      entries.append(entry)
    }
  }

  /// The same for the same content.
  var fingerprint: String {
    var text = "1"
    for entry in record.parameters + record.tags { text += "\u{1F}\(entry.name)\u{1F}\(entry.value)" }
    text += "\u{1F}\(record.state.rawValue)\u{1F}\(record.datasets)\u{1F}\(record.artefacts)"
    for part in [
      record.parentID, record.startedAt, record.endedAt, record.startedBy, record.sourceName,
      record.sourceCommit, record.dataDigest, record.note,
    ] { text += "\u{1F}\(part ?? "\u{1E}")" }
    for (metric, points) in history {
      text += "\u{1F}\(metric)"
      for point in points {
        text += "\u{1F}\(point.step),\(point.time ?? .min),\(point.value.bitPattern)"
      }
    }
    return "1:" + ContentDigest.sha256(text)
  }
}
