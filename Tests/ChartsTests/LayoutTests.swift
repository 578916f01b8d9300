import Testing

@testable import Charts

@Suite("Layouts")
struct LayoutTests {
  private func crossings(_ layout: LayeredLayout, _ edges: [(from: Int, to: Int)]) -> Int {
    var right: [LayeredLayout.Slot: [LayeredLayout.Slot]] = [:]
    for edge in edges { right[.node(edge.from), default: []].append(.node(edge.to)) }
    return LayeredLayout.crossings(layout.columns, right)
  }

  @Test("two edges that cross are untangled")
  func untangled() {
    let edges = [(from: 0, to: 3), (from: 1, to: 2)]
    let layout = LayeredLayout(layers: [0, 0, 1, 1], edges: edges)
    #expect(crossings(layout, edges) == 0)
  }

  @Test("a complete graph of two by two has one crossing, whatever the order")
  func complete() {
    let edges = [(from: 0, to: 2), (from: 0, to: 3), (from: 1, to: 2), (from: 1, to: 3)]
    #expect(crossings(LayeredLayout(layers: [0, 0, 1, 1], edges: edges), edges) == 1)
  }

  @Test("an edge over several columns has a place in each that it passes; one that leads back has none")
  func passing() {
    let layout = LayeredLayout(layers: [0, 1, 2, 3], edges: [(from: 0, to: 3), (from: 2, to: 1)])
    #expect(layout.columns[1].contains(.passing(0, 1)) && layout.columns[2].contains(.passing(0, 2)))
    #expect(layout.columns.reduce(0) { $0 + $1.count } == 6)
    #expect(LayeredLayout(layers: [], edges: []).columns.isEmpty)
  }

  @Test("fewer points draw the same line: every peak, both ends and all gaps stay")
  func thinned() {
    var points: [(x: Double, y: Double)?] = (0..<10_000).map { (x: Double($0) / 100, y: Double($0 % 7)) }
    points[5_000] = (x: 50, y: 99)
    points[7_000] = nil
    let thin = Thinning.line(points, width: 100)
    #expect(thin.count < 600)
    #expect(thin.contains { $0?.y == 99 })
    #expect(thin.count { $0 == nil } == 1)
    #expect(thin.first??.x == 0 && thin.last??.x == 99.99)
    let places = thin.compactMap { $0?.x }
    #expect(zip(places, places.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(Thinning.line([(x: 1, y: 2), nil], width: 100).count == 2)
  }

  @Test("powers of ten where all values are above zero, else even steps")
  func axes() {
    let rates = NumberAxis([0.0012, 0.4], ticks: 7, isLogarithmic: true)
    #expect(rates.labels == ["0.001", "0.01", "0.1", "1"])
    #expect(abs(rates.position(0.01) - 1.0 / 3) < 1e-12)
    #expect(
      NumberAxis([2, 30], ticks: 7, isLogarithmic: true).labels == ["1", "2", "5", "10", "20", "50", "100"])
    #expect(NumberAxis([0, 30], ticks: 4, isLogarithmic: true).labels.first == "0")
    #expect(NumberAxis([1e-200, 1e200], ticks: 4, isLogarithmic: true).ticks.count <= 6)
  }

  @Test("whole numbers have whole steps and begin where they begin")
  func whole() {
    #expect(NumberAxis([1, 2], ticks: 7).labels == ["1", "2"])
    #expect(NumberAxis([1, 2, 3], ticks: 7).labels == ["1", "2", "3"])
    #expect(NumberAxis([1, 40], ticks: 4).labels == ["0", "10", "20", "30", "40"])
    #expect(NumberAxis([0.5, 2], ticks: 4).labels.contains("0.5"))
    #expect(NumberAxis([0, 1], ticks: 5, format: .percent).labels.count > 2)
  }

  @Test("each month of a calendar of jobs has its name, also one of few days")
  func months() throws {
    let (first, last) = (try #require(Day(iso: "1998-05-31")), try #require(Day(iso: "1998-06-30")))
    let chart = CalendarChart(
      title: "The last nights", jobs: [("nightly_csv", [.init(first, .standing), .init(last, .refused)])],
      from: first, to: last)
    let drawn = chart.figure(id: "a").wide.standalone
    #expect(drawn.contains(">May 1998<") && drawn.contains(">Jun 1998<"))
    #expect(drawn.contains(">refused<"))
  }

  @Test("states of one sign share an entry of the legend, and the table keeps them apart")
  func shared() throws {
    let first = try #require(Day(iso: "1998-05-30"))
    let states: [CalendarChart.State] = [.refused, .failed, .again]
    let chart = CalendarChart(
      title: "Nights", months: states.enumerated().map { .init(Day(number: first.number - $0), $1) })
    #expect(chart.figure(id: "a").wide.standalone.contains(">refused or failed<"))
    #expect(chart.table.header == ["month", "nights", "↻ scored again", "✗ refused", "✗ failed"])
  }

  @Test("a line that is drawn without markers has none in the legend of a phone")
  func legendMarkers() throws {
    func narrow(_ points: Int) -> String {
      let series = ["one", "two"].map { name in
        LineChart.Series(name, (0..<points).map { .init(Day(number: 10_000 + $0), Double($0)) })
      }
      return LineChart(title: "T", axis: "a", series: series).figure(id: "a").narrow.standalone
    }
    // A marker is a circle for the first line, a figure of its own for the second.
    #expect(narrow(5).ranges(of: "<circle").count == 6)
    #expect(narrow(200).ranges(of: "<circle").count == 0)
  }

  @Test("a long name is broken behind its signs, and not cut")
  func lines() {
    let lines = NameLines.broken("_out/cdnow.db#repurchase_scores", room: 80)
    #expect(lines.joined() == "_out/cdnow.db#repurchase_scores" && lines.count > 1)
    #expect(lines.allSatisfy { Typeface.width($0, size: 11) <= 80 })
    #expect(NameLines.broken("repurchase@1", room: 70) == ["repurchase", "@1"])
    #expect(
      NameLines.broken("abcdefghijklmnopqrstuvwxyz", room: 40).joined() == "abcdefghijklmnopqrstuvwxyz")
  }
}
