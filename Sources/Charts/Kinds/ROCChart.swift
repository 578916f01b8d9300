/// Curves over [0, 1] × [0, 1], with what chance gives: ROC curves with the diagonal, or precision against recall with
/// base rates.
///
/// **Missing values:** points that are not finite leave a gap.
package struct ROCChart: Chart {
  package struct Curve: Sendable, Hashable {
    let name: String
    let xs: [Double]
    let ys: [Double]

    /// The name goes into the legend, with the area if it shall be read there: "champion, AUC 0.812".
    package init(_ name: String, _ points: [(x: Double, y: Double)]) {
      self.name = name
      xs = points.map(\.x)
      ys = points.map(\.y)
    }
  }

  /// What scores that say nothing give, as dashed lines.
  package enum Chance: Sendable, Hashable {
    case diagonal
    /// Level lines with their names: "base rate 0.067".
    case levels([Level])
  }

  package struct Level: Sendable, Hashable {
    let name: String
    let value: Double

    package init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  package let title: String
  let xAxis: String
  let yAxis: String
  let curves: [Curve]
  let chance: Chance

  package init(
    title: String, xAxis: String = "false positive rate", yAxis: String = "true positive rate",
    curves: [Curve], chance: Chance = .diagonal
  ) {
    self.title = title
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.curves = curves
    self.chance = chance
  }

  package var summary: String {
    "Curves of \(yAxis) against \(xAxis): " + curves.map(\.name).joined(separator: "; ")
      + (names.isEmpty
        ? "." : "; \(chance == .diagonal ? "the diagonal" : names.joined(separator: " and ")) is chance.")
  }

  /// What the legend calls the lines of chance.
  private var names: [String] {
    switch chance {
    case .diagonal: ["chance"]
    case .levels(let levels): levels.map(\.name)
    }
  }

  package var table: DataTable {
    let format = NumberFormat.number
    return DataTable(
      header: ["curve", xAxis, yAxis],
      rows: curves.flatMap { curve in
        zip(curve.xs, curve.ys).map { x, y in
          [.text(curve.name), .number(x, format), .number(y, format)]
        }
      })
  }

  package func height(width: Double) -> Double { width < 500 ? 390 : 430 }

  package func draw(on canvas: inout Canvas) {
    let scale = Scale([0, 1], zero: true)
    let labels = scale.labels(.number)
    var entries: [Legend.Entry] = curves.indices.map {
      .init(sign: .line($0, marker: false), label: curves[$0].name)
    }
    entries += names.enumerated().map { .init(sign: .reference($0.offset), label: $0.element) }
    let legend = Legend(axis: yAxis, entries: entries, width: canvas.width)
    legend.draw(on: &canvas)
    let left = Frame.room(for: labels)
    let bottom = canvas.height - 42
    let side = min(canvas.width - left - 12, bottom - legend.height)
    let frame = Frame(left: left, right: left + side, top: bottom - side, bottom: bottom)
    frame.drawValueAxis(scale, labels, on: &canvas)
    frame.drawHorizontalAxis(scale, labels, title: xAxis, on: &canvas)
    let places = curves.map { curve in
      zip(curve.xs, curve.ys).map { x, y -> (x: Double, y: Double)? in
        guard (0...1).contains(x), (0...1).contains(y) else { return nil }
        return (frame.x(x, scale), frame.y(y, scale))
      }
    }
    guard places.contains(where: { $0.contains { $0 != nil } }) else {
      frame.drawNothing(on: &canvas)
      return
    }
    drawChance(frame, scale, on: &canvas)
    for (index, points) in places.enumerated() {
      canvas.stroke(Canvas.path(points), paint: Palette.series(index), dash: Stroke.dash(index))
      if points.count == 1, let point = points[0] {
        canvas.marker(index, point.x, point.y, paint: Palette.series(index), radius: 4)
      }
    }
  }
  private func drawChance(_ frame: Frame, _ scale: Scale, on canvas: inout Canvas) {
    switch chance {
    case .diagonal:
      canvas.line(frame.left, frame.bottom, frame.right, frame.top, dash: Stroke.reference(), opacity: 0.6)
    case .levels(let levels):
      for (index, level) in levels.enumerated() where (0...1).contains(level.value) {
        let y = frame.y(level.value, scale)
        canvas.line(frame.left, y, frame.right, y, dash: Stroke.reference(index), opacity: 0.6)
      }
    }
  }
}
