import Book
import Charts
import Diagnostics
import Markdown
import Workspace

extension BookShortcodes {
  /// **Units:** days. What is asked for later than so long after the newest date is a slip.
  private static let reach = 366
  /// **Units:** days. So much earlier than the first date that there is no later command will bring one.
  private static let past = 3653

  /// The first day of which a figure is known, or can be.
  struct FirstDay {
    let day: Day
    /// `date of job 'nightly'`
    let what: String
    /// Whether scorebook.yaml rules out all that is earlier; what the book has may yet grow to the past.
    let isSet: Bool
  }

  /// Refuses a day that no figure will ever have: one that scorebook.yaml rules out, more than ten years before the
  /// first that the book has, or more than a year after its newest date. A book without dates refuses none that is
  /// late.
  ///
  /// - Parameters:
  ///   - first: nil where nothing tells it.
  ///   - dates: of the book's figures of this kind, beside those of all runs.
  func refuseSlip(
    _ day: Day, _ key: String, first: FirstDay?, among dates: [String], _ shortcode: Shortcode
  ) throws(Diagnostic) {
    func slip(_ what: String) -> Diagnostic {
      Diagnostic(
        .shortcodeUnknown, .configuration, at: shortcode.place, "'\(key)' is \(day.iso), \(what)",
        next: "Mend the date.")
    }
    if let first, day.number < first.day.number - (first.isSet ? 0 : Self.past) {
      let far = first.isSet ? "" : "more than ten years "
      throw slip("\(far)before \(first.day.iso), the first \(first.what)")
    }
    let newest = (dates.compactMap { Day(iso: $0) } + [snapshot.newestDate].compactMap { $0 }).max()
    if let newest, day.number > newest.number + Self.reach {
      throw slip("more than a year after \(newest.iso), the newest date of the book")
    }
  }

  /// The first date that an evaluation can judge, as scorebook.yaml or the book has it.
  func firstDate(of records: [EvaluationRecord], _ shortcode: Shortcode) -> FirstDay? {
    let evaluations = snapshot.configuration.evaluations
    let only = evaluations.count == 1 ? evaluations.keys.first : nil
    guard let name = shortcode.options["evaluation"] ?? records.first?.name ?? only,
      let predictions = evaluations[name]?.predictions
    else { return nil }
    var dates = snapshot.evaluations.filter { $0.name == name }.compactMap(\.date)
    let (what, since): (String, String?)
    switch predictions {
    case .job(let job):
      dates += snapshot.runs(of: job).compactMap(\.date)
      (what, since) = ("date of job '\(job)'", snapshot.configuration.jobs[job]?.since?.description)
    case .versions(let backtest):
      (what, since) = ("date of evaluation '\(name)'", backtest.since.description)
    }
    if let since { dates.append(since) }
    return dates.compactMap { Day(iso: $0) }.min().map { FirstDay(day: $0, what: what, isSet: since != nil) }
  }
}
