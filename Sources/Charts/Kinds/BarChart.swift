/// Upright bars by category, side by side where there are several series.
///
/// **Missing values:** nil, NaN and infinite values have no bar. The axis always includes zero.
package struct BarChart: Chart {
  package struct Series: Sendable, Hashable {
    let name: String
    let values: [Double?]

    /// **Shape:** one value for each category of the chart.
    package init(_ name: String, _ values: [Double?]) {
      self.name = name
      self.values = values.map(\.usable)
    }
  }

  package let title: String
  let axis: String
  let categoryAxis: String
  let format: NumberFormat
  let categories: [String]
  let series: [Series]
  let reference: LineChart.Reference?

  package init(
    title: String, axis: String, categoryAxis: String, format: NumberFormat = .number, categories: [String],
    series: [Series], reference: LineChart.Reference? = nil
  ) {
    self.title = title
    self.axis = axis
    self.categoryAxis = categoryAxis
    self.format = format
    self.categories = categories
    self.series = series
    self.reference = reference.flatMap { Optional($0.value).usable == nil ? nil : $0 }
  }

  package var summary: String {
    let parts = series.map { series in
      let known = zip(categories, series.values).compactMap { name, value in value.map { (name, $0) } }
      guard let high = known.max(by: { $0.1 < $1.1 }), let low = known.min(by: { $0.1 < $1.1 }) else {
        return "\(series.name): no values."
      }
      return "\(series.name): highest \(format.detailed(high.1)) at \(high.0), "
        + "lowest \(format.detailed(low.1)) at \(low.0)."
    }
    return "Bar chart of \(axis) by \(categoryAxis). " + parts.joined(separator: " ")
  }

  package var table: DataTable {
    DataTable(
      header: [categoryAxis] + series.map(\.name),
      rows: categories.enumerated().map { place, name in
        [.text(name)]
          + series.map { .number(place < $0.values.count ? $0.values[place] : nil, format) }
      })
  }

  package func draw(on canvas: inout Canvas) {
    let values = series.flatMap { $0.values.prefix(categories.count) }.compactMap { $0 }
    let scale = Scale(values + (reference.map { [$0.value] } ?? []), zero: true)
    let labels = scale.labels(format)
    let legend = Legend(
      axis: axis,
      entries: (series.count > 1
        ? series.indices.map { .init(sign: .bar($0), label: series[$0].name) } : [])
        + (reference.map { [.init(sign: .reference(0), label: $0.words(format))] } ?? []),
      width: canvas.width)
    legend.draw(on: &canvas)
    let frame = Frame(
      left: Frame.room(for: labels), right: canvas.width - 4, top: legend.height,
      bottom: canvas.height - (categoryAxis.isEmpty ? 24 : 42))
    frame.drawValueAxis(scale, labels, on: &canvas)
    guard !values.isEmpty else {
      frame.drawNothing(on: &canvas)
      return
    }
    let slot = frame.width / Double(categories.count)
    let group = min(slot * 0.76, 56 * Double(series.count))
    let width = group / Double(series.count)
    for place in categories.indices {
      let start = frame.left + slot * (Double(place) + 0.5) - group / 2
      for (index, series) in series.enumerated() where place < series.values.count {
        guard let value = series.values[place] else { continue }
        let (a, b) = (frame.y(max(value, 0), scale), frame.y(min(value, 0), scale))
        canvas.rectangle(
          start + Double(index) * width, a, max(width - (self.series.count > 1 ? 1 : 0), 0.5),
          max(b - a, 0.75),
          paint: Palette.series(index), opacity: 0.85)
      }
    }
    frame.drawCategories(categories, on: &canvas)
    canvas.text(
      Typeface.fitted(categoryAxis, to: frame.width), (frame.left + frame.right) / 2, canvas.height - 6,
      anchor: .middle, opacity: 0.75)
    if let reference {
      let y = frame.y(reference.value, scale)
      canvas.line(frame.left, y, frame.right, y, dash: Stroke.reference(), opacity: 0.7)
    }
  }
}

extension Frame {
  /// Names below equal slots: every one, or every second, third … where they would touch.
  func drawCategories(_ names: [String], on canvas: inout Canvas) {
    let slot = width / Double(names.count)
    // One long name shall not cost its neighbours theirs while each slot has room for a word.
    let room = slot >= 50 ? slot - 6 : 90
    let texts = names.map { Typeface.fitted($0, to: room, size: 11) }
    let widest = texts.map { Typeface.width($0, size: 11) }.max() ?? 0
    let step = max(1, Int(((widest + 6) / slot).rounded(.up)))
    for place in stride(from: 0, to: names.count, by: step) {
      let x = left + slot * (Double(place) + 0.5)
      // The last one would leave the drawing where slots are narrower than names.
      guard place == 0 || x + Typeface.width(texts[place], size: 11) / 2 <= right + 4 else { continue }
      canvas.text(texts[place], x, bottom + 16, anchor: .middle, size: 11, opacity: 0.8)
    }
  }
}
