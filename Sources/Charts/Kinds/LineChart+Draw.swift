extension LineChart {
  package func draw(on canvas: inout Canvas) {
    let values = series.flatMap { $0.points.flatMap { [$0.value, $0.lower, $0.upper] } }.compactMap { $0 }
    let scale = Scale(
      values + references.compactMap { Optional($0.value).usable }, zero: zero,
      ceiling: format == .percent ? 1 : nil)
    let labels = scale.labels(format)
    let direct = series.count > 1 ? endLabels(scale, canvas) : []
    let top = legend(naming: direct.isEmpty, width: canvas.width).height
    let frame = frame(canvas, labels, top, direct.map(\.text))
    legend(naming: direct.isEmpty, width: canvas.width, in: frame).draw(on: &canvas)
    frame.drawValueAxis(scale, labels, on: &canvas)
    guard let days = DayAxis(series.flatMap { $0.points.map(\.day) }), !values.isEmpty else {
      frame.drawNothing(on: &canvas)
      return
    }
    frame.drawDays(days, on: &canvas)
    DayNote.draw(notes, frame, days, down: frame.bottom, on: &canvas)
    for (index, series) in series.enumerated() { drawBand(index, series, frame, scale, days, on: &canvas) }
    drawReferences(frame, scale, on: &canvas)
    for (index, series) in series.enumerated() { drawLine(index, series, frame, scale, days, on: &canvas) }
    for label in direct {
      let isMarked = frame.isMarked(series[label.series].points.count)
      canvas.lineEnd(label.text, label.series, at: frame.right, label.y, isMarked: isMarked)
    }
  }

  /// Words inside the plot would run into the lines: references are named above it, and so are the series
  /// unless they are named at the ends of their lines. In a frame a line has its markers where it is drawn with them.
  private func legend(naming: Bool, width: Double, in frame: Frame? = nil) -> Legend {
    let lines =
      naming && series.count > 1
      ? series.indices.map { place -> Legend.Entry in
        let isMarked = frame?.isMarked(series[place].points.count) ?? true
        return Legend.Entry(sign: .line(place, marker: isMarked), label: series[place].name)
      } : []
    let others = references.enumerated().map {
      Legend.Entry(sign: .reference($0), label: $1.words(format))
    }
    return Legend(axis: axis, entries: lines + others, width: width)
  }

  /// On a phone the names of the series take lines of their own, which the plot shall not pay for.
  package func height(width: Double) -> Double {
    width < 500 ? 250 + max(0, legend(naming: true, width: width).height - 44) : 300
  }

  private func frame(_ canvas: Canvas, _ labels: [String], _ top: Double, _ direct: [String]) -> Frame {
    let right = (direct.map { Typeface.width($0, size: 11) }.max()).map { $0 + 24 } ?? 20
    return Frame(
      left: Frame.room(for: labels), right: canvas.width - right,
      top: top + (notes.isEmpty ? 0 : DayNote.height),
      bottom: canvas.height - 38)
  }

  /// Names at the ends of the lines, or none where a legend serves better: too wide, or too far from its line.
  private func endLabels(_ scale: Scale, _ canvas: Canvas) -> [(series: Int, text: String, y: Double)] {
    let room = canvas.width * 0.24
    guard series.count <= 5, canvas.width >= 500,
      series.allSatisfy({ Typeface.width($0.name, size: 11) <= room })
    else { return [] }
    let frame = frame(
      canvas, scale.labels(format), legend(naming: false, width: canvas.width).height, [])
    let last = DayAxis(series.flatMap { $0.points.map(\.day) })?.last
    var ends: [Double] = []
    for series in series {
      guard let end = series.points.last(where: { $0.value != nil }), let value = end.value,
        let last, end.day == last
      else { return [] }
      ends.append(frame.y(value, scale) + 4)
    }
    let placed = Spread.apart(ends, top: frame.top + 4, bottom: frame.bottom + 4)
    guard zip(ends, placed).allSatisfy({ abs($0 - $1) <= 16 }) else { return [] }
    return series.indices.map { ($0, series[$0].name, placed[$0]) }
  }

  private func drawBand(
    _ index: Int, _ series: Series, _ frame: Frame, _ scale: Scale, _ days: DayAxis, on canvas: inout Canvas
  ) {
    var pieces: [[(x: Double, low: Double, high: Double)]] = [[]]
    for point in series.points {
      if let low = point.lower, let high = point.upper {
        pieces[pieces.count - 1].append(
          (frame.x(point.day, days), frame.y(low, scale), frame.y(high, scale)))
      } else if !pieces[pieces.count - 1].isEmpty {
        pieces.append([])
      }
    }
    let paint = Palette.series(index)
    for piece in pieces where !piece.isEmpty {
      if piece.count == 1 {
        canvas.line(
          piece[0].x, piece[0].low, piece[0].x, piece[0].high, paint: paint, width: 4, opacity: 0.25)
        continue
      }
      let outline = piece.map { ($0.x, $0.high) } + piece.reversed().map { ($0.x, $0.low) }
      canvas.fill(Canvas.path(outline.map { Optional(($0.0, $0.1)) }) + "Z", paint: paint, opacity: 0.16)
    }
  }

  private func drawLine(
    _ index: Int, _ series: Series, _ frame: Frame, _ scale: Scale, _ days: DayAxis, on canvas: inout Canvas
  ) {
    let places = series.points.map { point in
      point.value.map { (x: frame.x(point.day, days), y: frame.y($0, scale)) }
    }
    let paint = Palette.series(index)
    canvas.stroke(
      Canvas.path(Thinning.line(places, width: frame.width)), paint: paint, dash: Stroke.dash(index))
    // A point between two gaps has no line and needs a marker.
    canvas.lonely(places, sign: index, paint: paint, all: frame.isMarked(series.points.count))
  }

  private func drawReferences(_ frame: Frame, _ scale: Scale, on canvas: inout Canvas) {
    for (index, reference) in references.enumerated() {
      guard let value = Optional(reference.value).usable else { continue }
      let y = frame.y(value, scale)
      canvas.line(frame.left, y, frame.right, y, dash: Stroke.reference(index), opacity: 0.7)
    }
  }
}
