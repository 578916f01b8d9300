import Diagnostics
import Foundation
import Models
import Tabular
import Testing
import TreeModels

@Suite("LightGBM models")
struct LightGBMTests {
  @Test("gives the framework's own predictions", arguments: LightGBMFixture.all)
  func predictions(_ fixture: LightGBMFixture) throws {
    let model = try fixture.model()
    let rows = try fixture.table("input.csv").rows
    let expected = try fixture.table("expected.csv")
    let outputs = try score(model, rows)
    let names = model.signature.outputs.map(\.name)
    for (column, name) in expected.header.enumerated() {
      let parts = name.split(separator: "_")
      let output = Int(parts[1]) ?? 0
      let got: [Double]
      let isMargin = parts[0] == "margin"
      if isMargin {
        got = try margins(model, rows).map { $0[output] }
        if let place = names.firstIndex(where: { $0 == "margin" || $0 == "margin_\(output)" }) {
          #expect(zip(outputs[place], got).allSatisfy { ulps($0, $1) == 0 }, "\(name) as an output")
        }
      } else {
        let place = try #require(
          names.firstIndex {
            ["prediction", "probability", "prediction_\(output)", "probability_\(output)"].contains($0)
          })
        got = outputs[place]
      }
      var worst: UInt64 = 0
      for (row, fields) in expected.rows.enumerated() {
        let want = try number(fields[column])
        let distance = ulps(want, got[row])
        if distance > worst { worst = distance }
        if distance > (isMargin ? 0 : 1) {
          Issue.record("\(name), row \(row + 1): expected \(want), got \(got[row])")
          break
        }
      }
    }
  }

  /// An empty field is not a number: 0 times infinity in a linear leaf.
  private func number(_ field: String) throws -> Double {
    field.isEmpty ? .nan : try #require(Double(field))
  }

  /// Every row through the tiles, held against the plain walk on the way.
  private func margins(_ model: LightGBMModel, _ rows: [[String]]) throws -> [[Double]] {
    let scorer = LightGBMMargins(model)
    let batch = makeBatch(model.signature, rows)
    var result: [[Double]] = []
    var tile = [Double](repeating: 0, count: 256 * model.forest.outputs)
    for first in stride(from: 0, to: rows.count, by: 256) {
      let count = min(256, rows.count - first)
      tile.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        scorer.score(
          { feature in
            if case .category = model.signature.inputs[feature].kind {
              return .codes(UnsafePointer(batch.codes(feature) + first))
            }
            return .numbers(UnsafePointer(batch.numbers(feature) + first))
          }, rows: count, into: base)
      }
      for row in first..<first + count {
        let values = model.signature.inputs.enumerated().map { index, input -> Double in
          guard case .category = input.kind else { return batch.numbers(index)[row] }
          return batch.codes(index)[row] < 0 ? .nan : Double(batch.codes(index)[row])
        }
        let margins = (0..<model.forest.outputs).map { tile[$0 * 256 + row - first] }
        #expect(zip(margins, model.margins(of: values)).allSatisfy { ulps($0, $1) == 0 })
        result.append(margins)
      }
    }
    return result
  }

  @Test("counts splits and gains as the framework does", arguments: LightGBMFixture.all)
  func importance(_ fixture: LightGBMFixture) throws {
    let model = try fixture.model()
    let expected = try fixture.table("importance.csv").rows
    #expect(model.importance.map(\.splits) == expected.compactMap { Int($0[0]) })
    #expect(model.importance.map(\.gain) == expected.compactMap { Double($0[1]) })
  }

  @Test("the class is the most probable one", arguments: LightGBMFixture.all)
  func classes(_ fixture: LightGBMFixture) throws {
    let model = try fixture.model()
    let outputs = model.signature.outputs
    guard let place = outputs.firstIndex(where: { $0.name == "class" }) else { return }
    let rows = try fixture.table("input.csv").rows
    let scored = try score(model, rows)
    let expected = try fixture.table("expected.csv")
    let columns = expected.header.indices.filter { expected.header[$0].hasPrefix("prediction_") }
    for (row, fields) in expected.rows.enumerated() {
      let probabilities = try columns.map { try number(fields[$0]) }
      let best =
        probabilities.count == 1
        ? (probabilities[0] > 0.5 ? 1 : 0)
        : probabilities.firstIndex(where: \.isNaN)
          ?? probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
      #expect(scored[place][row] == Double(best))
    }
  }

  @Test("replays verification cases", arguments: ["frame-4.6.0", "frame-2.3.1"])
  func verification(name: String) throws {
    let fixture = LightGBMFixture(name: name, folder: LightGBMFixture.root.appending(path: name))
    let model = try fixture.model(labels: ["stays", "buys"])
    let input = try fixture.table("input.csv")
    let expected = try fixture.table("expected.csv").rows
    // LightGBM writes blanks in names as underscores.
    let header = input.header.map { $0.replacingOccurrences(of: " ", with: "_") }
    var rows = zip(input.rows, expected).map { $0 + $1 }
    let full = header + ["expected_margin", "expected_probability"]
    let cases = try VerificationCases(
      header: full, rows: rows, signature: model.signature, file: "verify.csv")
    let result = try Verification.replay(model, cases)
    #expect(result.agrees && result.cases == rows.count)
    #expect(result.agreements[0].different == 0)
    rows[4][header.count] = String(try #require(Double(rows[4][header.count])).nextDown)
    let wrong = try Verification.replay(
      model, VerificationCases(header: full, rows: rows, signature: model.signature, file: "verify.csv"))
    #expect(!wrong.agrees && wrong.failures.map(\.number) == [5])
    #expect(wrong.agreements[0].largestUlps == 1)
  }
}
