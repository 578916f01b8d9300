/// Curves over [0, 1] × [0, 1]: ROC curves with the diagonal of chance, or precision against recall.
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

  package let title: String
  let xAxis: String
  let yAxis: String
  let curves: [Curve]
  let diagonal: Bool

  package init(
    title: String, xAxis: String = "false positive rate", yAxis: String = "true positive rate",
    curves: [Curve], diagonal: Bool = true
  ) {
    self.title = title
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.curves = curves
    self.diagonal = diagonal
  }

  package var summary: String {
    "Curves of \(yAxis) against \(xAxis): " + curves.map(\.name).joined(separator: "; ")
      + (diagonal ? "; the diagonal is chance." : ".")
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
    if diagonal { entries.append(.init(sign: .reference(0), label: "chance")) }
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
    if diagonal {
      canvas.line(frame.left, frame.bottom, frame.right, frame.top, dash: Stroke.reference(), opacity: 0.6)
    }
    for (index, points) in places.enumerated() {
      canvas.stroke(Canvas.path(points), paint: Palette.series(index), dash: Stroke.dash(index))
      if points.count == 1, let point = points[0] {
        canvas.marker(index, point.x, point.y, paint: Palette.series(index), radius: 4)
      }
    }
  }
}
