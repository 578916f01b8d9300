/// A line of the size of a word, for a table: the course of a number and where it stands now.
///
/// **Missing values:** nil, NaN and infinite values leave a gap.
package struct Sparkline: Sendable {
  package let title: String
  let format: NumberFormat
  let values: [Double?]

  package init(title: String, format: NumberFormat = .number, values: [Double?]) {
    self.title = title
    self.format = format
    self.values = values.map(\.usable)
  }

  /// **Units:** 120 × 28 by default.
  package func drawing(id: String, width: Int = 120, height: Int = 28) -> Drawing {
    var canvas = Canvas(identifier: id, width: Double(max(width, 16)), height: Double(max(height, 8)))
    let known = values.compactMap { $0 }
    let low = known.min() ?? 0
    let high = known.max() ?? 0
    let flat = high - low <= max(high.magnitude, low.magnitude) * 1e-9
    let step = values.count > 1 ? (canvas.width - 8) / Double(values.count - 1) : 0
    let places = values.enumerated().map { place, value -> (x: Double, y: Double)? in
      guard let value else { return nil }
      let share = flat ? 0.5 : (value - low) / (high - low)
      let x = values.count > 1 ? 4 + step * Double(place) : canvas.width / 2
      return (x, canvas.height - 4 - share * (canvas.height - 8))
    }
    canvas.stroke(Canvas.path(places), paint: Palette.series(0), width: 1.5)
    for (k, place) in places.enumerated() {
      guard let place else { continue }
      let alone = (k == 0 || places[k - 1] == nil) && (k == places.count - 1 || places[k + 1] == nil)
      let last = !places[(k + 1)...].contains { $0 != nil }
      if last || alone {
        canvas.marker(0, place.x, place.y, paint: Palette.series(0), radius: last ? 2.5 : 1.5)
      }
    }
    if known.isEmpty {
      canvas.line(4, canvas.height / 2, canvas.width - 4, canvas.height / 2, dash: "2 3", opacity: 0.4)
    }
    return Drawing(canvas, title: title, description: summary)
  }

  var summary: String {
    let known = values.compactMap { $0 }
    guard let first = known.first, let last = known.last, let low = known.min(), let high = known.max() else {
      return "No values."
    }
    return "\(known.count) values from \(format.detailed(first)) to \(format.detailed(last)), "
      + "between \(format.detailed(low)) and \(format.detailed(high))."
  }
}
