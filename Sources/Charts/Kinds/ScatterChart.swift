/// One point for each thing by two of its numbers, with some of them named.
///
/// **Missing values:** a point that lacks one of its numbers is counted and not drawn.
package struct ScatterChart: Chart {
  package struct Point: Sendable, Hashable {
    let name: String
    let x: Double?
    let y: Double?
    /// Position of its group among the chart's groups.
    let group: Int
    /// Whether its name stands beside it, where there is room.
    let isNamed: Bool

    package init(_ name: String, x: Double?, y: Double?, group: Int = 0, isNamed: Bool = false) {
      self.name = name
      self.x = x.usable
      self.y = y.usable
      self.group = max(0, group)
      self.isNamed = isNamed
    }
  }

  package let title: String
  let xAxis: String
  let yAxis: String
  let nameAxis: String
  let groups: [String]
  let points: [Point]
  let isLogarithmic: Bool

  /// `groups`: names of the groups, told apart by colour and marker; empty for one.
  /// `isLogarithmic`: x in powers of ten, where all of them are above zero.
  package init(
    title: String, xAxis: String, yAxis: String, nameAxis: String, groups: [String] = [], points: [Point],
    isLogarithmic: Bool = false
  ) {
    self.title = title
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.nameAxis = nameAxis
    self.groups = groups
    self.points = points
    self.isLogarithmic = isLogarithmic
  }

  private var known: [(point: Point, x: Double, y: Double)] {
    points.compactMap { point in
      guard let x = point.x, let y = point.y else { return nil }
      return (point, x, y)
    }
  }

  package var summary: String {
    let known = known
    let format = NumberFormat.number
    guard let best = known.max(by: { $0.y < $1.y }), let least = known.min(by: { $0.y < $1.y }) else {
      return "Points of \(yAxis) against \(xAxis): no values."
    }
    let lost = points.count - known.count
    return "\(NumberFormat.grouped(known.count)) points of \(yAxis) against \(xAxis). Highest "
      + "\(format.detailed(best.y)) at \(format.detailed(best.x)) (\(best.point.name)), lowest "
      + "\(format.detailed(least.y)) at \(format.detailed(least.x)) (\(least.point.name))."
      + (lost > 0 ? " \(NumberFormat.grouped(lost)) without one of the two are not drawn." : "")
  }

  package var table: DataTable {
    let isGrouped = groups.count > 1
    return DataTable(
      header: [nameAxis] + (isGrouped ? ["group"] : []) + [xAxis, yAxis],
      rows: points.map { point in
        [.text(point.name)] + (isGrouped ? [.text(name(of: point))] : [])
          + [.number(point.x, .number), .number(point.y, .number)]
      })
  }

  private func name(of point: Point) -> String { point.group < groups.count ? groups[point.group] : "" }

  package func height(width: Double) -> Double { width < 500 ? 300 : 340 }

  package func draw(on canvas: inout Canvas) {
    let known = known
    let scale = Scale(known.map(\.y), zero: false)
    let labels = scale.labels(.number)
    let axis = NumberAxis(
      known.map(\.x), ticks: canvas.width < 500 ? 4 : 7, isLogarithmic: isLogarithmic)
    let legend = Legend(
      axis: yAxis,
      entries: groups.count > 1
        ? groups.enumerated().map { .init(sign: .mark($0.offset), label: $0.element) } : [],
      width: canvas.width)
    legend.draw(on: &canvas)
    let frame = Frame(
      left: Frame.room(for: labels), right: canvas.width - 20, top: legend.height + 6,
      bottom: canvas.height - 42)
    frame.drawValueAxis(scale, labels, on: &canvas)
    guard !known.isEmpty else {
      frame.drawNothing(on: &canvas)
      return
    }
    frame.drawNumbers(axis, title: xAxis, on: &canvas)
    let places = known.map { (x: frame.x($0.x, axis), y: frame.y($0.y, scale)) }
    draw(known.map(\.point), places, frame, on: &canvas)
    name(known.map(\.point), places, frame, on: &canvas)
  }

  /// Many points become faint, and those that would lie on the same spot are drawn once.
  private func draw(
    _ points: [Point], _ places: [(x: Double, y: Double)], _ frame: Frame, on canvas: inout Canvas
  ) {
    struct Spot: Hashable {
      let group: Int
      let x: Int
      let y: Int
    }
    let radius = points.count > 400 ? 2.0 : points.count > 60 ? 2.5 : 3.5
    var seen: Set<Spot> = []
    for named in [false, true] {
      for (point, place) in zip(points, places) where point.isNamed == named {
        let spot = Spot(group: point.group, x: Int(place.x.rounded()), y: Int(place.y.rounded()))
        guard seen.insert(spot).inserted || named else { continue }
        canvas.marker(
          point.group, place.x, place.y, paint: Palette.series(point.group),
          radius: named ? radius + 1.5 : radius, opacity: named || points.count <= 60 ? 1 : 0.55)
      }
    }
  }

  /// Names right of their points, else left, above or below; one that touches another name or point is left out.
  private func name(
    _ points: [Point], _ places: [(x: Double, y: Double)], _ frame: Frame, on canvas: inout Canvas
  ) {
    var taken: [Box] = []
    let named = zip(points, places).filter { $0.0.isNamed }
    // Among few points a name shall not lie on any of them; among many it has to.
    for (_, place) in points.count <= 60 ? Array(zip(points, places)) : named {
      taken.append(Box(place.x - 5, place.y - 5, place.x + 5, place.y + 5))
    }
    for (point, place) in named {
      let text = Typeface.fitted(point.name, to: frame.width * 0.4, size: 11)
      let width = Typeface.width(text, size: 11)
      let starts = [
        (place.x + 8, place.y + 4), (place.x - 8 - width, place.y + 4), (place.x - width / 2, place.y - 9),
        (place.x - width / 2, place.y + 17),
      ]
      let free = starts.first { x, y in
        let box = Box(x, y - 10, x + width, y + 3)
        return box.left >= frame.left && box.right <= canvas.width - 2 && box.top >= frame.top - 4
          && box.bottom <= frame.bottom && !taken.contains { $0.touches(box) }
      }
      guard let (x, y) = free else { continue }
      canvas.text(text, x, y, size: 11)
      taken.append(Box(x, y - 10, x + width, y + 3))
    }
  }
}

/// A rectangle that something stands in.
struct Box {
  let left: Double
  let top: Double
  let right: Double
  let bottom: Double

  init(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  func touches(_ other: Box) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }
}
