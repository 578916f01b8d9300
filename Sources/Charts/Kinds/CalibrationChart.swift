/// Predicted probability against observed rate by band, with intervals, and the rows of each band below.
///
/// A score is calibrated where the points lie on the diagonal. **Missing values:** a band without rows, or with
/// a value that is not finite, has no point.
package struct CalibrationChart: Chart {
  package struct Band: Sendable, Hashable {
    let predicted: Double?
    let observed: Double?
    let lower: Double?
    let upper: Double?
    let count: Int

    package init(predicted: Double?, observed: Double?, lower: Double?, upper: Double?, count: Int) {
      self.predicted = predicted.usable
      self.observed = observed.usable
      self.lower = lower.usable
      self.upper = upper.usable
      self.count = max(0, count)
    }
  }

  package struct Series: Sendable, Hashable {
    let name: String
    let bands: [Band]

    package init(_ name: String, _ bands: [Band]) {
      self.name = name
      self.bands = bands
    }
  }

  package let title: String
  let predictedAxis: String
  let observedAxis: String
  let series: [Series]

  /// The strip of counts shows the first series.
  package init(
    title: String, predictedAxis: String = "mean predicted probability",
    observedAxis: String = "observed rate", series: [Series]
  ) {
    self.title = title
    self.predictedAxis = predictedAxis
    self.observedAxis = observedAxis
    self.series = series
  }

  package var summary: String {
    let parts = series.map { series in
      let gaps = series.bands.compactMap { band in
        band.predicted.flatMap { p in band.observed.map { (p, $0) } }
      }
      guard let worst = gaps.max(by: { abs($0.0 - $0.1) < abs($1.0 - $1.1) }) else {
        return "\(series.name): no bands with rows."
      }
      let percent = NumberFormat.percent
      return "\(series.name): \(gaps.count) bands; the largest gap is \(percent.detailed(worst.0)) predicted "
        + "against \(percent.detailed(worst.1)) observed."
    }
    return "Calibration chart of \(predictedAxis) against \(observedAxis). " + parts.joined(separator: " ")
  }

  package var table: DataTable {
    let named = series.count > 1
    return DataTable(
      header: (named ? ["series"] : []) + ["rows", predictedAxis, observedAxis, "lower", "upper"],
      rows: series.flatMap { series in
        series.bands.map { band in
          (named ? [DataTable.Cell.text(series.name)] : [])
            + [
              .count(band.count), .number(band.predicted, .percent), .number(band.observed, .percent),
              .number(band.lower, .percent), .number(band.upper, .percent),
            ]
        }
      })
  }

  package func height(width: Double) -> Double { width < 500 ? 360 : 400 }

  package func draw(on canvas: inout Canvas) {
    let bands = series.flatMap(\.bands).filter { $0.predicted != nil && $0.observed != nil }
    let scale = Scale(
      bands.flatMap { [$0.predicted, $0.observed, $0.lower, $0.upper] }.compactMap { $0 }, zero: true,
      ceiling: 1)
    let labels = scale.labels(.percent)
    var entries: [Legend.Entry] =
      series.count > 1
      ? series.indices.map { .init(sign: .line($0, marker: true), label: series[$0].name) } : []
    entries.append(.init(sign: .reference(0), label: "calibrated"))
    let legend = Legend(axis: observedAxis, entries: entries, width: canvas.width)
    legend.draw(on: &canvas)
    let strip = 46.0
    let left = Frame.room(for: labels)
    let side = min(canvas.width - left - 16, 460)
    let frame = Frame(
      left: left, right: left + side, top: legend.height, bottom: canvas.height - 42 - strip)
    frame.drawValueAxis(scale, labels, on: &canvas)
    guard !bands.isEmpty else {
      frame.drawNothing(on: &canvas)
      return
    }
    var lower = frame
    lower.bottom = canvas.height - 42
    // The words of the strip stand on no line.
    lower.drawHorizontalAxis(scale, labels, title: predictedAxis, gridEnd: frame.bottom, on: &canvas)
    canvas.hairline(frame.left, lower.bottom, frame.right, lower.bottom, opacity: 0.45)
    canvas.line(
      frame.x(scale.lower, scale), frame.y(scale.lower, scale), frame.x(scale.upper, scale),
      frame.y(scale.upper, scale), dash: Stroke.reference(), opacity: 0.6)
    drawCounts(frame, scale, strip, lower.bottom, on: &canvas)
    for (index, series) in series.enumerated() { draw(index, series, frame, scale, on: &canvas) }
  }

  private func draw(
    _ index: Int, _ series: Series, _ frame: Frame, _ scale: Scale, on canvas: inout Canvas
  ) {
    let paint = Palette.series(index)
    var path: [(x: Double, y: Double)?] = []
    for band in series.bands {
      guard let p = band.predicted, let o = band.observed else { continue }
      let x = frame.x(p, scale)
      path.append((x, frame.y(o, scale)))
      if let low = band.lower, let high = band.upper {
        let (a, b) = (frame.y(low, scale), frame.y(high, scale))
        canvas.line(x, a, x, b, paint: paint, width: 1.5, opacity: 0.7)
        for y in [a, b] { canvas.line(x - 3, y, x + 3, y, paint: paint, width: 1.5, opacity: 0.7) }
      }
    }
    canvas.stroke(Canvas.path(path), paint: paint, width: 1.5, dash: Stroke.dash(index), opacity: 0.6)
    for case let point? in path { canvas.marker(index, point.x, point.y, paint: paint, radius: 4) }
  }

  /// Rows of each band as bars below the plot, standing at their mean prediction.
  private func drawCounts(
    _ frame: Frame, _ scale: Scale, _ strip: Double, _ base: Double, on canvas: inout Canvas
  ) {
    guard let first = series.first else { return }
    let most = first.bands.map(\.count).max() ?? 0
    guard most > 0 else { return }
    for band in first.bands {
      guard let p = band.predicted, band.count > 0 else { continue }
      let height = max(1, Double(band.count) / Double(most) * (strip - 20))
      canvas.rectangle(
        frame.x(p, scale) - 3, base - height, 6, height, paint: Palette.series(0), opacity: 0.45)
    }
    let words = "rows in a band, up to \(NumberFormat.grouped(most))"
    canvas.text(words, frame.right, base - strip + 16, anchor: .end, size: 11, opacity: 0.75)
  }
}
