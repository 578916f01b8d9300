/// An XmR chart: values with their natural limits and signals above, moving ranges with theirs below.
///
/// **Missing values:** nil, NaN and infinite values are gaps; a moving range needs both neighbours.
package struct ControlChart: Chart {
  package struct Point: Sendable, Hashable {
    let day: Day
    let value: Double?
    /// What the point signals, for the table; nil for none.
    let signal: String?

    package init(_ day: Day, _ value: Double?, signal: String? = nil) {
      self.day = day
      self.value = value.usable
      self.signal = signal
    }
  }

  /// Limits and the points for which they hold; several where the limits start again at a release.
  package struct Limits: Sendable, Hashable {
    let from: Int
    let to: Int
    let mean: Double
    let lower: Double
    let upper: Double
    let rangeLimit: Double

    /// `points`: positions in the chart's points.
    package init(points: Range<Int>, mean: Double, lower: Double, upper: Double, rangeLimit: Double) {
      from = points.lowerBound
      to = points.upperBound
      // Cut as the values are, so that both stand on one scale; of what can't be drawn `isUsable` speaks.
      func cut(_ value: Double) -> Double { Optional(value).usable ?? value }
      self.mean = cut(mean)
      self.lower = cut(lower)
      self.upper = cut(upper)
      self.rangeLimit = cut(rangeLimit)
    }

    var isUsable: Bool { [mean, lower, upper, rangeLimit].allSatisfy { Optional($0).usable != nil } }
  }

  package let title: String
  let axis: String
  let format: NumberFormat
  let points: [Point]
  let limits: [Limits]
  /// Positions at which a phase begins: what lies before is another process.
  let starts: Set<Int>
  let target: LineChart.Reference?
  /// Releases, each at the day of the point in whose period it falls.
  let notes: [DayNote]
  let isNonnegative: Bool
  /// Whether the moving ranges are drawn below the values; the table has them always.
  let showsRanges: Bool

  /// Points in ascending order of their days. `isNonnegative`: the values can't be below zero, so neither can a
  /// limit be drawn there.
  package init(
    title: String, axis: String, format: NumberFormat = .number, points: [Point], limits: [Limits],
    starts: Set<Int> = [], target: LineChart.Reference? = nil, notes: [DayNote] = [],
    isNonnegative: Bool = false, showsRanges: Bool = true
  ) {
    self.title = title
    self.axis = axis
    self.format = format
    self.points = points
    self.limits = limits.filter { $0.isUsable && $0.from >= 0 && $0.from < $0.to && $0.to <= points.count }
    self.starts = starts
    self.target = target.flatMap { Optional($0.value).usable == nil ? nil : $0 }
    self.notes = notes
    self.isNonnegative = isNonnegative
    self.showsRanges = showsRanges
  }

  /// |difference| to the point before, where both are known and no phase begins between them.
  var ranges: [Double?] {
    points.indices.map { place in
      guard place > 0, !starts.contains(place), let value = points[place].value,
        let before = points[place - 1].value
      else { return nil }
      return abs(value - before)
    }
  }

  func limits(at place: Int) -> Limits? { limits.last { $0.from <= place && place < $0.to } }

  package var summary: String {
    let known = points.filter { $0.value != nil }
    guard let first = known.first, let last = known.last, let value = last.value else {
      return "Control chart of \(axis): no values."
    }
    var words =
      "Control chart of \(axis): \(known.count) values from \(first.day.iso) to \(last.day.iso), "
      + "last \(format.detailed(value))."
    if let now = limits.last {
      words +=
        " Mean \(format.detailed(now.mean)), natural limits \(format.detailed(now.lower)) to "
        + "\(format.detailed(now.upper))."
    }
    if !notes.isEmpty {
      words += " Releases: " + notes.map { "\($0.label) at \($0.day.iso)" }.joined(separator: ", ") + "."
    }
    let signals = points.filter { $0.signal != nil }
    words +=
      signals.isEmpty ? " No signals." : " Signals: " + signals.map(\.day.iso).joined(separator: ", ") + "."
    return words
  }

  package var table: DataTable {
    let ranges = ranges
    let header = ["date", axis, "moving range", "mean", "lower limit", "upper limit", "signal"]
    return DataTable(
      header: header + (notes.isEmpty ? [] : ["release"]),
      rows: points.indices.map { place in
        let limits = limits(at: place)
        return [
          .day(points[place].day), .number(points[place].value, format), .number(ranges[place], format),
          .number(limits?.mean, format), .number(limits?.lower, format), .number(limits?.upper, format),
          .text(points[place].signal ?? ""),
        ] + (notes.isEmpty ? [] : [.text(notes(at: place).joined(separator: "; "))])
      })
  }

  private func notes(at place: Int) -> [String] {
    notes.filter { $0.day == points[place].day }.map(\.label)
  }

  package func height(width: Double) -> Double {
    guard showsRanges else { return width < 500 ? 230 : 210 }
    return width < 500 ? 350 : 390
  }
}
