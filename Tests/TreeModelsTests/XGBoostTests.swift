import Diagnostics
import Foundation
import Models
import Tabular
import Testing

@testable import TreeModels

@Suite("XGBoost models")
struct XGBoostTests {
  @Test("has models of many kinds to be held against")
  func fixtures() {
    #expect(XGBoostFixture.all.count >= 100)
    #expect(XGBoostFixture.all.contains { $0.modelFile == "model.ubj" })
  }

  @Test("gives the framework's own margins and predictions, bit for bit", arguments: XGBoostFixture.all)
  func predictions(_ fixture: XGBoostFixture) throws {
    let model = try fixture.model()
    let rows = try fixture.table("input.csv").rows
    let expected = try fixture.table("expected.csv")
    let outputs = try score(model, rows)
    let margins = try margins(model, rows)
    let names = model.signature.outputs.map(\.name)
    for (column, name) in expected.header.enumerated() {
      let parts = name.split(separator: "_")
      let output = Int(parts[1]) ?? 0
      var got: [[Double]] = []
      if parts[0] == "margin" {
        got.append(margins.map { $0[output] })
        if let place = names.firstIndex(of: "margin") { got.append(outputs[place]) }
        if let place = names.firstIndex(of: "margin_\(output)") { got.append(outputs[place]) }
      } else {
        got.append(outputs[try #require(place(model, output))])
      }
      for got in got {
        for (row, fields) in expected.rows.enumerated() where !fields[column].isEmpty {
          let want = try #require(Float(fields[column]))
          if Double(want).bitPattern != got[row].bitPattern {
            Issue.record("\(name), row \(row + 1): expected \(want), got \(got[row])")
            break
          }
        }
      }
    }
  }

  /// Where what XGBoost calls prediction `output` stands.
  private func place(_ model: XGBoostModel, _ output: Int) -> Int? {
    let outputs = model.signature.outputs
    if model.objective == .softmax || model.objective == .hinge {
      return outputs.firstIndex { $0.name == "class" }
    }
    switch model.signature.task {
    case .targets: return output
    case .multiclass(let labels): return outputs.firstIndex { $0.name == "probability_\(labels[output])" }
    case .binary: return outputs.firstIndex { $0.name == "probability" }
    default: return 0
    }
  }

  /// Every row through the tiles, held against the plain walk on the way.
  private func margins(_ model: XGBoostModel, _ rows: [[String]]) throws -> [[Double]] {
    let batch = makeBatch(model.signature, rows)
    var tile = [Double](repeating: 0, count: 256 * model.outputs)
    #expect(rows.count <= 256)
    if let linear = model.linear {
      tile.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        linear.score({ UnsafePointer(batch.numbers($0)) }, rows: rows.count, into: base)
      }
    } else {
      let forest = try #require(model.forest)
      let scorer = ForestScorer(try #require(model.plan))
      tile.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        scorer.score(
          { feature in
            if case .category = model.signature.inputs[feature].kind {
              return .codes(UnsafePointer(batch.codes(feature)))
            }
            return .numbers(UnsafePointer(batch.numbers(feature)))
          }, into: base)
      }
      for tree in forest.trees { #expect(tree.isSound) }
      for row in rows.indices {
        let values = model.signature.inputs.enumerated().map { index, input -> Double in
          guard case .category = input.kind else { return batch.numbers(index)[row] }
          return batch.codes(index)[row] < 0 ? .nan : Double(batch.codes(index)[row])
        }
        let margins = (0..<model.outputs).map { tile[$0 * 256 + row].bitPattern }
        #expect(margins == forest.margins(of: values).map(\.bitPattern))
      }
    }
    return rows.indices.map { row in (0..<model.outputs).map { tile[$0 * 256 + row] } }
  }

  @Test("counts splits and gains as the framework does", arguments: XGBoostFixture.all)
  func importance(_ fixture: XGBoostFixture) throws {
    guard fixture.has("importance.csv") else { return }
    let model = try fixture.model()
    let expected = try fixture.table("importance.csv").rows
    #expect(model.importance.map(\.splits) == expected.compactMap { Int($0[0]) })
    #expect(model.importance.map(\.gain) == expected.compactMap { Float($0[1]).map { Double($0) } })
  }

  @Test("uses all iterations unless told otherwise, and says so")
  func iterations() throws {
    for name in ["early_stopped", "early_stopped_classes"] {
      for version in ["1.7.6", "3.2.0"] {
        let fixture = XGBoostFixture("\(name)-\(version)")
        let rows = try fixture.table("input.csv").rows
        let best = try fixture.model(ArtefactOptions(iterations: .best))
        let expected = try fixture.table("best.csv").rows.map {
          $0.compactMap { Float($0).map { Double($0) } }
        }
        #expect(try margins(best, rows) == expected)
        #expect(best.remarks.contains { $0.hasPrefix("Only the best ") })
        let all = try fixture.model(ArtefactOptions(iterations: .all))
        let plain = try fixture.model()
        #expect(all.forest == plain.forest && all.forest != best.forest)
        #expect(all.remarks.contains { $0.contains("scikit-learn wrapper") })
      }
    }
    // Without a best iteration all are the best.
    let plain = XGBoostFixture("squarederror-3.2.0")
    #expect(try plain.model(ArtefactOptions(iterations: .best)).forest == plain.model().forest)
  }

  @Test(
    "reads the categories of a data frame, and refuses a row with another", arguments: ["frame", "frame_ubj"])
  func frame(name: String) throws {
    let fixture = XGBoostFixture("\(name)-3.2.0")
    let model = try fixture.model()
    #expect(model.signature.inputs[1].kind == .category(["red", "blue", "green, dark", "x"]))
    #expect(model.signature.inputs[2].kind == .category(["5", "-2", "100", "7"]))
    let rows = try fixture.table("input.csv").rows
    let request = ScoreRequest(columns: [0, 1, 2], wanted: [0])
    let scorer = try model.makeScorer(request)
    let batch = makeBatch(model.signature, rows)
    let predictions = Predictions(model.signature.outputs, capacity: 256)
    predictions.reset(count: rows.count)
    try scorer.score(batch, into: predictions)
    let refused = rows.indices.filter { predictions.status[$0] == .invalidInput }
    #expect(refused == [5, 9])
    #expect(refused.map { predictions.blame[$0] } == [1, 2])
    #expect(refused.allSatisfy { predictions.numbers(0)[$0].isNaN })
  }

  @Test(
    "scores a model without a plan by plain walks",
    arguments: ["codes_many-3.2.0", "vector-3.2.0", "softprob-3.2.0"])
  func plain(name: String) throws {
    let fixture = XGBoostFixture(name)
    let model = try fixture.model()
    let rows = try fixture.table("input.csv").rows
    let outputs = model.signature.outputs
    let scorer = XGBoostScorer(
      model, plan: nil,
      request: ScoreRequest(columns: Array(model.signature.inputs.indices), wanted: Set(outputs.indices)))
    let batch = makeBatch(model.signature, rows)
    let predictions = Predictions(outputs, capacity: batch.layout.capacity)
    predictions.reset(count: rows.count)
    try scorer.score(batch, into: predictions)
    let expected = try score(model, rows)
    for (index, output) in outputs.enumerated() where output.kind == .number {
      for row in rows.indices { #expect(predictions.numbers(index)[row] == expected[index][row]) }
    }
  }

  @Test("names inputs, labels, targets and quantiles")
  func names() throws {
    let named = try XGBoostFixture("names-3.2.0").model(ArtefactOptions(labels: ["stays", "buys"]))
    #expect(
      named.signature.inputs.map(\.name) == [
        "age", "größe in cm", "say \"hi\", \\back", "café_2", "x\u{2028}y",
      ])
    #expect(named.signature.task == .binary(negative: "stays", positive: "buys"))
    let columns = try XGBoostFixture("softmax-1.7.6").model(
      ArtefactOptions(columns: ["a", "b", "c", "d", "e"]))
    #expect(columns.signature.inputs.map(\.name) == ["a", "b", "c", "d", "e"])
    let quantiles = try XGBoostFixture("quantile-3.2.0").model()
    #expect(
      quantiles.signature.outputs.map(\.name) == ["prediction_0.1", "prediction_0.5", "prediction_0.9"])
    #expect(quantiles.remarks.contains { $0.contains("cross") })
    let descending = try XGBoostFixture("quantile_descending-3.2.0").model()
    #expect(
      descending.signature.outputs.map(\.name) == ["prediction_0.9", "prediction_0.1", "prediction_0.5"])
    #expect(descending.remarks.contains { $0.contains("do not ascend: XGBoost 3.4") })
    #expect(try XGBoostFixture("rank_ndcg-3.2.0").model().signature.task == .ranking)
    #expect(try XGBoostFixture("targets-1.7.6").model().signature.task == .targets(["0", "1", "2"]))
    #expect(try XGBoostFixture("hinge-3.2.0").model().signature.outputs.map(\.name) == ["margin", "class"])
  }

  @Test("tells thresholds and a float to either side")
  func boundaries() throws {
    let model = try XGBoostFixture("squarederror-3.2.0").model()
    let all = model.boundaryValues(limit: .max)
    for (feature, values) in all.enumerated() {
      #expect(values == Set(values).sorted())
      let splits = model.forest?.trees.flatMap(\.splits).filter { $0.feature == feature } ?? []
      for split in splits {
        guard case .threshold(let below, _, _) = split.rule else { continue }
        #expect(values.contains(below) && values.contains(Double(Float(below).nextUp)))
      }
    }
    #expect(model.boundaryValues(limit: 4).allSatisfy { $0.count <= 4 })
    #expect(model.boundaryValues(limit: 0).allSatisfy { $0.isEmpty })
  }

  @Test(
    "remarks that a file from before 1.7 with categorical splits, dart or weights is scored as later versions do",
    arguments: [
      ("codes_onehot-1.7.6", [1, 5, 2], "another way at its categorical splits"),
      ("dart-1.7.6", [1, 3, 3], "a dart model's probabilities may differ"),
      ("linear_logistic-1.7.6", [1, 3, 3], "a linear model's probabilities may differ"),
      ("logistic-1.5.2", [1, 5, 2], nil),
    ])
  func early(name: String, version: [Int], part: String?) throws {
    let fixture = XGBoostFixture(name)
    let own = String(decoding: try fixture.bytes("model.json"), as: UTF8.self)
    let numbers = version.map { String($0) }
    let text = own.replacing("[1,7,6]", with: "[\(numbers.joined(separator: ","))]")
    #expect(text.contains("[\(numbers.joined(separator: ","))]"))
    let found = try XGBoostFormat.open(bytes: Array(text.utf8), name: name).remarks.filter {
      $0.hasPrefix("It was written by XGBoost \(numbers.joined(separator: ".")) and is scored as 1.7")
    }
    #expect(found.count == (part == nil ? 0 : 1), "\(found)")
    #expect(found.allSatisfy { part.map($0.contains) ?? false }, "\(found)")
    #expect(try !fixture.model().remarks.contains { $0.contains("scored as 1.7") })
  }

  @Test("remarks on an empty category of a data frame")
  func emptyCategory() throws {
    // 'x' is the last of four: without its byte it is empty.
    let fixture = XGBoostFixture("frame-3.2.0")
    var file = try #require(
      JSONSerialization.jsonObject(with: Data(fixture.bytes("model.json"))) as? [String: Any])
    func change(
      _ object: inout [String: Any], _ path: ArraySlice<String>,
      _ body: (inout [String: Any]) throws -> Void
    ) throws {
      guard let key = path.first else { return try body(&object) }
      var inner = try #require(object[key] as? [String: Any])
      try change(&inner, path.dropFirst(), body)
      object[key] = inner
    }
    try change(&file, ["learner", "gradient_booster", "model", "cats"]) { categories in
      var list = try #require(categories["enc"] as? [[String: Any]])
      var offsets = try #require(list[1]["offsets"] as? [Int])
      var values = try #require(list[1]["values"] as? [Int])
      offsets[offsets.count - 1] -= 1
      values.removeLast()
      list[1]["offsets"] = offsets
      list[1]["values"] = values
      categories["enc"] = list
    }
    let model = try XGBoostFormat.open(
      bytes: Array(JSONSerialization.data(withJSONObject: file)), name: "frame")
    #expect(model.signature.inputs[1].kind == .category(["red", "blue", "green, dark", ""]))
    let told = "\(model.signature.inputs[1].name)' has the category '': an empty cell of a CSV file"
    #expect(model.remarks.contains { $0.contains(told) }, "\(model.remarks)")
    #expect(try !fixture.model().remarks.contains { $0.contains("read as missing") })
  }

  @Test("facts tell version, objective, booster, trees and iterations")
  func facts() throws {
    let model = try XGBoostFixture("early_stopped-3.2.0").model(ArtefactOptions(iterations: .best))
    let facts = Dictionary(uniqueKeysWithValues: model.facts.map { ($0.name, $0.value) })
    #expect(facts["framework"] == "XGBoost 3.2.0" && facts["objective"] == "reg:squarederror")
    #expect(facts["booster"] == "gbtree" && facts["iterations used"] == facts["best iteration"])
    #expect(facts["iterations"] != facts["iterations used"])
    let ubj = try XGBoostFixture("softmax-3.2.0").model()
    #expect(ubj.facts.contains { $0 == ("format", "XGBoost UBJSON") })
    #expect(ubj.facts.contains { $0 == ("parallel trees", "2") })
  }

  @Test("the support matrix walks all objectives and boosters")
  func support() {
    let names = XGBoostFormat.support.elements.map(\.name)
    for objective in XGBoostObjective.allCases { #expect(names.contains(objective.rawValue)) }
    for booster in XGBoostDocument.boosters { #expect(names.contains(booster)) }
    #expect(Set(names).count == names.count)
  }
}
