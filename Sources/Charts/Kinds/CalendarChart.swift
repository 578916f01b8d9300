/// A cell for each night, with its state as colour and sign: a month in a line, or a job in a line.
package struct CalendarChart: Chart {
  package enum State: String, Sendable, Hashable, CaseIterable {
    /// `again`: what stands took the place of earlier rows. `replaced`: what was written stands no more.
    case standing, again, warned, replaced, refused, failed, interrupted, missing, running

    /// For text: one character.
    package var symbol: String {
      switch self {
      case .standing: "✓"
      case .again: "↻"
      case .warned: "!"
      case .replaced: "○"
      case .refused, .failed, .interrupted: "✗"
      case .missing: "·"
      case .running: "…"
      }
    }

    package var words: String {
      switch self {
      case .again: "scored again"
      case .warned: "standing with a warning"
      default: rawValue
      }
    }

    /// Whether a person has to see to it.
    package var isBad: Bool { symbol == "✗" || self == .missing }

    var sign: StateSign {
      switch self {
      case .standing: .check
      case .again: .turned
      case .warned: .exclamation
      case .replaced: .ring
      case .refused, .failed, .interrupted: .cross
      case .missing: .dot
      case .running: .dots
      }
    }

    /// Position of the ink, and how strong it is laid on.
    var ink: (index: Int, opacity: Double) {
      switch self {
      case .standing: (2, 0.16)
      case .again: (0, 0.2)
      case .warned: (4, 0.5)
      case .replaced: (5, 0.2)
      case .refused, .failed, .interrupted: (Palette.alert, 0.6)
      case .missing: (5, 0.1)
      case .running: (5, 0.25)
      }
    }
  }

  package struct Night: Sendable, Hashable {
    package let day: Day
    package let state: State

    package init(_ day: Day, _ state: State) {
      self.day = day
      self.state = state
    }
  }

  struct Line: Sendable, Hashable {
    let label: String
    /// By column; nil where there was to be no night.
    let states: [State?]
    let nights: [Night]
  }

  package let title: String
  private let lineAxis: String
  private let columns: [String]
  /// Above the columns at which they begin: "Jun 1998"; none where a column is a day of any month.
  private let months: [(column: Int, end: Int, label: String)]
  private let lines: [Line]

  /// A line for each month from the first night to the last, the newest first, a column for each day of a month.
  package init(title: String, months nights: [Night]) {
    self.title = title
    lineAxis = "month"
    columns = (1...31).map(String.init)
    months = []
    let byMonth = Dictionary(grouping: nights) { night in
      let parts = night.day.parts
      return parts.year * 12 + parts.month - 1
    }
    guard let first = byMonth.keys.min(), let last = byMonth.keys.max() else {
      lines = []
      return
    }
    lines = (first...last).reversed().map { month in
      let own = (byMonth[month] ?? []).sorted { $0.day < $1.day }
      var states = [State?](repeating: nil, count: 31)
      for night in own { states[night.day.parts.day - 1] = night.state }
      let number = String(month % 12 + 1)
      return Line(
        label: "\(month / 12)-\(number.count < 2 ? "0" : "")\(number)", states: states, nights: own)
    }
  }

  /// A line for each job, a column for each day of a span.
  package init(title: String, jobs: [(name: String, nights: [Night])], from first: Day, to last: Day) {
    self.title = title
    lineAxis = "job"
    let days = (first.number...max(first.number, last.number)).map { Day(number: $0) }
    columns = days.map { String($0.parts.day) }
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let starts = days.indices.filter { $0 == 0 || days[$0].parts.day == 1 }
    months = starts.enumerated().map { place, column in
      let next = place + 1 < starts.count ? starts[place + 1] : days.count
      let parts = days[column].parts
      return (column, next, "\(names[parts.month - 1]) \(parts.year)")
    }
    lines = jobs.map { job in
      let known = Dictionary(job.nights.map { ($0.day, $0.state) }, uniquingKeysWith: { _, last in last })
      return Line(
        label: job.name, states: days.map { known[$0] },
        nights: job.nights.filter { $0.day >= first && $0.day <= last }.sorted { $0.day < $1.day })
    }
  }

  private func count(_ state: State) -> Int { lines.reduce(0) { $0 + $1.nights.count { $0.state == state } } }

  private var states: [State] { State.allCases.filter { count($0) > 0 } }

  package var summary: String {
    let all = lines.flatMap(\.nights)
    guard let first = all.map(\.day).min(), let last = all.map(\.day).max() else {
      return "Calendar of nights: none."
    }
    let counts = states.map { "\(NumberFormat.grouped(count($0))) \($0.words)" }
    let bad = all.filter(\.state.isBad).sorted { $0.day < $1.day }
    let named = bad.suffix(5).map { "\($0.day.iso) \($0.state.rawValue)" }
    return "Calendar of \(NumberFormat.grouped(all.count)) nights from \(first.iso) to \(last.iso): "
      + counts.joined(separator: ", ") + "."
      + (named.isEmpty
        ? ""
        : " \(bad.count > named.count ? "The newest of these" : "These"): \(named.joined(separator: ", ")).")
  }

  /// A line for each line of the drawing: its signs in order, and how many there are of each.
  package var table: DataTable {
    let states = states
    return DataTable(
      header: [lineAxis, "nights"] + states.map { "\($0.symbol) \($0.words)" },
      rows: lines.filter { !$0.nights.isEmpty }.map { line in
        [.text(line.label), .text(line.nights.map(\.state.symbol).joined())]
          + states.map { state in .count(line.nights.count { $0.state == state }) }
      })
  }

  /// Each night in a line.
  package var csv: DataTable {
    let isJobs = lineAxis == "job"
    let rows = (isJobs ? lines : lines.reversed()).flatMap { line in
      line.nights.map { night -> [DataTable.Cell] in
        (isJobs ? [DataTable.Cell.text(line.label)] : []) + [.day(night.day), .text(night.state.words)]
      }
    }
    return DataTable(header: (isJobs ? ["job"] : []) + ["date", "state"], rows: rows)
  }

  private func legend(_ width: Double) -> Legend {
    // States of one sign share an entry.
    var entries: [(state: State, words: [String])] = []
    for state in states {
      if let place = entries.firstIndex(where: { $0.state.symbol == state.symbol }) {
        entries[place].words.append(state.words)
      } else {
        entries.append((state, [state.words]))
      }
    }
    return Legend(
      axis: "",
      entries: entries.map { .init(sign: .state($0.state), label: $0.words.joined(separator: " or ")) },
      width: width)
  }

  private func names(_ width: Double) -> Double {
    // A label ends before the first column, so that a wider face than the one reckoned with would cut its beginning.
    min(width * 0.34, (lines.map { Typeface.width($0.label, size: 11) }.max() ?? 0) * 1.12 + 10)
  }

  private func side(_ width: Double) -> Double {
    min(19, (width - names(width) - 2) / Double(max(1, columns.count)))
  }

  /// Room for the names of months.
  private var header: Double { months.isEmpty || lines.isEmpty ? 0 : 15 }

  private func row(_ width: Double) -> Double { max(side(width), 15) }

  package func height(width: Double) -> Double {
    legend(width).height + 20 + header + Double(max(1, lines.count)) * row(width) + 4
  }

  package func draw(on canvas: inout Canvas) {
    let legend = legend(canvas.width)
    legend.draw(on: &canvas)
    let left = names(canvas.width)
    let side = side(canvas.width)
    let row = row(canvas.width)
    let top = legend.height + 18 + header
    guard !lines.isEmpty else {
      Frame(left: 0, right: canvas.width, top: 0, bottom: canvas.height).drawNothing(
        "No night yet", on: &canvas)
      return
    }
    let widest = columns.map { Typeface.width($0, size: 10) }.max() ?? 0
    let step =
      widest + 3 <= side ? 1 : columns.count == 31 ? 5 : max(2, Int(((widest + 4) / side).rounded(.up)))
    for place in columns.indices where step == 1 || place % step == (columns.count == 31 ? step - 1 : 0) {
      canvas.text(
        columns[place], left + (Double(place) + 0.5) * side, top - 6, anchor: .middle, size: 10, opacity: 0.7)
    }
    var end = -Double.infinity
    for month in months {
      let width = Typeface.width(month.label, size: 11)
      var x = left + Double(month.column) * side + 1
      // A name that is wider than its days ends with them, over the names of lines or after the month before.
      if Double(month.end - month.column) * side < width { x = left + Double(month.end) * side - 8 - width }
      guard x > end + 6, x >= 0, x + width <= canvas.width else { continue }
      canvas.text(month.label, x, top - 20, size: 11, opacity: 0.85)
      end = x + width
    }
    for (place, line) in lines.enumerated() {
      let y = top + Double(place) * row
      canvas.text(
        Typeface.fitted(line.label, to: left - 8, size: 11), left - 8, y + row / 2 + 4, anchor: .end,
        size: 11,
        opacity: 0.85)
      for (column, state) in line.states.enumerated() {
        let x = left + Double(column) * side
        guard let state else {
          canvas.rectangle(x + side / 2 - 0.5, y + row / 2 - 0.5, 1, 1, paint: "currentColor", opacity: 0.25)
          continue
        }
        Self.draw(state, x + 0.75, y + 0.75, side - 1.5, row - 1.5, on: &canvas)
      }
    }
  }

  static func draw(
    _ state: State, _ x: Double, _ y: Double, _ width: Double, _ height: Double, on canvas: inout Canvas
  ) {
    let ink = state.ink
    canvas.rectangle(x, y, width, height, paint: Palette.paint(ink.index), opacity: ink.opacity)
    let isStrong = state.isBad || state == .warned
    state.sign.draw(
      x + width / 2, y + height / 2, size: min(width, height) * 0.62,
      paint: isStrong ? "currentColor" : Palette.paint(ink.index),
      on: &canvas)
  }
}
