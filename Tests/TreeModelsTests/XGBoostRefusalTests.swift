import Diagnostics
import Foundation
import Models
import Testing

@testable import TreeModels

@Suite("Broken XGBoost models")
struct XGBoostRefusalTests {
  private func problems(_ bytes: [UInt8], _ options: ArtefactOptions = .none) -> [Diagnostic] {
    do throws(Problems) {
      _ = try XGBoostFormat.open(bytes: bytes, name: "model.json", options: options)
      return []
    } catch {
      return error.list
    }
  }

  private func json(_ fixture: String) throws -> String {
    String(decoding: try XGBoostFixture(fixture).bytes("model.json"), as: UTF8.self)
  }

  /// The file with the first occurrence of a text replaced.
  private func replacing(_ text: String, with other: String, in fixture: String) throws -> [UInt8] {
    let whole = try json(fixture)
    let range = try #require(whole.range(of: text), "\(text) is not in \(fixture)")
    return Array(whole.replacingCharacters(in: range, with: other).utf8)
  }

  @Test(
    "names what is wrong with a part",
    arguments: [
      ("\"version\":[3,2,0]", "\"version\":[4,0,0]", "xgboost-version"),
      ("\"version\":[3,2,0]", "\"version\":\"3\"", "xgboost-malformed"),
      ("\"reg:squarederror\"", "\"reg:squarederorr\"", "xgboost-unsupported"),
      ("\"name\":\"gbtree\"", "\"name\":\"gbtrees\"", "xgboost-unsupported"),
      ("\"name\":\"gbtree\"", "\"name\":\"dart\"", "xgboost-malformed"),
      ("\"base_score\":\"[", "\"base_score\":\"[1,2,", "xgboost-malformed"),
      ("\"base_score\":\"[", "\"base_score\":\"nonsense", "xgboost-malformed"),
      ("\"base_score\":\"[", "\"base_scores\":\"[", "xgboost-malformed"),
      ("\"num_feature\":\"5\",\"num_target\"", "\"num_feature\":\"1\",\"num_target\"", "xgboost-tree"),
      ("\"num_feature\":\"5\",\"num_target\"", "\"num_feature\":\"-5\",\"num_target\"", "xgboost-malformed"),
      (
        "\"num_feature\":\"5\",\"num_target\"", "\"num_feature\":\"99999999999\",\"num_target\"",
        "xgboost-unsupported"
      ),
      (
        "\"num_feature\":\"5\",\"num_target\"", "\"num_feature\":\"16777216\",\"num_target\"",
        "xgboost-unsupported"
      ),
      ("\"num_target\":\"1\"", "\"num_target\":\"2147483648\"", "xgboost-unsupported"),
      ("\"num_trees\":\"", "\"num_trees\":\"2147483648\",\"x\":\"", "xgboost-malformed"),
      ("\"num_nodes\":\"", "\"num_nodes\":\"2147483648\",\"x\":\"", "xgboost-tree"),
      ("\"tree_info\":[0,", "\"tree_info\":[7,", "xgboost-tree"),
      ("\"tree_info\":[0,", "\"tree_info\":[-1,", "xgboost-tree"),
      ("\"tree_info\":[0,", "\"tree_info\":[", "xgboost-malformed"),
      ("\"iteration_indptr\":[0,1,", "\"iteration_indptr\":[0,9,", "xgboost-malformed"),
      ("\"left_children\":[1,", "\"left_children\":[0,", "xgboost-tree"),
      ("\"left_children\":[1,", "\"left_children\":[2,", "xgboost-tree"),
      ("\"left_children\":[1,", "\"left_children\":[2147483647,", "xgboost-tree"),
      ("\"left_children\":[1,", "\"left_children\":[-2147483648,", "xgboost-tree"),
      ("\"left_children\":[1,", "\"left_children\":[9223372036854775807,", "xgboost-syntax"),
      ("\"left_children\":[1,", "\"left_children\":[", "xgboost-tree"),
      ("\"left_children\":[1,", "\"left_children\":[1.5,", "xgboost-tree"),
      ("\"left_children\":[", "\"left_childs\":[", "xgboost-tree"),
      ("\"split_indices\":[", "\"split_indices\":[5,", "xgboost-tree"),
      ("\"split_conditions\":[", "\"split_conditions\":[NaN,", "xgboost-tree"),
      ("\"sum_hessian\":[", "\"sum_hessian\":[1,", "xgboost-tree"),
      ("\"sum_hessian\":[", "\"sum_hessian\":[x,", "xgboost-syntax"),
      ("\"trees\":[", "\"trees\":[7,", "xgboost-syntax"),
      ("\"trees\":[{", "\"trees\":[null,{", "xgboost-malformed"),
      ("\"feature_names\":[]", "\"feature_names\":[\"a\"]", "xgboost-malformed"),
      ("\"feature_names\":[]", "\"feature_names\":[\"a\",\"b\",\"c\",\"d\",\"a\"]", "xgboost-malformed"),
      (
        "\"feature_types\":[]", "\"feature_types\":[\"q\",\"q\",\"q\",\"q\",\"z\"]", "xgboost-unsupported"
      ),
      ("{\"learner\"", "{\"learner\":1,\"learner\"", "xgboost-syntax"),
      ("{\"learner\"", "{\"leaner\"", "xgboost-malformed"),
      ("{\"learner\"", "[\"learner\"", "xgboost-syntax"),
      ("\"attributes\":{}", "\"attributes\":{\"a\":\"\\q\"}", "xgboost-syntax"),
      ("\"attributes\":{}", "\"attributes\":{\"a\":\"\\ud800x\"}", "xgboost-syntax"),
      ("\"attributes\":{}", "\"attributes\":{\"a\":1e}", "xgboost-syntax"),
    ])
  func parts(text: String, other: String, identifier: String) throws {
    let told = problems(try replacing(text, with: other, in: "squarederror-3.2.0"))
    #expect(told.contains { $0.identifier.name == identifier }, "\(told)")
    #expect(told.allSatisfy { $0.place?.file == "model.json" })
  }

  @Test(
    "names what stands beside trees and is not known, wherever its version keeps them",
    arguments: [
      ("dart-1.7.6", "\"gbtree\":{", "\"gbtree\":{\"tree_weights\":[2],"),
      ("dart-1.7.6", "\"gradient_booster\":{", "\"gradient_booster\":{\"tree_weights\":[2],"),
      ("dart-3.3.0", "\"gradient_booster\":{", "\"gradient_booster\":{\"tree_weights\":[2],"),
      ("dart-3.4.1", "\"gbtree_model_param\":{", "\"tree_weights\":[2],\"gbtree_model_param\":{"),
    ])
  func besideTrees(fixture: String, text: String, other: String) throws {
    let told = problems(try replacing(text, with: other, in: fixture))
    #expect(told.map(\.identifier.name) == ["xgboost-unsupported"], "\(told)")
    #expect(told.first?.summary.contains("tree_weights") == true)
  }

  /// A whole file around one tree.
  private func model(tree: String, features: String = "1") -> [UInt8] {
    Array(
      """
      {"learner":{"attributes":{},"feature_names":[],"feature_types":[],"gradient_booster":{"model":{
      "gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1"},"tree_info":[0],"trees":[\(tree)]},
      "name":"gbtree"},"learner_model_param":{"base_score":"5E-1","num_class":"0","num_feature":"\(features)",
      "num_target":"1"},"objective":{"name":"reg:squarederror"}},"version":[1,7,6]}
      """.utf8)
  }

  private func tree(
    left: String, right: String, thresholds: String, nodes: Int, types: String = "", categories: String = ""
  ) -> String {
    let zeros = Array(repeating: "0", count: nodes).joined(separator: ",")
    return """
      {"default_left":[\(zeros)],"left_children":[\(left)],"right_children":[\(right)],
      "split_conditions":[\(thresholds)],"split_indices":[\(zeros)],"split_type":[\(types.isEmpty ? zeros : types)],
      \(categories)"tree_param":{"num_nodes":"\(nodes)","size_leaf_vector":"0"}}
      """
  }

  @Test("reads the smallest tree, and finds cycles, gaps and numbers that are none")
  func trees() {
    #expect(
      problems(model(tree: tree(left: "1,-1,-1", right: "2,-1,-1", thresholds: "0.5,1,2", nodes: 3))).isEmpty)
    let bad = [
      tree(left: "1,0,-1", right: "2,2,-1", thresholds: "0.5,1,2", nodes: 3),
      tree(left: "1,-1,-1", right: "1,-1,-1", thresholds: "0.5,1,2", nodes: 3),
      tree(left: "1,-1,-1", right: "3,-1,-1", thresholds: "0.5,1,2", nodes: 3),
      tree(left: "1,-1,-1", right: "-1,-1,-1", thresholds: "0.5,1,2", nodes: 3),
      tree(left: "1,-1,-1", right: "2,-1,-1", thresholds: "0.5,Infinity,2", nodes: 3),
      tree(left: "1,-1,-1", right: "2,-1,-1", thresholds: "-Infinity,1,2", nodes: 3),
      tree(left: "1,-1,-1", right: "2,-1,-1", thresholds: "1e99,1,2", nodes: 3),
      tree(left: "", right: "", thresholds: "", nodes: 0),
      tree(left: "1,-1,-1", right: "2,-1,-1", thresholds: "0.5,1,2", nodes: 3, types: "1,0,0"),
    ]
    for tree in bad { #expect(problems(model(tree: tree)).map(\.identifier) == [.xgboostTree], "\(tree)") }
  }

  @Test(
    "refuses sets of categories that are not there or far too large",
    arguments: [
      ("[0]", "[0]", "[2]", "[1]"), ("[0]", "[9]", "[1]", "[1]"), ("[0]", "[-1]", "[1]", "[1]"),
      ("[7]", "[0]", "[1]", "[1]"), ("[0,0]", "[0,0]", "[1,1]", "[1]"), ("[0]", "[0]", "[1]", "[-1]"),
      ("[0]", "[0]", "[1]", "[16777216]"), ("[0]", "[0]", "[1]", "[9007199254740993]"),
      ("[0]", "[0,1]", "[1]", "[1]"), ("[0]", "[0]", "[9007199254740993]", "[1]"),
      ("[0.5]", "[0]", "[1]", "[1]"),
    ])
  func sets(nodes: String, segments: String, sizes: String, categories: String) {
    let text = tree(
      left: "1,-1,-1", right: "2,-1,-1", thresholds: "0.5,1,2", nodes: 3, types: "1,0,0",
      categories: """
        "categories_nodes":\(nodes),"categories_segments":\(segments),"categories_sizes":\(sizes),
        "categories":\(categories),
        """)
    #expect(problems(model(tree: text)).map(\.identifier) == [.xgboostTree])
  }

  @Test("a chain of 100,000 splits opens and scores")
  func chain() throws {
    let count = 100_000
    let left = (0..<count).map { "\(2 * $0 + 1),-1" }.joined(separator: ",") + ",-1"
    let right = (0..<count).map { "\(2 * $0 + 2),-1" }
    // Node 2k splits, node 2k + 1 is its leaf, node 2k + 2 the next split.
    let bytes = model(
      tree: tree(
        left: left, right: right.joined(separator: ",") + ",-1",
        thresholds: (0...2 * count).map { "\($0)" }.joined(separator: ","), nodes: 2 * count + 1))
    let model = try XGBoostFormat.open(bytes: bytes, name: "m")
    #expect(try score(model, [["5"], [""]])[0].allSatisfy { $0.isFinite })
  }

  @Test("refuses deep nesting, and lengths beyond the file")
  func hostile() {
    let deep = Array(repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(problems(Array("{\"learner\":".utf8) + deep).map(\.identifier) == [.xgboostSyntax])
    let start: [UInt8] = [0x7B, 0x4C, 0, 0, 0, 0, 0, 0, 0, 7] + Array("learner".utf8)
    #expect(problems(start + deep).map(\.identifier) == [.xgboostSyntax])
    for type in "dlLiUIDxC" {
      for length: [UInt8] in [
        [0x7F, 255, 255, 255, 255, 255, 255, 255], [255, 255, 255, 255, 255, 255, 255, 255],
        [0, 0, 0, 0, 0x80, 0, 0, 0],
      ] {
        let bytes = start + Array("[$".utf8) + Array(String(type).utf8) + Array("#L".utf8) + length
        #expect(problems(bytes + [1, 2, 3]).map(\.identifier) == [.xgboostSyntax])
      }
    }
    #expect(problems(start + Array("[#L".utf8) + [0x7F, 255, 255, 255, 255, 255, 255, 255]).count == 1)
    let empty = Array(repeating: Array("{},".utf8), count: 200_000).flatMap { $0 }
    #expect(problems(Array("{\"learner\":[".utf8) + empty).map(\.identifier) == [.xgboostSyntax])
  }

  @Test("tells everything that is wrong at once")
  func together() throws {
    var text = try json("squarederror-3.2.0")
    text = text.replacingOccurrences(of: "\"version\":[3,2,0]", with: "\"version\":[9,0,0]")
    text = text.replacingOccurrences(of: "\"split_indices\":[", with: "\"split_indices\":[0,")
    text = text.replacingOccurrences(of: "\"feature_names\":[]", with: "\"feature_names\":[\"a\"]")
    let told = problems(Array(text.utf8))
    #expect(Set(told.map(\.identifier)) == [.xgboostVersion, .xgboostTree, .xgboostMalformed])
    #expect(told.filter { $0.identifier == .xgboostTree }.count == 6)
    let near = problems(try replacing("reg:squarederror", with: "reg:squarderror", in: "squarederror-3.2.0"))
    #expect(near.contains { $0.description.contains("Did you mean 'reg:squarederror'?") })
  }

  @Test("refuses categories that XGBoost stored wrongly, labels and columns that do not fit")
  func options() throws {
    let letters = problems(Array(try json("refused_letters-3.2.0").utf8))
    #expect(letters.map(\.identifier) == [.xgboostCategories])
    let binary = Array(try json("logistic-3.2.0").utf8)
    #expect(problems(binary, ArtefactOptions(labels: ["a"])).map(\.identifier) == [.xgboostLabels])
    #expect(problems(binary, ArtefactOptions(labels: ["a", "a"])).map(\.identifier) == [.xgboostLabels])
    let plain = Array(try json("squarederror-3.2.0").utf8)
    #expect(problems(plain, ArtefactOptions(labels: ["a", "b"])).map(\.identifier) == [.xgboostLabels])
    #expect(problems(plain, ArtefactOptions(columns: ["a"])).map(\.identifier) == [.xgboostColumns])
    let named = Array(try json("names-3.2.0").utf8)
    #expect(
      problems(named, ArtefactOptions(columns: ["a", "b", "c", "d", "e"])).map(\.identifier) == [
        .xgboostColumns
      ])
  }

  @Test("refuses quantiles of XGBoost 3.4 that do not ascend, as it does itself")
  func quantiles() throws {
    let ascending = "[1E-1,5E-1,9E-1]"
    for (other, identifier) in [
      ("[9E-1,5E-1,1E-1]", Diagnostic.Identifier.xgboostUnsupported),
      ("[1E-1,9E-1,5E-1]", .xgboostUnsupported), ("[1E-1,5E-1]", .xgboostMalformed), ("", .xgboostMalformed),
    ] {
      let told = problems(try replacing(ascending, with: other, in: "quantile-3.4.1"))
      #expect(told.map(\.identifier) == [identifier], "\(other)")
      #expect(told.allSatisfy { $0.description.contains("quantile_alpha") })
    }
    let told = problems(try replacing(ascending, with: "[9E-1,5E-1,1E-1]", in: "quantile-3.4.1"))
    #expect(told.first?.expected?.contains("[0.1, 0.5, 0.9]") == true)
    #expect(told.first?.found == "[0.9, 0.5, 0.1]")
    // Equal ones ascend; they are numbered, since they can't be told apart by name.
    #expect(problems(try replacing(ascending, with: "[1E-1,5E-1,5E-1]", in: "quantile-3.4.1")).isEmpty)
  }

  @Test(
    "finds a model cut short anywhere",
    arguments: ["squarederror-3.2.0", "softmax-3.2.0", "linear-1.7.6", "frame_ubj-3.2.0"])
  func truncated(name: String) throws {
    let fixture = XGBoostFixture(name)
    let bytes = try fixture.bytes(fixture.modelFile)
    for cut in stride(from: 0, to: bytes.count - 1, by: max(bytes.count / 150, 1)) {
      let told = problems(Array(bytes.prefix(cut)))
      #expect(told.map(\.identifier) == [.xgboostSyntax], "cut at \(cut) of \(bytes.count)")
    }
  }

  @Test("knows its files, and no others", arguments: XGBoostFixture.all.prefix(20))
  func recognises(_ fixture: XGBoostFixture) throws {
    #expect(XGBoostFormat.recognises(try fixture.bytes(fixture.modelFile).prefix(256)))
    for text in [
      "", "{", "{\"learning\":1}", "learner", "[\"learner\"]", "{\"name\":\"tree\",\"version\":\"v4\"}",
    ] {
      #expect(!XGBoostFormat.recognises(Array(text.utf8)))
    }
    #expect(XGBoostFormat.recognises(Array("{ \n \"version\": [1, 7, 6],\n \"learner\": {".utf8)))
  }

  @Test("survives damage: refused, or a model that still scores", arguments: XGBoostFixture.all)
  func damage(_ fixture: XGBoostFixture) throws {
    let good = try fixture.bytes(fixture.modelFile)
    let rows = Array(try fixture.table("input.csv").rows.prefix(3))
    var generator = SplitMix(state: UInt64(good.count))
    for _ in 0..<25 {
      var bytes = good
      let isText = fixture.modelFile == "model.json"
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let index = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 2 where isText:
          bytes[index] = Array("0123456789-.,[]{}\"E".utf8).randomElement(using: &generator) ?? 0x30
        default:
          let other = Int.random(in: bytes.indices, using: &generator)
          bytes.replaceSubrange(
            index..<min(index + 8, bytes.count), with: Array(bytes[other..<min(other + 8, bytes.count)]))
        }
      }
      guard let model = try? XGBoostFormat.open(bytes: bytes, name: "m") else { continue }
      let count = model.signature.inputs.count
      guard count < 1000 else { continue }
      let padded = rows.map {
        Array(($0 + Array(repeating: "", count: max(count - $0.count, 0))).prefix(count))
      }
      _ = try score(model, padded)
    }
  }
}
