/// Signs that say a state without its colour, drawn and not written: not every face has them.
enum StateSign: Sendable, Hashable {
  case check, exclamation, cross, dot, turned, ring, dots

  /// Draws the sign around a point, about `size` high.
  func draw(_ x: Double, _ y: Double, size: Double, paint: String, on canvas: inout Canvas) {
    let r = size / 2
    let width = max(1, size / 6)
    switch self {
    case .check:
      canvas.stroke(
        Canvas.path([(x - r * 0.8, y), (x - r * 0.2, y + r * 0.65), (x + r * 0.85, y - r * 0.7)]),
        paint: paint,
        width: width)
    case .exclamation:
      canvas.stroke(Canvas.path([(x, y - r * 0.9), (x, y + r * 0.25)]), paint: paint, width: width * 1.2)
      canvas.marker(0, x, y + r * 0.85, paint: paint, radius: width * 0.75)
    case .cross:
      canvas.stroke(
        Canvas.path([
          (x - r * 0.7, y - r * 0.7), (x + r * 0.7, y + r * 0.7), nil, (x + r * 0.7, y - r * 0.7),
          (x - r * 0.7, y + r * 0.7),
        ]), paint: paint, width: width)
    case .dot: canvas.marker(0, x, y, paint: paint, radius: max(1, size / 7))
    case .turned:
      // Three quarters of a circle and an arrow's head at its end.
      let n = Canvas.number
      let q = r * 0.72
      canvas.stroke(
        "M\(n(x)) \(n(y - q))A\(n(q)) \(n(q)) 0 1 0 \(n(x + q)) \(n(y))", paint: paint, width: width)
      canvas.fill(
        "M\(n(x + q - r * 0.5)) \(n(y))L\(n(x + q + r * 0.5)) \(n(y))L\(n(x + q)) \(n(y - r * 0.7))Z",
        paint: paint)
    case .ring:
      let n = Canvas.number
      let q = r * 0.66
      canvas.stroke(
        "M\(n(x - q)) \(n(y))A\(n(q)) \(n(q)) 0 1 1 \(n(x + q)) \(n(y))A\(n(q)) \(n(q)) 0 1 1 \(n(x - q)) \(n(y))Z",
        paint: paint, width: width)
    case .dots:
      for dx in [-0.6, 0, 0.6] { canvas.marker(0, x + dx * r, y, paint: paint, radius: max(0.8, size / 10)) }
    }
  }
}
