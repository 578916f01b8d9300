import Foundation
import Models
import Testing
import TreeModels

@Suite("What a LightGBM model tells about itself")
struct LightGBMDetailsTests {
  private func model(_ name: String) throws -> LightGBMModel {
    try LightGBMFixture(name: name, folder: LightGBMFixture.root.appending(path: name)).model()
  }

  private func fact(_ model: LightGBMModel, _ name: String) -> String? {
    model.facts.first { $0.name == name }?.value
  }

  @Test(
    "says which LightGBM wrote the file, as far as the file tells",
    arguments: [
      ("binary-2.0.12", "LightGBM 2.0 or 2.1"), ("binary-2.1.2", "LightGBM 2.0 or 2.1"),
      ("binary-2.2.3", "LightGBM 2.2"), ("binary-2.3.1", "LightGBM 2.3 to 3.3"),
      ("binary-3.3.5", "LightGBM 3.2 or 3.3"), ("binary-4.6.0", "LightGBM 4.0 to 4.7"),
      ("binary-4.7.0", "LightGBM 4.0 to 4.7"),
    ])
  func framework(name: String, version: String) throws {
    #expect(fact(try model(name), "framework") == version)
  }

  @Test("counts iterations, leaves, depth and linear trees")
  func counts() throws {
    let stopped = try model("best_iteration-4.7.0")
    #expect(fact(stopped, "iterations") == "23" && fact(stopped, "depth of the deepest tree") == "6")
    #expect(fact(try model("best_iteration_all-4.7.0"), "iterations") == "27")
    #expect(fact(try model("from_iteration-4.7.0"), "iterations") == "3")
    let mixed = try model("linear_continued-4.7.0")
    #expect(fact(mixed, "trees") == "6" && fact(mixed, "trees with linear leaves") == "3")
    #expect(fact(try model("one_leaf-4.7.0"), "depth of the deepest tree") == "0")
  }

  @Test(
    "remarks on what is unusual",
    arguments: [
      ("binary_sigmoid-4.7.0", "1 / (1 + exp(-2.5 × margin))"),
      ("multiclassova-4.6.0", "do not add up to 1"), ("regression_sqrt-4.7.0", "square roots"),
      ("custom-4.7.0", "names no objective"), ("lambdarank-4.7.0", "order the rows of one query"),
      ("linear-4.7.0", "6 of 6 trees hold linear models"),
      ("rf-4.7.0", "random forest: a prediction divides the sum of the trees by its 10 iterations"),
      ("one_leaf-4.7.0", "every row gets the same"),
      ("linear_some_one_leaf-4.7.0", "trees have no split"),
      ("best_iteration-4.7.0", "23 of the 80 iterations"),
      ("categories-4.7.0", "by their codes in Column_0, Column_1, Column_3:"),
      ("missing_zero-4.7.0", "Zero counts as missing in Column_0"),
      ("regression-4.7.0", "a missing one counts as 0"),
      ("linear_one_leaf-4.7.0", "No tree reads 5 of the 5 inputs"),
      ("cross_entropy_lambda-2.2.3", "as LightGBM up to 3.2 computes it"),
      ("cross_entropy_lambda-2.3.1", "as LightGBM up to 3.2 computes it"),
      ("cross_entropy_lambda_far-3.2.1", "as LightGBM up to 3.2 computes it"),
    ])
  func remarks(name: String, part: String) throws {
    let remarks = try model(name).remarks
    #expect(remarks.contains { $0.contains(part) }, "\(remarks)")
    #expect(remarks.allSatisfy { $0.hasSuffix(".") })
  }

  @Test("cross_entropy_lambda without parameters is scored as 3.3 scores it, and a remark says so")
  func nameless() throws {
    let fixture = LightGBMFixture(
      name: "cross_entropy_lambda_far-3.2.1",
      folder: LightGBMFixture.root.appending(path: "cross_entropy_lambda_far-3.2.1"))
    let text = String(decoding: try fixture.bytes("model.txt"), as: UTF8.self)
    let start = try #require(text.range(of: "\nparameters:"))
    let model = try LightGBMFormat.open(bytes: Array(text[..<start.lowerBound].utf8), name: "m")
    #expect(model.remarks.contains { $0.contains("does not tell whether an older one wrote it") })
    let rows = try fixture.table("input.csv").rows
    let margins = rows.map { model.margins(of: $0.map { Double($0) ?? .nan })[0] }
    let got = try score(model, rows)[0]
    #expect(zip(margins, got).allSatisfy { ulps(log1p(exp($0)), $1) == 0 })
    let older = try score(fixture.model(), rows)[0]
    #expect(zip(margins, older).allSatisfy { ulps(log(1 + exp($0)), $1) == 0 })
    #expect(zip(got, older).contains { ulps($0, $1) > 1 })
    for name in ["cross_entropy_lambda-3.3.5", "cross_entropy_lambda-4.6.0"] {
      #expect(try !self.model(name).remarks.contains { $0.contains("log(1 + exp x)") })
    }
  }

  @Test(
    "remarks on categories that a CSV file can't spell by itself",
    arguments: [
      ("north", "", "'region' has the category '': an empty cell of a CSV file is read as missing"),
      ("north", "NA", "'region' has the category 'NA': this cell of a CSV file is read as missing"),
    ])
  func unreadCategories(from: String, to: String, part: String) throws {
    let fixture = LightGBMFixture(
      name: "frame-4.7.0", folder: LightGBMFixture.root.appending(path: "frame-4.7.0"))
    let text = String(decoding: try fixture.bytes("model.txt"), as: UTF8.self)
    let changed = text.replacing("\"\(from)\"", with: "\"\(to)\"")
    let remarks = try LightGBMFormat.open(bytes: Array(changed.utf8), name: "m").remarks
    #expect(remarks.contains { $0.hasPrefix(part) && $0.hasSuffix(".") }, "\(remarks)")
    #expect(try !fixture.model().remarks.contains { $0.contains("read as missing") })
  }

  @Test("has little to remark on a usual model")
  func usual() throws {
    let remarks = try model("missing_nan-4.7.0").remarks
    #expect(remarks.count == 1 && remarks[0].hasPrefix("No tree reads 3 of the 6 inputs"), "\(remarks)")
  }

  @Test("boundary values lie on thresholds and one step to either side", arguments: LightGBMFixture.all)
  func boundaries(_ fixture: LightGBMFixture) throws {
    let model = try fixture.model()
    let values = model.boundaryValues(limit: 12)
    #expect(values.count == model.signature.inputs.count)
    for (feature, values) in values.enumerated() {
      #expect(values.count <= 12 && values == Set(values).sorted() && values.allSatisfy(\.isFinite))
      let thresholds = model.forest.trees.flatMap(\.splits).filter { $0.feature == feature }
        .compactMap { if case .threshold(let threshold, _, _) = $0.rule { threshold } else { nil } }
      if !thresholds.isEmpty {
        #expect(values.contains { thresholds.contains($0) })
        #expect(values.contains { thresholds.contains($0.nextDown) })
      }
    }
    for limit in 0...5 { #expect(model.boundaryValues(limit: limit).allSatisfy { $0.count <= limit }) }
  }

  @Test("boundary values of categories are where membership changes")
  func categoryBoundaries() throws {
    let model = try model("categories_onehot-4.7.0")
    let values = model.boundaryValues(limit: 1000)[0]
    #expect(values.contains(-1) && values.contains((-1.0).nextUp))
    let sets = model.forest.trees.flatMap(\.splits).compactMap { split -> CategorySet? in
      if case .categories(let set, _) = split.rule, split.feature == 0 { model.forest.sets[set] } else { nil }
    }
    for category in 1..<12 where sets.contains(where: { $0.contains(category) != $0.contains(category - 1) })
    {
      #expect(values.contains(Double(category)) && values.contains(Double(category).nextDown))
    }
  }
}
