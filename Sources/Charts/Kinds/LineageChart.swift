/// What is made from what, in columns from left to right; on a phone a list with arcs beside it.
package struct LineageChart: Chart {
  package struct Node: Sendable, Hashable {
    let name: String
    /// Position of its column.
    let column: Int

    package init(_ name: String, column: Int) {
      self.name = name
      self.column = max(0, column)
    }
  }

  package struct Edge: Sendable, Hashable {
    /// Positions of nodes.
    let from: Int
    let to: Int
    /// Drawn dashed: beside the main way, as a shadow is.
    let isAside: Bool

    package init(from: Int, to: Int, isAside: Bool = false) {
      self.from = from
      self.to = to
      self.isAside = isAside
    }
  }

  package let title: String
  let columns: [String]
  let nodes: [Node]
  let edges: [Edge]

  /// `columns`: what stands in each, from left to right. Edges that lead nowhere, or back, are left out.
  package init(title: String, columns: [String], nodes: [Node], edges: [Edge]) {
    self.title = title
    self.columns = columns
    self.nodes = nodes.map { Node($0.name, column: min($0.column, max(0, columns.count - 1))) }
    let known = self.nodes
    self.edges = edges.filter { edge in
      known.indices.contains(edge.from) && known.indices.contains(edge.to)
        && known[edge.from].column < known[edge.to].column
    }
  }

  package var summary: String {
    let counts = columns.enumerated().compactMap { place, name -> String? in
      let own = nodes.filter { $0.column == place }
      guard !own.isEmpty else { return nil }
      return "\(name): \(own.map(\.name).joined(separator: ", "))"
    }
    return "What is made from what, from left to right. " + counts.joined(separator: "; ") + "."
  }

  package var table: DataTable {
    DataTable(
      header: ["from", "what it is", "to", "what that is", "beside the main way"],
      rows: edges.map { edge in
        let (a, b) = (nodes[edge.from], nodes[edge.to])
        return [
          .text(a.name), .text(columns[a.column]), .text(b.name), .text(columns[b.column]),
          .text(edge.isAside ? "yes" : ""),
        ]
      })
  }

  private static let gap = 30.0
  private static let line = 14.0
  private static let between = 12.0

  // MARK: columns

  /// Columns that hold something, in order.
  private var used: [Int] { columns.indices.filter { column in nodes.contains { $0.column == column } } }

  /// Where each used column begins, and how wide it is: as wide as its names where there is room for all, else narrow
  /// ones keep theirs and the others share the rest.
  private func spans(_ width: Double) -> [(x: Double, width: Double)] {
    let wanted = used.map { column in
      min(
        210, (nodes.filter { $0.column == column }.map { Typeface.width($0.name, size: 11) }.max() ?? 0) + 20)
    }
    guard !wanted.isEmpty else { return [] }
    var room = width - 2 - Self.gap * Double(wanted.count - 1)
    var widths = wanted
    var open = Array(wanted.indices)
    while !open.isEmpty {
      let fair = room / Double(open.count)
      let narrow = open.filter { wanted[$0] <= fair }
      if narrow.isEmpty {
        for place in open { widths[place] = max(40, fair) }
        break
      }
      for place in narrow { room -= wanted[place] }
      open.removeAll { narrow.contains($0) }
    }
    let spare = width - 2 - widths.reduce(0, +)
    let gap = widths.count > 1 ? min(90, max(Self.gap, spare / Double(widths.count - 1))) : 0
    var x = 0.0
    return widths.map { width in
      defer { x += width + gap }
      return (x, width)
    }
  }

  private func boxHeight(_ node: Int, _ room: Double) -> Double {
    Double(max(1, NameLines.broken(nodes[node].name, room: room).count)) * Self.line + 8
  }

  private struct Place {
    let x: Double
    let y: Double
    let width: Double
    let height: Double
  }

  private func places(_ width: Double) -> (places: [LayeredLayout.Slot: Place], height: Double) {
    let used = used
    let column = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($0.element, $0.offset) })
    let layout = LayeredLayout(
      layers: nodes.map { column[$0.column] ?? 0 }, edges: edges.map { ($0.from, $0.to) })
    let spans = spans(width)
    func height(_ slot: LayeredLayout.Slot, _ place: Int) -> Double {
      if case .node(let node) = slot { return boxHeight(node, spans[place].width - 14) }
      return 6
    }
    let heights = layout.columns.enumerated().map { place, slots in
      slots.reduce(-Self.between) { $0 + height($1, place) + Self.between }
    }
    let tallest = heights.max() ?? 0
    var places: [LayeredLayout.Slot: Place] = [:]
    for (place, slots) in layout.columns.enumerated() {
      var y = (tallest - heights[place]) / 2
      for slot in slots {
        let own = height(slot, place)
        places[slot] = Place(
          x: spans[place].x, y: y, width: spans[place].width, height: own)
        y += own + Self.between
      }
    }
    return (places, tallest)
  }

  private static let header = 24.0

  package func height(width: Double) -> Double {
    guard !nodes.isEmpty else { return 80 }
    if width < 500 { return listed(width).reduce(8) { $0 + $1.height } + 4 }
    return Self.header + places(width).height + 6
  }

  package func draw(on canvas: inout Canvas) {
    guard !nodes.isEmpty else {
      Frame(left: 0, right: canvas.width, top: 0, bottom: canvas.height).drawNothing(on: &canvas)
      return
    }
    if canvas.width < 500 { return drawList(on: &canvas) }
    let spans = spans(canvas.width)
    let (places, _) = places(canvas.width)
    for (place, column) in used.enumerated() {
      let room = (place + 1 < spans.count ? spans[place + 1].x - spans[place].x : spans[place].width) - 8
      canvas.text(
        Typeface.fitted(columns[column], to: room, size: 11), spans[place].x + 1, 13, size: 11, opacity: 0.7)
    }
    for (position, edge) in edges.enumerated() { draw(position, edge, places, on: &canvas) }
    for (node, content) in nodes.enumerated() {
      guard let place = places[.node(node)] else { continue }
      let y = Self.header + place.y
      let paint = Palette.series(content.column)
      canvas.rectangle(place.x + 1, y, place.width - 2, place.height, paint: paint, opacity: 0.1)
      canvas.rectangle(place.x + 1, y, 3, place.height, paint: paint)
      for (k, text) in NameLines.broken(content.name, room: place.width - 14).enumerated() {
        canvas.text(text, place.x + 9, y + 15 + Double(k) * Self.line, size: 11)
      }
    }
  }

  private func draw(
    _ position: Int, _ edge: Edge, _ places: [LayeredLayout.Slot: Place],
    on canvas: inout Canvas
  ) {
    let used = used
    guard let first = used.firstIndex(of: nodes[edge.from].column),
      let last = used.firstIndex(of: nodes[edge.to].column),
      let start = places[.node(edge.from)], let end = places[.node(edge.to)]
    else { return }
    let n = Canvas.number
    var x = start.x + start.width - 1
    var y = Self.header + start.y + start.height / 2
    var path = "M\(n(x)) \(n(y))"
    func curve(to nextX: Double, _ nextY: Double) {
      let middle = (x + nextX) / 2
      path += "C\(n(middle)) \(n(y)) \(n(middle)) \(n(nextY)) \(n(nextX)) \(n(nextY))"
      (x, y) = (nextX, nextY)
    }
    for column in first + 1..<max(last, first + 1) {
      guard let passing = places[.passing(position, column)] else { continue }
      let level = Self.header + passing.y + passing.height / 2
      curve(to: passing.x, level)
      path += "L\(n(passing.x + passing.width)) \(n(level))"
      x = passing.x + passing.width
    }
    let target = Self.header + end.y + end.height / 2
    curve(to: end.x - 5, target)
    canvas.stroke(path, paint: "currentColor", width: 1.2, dash: edge.isAside ? "4 3" : nil, opacity: 0.45)
    canvas.fill(
      "M\(n(end.x)) \(n(target))L\(n(end.x - 6)) \(n(target - 3.2))L\(n(end.x - 6)) \(n(target + 3.2))Z",
      paint: "currentColor", opacity: 0.6)
  }

  // MARK: a list with arcs

  private struct Row {
    /// nil: the heading of a column.
    let node: Int?
    let lines: [String]
    let height: Double
  }

  private static let arcs = 104.0

  private func listed(_ width: Double) -> [Row] {
    used.flatMap { column -> [Row] in
      let own = nodes.indices.filter { nodes[$0].column == column }
      return [Row(node: nil, lines: [columns[column]], height: 24)]
        + own.map { node in
          let lines = NameLines.broken(nodes[node].name, room: width - Self.arcs - 22)
          return Row(node: node, lines: lines, height: Double(max(1, lines.count)) * Self.line + 8)
        }
    }
  }

  private func drawList(on canvas: inout Canvas) {
    let right = canvas.width - Self.arcs
    var y = 4.0
    var middles: [Int: Double] = [:]
    for row in listed(canvas.width) {
      if let node = row.node {
        let paint = Palette.series(nodes[node].column)
        canvas.rectangle(1, y + 1, right - 8, row.height - 3, paint: paint, opacity: 0.1)
        canvas.rectangle(1, y + 1, 3, row.height - 3, paint: paint)
        for (k, text) in row.lines.enumerated() {
          canvas.text(text, 10, y + 15 + Double(k) * Self.line, size: 11)
        }
        middles[node] = y + row.height / 2 - 0.5
      } else {
        canvas.text(
          Typeface.fitted(row.lines[0], to: right, size: 11), 1, y + 18, size: 11, opacity: 0.7)
      }
      y += row.height
    }
    let n = Canvas.number
    let longest =
      edges.compactMap { edge in
        middles[edge.from].flatMap { a in middles[edge.to].map { abs($0 - a) } }
      }.max() ?? 1
    for edge in edges {
      guard let a = middles[edge.from], let b = middles[edge.to] else { continue }
      let reach = right + 4 + (Self.arcs - 22) * (0.2 + 0.8 * abs(b - a) / max(longest, 1)) * 1.3
      let x = right - 6
      canvas.stroke(
        "M\(n(x)) \(n(a))C\(n(min(reach, canvas.width + 18))) \(n(a)) \(n(min(reach, canvas.width + 18))) \(n(b)) "
          + "\(n(x + 5)) \(n(b))", paint: "currentColor", width: 1.2, dash: edge.isAside ? "4 3" : nil,
        opacity: 0.45)
      canvas.fill(
        "M\(n(x)) \(n(b))L\(n(x + 6)) \(n(b - 3.2))L\(n(x + 6)) \(n(b + 3.2))Z", paint: "currentColor",
        opacity: 0.6)
    }
  }
}
