/// Places of things that follow from one another in columns: few crossings, and none in most.
///
/// **Source:** Sugiyama, Tagawa and Toda (1981): a place in each column that an edge passes, then the order of every
/// column by the mean of its neighbours' places, forth and back.
struct LayeredLayout {
  /// A place in a column: of a node, or of an edge that passes by.
  enum Slot: Hashable {
    case node(Int)
    /// The edge's position, and the column.
    case passing(Int, Int)
  }

  /// By column, top to bottom.
  let columns: [[Slot]]

  /// - Parameter layers: The column of each node. Edges lead to a later column; others are left out of the layout.
  init(layers: [Int], edges: [(from: Int, to: Int)]) {
    let count = (layers.max() ?? -1) + 1
    var columns = [[Slot]](repeating: [], count: count)
    for (node, layer) in layers.enumerated() { columns[layer].append(.node(node)) }
    var links: [(Slot, Slot)] = []
    for (position, edge) in edges.enumerated() where layers[edge.from] < layers[edge.to] {
      var before = Slot.node(edge.from)
      for column in layers[edge.from] + 1..<layers[edge.to] {
        let passing = Slot.passing(position, column)
        columns[column].append(passing)
        links.append((before, passing))
        before = passing
      }
      links.append((before, .node(edge.to)))
    }
    var left: [Slot: [Slot]] = [:]
    var right: [Slot: [Slot]] = [:]
    for (a, b) in links {
      right[a, default: []].append(b)
      left[b, default: []].append(a)
    }
    var best = columns
    var fewest = Self.crossings(columns, right)
    for sweep in 0..<12 where fewest > 0 {
      let forth = sweep.isMultiple(of: 2)
      for column in forth ? Array(1..<max(1, count)) : Array((0..<max(0, count - 1)).reversed()) {
        let fixed = columns[forth ? column - 1 : column + 1]
        let places = Dictionary(
          uniqueKeysWithValues: fixed.enumerated().map { ($0.element, Double($0.offset)) })
        let neighbours = forth ? left : right
        let keyed = columns[column].enumerated().map { offset, slot -> (Double, Int, Slot) in
          let own = (neighbours[slot] ?? []).compactMap { places[$0] }
          return (own.isEmpty ? Double(offset) : own.reduce(0, +) / Double(own.count), offset, slot)
        }
        columns[column] = keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
      }
      let found = Self.crossings(columns, right)
      if found < fewest {
        fewest = found
        best = columns
      }
    }
    self.columns = best
  }

  /// Pairs of links between neighbouring columns that cross.
  static func crossings(_ columns: [[Slot]], _ right: [Slot: [Slot]]) -> Int {
    var found = 0
    for (column, next) in zip(columns, columns.dropFirst()) {
      let places = Dictionary(uniqueKeysWithValues: next.enumerated().map { ($0.element, $0.offset) })
      let ends = column.map { slot in (right[slot] ?? []).compactMap { places[$0] } }
      for upper in ends.indices {
        for lower in ends.indices where lower > upper {
          for a in ends[upper] { found += ends[lower].count { $0 < a } }
        }
      }
    }
    return found
  }
}
