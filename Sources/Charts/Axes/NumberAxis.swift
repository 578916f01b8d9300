import Glibc

/// An axis of numbers that is even, or whose steps are powers of ten.
struct NumberAxis {
  let ticks: [(value: Double, label: String)]
  private let lower: Double
  private let upper: Double
  private let isLogarithmic: Bool

  /// `isLogarithmic` is heeded only where all values are above zero.
  init(_ values: [Double], ticks count: Int, format: NumberFormat = .number, isLogarithmic: Bool = false) {
    guard isLogarithmic, let low = values.min(), let high = values.max(), low > 0 else {
      // Steps and counts have no halves, and begin where they begin.
      let isWhole = format != .percent && values.allSatisfy { $0 == $0.rounded() }
      let scale = Scale(values, ticks: count, zero: isWhole ? false : nil, isWhole: isWhole)
      ticks = Array(zip(scale.ticks, scale.labels(format)))
      lower = scale.lower
      upper = scale.upper
      self.isLogarithmic = false
      return
    }
    self.isLogarithmic = true
    var first = Int((log10(low) + 1e-9).rounded(.down))
    var last = Int((log10(high) - 1e-9).rounded(.up))
    if first == last {
      first -= 1
      last += 1
    }
    lower = Double(first)
    upper = Double(last)
    // Within few decades the ticks between them help; over many not every decade has room.
    let step = max(1, Int((Double(last - first) / Double(max(count, 2))).rounded(.up)))
    let factors: [Double] = last - first <= 2 ? [1, 2, 5] : [1]
    var found: [(Double, String)] = []
    for exponent in stride(from: first, through: last, by: step) {
      for factor in exponent == last ? [1] : factors {
        let value = factor * NumberFormat.power(exponent)
        found.append((value, format.brief(value)))
      }
    }
    ticks = found
  }

  /// Where a value stands between the ends, 0 to 1.
  func position(_ value: Double) -> Double {
    ((isLogarithmic ? log10(value) : value) - lower) / (upper - lower)
  }

  var labels: [String] { ticks.map(\.label) }
}

extension Frame {
  func x(_ value: Double, _ axis: NumberAxis) -> Double { left + axis.position(value) * width }
  func y(_ value: Double, _ axis: NumberAxis) -> Double { bottom - axis.position(value) * height }

  /// Horizontal grid lines with their labels left of them; zero is drawn stronger.
  func drawValueAxis(_ axis: NumberAxis, labelled: Bool = true, on canvas: inout Canvas) {
    var above = Double.infinity
    for tick in axis.ticks {
      let y = y(tick.value, axis)
      canvas.hairline(left, y, right, y, opacity: tick.value == 0 ? 0.45 : 0.13)
      guard labelled, y < above - 12 else { continue }
      canvas.text(tick.label, left - 7, y + 4, anchor: .end, size: 11, opacity: 0.75)
      above = y
    }
  }

  /// Short marks below the plot with their labels, as many as have room.
  func drawNumbers(_ axis: NumberAxis, title: String, on canvas: inout Canvas) {
    canvas.hairline(left, bottom, right, bottom, opacity: 0.45)
    var end = -Double.infinity
    for tick in axis.ticks {
      let x = x(tick.value, axis)
      canvas.hairline(x, bottom, x, bottom + 5, opacity: 0.45)
      let width = Typeface.width(tick.label, size: 11)
      // The outermost labels stay inside the drawing.
      let start = min(max(x - width / 2, 0), canvas.width - width)
      guard start > end + 6 else { continue }
      canvas.text(tick.label, start, bottom + 17, size: 11, opacity: 0.75)
      end = start + width
    }
    guard !title.isEmpty else { return }
    canvas.text(
      Typeface.fitted(title, to: width), (left + right) / 2, bottom + 34, anchor: .middle, opacity: 0.75)
  }
}
