/// Effects with their intervals, one below another, against a line of no effect: a forest plot.
///
/// **Missing values:** an effect without a value keeps its name and says so; one without an interval has a point alone.
package struct ForestChart: Chart {
  package struct Effect: Sendable, Hashable {
    let name: String
    let value: Double?
    let lower: Double?
    let upper: Double?

    package init(_ name: String, _ value: Double?, lower: Double? = nil, upper: Double? = nil) {
      self.name = name
      self.value = value.usable
      self.lower = lower.usable
      self.upper = upper.usable
    }
  }

  package let title: String
  let axis: String
  let nameAxis: String
  let format: NumberFormat
  let effects: [Effect]

  /// `axis` says what is measured; zero is no effect.
  package init(
    title: String, axis: String, nameAxis: String, format: NumberFormat = .percent, effects: [Effect]
  ) {
    self.title = title
    self.axis = axis
    self.nameAxis = nameAxis
    self.format = format
    self.effects = effects
  }

  package var summary: String {
    let parts = effects.map { effect in
      guard let value = effect.value else { return "\(effect.name): no value" }
      guard let lower = effect.lower, let upper = effect.upper else {
        return "\(effect.name): \(format.detailed(value))"
      }
      return
        "\(effect.name): \(format.detailed(value)), \(format.detailed(lower)) to \(format.detailed(upper))"
    }
    return "Intervals of \(axis) around a line at zero. " + parts.joined(separator: "; ") + "."
  }

  package var table: DataTable {
    DataTable(
      header: [nameAxis, axis, "lower", "upper"],
      rows: effects.map { effect in
        [.text(effect.name)] + [effect.value, effect.lower, effect.upper].map { .number($0, format) }
      })
  }

  private static let row = 34.0

  package func height(width: Double) -> Double {
    Legend(axis: axis, entries: [], width: width).height + max(2, Double(effects.count)) * Self.row + 34
  }

  package func draw(on canvas: inout Canvas) {
    let legend = Legend(axis: axis, entries: [], width: canvas.width)
    legend.draw(on: &canvas)
    let values = effects.flatMap { [$0.value, $0.lower, $0.upper].compactMap { $0 } }
    let names = min(canvas.width * 0.4, (effects.map { Typeface.width($0.name) }.max() ?? 0) + 14)
    let scale = Scale(values + [0], ticks: canvas.width < 500 ? 3 : 6, zero: true)
    let labels = scale.labels(format)
    // The outermost labels stand in the middle under their ticks.
    let half = (labels.map { Typeface.width($0, size: 11) }.max() ?? 0) / 2
    let frame = Frame(
      left: max(names, half + 2), right: canvas.width - max(12, half + 2), top: legend.height,
      bottom: canvas.height - 26)
    guard !values.isEmpty else {
      frame.drawNothing(on: &canvas)
      return
    }
    frame.drawHorizontalAxis(scale, labels, title: "", on: &canvas)
    for (place, effect) in effects.enumerated() {
      let y = frame.top + (Double(place) + 0.5) * Self.row
      draw(name: effect.name, names - 10, y, on: &canvas)
      guard let value = effect.value else {
        canvas.text("no value", frame.left + 8, y + 4, size: 11, opacity: 0.6)
        continue
      }
      let paint = Palette.series(0)
      if let lower = effect.lower, let upper = effect.upper {
        let (start, end) = (frame.x(lower, scale), frame.x(upper, scale))
        canvas.line(start, y, end, y, paint: paint, width: 2)
        for x in [start, end] { canvas.line(x, y - 4, x, y + 4, paint: paint, width: 2) }
      }
      canvas.marker(1, frame.x(value, scale), y, paint: paint, radius: 4.5)
    }
  }

  /// In one line, or in two where it is too long: names of trials differ at their ends.
  private func draw(name: String, _ room: Double, _ y: Double, on canvas: inout Canvas) {
    guard Typeface.width(name) > room else {
      canvas.text(name, room, y + 4, anchor: .end)
      return
    }
    let lines = NameLines.broken(name, room: room)
    guard lines.count > 1 else {
      canvas.text(lines.first ?? "", room, y + 4, anchor: .end, size: 11)
      return
    }
    let rest = Typeface.fitted(lines.dropFirst().joined(), to: room, size: 11)
    canvas.text(lines[0], room, y - 2, anchor: .end, size: 11)
    canvas.text(rest, room, y + 11, anchor: .end, size: 11)
  }
}
