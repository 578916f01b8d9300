/// One small panel for each series: many lines that can still be told apart, on the same axes or each on its own.
///
/// **Missing values:** nil, NaN and infinite values leave a gap in the line.
package struct SmallMultiples: Chart {
  package typealias Point = CurveChart.Point

  /// What the panels share below.
  package enum Across: Sendable, Hashable {
    /// x is a `Day`'s number.
    case days
    case number(String)
  }

  package struct Panel: Sendable, Hashable {
    let name: String
    let points: [Point]

    package init(_ name: String, _ points: [Point]) {
      self.name = name
      self.points = CurveChart.Series(name, points).points
    }
  }

  package let title: String
  let axis: String
  let across: Across
  let format: NumberFormat
  let panels: [Panel]
  /// Drawn in grey in every panel, to be compared with.
  let context: Panel?
  let references: [LineChart.Reference]
  let zero: Bool?
  /// Each panel has values of its own size, and so a value axis of its own.
  let ownScales: Bool

  package init(
    title: String, axis: String, across: Across, format: NumberFormat = .number, panels: [Panel],
    context: Panel? = nil, references: [LineChart.Reference] = [], zero: Bool? = nil,
    ownScales: Bool = false
  ) {
    self.title = title
    self.axis = axis
    self.across = across
    self.format = format
    self.panels = panels
    self.context = context
    self.references = references.filter { Optional($0.value).usable != nil }
    self.zero = zero
    self.ownScales = ownScales
  }

  package var summary: String {
    let parts = panels.map { panel in
      guard let last = panel.points.last(where: { $0.y != nil })?.y else { return "\(panel.name): no values" }
      return "\(panel.name): last \(format.detailed(last))"
    }
    let axes = ownScales ? "each with a value axis of its own" : "with the same axes"
    return "\(panels.count) small panel\(panels.count == 1 ? "" : "s") of \(axis), \(axes). "
      + parts.joined(separator: "; ")
      + "."
  }

  package var table: DataTable {
    let xName: String
    switch across {
    case .days: xName = "date"
    case .number(let name): xName = name
    }
    return DataTable(
      header: ["series", xName, axis],
      rows: ((context.map { [$0] } ?? []) + panels).flatMap { panel in
        panel.points.map { point in
          [.text(panel.name), cell(point.x), .number(point.y, format)]
        }
      })
  }

  private func cell(_ x: Double) -> DataTable.Cell {
    if across == .days { return .day(Day(number: Int(x))) }
    return .number(x, .number)
  }

  private func columns(_ width: Double) -> Int {
    let most = width < 500 ? 2 : panels.count <= 6 ? 3 : 4
    return max(1, min(most, panels.count))
  }

  private static let plot = 88.0
  private static let name = 22.0

  private func legend(_ width: Double) -> Legend {
    let grey = context.map { [Legend.Entry(sign: .shade, label: $0.name)] } ?? []
    return Legend(
      axis: axis,
      entries: grey + references.enumerated().map { .init(sign: .reference($0), label: $1.words(format)) },
      width: width)
  }

  package func height(width: Double) -> Double {
    let rows = (Double(panels.count) / Double(columns(width))).rounded(.up)
    return legend(width).height + max(1, rows) * (Self.plot + Self.name) + (across == .days ? 36 : 40)
  }

  package func draw(on canvas: inout Canvas) {
    let legend = legend(canvas.width)
    legend.draw(on: &canvas)
    let all = panels + (context.map { [$0] } ?? [])
    let values = all.flatMap { $0.points.compactMap(\.y) }
    let shared = scale(of: all)
    let scales = panels.map { ownScales ? scale(of: [$0] + (context.map { [$0] } ?? [])) : shared }
    let labels = scales.map { $0.labels(format) }
    let count = columns(canvas.width)
    let left = labels.map { Frame.room(for: $0) }.max() ?? 0
    let gap = ownScales ? 14 + left : 16
    let width = (canvas.width - left - 12 - gap * Double(count - 1)) / Double(count)
    guard !values.isEmpty else {
      Frame(left: 0, right: canvas.width, top: legend.height, bottom: canvas.height).drawNothing(on: &canvas)
      return
    }
    let xs = all.flatMap { $0.points.map(\.x) }
    for (place, panel) in panels.enumerated() {
      let (row, column) = (place / count, place % count)
      let top = legend.height + Double(row) * (Self.plot + Self.name) + Self.name
      let start = left + Double(column) * (width + gap)
      let frame = Frame(left: start, right: start + width, top: top, bottom: top + Self.plot - 8)
      let (scale, labels) = (scales[place], labels[place])
      frame.drawValueAxis(scale, column == 0 || ownScales ? labels : labels.map { _ in "" }, on: &canvas)
      canvas.text(Typeface.fitted(panel.name, to: width), start, top - 7, bold: true)
      drawReferences(frame, scale, on: &canvas)
      if let context {
        draw(context, frame, scale, xs, paint: "currentColor", opacity: 0.35, on: &canvas)
      }
      draw(panel, frame, scale, xs, paint: Palette.series(0), opacity: 1, on: &canvas)
      if place + count >= panels.count { drawAcross(frame, xs, on: &canvas) }
    }
  }

  private func scale(of panels: [Panel]) -> Scale {
    Scale(
      panels.flatMap { $0.points.compactMap(\.y) } + references.map(\.value), ticks: 2, zero: zero,
      ceiling: format == .percent ? 1 : nil)
  }

  private func drawReferences(_ frame: Frame, _ scale: Scale, on canvas: inout Canvas) {
    for (index, reference) in references.enumerated() {
      let y = frame.y(reference.value, scale)
      canvas.line(frame.left, y, frame.right, y, width: 1, dash: Stroke.reference(index), opacity: 0.6)
    }
  }

  private func drawAcross(_ frame: Frame, _ xs: [Double], on canvas: inout Canvas) {
    switch across {
    case .days:
      guard let days = DayAxis(xs.map { Day(number: Int($0)) }) else { return }
      frame.drawDays(days, on: &canvas)
    case .number(let title):
      frame.drawNumbers(NumberAxis(xs, ticks: 3), title: title, on: &canvas)
    }
  }

  private func draw(
    _ panel: Panel, _ frame: Frame, _ scale: Scale, _ xs: [Double], paint: String, opacity: Double,
    on canvas: inout Canvas
  ) {
    let position: (Double) -> Double
    if across == .days {
      guard let days = DayAxis(xs.map { Day(number: Int($0)) }) else { return }
      position = { frame.x(Day(number: Int($0)), days) }
    } else {
      let axis = NumberAxis(xs, ticks: 3)
      position = { frame.x($0, axis) }
    }
    let places = panel.points.map { point in
      point.y.map { (x: position(point.x), y: frame.y($0, scale)) }
    }
    canvas.stroke(
      Canvas.path(Thinning.line(places, width: frame.width)), paint: paint, width: 1.5, opacity: opacity)
    if opacity == 1 { canvas.lonely(places, sign: 0, paint: paint, all: false) }
  }
}
