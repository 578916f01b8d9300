import Book
import Diagnostics

/// One JSON object that says something about a trial; documented in `site/reference/formats.md`.
enum TrialLine {
  static let keys = [
    "trial", "state", "parent", "started", "ended", "by", "source", "commit", "data", "note", "parameters",
    "tags", "metrics", "step", "time", "artefacts", "datasets",
  ]
  static let longestName = 1000

  /// The name of the trial that it is about; nil where it names none.
  static func name(_ line: PlainValue) throws(Unreadable) -> String? {
    guard line.map != nil else { throw Unreadable(reason: "no JSON object") }
    guard let value = line["trial"] else { return nil }
    guard let name = value.words, name.utf8.count <= longestName else {
      throw Unreadable(reason: "'trial' is no name of at most \(longestName) bytes")
    }
    return name
  }

  /// Lets a line say what it says; a line with a mistake says nothing.
  static func apply(_ line: PlainValue, to trial: inout LoggedTrial) throws(Unreadable) {
    var changed = trial
    for entry in line.map ?? [] {
      try apply(entry.key, entry.value, of: line, to: &changed)
    }
    trial = changed
  }

  private static func apply(
    _ key: String, _ value: PlainValue, of line: PlainValue, to trial: inout LoggedTrial
  ) throws(Unreadable) {
    switch key {
    case "trial": break
    case "step", "time":
      if line["metrics"] == nil { throw Unreadable(reason: "'\(key)' without 'metrics'") }
    case "state":
      guard let state = value.text.flatMap(TrialRecord.State.init(rawValue:)), state != .unknown else {
        throw Unreadable(reason: "'state' is none of running, scheduled, finished, failed and killed")
      }
      trial.record.state = state
    case "parent": trial.record.parentID = try text(value, key)
    case "started": trial.record.startedAt = try TimeText.text(milliseconds: moment(value, key))
    case "ended": trial.record.endedAt = try TimeText.text(milliseconds: moment(value, key))
    case "by": trial.record.startedBy = try text(value, key)
    case "source": trial.record.sourceName = try text(value, key)
    case "commit": trial.record.sourceCommit = try text(value, key)
    case "data": trial.record.dataDigest = try text(value, key)
    case "note": trial.record.note = try text(value, key)
    case "parameters":
      for entry in try map(value, key) {
        trial.setParameter(try name(entry.key, key), entry.value.text ?? entry.value.json)
      }
    case "tags":
      for entry in try map(value, key) {
        trial.setTag(try name(entry.key, key), entry.value.text ?? entry.value.json)
      }
    case "metrics": try metrics(value, line, &trial)
    case "artefacts":
      guard let paths = value.list?.map(\.words), !paths.contains(nil) else {
        throw Unreadable(reason: "'artefacts' is no list of paths")
      }
      trial.artefacts += paths.compactMap { $0 }
    case "datasets": trial.record.datasets += try datasets(value)
    default:
      let nearest = nearestName(to: key, among: keys).map { "; did you mean \(quoted($0))?" } ?? ""
      throw Unreadable(reason: "unknown key \(quoted(key))\(nearest)")
    }
  }

  private static func metrics(
    _ value: PlainValue, _ line: PlainValue, _ trial: inout LoggedTrial
  ) throws(Unreadable) {
    var step: Int?
    if let value = line["step"] {
      guard let whole = value.number.flatMap({ Int(exactly: $0) }) else {
        throw Unreadable(reason: "'step' is no whole number")
      }
      step = whole
    }
    let time = try line["time"].map { value throws(Unreadable) in try moment(value, "time") }
    for entry in try map(value, "metrics") {
      let metric = try name(entry.key, "metrics")
      if let items = entry.value.list {
        for item in items {
          guard let pair = item.list, pair.count == 2, let at = pair[0].number.flatMap({ Int(exactly: $0) }),
            let number = number(pair[1])
          else { throw Unreadable(reason: "metric \(quoted(metric)) is no list of [step, value]") }
          trial.add(MetricPoint(step: at, time: time, value: number), of: metric)
        }
      } else {
        guard let number = number(entry.value) else {
          throw Unreadable(reason: "metric \(quoted(metric)) is no number")
        }
        trial.add(MetricPoint(step: step ?? 0, time: time, value: number), of: metric)
      }
    }
  }

  /// A number, `null` and "NaN" being none.
  private static func number(_ value: PlainValue) -> Double? {
    switch value {
    case .null: .nan
    case .scalar("NaN", _): .nan
    case .scalar("Infinity", _): .infinity
    case .scalar("-Infinity", _): -.infinity
    default: value.number
    }
  }

  private static func datasets(_ value: PlainValue) throws(Unreadable) -> [TrialRecord.Dataset] {
    guard let items = value.list else { throw Unreadable(reason: "'datasets' is no list") }
    var found: [TrialRecord.Dataset] = []
    for item in items {
      guard let name = item["name"]?.words, let digest = item["digest"]?.words else {
        throw Unreadable(reason: "an item of 'datasets' has no name or no digest")
      }
      found.append(
        .init(
          name: name, digest: digest, context: item["context"]?.text ?? "", sourceKind: nil,
          source: item["source"]?.words))
    }
    return found
  }

  private static func map(_ value: PlainValue, _ key: String) throws(Unreadable) -> [PlainValue.Entry] {
    guard let entries = value.map else { throw Unreadable(reason: "\(quoted(key)) is no object") }
    return entries
  }

  private static func name(_ text: String, _ key: String) throws(Unreadable) -> String {
    guard !text.isEmpty, text.utf8.count <= longestName else {
      throw Unreadable(reason: "a name in \(quoted(key)) is empty or longer than \(longestName) bytes")
    }
    return text
  }

  private static func text(_ value: PlainValue, _ key: String) throws(Unreadable) -> String? {
    if value == .null { return nil }
    guard let text = value.text else { throw Unreadable(reason: "\(quoted(key)) is no text") }
    return text
  }

  /// Seconds since 1970, as Python's `time.time()`, or RFC 3339 in UTC. **Units:** milliseconds since 1970.
  private static func moment(_ value: PlainValue, _ key: String) throws(Unreadable) -> Int {
    if let seconds = value.number, abs(seconds) < 1e14 { return Int((seconds * 1000).rounded()) }
    if let text = value.text, let moment = TimeText.milliseconds(text) { return moment }
    throw Unreadable(
      reason: "\(quoted(key)) is neither seconds since 1970 nor a time such as 2026-01-02T03:04:05Z")
  }
}
