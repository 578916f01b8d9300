import Diagnostics
import Foundation
import Models
import Testing
import TreeModels

@Suite("Broken LightGBM models")
struct LightGBMRefusalTests {
  private func problems(_ bytes: [UInt8], labels: [String]? = nil) -> [Diagnostic] {
    problems(bytes, options: ArtefactOptions(labels: labels))
  }

  private func problems(_ bytes: [UInt8], options: ArtefactOptions) -> [Diagnostic] {
    do throws(Problems) {
      _ = try LightGBMFormat.open(bytes: bytes, name: "model.txt", options: options)
      return []
    } catch {
      return error.list
    }
  }

  private func text(_ fixture: String) throws -> String {
    let url = LightGBMFixture.root.appending(path: fixture).appending(path: "model.txt")
    return String(decoding: try Data(contentsOf: url), as: UTF8.self)
  }

  /// The first line that starts with the key, replaced.
  private func replacing(_ key: String, with line: String, in text: String) -> [UInt8] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    if let index = lines.firstIndex(where: { $0.hasPrefix(key) }) { lines[index] = line }
    return Array(lines.joined(separator: "\n").utf8)
  }

  @Test(
    "names what is wrong with a line",
    arguments: [
      ("tree", "forest", "lightgbm-malformed"), ("version=", "version=v5", "lightgbm-version"),
      ("num_class=", "num_class=0", "lightgbm-malformed"),
      ("num_class=", "num_class=2", "lightgbm-malformed"),
      ("max_feature_idx=", "max_feature_idx=7", "lightgbm-malformed"),
      ("max_feature_idx=", "", "lightgbm-truncated"),
      ("objective=", "objective=binray sigmoid:1", "lightgbm-unsupported"),
      ("objective=", "objective=binary sigmoid:-1", "lightgbm-malformed"),
      ("objective=", "objective=multiclass num_class:3", "lightgbm-malformed"),
      ("feature_names=", "feature_names=x0 x1 x2 x3 x3", "lightgbm-malformed"),
      ("tree_sizes=", "tree_sizes=1 2 3", "lightgbm-truncated"),
      ("Tree=", "Tree=1", "lightgbm-malformed"),
      ("num_leaves=", "num_leaves=14", "lightgbm-tree"),
      ("num_leaves=", "num_leaves=-1", "lightgbm-tree"),
      ("num_leaves=", "num_leaves=99999999999999999999", "lightgbm-tree"),
      ("num_leaves=", "num_leaves=1000000", "lightgbm-tree"),
      ("split_feature=", "split_feature=0 1 2 3 9 0 0 0 0 0 0 0 0 0", "lightgbm-tree"),
      ("left_child=", "left_child=1 2 3 4 5 6 7 8 9 10 11 12 13 0", "lightgbm-tree"),
      ("left_child=", "left_child=1 2 3 4 5 6 7 8 9 10 11 12 13 77", "lightgbm-tree"),
      ("decision_type=", "decision_type=12 2 2 2 2 2 2 2 2 2 2 2 2 2", "lightgbm-tree"),
      ("decision_type=", "decision_type=1 2 2 2 2 2 2 2 2 2 2 2 2 2", "lightgbm-tree"),
      ("threshold=", "threshold=nan 0 0 0 0 0 0 0 0 0 0 0 0 0", "lightgbm-tree"),
      ("threshold=", "threshold=0x10 0 0 0 0 0 0 0 0 0 0 0 0 0", "lightgbm-tree"),
      ("leaf_value=", "leaf_value=inf 0 0 0 0 0 0 0 0 0 0 0 0 0 0", "lightgbm-tree"),
      ("leaf_value=", "leaf_value=1", "lightgbm-tree"), ("end of trees", "", "lightgbm-malformed"),
      ("end of parameters", "", "lightgbm-truncated"),
      ("pandas_categorical:", "pandas_categorical:[[1", "lightgbm-categories"),
      ("pandas_categorical:", "pandas_categorical:[[1, 1]]", "lightgbm-categories"),
      ("pandas_categorical:", "pandas_categorical:[[1, 2]]", "lightgbm-categories"),
    ])
  func lines(key: String, line: String, identifier: String) throws {
    // The sizes of trees would be told first where a line's length changes.
    let text = try text("binary-4.6.0")
    let told = problems(replacing(key, with: line, in: text))
    #expect(told.contains { $0.identifier.name == identifier }, "\(told)")
    #expect(told.allSatisfy { $0.place?.file == "model.txt" })
  }

  @Test("tells everything that is wrong with a header at once")
  func together() throws {
    var bytes = replacing("version=", with: "version=v9", in: try text("binary-4.6.0"))
    bytes = replacing(
      "objective=", with: "objective=binry sigmoid:1", in: String(decoding: bytes, as: UTF8.self))
    let told = problems(bytes)
    #expect(Set(told.map(\.identifier)) == [.lightgbmVersion, .lightgbmUnsupported])
    #expect(told.contains { $0.description.contains("'binary'") })
  }

  @Test(
    "finds a model cut short anywhere before its last tree ends",
    arguments: [
      "binary-4.6.0", "frame-3.3.5", "multiclass-2.3.1", "one_leaf-4.6.0", "binary-2.1.2", "linear-4.7.0",
    ])
  func truncated(fixture: String) throws {
    let bytes = Array(try text(fixture).utf8)
    let whole = String(decoding: bytes, as: UTF8.self)
    let end = try #require(whole.range(of: "end of trees") ?? whole.range(of: "feature importances:"))
    let limit = String(decoding: bytes, as: UTF8.self).utf8.distance(
      from: String(decoding: bytes, as: UTF8.self).startIndex, to: end.lowerBound)
    for cut in stride(from: 0, to: limit + 12, by: max(limit / 150, 1)) {
      #expect(!problems(Array(bytes.prefix(cut))).isEmpty, "cut at \(cut) of \(limit)")
    }
  }

  @Test(
    "names what is wrong with the linear models of leaves",
    arguments: [
      ("leaf_const=", "leaf_const=1 2"), ("leaf_const=", "leaf_const=nan 0 0 0 0 0 0 0"),
      ("num_features=", "num_features=1 1 1 1 1 1 1"), ("num_features=", "num_features=-1 0 0 0 0 0 0 0"),
      ("num_features=", "num_features=6 0 0 0 0 0 0 0"), ("num_features=", "num_features=5 5 5 5 5 5 5 5"),
      ("leaf_features=", "leaf_features=9"), ("leaf_features=", ""), ("leaf_coeff=", "leaf_coeff=1"),
      ("leaf_coeff=", ""), ("leaf_coeff=", "leaf_coeff=" + String(repeating: "inf ", count: 40)),
    ])
  func linear(key: String, line: String) throws {
    let told = problems(replacing(key, with: line, in: try text("linear-4.7.0")))
    #expect(told.contains { $0.identifier == .lightgbmTree }, "\(told)")
  }

  @Test("refuses an early random forest, a best iteration and names for its columns")
  func refused() throws {
    #expect(problems(Array(try text("refused-rf-2.1.2").utf8)).map(\.identifier) == [.lightgbmUnsupported])
    let bytes = Array(try text("best_iteration_all-4.7.0").utf8)
    #expect(
      problems(bytes, options: ArtefactOptions(iterations: .best, columns: ["a"])).map(\.identifier)
        == [.lightgbmIterations, .lightgbmColumns])
    #expect(problems(bytes, options: ArtefactOptions(iterations: .all)).isEmpty)
  }

  @Test("refuses categories without a place by name")
  func unsupported() throws {
    #expect(
      problems(Array(try text("refused-ordered-4.6.0").utf8)).map(\.identifier) == [.lightgbmCategories])
  }

  @Test(
    "takes a categorical feature that is named twice for one", arguments: ["4,4,4,4", "4,3,2,1,1,2,3,4"])
  func namedTwice(features: String) throws {
    let text = try text("frame-4.6.0")
    let model = try LightGBMFormat.open(
      bytes: replacing("[categorical_feature:", with: "[categorical_feature: \(features)]", in: text),
      name: "m")
    let plain = try LightGBMFormat.open(bytes: Array(text.utf8), name: "m")
    #expect(model.signature.inputs.map(\.kind) == plain.signature.inputs.map(\.kind))
  }

  @Test("takes labels for classes and only for them")
  func labels() throws {
    let model = try LightGBMFormat.open(
      bytes: Array(try text("binary-4.6.0").utf8), name: "m",
      options: ArtefactOptions(labels: ["stays", "buys"]))
    #expect(model.signature.task == .binary(negative: "stays", positive: "buys"))
    #expect(
      problems(Array(try text("binary-4.6.0").utf8), labels: ["a"]).map(\.identifier) == [.lightgbmLabels])
    #expect(
      problems(Array(try text("regression-4.6.0").utf8), labels: ["a", "b"]).map(\.identifier) == [
        .lightgbmLabels
      ])
    #expect(problems(Array(try text("multiclass-4.6.0").utf8), labels: ["a", "a", "b", "c"]).count == 1)
  }

  @Test("reads CR LF files as it reads others")
  func carriageReturns() throws {
    let text = try text("categories-4.6.0")
    let crlf = try LightGBMFormat.open(
      bytes: Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8), name: "m")
    #expect(crlf.forest == (try LightGBMFormat.open(bytes: Array(text.utf8), name: "m")).forest)
  }

  @Test("knows its files", arguments: LightGBMFixture.all.prefix(5))
  func recognises(_ fixture: LightGBMFixture) throws {
    #expect(LightGBMFormat.recognises(try fixture.bytes("model.txt").prefix(32)))
    #expect(!LightGBMFormat.recognises(Array("treeline,price\n".utf8)))
    #expect(!LightGBMFormat.recognises([]))
  }

  @Test("survives damage: refused, or a model that still scores", arguments: LightGBMFixture.all)
  func damage(_ fixture: LightGBMFixture) throws {
    let good = try fixture.bytes("model.txt")
    let rows = Array(try fixture.table("input.csv").rows.prefix(3))
    var generator = SplitMix(state: UInt64(good.count))
    for round in 0..<20 {
      let bytes = mutated(good, round, &generator)
      guard let model = try? LightGBMFormat.open(bytes: bytes, name: "model.txt") else { continue }
      let count = model.signature.inputs.count
      let padded = rows.map { Array(($0 + Array(repeating: "", count: count)).prefix(count)) }
      _ = try score(model, padded)
    }
  }

  private func mutated(_ good: [UInt8], _ round: Int, _ generator: inout SplitMix) -> [UInt8] {
    var bytes = good
    switch round % 5 {
    case 0: bytes = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator)))
    case 1, 2:
      // Single bytes, mostly digits: what still parses.
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let index = Int.random(in: bytes.indices, using: &generator)
        bytes[index] = Array("0123456789-. =e\n".utf8).randomElement(using: &generator) ?? 0x30
      }
    case 3:
      for _ in 0..<4 {
        bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
    default:
      // A line lost, doubled or moved.
      var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      let line = lines.remove(at: Int.random(in: lines.indices, using: &generator))
      if Bool.random(using: &generator) {
        lines.insert(line, at: Int.random(in: lines.indices, using: &generator))
      }
      bytes = Array(lines.joined(separator: [0x0A]))
    }
    return bytes
  }
}

/// A generator that gives the same numbers everywhere.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
