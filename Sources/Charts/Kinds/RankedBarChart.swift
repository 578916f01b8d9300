/// Lying bars with their names left and their values at the end, in the order given: feature importance.
///
/// **Missing values:** nil, NaN and infinite values keep their name and have no bar.
package struct RankedBarChart: Chart {
  package struct Bar: Sendable, Hashable {
    let name: String
    let value: Double?

    package init(_ name: String, _ value: Double?) {
      self.name = name
      self.value = value.usable
    }
  }

  package let title: String
  let axis: String
  let nameAxis: String
  let format: NumberFormat
  let bars: [Bar]

  package init(title: String, axis: String, nameAxis: String, format: NumberFormat = .number, bars: [Bar]) {
    self.title = title
    self.axis = axis
    self.nameAxis = nameAxis
    self.format = format
    self.bars = bars
  }

  package var summary: String {
    let known = bars.compactMap { bar in bar.value.map { (bar.name, $0) } }
    let top = known.prefix(3).map { "\($0.0) \(format.detailed($0.1))" }
    return "Bars of \(axis) for \(bars.count) \(nameAxis)"
      + (top.isEmpty ? "; no values." : "; first: " + top.joined(separator: ", ") + ".")
  }

  package var table: DataTable {
    DataTable(header: [nameAxis, axis], rows: bars.map { [.text($0.name), .number($0.value, format)] })
  }

  package func height(width: Double) -> Double {
    Legend(axis: axis, entries: [], width: width).height + max(2, Double(bars.count)) * 22 + 6
  }

  package func draw(on canvas: inout Canvas) {
    let legend = Legend(axis: axis, entries: [], width: canvas.width)
    legend.draw(on: &canvas)
    let values = bars.compactMap(\.value)
    let texts = format.aligned(bars.map(\.value))
    let names = min(canvas.width * 0.42, (bars.map { Typeface.width($0.name) }.max() ?? 0) + 10)
    let ends = (texts.map { Typeface.width($0, size: 11) }.max() ?? 0) + 8
    let low = min(values.min() ?? 0, 0)
    let high = max(values.max() ?? 0, 0)
    // A negative bar has its value on its left, so both sides need that room.
    let frame = Frame(
      left: names + (low < 0 ? ends : 0), right: canvas.width - (high > 0 || low == 0 ? ends : 4),
      top: legend.height, bottom: legend.height + Double(bars.count) * 22)
    guard !values.isEmpty else {
      frame.drawNothing(on: &canvas)
      return
    }
    let range = high - low
    let x = { (value: Double) in
      range > 0 ? frame.left + (value - low) / range * frame.width : frame.left
    }
    for (place, bar) in bars.enumerated() {
      let y = frame.top + Double(place) * 22
      canvas.text(Typeface.fitted(bar.name, to: names - 8), names - 8, y + 15, anchor: .end)
      guard let value = bar.value else {
        canvas.text("not known", x(0) + 5, y + 15, size: 11, opacity: 0.6)
        continue
      }
      let (a, b) = (x(min(value, 0)), x(max(value, 0)))
      canvas.rectangle(
        a, y + 3, max(b - a, 0.75), 16, paint: Palette.series(value < 0 ? 1 : 0), opacity: 0.85)
      canvas.text(
        texts[place], value < 0 ? a - 5 : b + 5, y + 15, anchor: value < 0 ? .end : .start, size: 11,
        opacity: 0.85)
    }
    canvas.hairline(x(0), frame.top, x(0), frame.bottom, opacity: 0.45)
  }
}
