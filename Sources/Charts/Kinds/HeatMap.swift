/// A value for each row and column as the strength of a colour: confusion, cohorts, drift of inputs by night.
///
/// **Missing values:** nil, NaN and infinite values are a small dot.
package struct HeatMap: Chart {
  /// Values from a bound on, with a name of their own.
  package struct Level: Sendable, Hashable {
    let name: String
    let from: Double

    package init(_ name: String, from: Double) {
      self.name = name
      self.from = from
    }
  }

  package let title: String
  let axis: String
  let rowAxis: String
  let columnAxis: String
  let format: NumberFormat
  let rows: [String]
  let columns: [String]
  private let values: [[Double?]]
  private let levels: [Level]
  private let isAlarming: Bool

  /// **Shape:** `values[row][column]`.
  ///
  /// `levels`: ascending, the first for all values below the second; where there are none, five even steps are made.
  /// `isAlarming`: the last level is a signal and not only the most.
  package init(
    title: String, axis: String, rowAxis: String, columnAxis: String, format: NumberFormat = .number,
    rows: [String], columns: [String], values: [[Double?]], levels: [Level] = [], isAlarming: Bool = false
  ) {
    self.title = title
    self.axis = axis
    self.rowAxis = rowAxis
    self.columnAxis = columnAxis
    self.format = format
    self.rows = rows
    self.columns = columns
    let known = rows.indices.map { row in
      columns.indices.map { column -> Double? in
        guard row < values.count, column < values[row].count else { return nil }
        return values[row][column].usable
      }
    }
    self.values = known
    self.levels = levels.isEmpty ? Self.even(known, format) : levels
    self.isAlarming = isAlarming && levels.count > 1
  }

  /// Five steps between round numbers.
  private static func even(_ values: [[Double?]], _ format: NumberFormat) -> [Level] {
    let known = values.flatMap { $0.compactMap { $0 } }
    guard !known.isEmpty else { return [] }
    let scale = Scale(known, ticks: 5, zero: (known.min() ?? 0) >= 0 ? true : nil)
    let labels = scale.labels(format)
    return zip(scale.ticks, labels).dropLast().enumerated().map { place, tick in
      Level("\(tick.1) to \(labels[place + 1])", from: tick.0)
    }
  }

  /// The number of a cell; one that was rounded up to the next level is told to lie below it.
  private func told(_ text: String, _ level: Int) -> String {
    guard isAlarming, let shown = Double(text), self.level(of: shown) > level else { return text }
    return "<" + text
  }

  private func level(of value: Double) -> Int { max(0, levels.lastIndex { $0.from <= value } ?? 0) }

  package var summary: String {
    let known = values.enumerated().flatMap { row, line in
      line.enumerated().compactMap { column, value in value.map { (row, column, $0) } }
    }
    guard let most = known.max(by: { $0.2 < $1.2 }) else { return "Heat map of \(axis): no values." }
    var words =
      "Heat map of \(axis): \(rows.count) \(rowAxis) by \(columns.count) \(columnAxis). Greatest "
      + "\(format.detailed(most.2)) for \(rows[most.0]), \(columns[most.1])."
    if isAlarming, let last = levels.last {
      let alarmed = rows.indices.filter { row in values[row].contains { $0.map { $0 >= last.from } ?? false }
      }
      words +=
        alarmed.isEmpty
        ? " Nothing is \(last.name)."
        : " \(last.name.prefix(1).uppercased() + last.name.dropFirst()) at least once: "
          + alarmed.prefix(6).map { rows[$0] }.joined(separator: ", ")
          + (alarmed.count > 6 ? " and \(alarmed.count - 6) more." : ".")
    }
    return words
  }

  /// The longer side goes down.
  package var table: DataTable {
    guard columns.count > rows.count else {
      return DataTable(
        header: [rowAxis] + columns,
        rows: rows.indices.map { row in [.text(rows[row])] + values[row].map { .number($0, format) } })
    }
    return DataTable(
      header: [columnAxis] + rows,
      rows: columns.indices.map { column in
        [.text(columns[column])] + rows.indices.map { .number(values[$0][column], format) }
      })
  }

  private func legend(_ width: Double) -> Legend {
    Legend(
      axis: axis,
      entries: levels.enumerated().map { place, level in
        .init(sign: .cell(ink(place), sign(place)), label: level.name)
      }, width: width)
  }

  /// Position of the ink of a level and its strength: more is always stronger, and never so strong that words on it
  /// could not be read in the page's own colour.
  private func ink(_ level: Int) -> (Int, Double) {
    let last = levels.count - 1
    if isAlarming {
      if level == last { return (Palette.alert, 0.6) }
      return level == 0 ? (0, 0.12) : (4, 0.2 + 0.25 * Double(level) / Double(max(1, last - 1)))
    }
    return (0, last > 0 ? 0.1 + 0.5 * Double(level) / Double(last) : 0.3)
  }

  private func sign(_ level: Int) -> StateSign? {
    guard isAlarming, level > 0 else { return nil }
    return level == levels.count - 1 ? .cross : .dot
  }

  private static let row = 20.0

  package func height(width: Double) -> Double {
    legend(width).height + Double(max(1, rows.count)) * Self.row + 44
  }

  package func draw(on canvas: inout Canvas) {
    let legend = legend(canvas.width)
    legend.draw(on: &canvas)
    let names = min(canvas.width * 0.4, (rows.map { Typeface.width($0, size: 11) }.max() ?? 0) + 10)
    let frame = Frame(
      left: names, right: canvas.width - 4, top: legend.height,
      bottom: legend.height + Double(max(1, rows.count)) * Self.row)
    guard !levels.isEmpty, !columns.isEmpty else {
      frame.drawNothing(on: &canvas)
      return
    }
    let side = min(frame.width / Double(columns.count), 72)
    let isNumbered = side >= 34
    let texts = isNumbered ? format.aligned(values.flatMap { $0 }) : []
    for (row, name) in rows.enumerated() {
      let y = frame.top + Double(row) * Self.row
      canvas.text(
        Typeface.fitted(name, to: names - 8, size: 11), names - 8, y + Self.row / 2 + 4, anchor: .end,
        size: 11)
      for column in columns.indices {
        let x = frame.left + Double(column) * side
        guard let value = values[row][column] else {
          canvas.marker(0, x + side / 2, y + Self.row / 2, paint: "currentColor", radius: 0.8, opacity: 0.4)
          continue
        }
        let level = level(of: value)
        let (index, opacity) = ink(level)
        let gap = side > 6 ? 0.75 : 0
        canvas.rectangle(
          x + gap, y + 0.75, side - 2 * gap, Self.row - 1.5, paint: Palette.paint(index), opacity: opacity)
        if isNumbered {
          let text = told(texts[row * columns.count + column], level)
          guard Typeface.width(text, size: 10) <= side - 4 else { continue }
          canvas.text(text, x + side / 2, y + 14, anchor: .middle, size: 10)
        } else if side >= 7 {
          sign(level)?.draw(
            x + side / 2, y + Self.row / 2, size: min(9, side * 0.7), paint: "currentColor", on: &canvas)
        }
      }
    }
    let used = Frame(
      left: frame.left, right: frame.left + side * Double(columns.count), top: frame.top, bottom: frame.bottom
    )
    used.drawSteps(columns, on: &canvas)
    canvas.text(
      Typeface.fitted(columnAxis, to: max(60, used.width)), (used.left + used.right) / 2, frame.bottom + 34,
      anchor: .middle, opacity: 0.75)
  }
}

extension Frame {
  /// Names below equal slots, whole ones only: every one, or so many apart that none touches another.
  func drawSteps(_ names: [String], on canvas: inout Canvas) {
    let slot = width / Double(names.count)
    let widest = names.map { Typeface.width($0, size: 11) }.max() ?? 0
    let isCut = widest > 90
    let step = max(1, Int(((min(widest, 90) + 8) / slot).rounded(.up)))
    var end = -Double.infinity
    for place in stride(from: 0, to: names.count, by: step) {
      let text = isCut ? Typeface.fitted(names[place], to: 90, size: 11) : names[place]
      let half = Typeface.width(text, size: 11) / 2
      let x = min(max(left + slot * (Double(place) + 0.5), half), canvas.width - half)
      guard x - half > end + 6 else { continue }
      canvas.text(text, x, bottom + 16, anchor: .middle, size: 11, opacity: 0.8)
      end = x + half
    }
  }
}
