/// Values over days: one line for each series, with optional interval, reference lines and notes.
///
/// **Missing values:** nil, NaN and infinite values leave a gap in the line.
package struct LineChart: Chart {
  package struct Point: Sendable, Hashable {
    let day: Day
    let value: Double?
    let lower: Double?
    let upper: Double?

    /// A value with the interval that expresses its uncertainty, where it has one.
    package init(_ day: Day, _ value: Double?, lower: Double? = nil, upper: Double? = nil) {
      self.day = day
      self.value = value.usable
      self.lower = lower.usable
      self.upper = upper.usable
    }
  }

  package struct Series: Sendable, Hashable {
    let name: String
    let points: [Point]

    /// Points in any order; they are drawn in that of their days.
    package init(_ name: String, _ points: [Point]) {
      self.name = name
      self.points = points.sorted { $0.day < $1.day }
    }
  }

  /// A horizontal line, such as a target.
  package struct Reference: Sendable, Hashable {
    let label: String
    let value: Double

    package init(_ label: String, _ value: Double) {
      self.label = label
      self.value = value
    }

    func words(_ format: NumberFormat) -> String { "\(label) \(format.detailed(value))" }
  }

  package let title: String
  let axis: String
  let format: NumberFormat
  let series: [Series]
  let references: [Reference]
  let notes: [DayNote]
  let zero: Bool?

  /// `axis` says what is measured, with its unit: "dollars a week". `zero`: whether the axis includes zero;
  /// nil decides by the values.
  package init(
    title: String, axis: String, format: NumberFormat = .number, series: [Series],
    references: [Reference] = [], notes: [DayNote] = [], zero: Bool? = nil
  ) {
    self.title = title
    self.axis = axis
    self.format = format
    self.series = series
    self.references = references.filter { Optional($0.value).usable != nil }
    self.notes = notes
    self.zero = zero
  }

  package var summary: String {
    let parts = series.map { series in
      let known = series.points.compactMap { point in point.value.map { (point.day, $0) } }
      guard let first = known.first, let last = known.last, let low = known.map(\.1).min(),
        let high = known.map(\.1).max()
      else { return "\(series.name): no values" }
      return "\(series.name): \(known.count) values from \(first.0.iso) to \(last.0.iso), "
        + "between \(format.detailed(low)) and \(format.detailed(high)), last \(format.detailed(last.1))"
    }
    return "Line chart of \(axis). " + parts.map { $0 + "." }.joined(separator: " ")
  }

  package var table: DataTable {
    let days = Set(series.flatMap { $0.points.map(\.day) }).sorted()
    let banded = series.map { $0.points.contains { $0.lower != nil || $0.upper != nil } }
    var header = ["date"]
    for (series, banded) in zip(series, banded) {
      header += banded ? [series.name, "\(series.name), lower", "\(series.name), upper"] : [series.name]
    }
    let byDay = series.map {
      Dictionary($0.points.map { ($0.day, $0) }, uniquingKeysWith: { _, last in last })
    }
    let rows = days.map { day in
      [DataTable.Cell.day(day)]
        + zip(byDay, banded).flatMap { points, banded in
          let point = points[day]
          let value = DataTable.Cell.number(point?.value, format)
          return banded ? [value, .number(point?.lower, format), .number(point?.upper, format)] : [value]
        }
    }
    return DataTable(header: header, rows: rows)
  }
}
