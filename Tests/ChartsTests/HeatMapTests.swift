import Charts
import Testing

@Suite("Numbers in a heat map")
struct HeatMapTests {
  private func drawn(_ values: [Double]) -> String {
    HeatMap(
      title: "Drift", axis: "PSI", rowAxis: "input", columnAxis: "night", rows: ["a"],
      columns: values.indices.map { "night \($0)" }, values: [values],
      levels: [.init("stable", from: 0), .init("moving", from: 0.1), .init("shifted", from: 0.2)],
      isAlarming: true
    ).figure(id: "x").wide.standalone
  }

  @Test("that were rounded up to the next level lie below it")
  func rounded() {
    let svg = drawn([1.25, 0.1996, 0.2, 0.0957, 0.15])
    for text in [">1.25<", ">&lt;0.20<", ">0.20<", ">&lt;0.10<", ">0.15<"] {
      #expect(svg.contains(text), "\(text) in \(svg)")
    }
  }
}
