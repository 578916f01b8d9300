import Datasets
import Diagnostics
import Models
import Scoring
import Testing

@Suite("Selected outputs")
struct OutputSelectionTests {
  private static let routing = Signature(
    task: .multiclass(["post", "courier"]), inputs: [],
    outputs: OutputNames.outputs(of: .multiclass(["post", "courier"])))

  private static let similar = Signature(
    task: .lookup, inputs: [],
    outputs: [
      Output(name: "similar_1", kind: .text), Output(name: "similar_2", kind: .text),
      Output(name: "support", kind: .number), Output(name: "band", kind: .text),
    ])

  private static let points = Signature(
    task: .binary(negative: "0", positive: "1"), inputs: [],
    outputs: OutputNames.outputs(of: .binary(negative: "0", positive: "1"))
      + [Output(name: OutputNames.reason(1), kind: .text), Output(name: OutputNames.reason(2), kind: .text)])

  private func names(
    _ signature: Signature, _ asked: [String]?, bands: [Double]? = nil, lenient: Bool = false
  ) throws -> [String] {
    try OutputSelection(
      model: 0, label: "m@1", signature: signature, asked: asked, bands: bands, lenient: lenient
    ).columns.map(\.name)
  }

  @Test("a model's own outputs are selected by their names, in the order asked for")
  func ownNames() throws {
    #expect(try names(Self.similar, ["support", "similar_1"]) == ["support", "similar_1"])
    #expect(try names(Self.points, ["reason_2", "probability"]) == ["reason_2", "probability"])
    #expect(try names(Self.routing, ["probability_post"]) == ["probability_post"])
  }

  @Test("a word means a column of each class, and is written once beside one of their names")
  func words() throws {
    #expect(try names(Self.routing, ["probability"]) == ["probability_post", "probability_courier"])
    let both = try names(Self.routing, ["probability_courier", "probability", "class", "class"])
    #expect(both == ["probability_courier", "probability_post", "class"])
  }

  @Test("a band is the tenth of the score, unless the model has an output of that name")
  func bands() throws {
    #expect(try names(Self.points, ["band", "band"], bands: [0.5]) == ["band"])
    let wanted = try OutputSelection(
      model: 0, label: "m@1", signature: Self.points, asked: ["band"], bands: [0.5])
    #expect(wanted.wanted == [1])
    let own = try OutputSelection(
      model: 0, label: "m@1", signature: Self.similar, asked: ["band"], bands: nil)
    #expect(own.wanted == [3])
  }

  @Test("an unknown name lists what there is and the nearest; a shadow leaves it out")
  func unknown() throws {
    let problems = try #require(throws: Problems.self) {
      try names(Self.similar, ["similar_3", "probabilty", "margin"])
    }
    #expect(problems.list.map(\.identifier) == Array(repeating: .outputUnavailable, count: 3))
    #expect(problems.list[0].expected == "similar_1, similar_2, support, band")
    #expect(problems.list[0].next?.contains("similar_") == true)
    // Not one that this model doesn't have either.
    #expect(problems.list[1].next == nil)
    let routing = try #require(throws: Problems.self) { try names(Self.routing, ["probabilty"]) }
    #expect(routing.list.first?.next == "Did you mean 'probability'?")
    #expect(try names(Self.similar, ["similar_3", "support"], lenient: true) == ["support"])
  }
}
