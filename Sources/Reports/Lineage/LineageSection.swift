import Charts
import Markdown

/// What leads to a thing and what follows from it: a drawing, and the same as a list whose names are links.
struct LineageSection {
  let snapshot: BookSnapshot
  /// Empty: everything.
  let around: [LineageGraph.Key]

  /// More than a drawing bears.
  private static let most = 160

  init(snapshot: BookSnapshot, around: LineageGraph.Key...) {
    self.init(snapshot: snapshot, around: around)
  }

  init(snapshot: BookSnapshot, around: [LineageGraph.Key]) {
    self.snapshot = snapshot
    self.around = around
  }

  private var graph: LineageGraph { snapshot.lineage }

  func write(to page: inout PageWriter, heading: Bool = true) {
    let kept = around.reduce(into: Set<LineageGraph.Key>()) { $0.formUnion(graph.around($1)) }
    let nodes = graph.nodes.filter { around.isEmpty || kept.contains($0.key) }
    let edges = graph.edges.filter { around.isEmpty || kept.contains($0.from) && kept.contains($0.to) }
    guard nodes.count > 1, around.isEmpty || around.contains(where: { graph.node($0) != nil }) else { return }
    if heading { page.body.heading(2, "What hangs together") }
    draw(nodes, edges, &page)
    list(nodes, edges, &page)
  }

  private func draw(_ nodes: [LineageGraph.Node], _ edges: [LineageGraph.Edge], _ page: inout PageWriter) {
    guard nodes.count <= Self.most else {
      page.body.paragraph(
        "\(NumberText.count(nodes.count)) things are too many for one drawing; each job's page draws its own part."
      )
      return
    }
    let places = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($0.element.key, $0.offset) })
    page.figure(
      LineageChart(
        title: "Lineage", columns: graph.columns,
        nodes: nodes.map { .init($0.title, column: $0.column) },
        edges: edges.compactMap { edge in
          guard let from = places[edge.from], let to = places[edge.to] else { return nil }
          return .init(from: from, to: to, isAside: edge.isAside)
        }), "lineage",
      caption:
        "What is made from what, along the arrows, as scorebook.yaml has it and aliases point now. Dashed: shadows and "
        + "fallbacks.")
  }

  /// A line for each thing that something follows from.
  private func list(_ nodes: [LineageGraph.Node], _ edges: [LineageGraph.Edge], _ page: inout PageWriter) {
    func name(_ key: LineageGraph.Key) -> InlineMarkdown {
      guard let node = graph.node(key) else { return "" }
      return node.path.map { page.link(.plain(node.title), $0) } ?? .code(node.title)
    }
    let lines = nodes.compactMap { node -> InlineMarkdown? in
      let next = edges.filter { $0.from == node.key }
      guard !next.isEmpty else { return nil }
      func targets(_ isAside: Bool) -> InlineMarkdown {
        .joined(next.filter { $0.isAside == isAside }.map { name($0.to) })
      }
      let main = targets(false)
      let aside = targets(true)
      let verb =
        switch node.key {
        case .dataset, .output: "is read by"
        case .job: "scores with"
        case .version: "fills"
        case .report: "leads to"
        }
      var parts: [InlineMarkdown] = []
      if !main.markdown.isEmpty { parts.append("\(verb) \(main)") }
      if !aside.markdown.isEmpty {
        let beside =
          switch node.key {
          case .job: "beside the champion"
          default: "beside the main way \(verb)"
          }
        parts.append("\(beside) \(aside)")
      }
      let words: InlineMarkdown = "\(node.kind) \(name(node.key)) \(.joined(parts, separator: "; "))"
      return "\(words)."
    }
    page.body.details("The same as a list") { $0.list(lines) }
  }
}
