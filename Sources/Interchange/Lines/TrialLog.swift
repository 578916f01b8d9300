import Book
package import Diagnostics
import Foundation

/// Reads what training scripts log: JSON lines, in a file, a folder or a pipe, or one JSON document.
package struct TrialLog: Sendable {
  package static let largestDocument = 64 << 20
  /// Of all trials together.
  package static let mostPoints = 5_000_000

  /// In the order in which they were named first.
  package private(set) var trials: [LoggedTrial] = []
  private var places: [String: Int] = [:]
  package private(set) var problems = Problems()
  private var points = 0

  package init() {}

  /// One document: a line that may be spread over several. `name` is the trial where it names none.
  package mutating func read(document bytes: [UInt8], file: String, name: String?) {
    do throws(Unreadable) {
      guard bytes.count <= Self.largestDocument else {
        throw Unreadable(reason: "\(bytes.count) bytes, more than \(Self.largestDocument)")
      }
      try add(try JSONReader.read(bytes[...]), name: name)
    } catch {
      report(error, file, line: nil)
    }
  }

  /// The lines of a file. A last line without an end that is no JSON yet is still being written.
  package mutating func read(file: String, name: String?) throws(Diagnostic) {
    do throws(Unreadable) {
      read(try FileLines(file), file, name)
    } catch {
      throw Diagnostic(
        .interchangeLog, .configuration, at: .init(file: file), "the file can't be read", found: error.reason)
    }
  }

  /// The lines of standard input, until its end.
  package mutating func readStandardInput(name: String?) {
    read(FileLines(descriptor: STDIN_FILENO), "standard input", name)
  }

  /// All `*.jsonl` of a folder, by name; a file's own name is the trial where a line names none.
  package mutating func read(folder: String) throws(Diagnostic) {
    guard let entries = StoreFolder(root: folder).entries("") else {
      throw Diagnostic(
        .interchangeLog, .configuration, at: .init(file: folder), "the folder can't be read",
        found: String(cString: strerror(errno)))
    }
    for entry in entries where !entry.isFolder && entry.name.hasSuffix(".jsonl") {
      try read(file: "\(folder)/\(entry.name)", name: String(entry.name.dropLast(6)))
    }
  }

  /// Bytes as a file of lines would hold them.
  package mutating func read(lines bytes: [UInt8], file: String, name: String?) {
    for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      add(line.last == 0x0D ? line.dropLast() : line, file, number + 1, name)
    }
  }

  private mutating func read(_ lines: FileLines, _ file: String, _ name: String?) {
    var number = 0
    do throws(Unreadable) {
      while let line = try lines.next() {
        number += 1
        if lines.isOpenEnded, (try? JSONReader.read(line)) == nil, !line.isEmpty {
          problems.add(
            .skipped("\(file):\(number)", "the last line is not ended yet, and was left out"))
          return
        }
        add(line, file, number, name)
        if problems.errors.count >= 20 { return }
      }
    } catch {
      report(error, file, line: number + 1)
    }
  }

  private mutating func add(_ line: ArraySlice<UInt8>, _ file: String, _ number: Int, _ name: String?) {
    if line.allSatisfy({ [0x20, 0x09].contains($0) }) { return }
    do throws(Unreadable) {
      try add(try JSONReader.read(line), name: name)
    } catch {
      report(error, file, line: number)
    }
  }

  private mutating func add(_ value: PlainValue, name: String?) throws(Unreadable) {
    guard let name = try TrialLine.name(value) ?? name else {
      throw Unreadable(reason: "no 'trial', and no other name to take")
    }
    guard name.isName else { throw Unreadable(reason: "the trial's name \(quoted(name)) is blank") }
    let place = places[name] ?? trials.count
    if place == trials.count {
      trials.append(LoggedTrial(name: name))
      places[name] = place
    }
    let before = trials[place].points
    try TrialLine.apply(value, to: &trials[place])
    points += trials[place].points - before
    guard points <= Self.mostPoints else {
      throw Unreadable(reason: "more than \(Self.mostPoints) points")
    }
  }

  private mutating func report(_ error: Unreadable, _ file: String, line: Int?) {
    problems.add(
      Diagnostic(
        .interchangeLog, .configuration, at: .init(file: file, line: line), "the log can't be read",
        found: error.reason, next: "Nothing was entered. 'scorebook help experiment log' shows the form."))
  }

  /// Enters trials under their names; one that is as it was is left.
  package static func enter(_ trials: [LoggedTrial], into target: ImportTarget) throws(Diagnostic)
    -> ImportOutcome
  {
    var entry = TrialEntry(target, store: "log")
    guard let experiment = target.experiment else { return try entry.finish() }
    let standing = try target.book.fingerprints(experiment: experiment.name, origin: "log")
    _ = try target.book.save(experiment)
    for trial in trials {
      let fingerprint = trial.fingerprint
      let known = standing[.init(experiment: experiment.name, originID: trial.record.originID)]
      guard entry.isDue(fingerprint, standing: known, isDeleted: false, experiment: experiment.name) else {
        continue
      }
      var source = SourceTrial(
        record: trial.record, history: trial.history, experiment: experiment, fingerprint: fingerprint)
      source.summarise()
      try entry.enter(source)
    }
    return try entry.finish()
  }
}

extension Diagnostic.Identifier {
  package static let interchangeLog = Self("interchange-log")
}
