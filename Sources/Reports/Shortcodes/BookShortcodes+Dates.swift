import Book
import Charts
import Diagnostics
import Markdown
import Workspace

extension BookShortcodes {
  /// **Units:** days. What is asked for later than so long after the newest date is a slip.
  private static let reach = 366

  /// Refuses a day that no figure will ever have: one before the first that is known, or more than a year after the
  /// newest date of the book. A book without dates refuses none that is late.
  ///
  /// - Parameters:
  ///   - first: nil where nothing tells it.
  ///   - dates: of the book's figures of this kind, beside those of all runs.
  func refuseSlip(
    _ day: Day, _ key: String, first: (day: Day, what: String)?, among dates: [String], _ shortcode: Shortcode
  ) throws(Diagnostic) {
    func slip(_ what: String) -> Diagnostic {
      Diagnostic(
        .shortcodeUnknown, .configuration, at: shortcode.place, "'\(key)' is \(day.iso), \(what)",
        next: "Mend the date.")
    }
    if let first, day < first.day { throw slip("before \(first.day.iso), the first \(first.what)") }
    let newest = (dates.compactMap { Day(iso: $0) } + [snapshot.newestDate].compactMap { $0 }).max()
    if let newest, day.number > newest.number + Self.reach {
      throw slip("more than a year after \(newest.iso), the newest date of the book")
    }
  }

  /// The first date that an evaluation can judge, as scorebook.yaml or the book has it.
  func firstDate(of records: [EvaluationRecord], _ shortcode: Shortcode) -> (day: Day, what: String)? {
    let evaluations = snapshot.configuration.evaluations
    let only = evaluations.count == 1 ? evaluations.keys.first : nil
    guard let name = shortcode.options["evaluation"] ?? records.first?.name ?? only,
      let predictions = evaluations[name]?.predictions
    else { return nil }
    var dates = snapshot.evaluations.filter { $0.name == name }.compactMap(\.date)
    let what: String
    switch predictions {
    case .job(let job):
      dates += snapshot.runs(of: job).compactMap(\.date)
      if let since = snapshot.configuration.jobs[job]?.since { dates.append(since.description) }
      what = "date of job '\(job)'"
    case .versions(let backtest):
      dates.append(backtest.since.description)
      what = "date of evaluation '\(name)'"
    }
    return dates.compactMap { Day(iso: $0) }.min().map { ($0, what) }
  }
}
