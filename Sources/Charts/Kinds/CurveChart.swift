/// Values over a number, such as a metric over the steps of a training: one line for each series.
///
/// **Missing values:** nil, NaN and infinite values leave a gap in the line.
package struct CurveChart: Chart {
  package struct Point: Sendable, Hashable {
    let x: Double
    let y: Double?

    package init(_ x: Double, _ y: Double?) {
      self.x = Optional(x).usable ?? 0
      self.y = y.usable
    }
  }

  package struct Series: Sendable, Hashable {
    let name: String
    let points: [Point]

    /// Points in any order; they are drawn in that of their x.
    package init(_ name: String, _ points: [Point]) {
      self.name = name
      self.points = points.enumerated().sorted { ($0.element.x, $0.offset) < ($1.element.x, $1.offset) }
        .map(\.element)
    }
  }

  package let title: String
  let axis: String
  let xAxis: String
  let format: NumberFormat
  let xFormat: NumberFormat
  let series: [Series]
  let references: [LineChart.Reference]
  let zero: Bool?

  package init(
    title: String, axis: String, xAxis: String, format: NumberFormat = .number,
    xFormat: NumberFormat = .number, series: [Series], references: [LineChart.Reference] = [],
    zero: Bool? = nil
  ) {
    self.title = title
    self.axis = axis
    self.xAxis = xAxis
    self.format = format
    self.xFormat = xFormat
    self.series = series
    self.references = references.filter { Optional($0.value).usable != nil }
    self.zero = zero
  }

  package var summary: String {
    let parts = series.map { series in
      let known = series.points.compactMap { point in point.y.map { (point.x, $0) } }
      guard let first = known.first, let last = known.last, let low = known.map(\.1).min(),
        let high = known.map(\.1).max()
      else { return "\(series.name): no values" }
      return "\(series.name): \(known.count) values from \(xFormat.detailed(first.0)) to "
        + "\(xFormat.detailed(last.0)), between \(format.detailed(low)) and \(format.detailed(high)), last "
        + format.detailed(last.1)
    }
    return "Lines of \(axis) over \(xAxis). " + parts.map { $0 + "." }.joined(separator: " ")
  }

  package var table: DataTable {
    DataTable(
      header: ["series", xAxis, axis],
      rows: series.flatMap { series in
        series.points.map { [.text(series.name), .number($0.x, xFormat), .number($0.y, format)] }
      })
  }

  package func height(width: Double) -> Double {
    width < 500 ? 262 + max(0, legend(naming: true, width: width).height - 44) : 312
  }

  private func legend(naming: Bool, width: Double) -> Legend {
    let lines =
      naming && series.count > 1
      ? series.indices.map { Legend.Entry(sign: .line($0, marker: false), label: series[$0].name) } : []
    let others = references.enumerated().map { Legend.Entry(sign: .reference($0), label: $1.words(format)) }
    return Legend(axis: axis, entries: lines + others, width: width)
  }

  package func draw(on canvas: inout Canvas) {
    let values = series.flatMap { $0.points.compactMap(\.y) }
    let scale = Scale(values + references.map(\.value), zero: zero, ceiling: format == .percent ? 1 : nil)
    let labels = scale.labels(format)
    let axis = NumberAxis(
      series.flatMap { $0.points.map(\.x) }, ticks: canvas.width < 500 ? 4 : 7, format: xFormat)
    let direct = series.count > 1 ? endLabels(scale, axis, canvas) : []
    let legend = legend(naming: direct.isEmpty, width: canvas.width)
    legend.draw(on: &canvas)
    let frame = frame(canvas, labels, legend.height, direct.map(\.text))
    frame.drawValueAxis(scale, labels, on: &canvas)
    guard !values.isEmpty else {
      frame.drawNothing(on: &canvas)
      return
    }
    frame.drawNumbers(axis, title: xAxis, on: &canvas)
    for (index, reference) in references.enumerated() {
      let y = frame.y(reference.value, scale)
      canvas.line(frame.left, y, frame.right, y, dash: Stroke.reference(index), opacity: 0.7)
    }
    for (index, series) in series.enumerated() {
      let places = series.points.map { point in
        point.y.map { (x: frame.x(point.x, axis), y: frame.y($0, scale)) }
      }
      let paint = Palette.series(index)
      canvas.stroke(
        Canvas.path(Thinning.line(places, width: frame.width)), paint: paint, dash: Stroke.dash(index))
      canvas.lonely(places, sign: index, paint: paint, all: frame.isMarked(series.points.count))
    }
    for label in direct {
      let isMarked = frame.isMarked(series[label.series].points.count)
      canvas.lineEnd(label.text, label.series, at: frame.right, label.y, isMarked: isMarked)
    }
  }

  private func frame(_ canvas: Canvas, _ labels: [String], _ top: Double, _ direct: [String]) -> Frame {
    let right = (direct.map { Typeface.width($0, size: 11) }.max()).map { $0 + 24 } ?? 20
    return Frame(
      left: Frame.room(for: labels), right: canvas.width - right, top: top, bottom: canvas.height - 42)
  }

  /// Names at the ends of the lines, or none where a legend serves better: too wide, or too far from its line.
  private func endLabels(
    _ scale: Scale, _ axis: NumberAxis, _ canvas: Canvas
  ) -> [(series: Int, text: String, y: Double)] {
    guard series.count <= 5, canvas.width >= 500,
      series.allSatisfy({ Typeface.width($0.name, size: 11) <= canvas.width * 0.24 })
    else { return [] }
    let frame = frame(
      canvas, scale.labels(format), legend(naming: false, width: canvas.width).height, [])
    let last = series.flatMap { $0.points.map(\.x) }.max() ?? 0
    var ends: [Double] = []
    for series in series {
      // A line that stops early has no name at the right edge: it would be read as another's.
      guard let end = series.points.last(where: { $0.y != nil }), let value = end.y,
        axis.position(end.x) > axis.position(last) - 0.04
      else { return [] }
      ends.append(frame.y(value, scale) + 4)
    }
    let placed = Spread.apart(ends, top: frame.top + 4, bottom: frame.bottom + 4)
    guard zip(ends, placed).allSatisfy({ abs($0 - $1) <= 16 }) else { return [] }
    return series.indices.map { ($0, series[$0].name, placed[$0]) }
  }
}

extension Frame {
  /// Whether each of so many points has its marker: many of them hide the line.
  func isMarked(_ points: Int) -> Bool { Double(points) * 11 <= width }
}

extension Canvas {
  /// The name of a line at its end, behind its marker, or behind its dashes where it has none.
  mutating func lineEnd(_ text: String, _ series: Int, at x: Double, _ y: Double, isMarked: Bool) {
    let paint = Palette.series(series)
    if isMarked {
      marker(series, x + 12, y - 4, paint: paint)
    } else {
      line(x + 2, y - 4, x + 17, y - 4, paint: paint, width: 2, dash: Stroke.dash(series))
    }
    self.text(text, x + 20, y, size: 11)
  }

  /// Markers on points that no line would show, or on all.
  mutating func lonely(_ places: [(x: Double, y: Double)?], sign: Int, paint: String, all: Bool) {
    for (k, place) in places.enumerated() {
      guard let place else { continue }
      let alone = (k == 0 || places[k - 1] == nil) && (k == places.count - 1 || places[k + 1] == nil)
      if all || alone { marker(sign, place.x, place.y, paint: paint) }
    }
  }
}
