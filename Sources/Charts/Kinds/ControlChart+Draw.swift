extension ControlChart {
  package func draw(on canvas: inout Canvas) {
    let values = points.compactMap(\.value)
    let edges = limits.flatMap { [$0.mean, isNonnegative ? max(0, $0.lower) : $0.lower, $0.upper] }
    let scale = Scale(values + edges + (target.map { [$0.value] } ?? []))
    let ranges = ranges
    let rangeScale = Scale(ranges.compactMap { $0 } + limits.map(\.rangeLimit), ticks: 2, zero: true)
    let labels = scale.labels(format)
    let rangeLabels = rangeScale.labels(format)
    let legend = Legend(
      axis: axis,
      entries: (points.contains { $0.signal != nil }
        ? [.init(sign: .spot(Palette.alert), label: "signal")] : [])
        + (target.map { [.init(sign: .reference(0), label: $0.words(format))] } ?? []),
      width: canvas.width)
    legend.draw(on: &canvas)
    let texts = endTexts
    // The sign of a signal on the last point reaches beyond the plot.
    let gap = points.last?.signal == nil ? 5.0 : 11.0
    let right =
      canvas.width - ((texts.map { Typeface.width($0.text, size: 11) }.max()).map { $0 + gap + 3 } ?? 20)
    let left = Frame.room(for: labels + (showsRanges ? rangeLabels : []))
    let bottom = canvas.height - 38
    let upper = Frame(
      left: left, right: right, top: legend.height + (notes.isEmpty ? 0 : DayNote.height),
      bottom: showsRanges ? bottom - 96 : bottom)
    let lower = Frame(left: left, right: right, top: showsRanges ? bottom - 62 : bottom, bottom: bottom)
    upper.drawValueAxis(scale, labels, on: &canvas)
    if showsRanges {
      lower.drawValueAxis(rangeScale, rangeLabels, on: &canvas)
      canvas.text("moving range", 0, lower.top - 10, opacity: 0.75)
    }
    guard let days = DayAxis(points.map(\.day)), !values.isEmpty else {
      upper.drawNothing(on: &canvas)
      return
    }
    lower.drawDays(days, on: &canvas)
    for limits in limits { draw(limits, upper, scale, lower, rangeScale, days, on: &canvas) }
    drawTarget(upper, scale, on: &canvas)
    DayNote.draw(notes, upper, days, down: lower.bottom, on: &canvas)
    let heights = Spread.apart(
      texts.map { upper.y($0.value, scale) + 4 }, gap: 13, top: upper.top + 6, bottom: upper.bottom + 4)
    for (text, y) in zip(texts, heights) { canvas.text(text.text, right + gap, y, size: 11, opacity: 0.8) }
    draw(points.map(\.value), upper, scale, days, signals: true, on: &canvas)
    if showsRanges { draw(ranges, lower, rangeScale, days, signals: false, on: &canvas) }
  }

  /// What stands right of the lines: the limits that hold now.
  private var endTexts: [(text: String, value: Double)] {
    guard let now = limits.last else { return [] }
    var texts = [
      ("upper " + format.brief(now.upper), now.upper), ("mean " + format.brief(now.mean), now.mean),
    ]
    if !isNonnegative || now.lower >= 0 { texts.append(("lower " + format.brief(now.lower), now.lower)) }
    return texts.map { (text: $0.0, value: $0.1) }
  }

  private func draw(
    _ limits: Limits, _ upper: Frame, _ scale: Scale, _ lower: Frame, _ rangeScale: Scale, _ days: DayAxis,
    on canvas: inout Canvas
  ) {
    // Limits reach halfway to the neighbouring points, so that segments meet between two of them.
    func x(_ place: Int, _ other: Int) -> Double {
      let here = upper.x(points[place].day, days)
      guard points.indices.contains(other) else { return other < 0 ? upper.left : upper.right }
      return (here + upper.x(points[other].day, days)) / 2
    }
    let from = x(limits.from, limits.from - 1)
    let to = x(limits.to - 1, limits.to)
    let y = { (value: Double) in upper.y(value, scale) }
    let floor = isNonnegative ? max(0, limits.lower) : limits.lower
    canvas.rectangle(
      from, y(limits.upper), to - from, y(floor) - y(limits.upper), paint: Palette.series(5), opacity: 0.1)
    canvas.line(from, y(limits.mean), to, y(limits.mean), paint: Palette.series(5), width: 1.5)
    canvas.line(from, y(limits.upper), to, y(limits.upper), paint: Palette.series(5), width: 1.5, dash: "6 4")
    if floor == limits.lower {
      canvas.line(from, y(floor), to, y(floor), paint: Palette.series(5), width: 1.5, dash: "6 4")
    }
    guard showsRanges else { return }
    let top = lower.y(limits.rangeLimit, rangeScale)
    canvas.line(from, top, to, top, paint: Palette.series(5), width: 1.5, dash: "6 4")
  }

  private func drawTarget(_ frame: Frame, _ scale: Scale, on canvas: inout Canvas) {
    guard let target else { return }
    let y = frame.y(target.value, scale)
    canvas.line(frame.left, y, frame.right, y, dash: Stroke.reference(), opacity: 0.7)
  }

  private func draw(
    _ values: [Double?], _ frame: Frame, _ scale: Scale, _ days: DayAxis, signals: Bool,
    on canvas: inout Canvas
  ) {
    let places = zip(points, values).map { point, value in
      value.map { (x: frame.x(point.day, days), y: frame.y($0, scale)) }
    }
    canvas.stroke(Canvas.path(places), paint: Palette.series(0), width: signals ? 2 : 1.5)
    for (k, place) in places.enumerated() {
      guard let place else { continue }
      if signals, points[k].signal != nil {
        canvas.marker(3, place.x, place.y, paint: Palette.paint(Palette.alert), radius: 5)
      } else if Double(places.count) * 7 <= frame.width {
        canvas.marker(0, place.x, place.y, paint: Palette.series(0), radius: signals ? 2.5 : 2)
      } else if (k == 0 || places[k - 1] == nil) && (k == places.count - 1 || places[k + 1] == nil) {
        canvas.marker(0, place.x, place.y, paint: Palette.series(0), radius: 2)
      }
    }
  }
}
