/// The rectangle of a plot inside its drawing.
struct Frame {
  var left: Double
  var right: Double
  var top: Double
  var bottom: Double

  var width: Double { right - left }
  var height: Double { bottom - top }

  func y(_ value: Double, _ scale: Scale) -> Double { bottom - scale.position(value) * height }

  func x(_ value: Double, _ scale: Scale) -> Double { left + scale.position(value) * width }

  /// Room for the labels of a value axis, left of the plot.
  static func room(for labels: [String]) -> Double {
    (labels.map { Typeface.width($0, size: 11) }.max() ?? 0) + 8
  }

  /// Horizontal grid lines with their labels; zero is drawn stronger.
  func drawValueAxis(_ scale: Scale, _ labels: [String], on canvas: inout Canvas) {
    for (tick, label) in zip(scale.ticks, labels) {
      let y = y(tick, scale)
      canvas.hairline(left, y, right, y, opacity: tick == 0 ? 0.45 : 0.13)
      canvas.text(label, left - 7, y + 4, anchor: .end, size: 11, opacity: 0.75)
    }
  }

  /// Vertical grid lines with labels below, for a plot of two values.
  ///
  /// `gridEnd`: where the lines end, if not at the bottom.
  func drawHorizontalAxis(
    _ scale: Scale, _ labels: [String], title: String, gridEnd: Double? = nil, on canvas: inout Canvas
  ) {
    var end = -Double.infinity
    for (tick, label) in zip(scale.ticks, labels) {
      let x = x(tick, scale)
      canvas.hairline(x, top, x, gridEnd ?? bottom, opacity: tick == 0 ? 0.45 : 0.13)
      let half = Typeface.width(label, size: 11) / 2
      guard x - half > end + 6 else { continue }
      canvas.text(label, x, bottom + 16, anchor: .middle, size: 11, opacity: 0.75)
      end = x + half
    }
    canvas.text(
      Typeface.fitted(title, to: width), (left + right) / 2, bottom + 34, anchor: .middle, opacity: 0.75)
  }

  /// A time axis below the plot.
  func drawDays(_ days: DayAxis, on canvas: inout Canvas) {
    canvas.hairline(left, bottom, right, bottom, opacity: 0.45)
    for tick in DateTicks(from: days.first, to: days.last, spacing: days.spacing, room: width).ticks {
      let x = x(tick.day, days)
      canvas.hairline(x, bottom, x, bottom + 5, opacity: 0.45)
      // Below its tick, but inside the drawing.
      let half = Typeface.width(tick.label, size: 11) / 2
      let place = max(half, min(x, canvas.width - half))
      canvas.text(tick.label, place, bottom + 17, anchor: .middle, size: 11, opacity: 0.75)
      if let year = tick.year {
        canvas.text(year, place, bottom + 31, anchor: .middle, size: 11, opacity: 0.75)
      }
    }
  }

  func x(_ day: Day, _ days: DayAxis) -> Double {
    guard days.last > days.first else { return (left + right) / 2 }
    return left + Double(day.number - days.first.number) / Double(days.last.number - days.first.number)
      * width
  }

  func drawNothing(_ words: String = "No data", on canvas: inout Canvas) {
    canvas.text(words, (left + right) / 2, (top + bottom) / 2 + 4, anchor: .middle, opacity: 0.6)
  }
}

/// The days that a time axis spans.
struct DayAxis {
  let first: Day
  let last: Day
  /// The smallest step between two days: ticks are not set closer than the data.
  let spacing: Int

  /// nil without a day.
  init?(_ days: some Sequence<Day>) {
    let days = days.sorted()
    guard let first = days.first, let last = days.last else { return nil }
    self.first = first
    self.last = last
    spacing = zip(days, days.dropFirst()).map { $1.number - $0.number }.filter { $0 > 0 }.min() ?? 1
  }
}

/// Labels beside a plot, moved apart until none touches another.
enum Spread {
  /// The given heights in the same order, at least `gap` apart and inside [top, bottom] where they fit.
  static func apart(_ heights: [Double], gap: Double = 14, top: Double, bottom: Double) -> [Double] {
    let order = heights.indices.sorted { (heights[$0], $0) < (heights[$1], $1) }
    var result = heights
    var floor = top
    for place in order {
      result[place] = max(result[place], floor)
      floor = result[place] + gap
    }
    var ceiling = bottom
    for place in order.reversed() {
      result[place] = min(result[place], ceiling)
      ceiling = result[place] - gap
    }
    return result
  }
}
