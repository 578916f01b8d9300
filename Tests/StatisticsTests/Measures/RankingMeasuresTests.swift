import Statistics
import Testing

struct RankingInput: Decodable, Sendable {
  let scores, relevances: [Number]?
  let groups: [Int]?
  let generated: GeneratedRows?
  let weighted: Bool?

  var rows: (scores: [Double], relevances: [Double], groups: [Int]) {
    guard let generated else { return (scores?.doubles ?? [], relevances?.doubles ?? [], groups ?? []) }
    let made = generated.make()
    return (made.scores, made.outcomes.map { $0 ? 1 : 0 }, made.scores.indices.map { $0 / 25 })
  }
}

@Suite("Measures of rankings")
struct RankingMeasuresTests {
  @Test(
    "equal scikit-learn's and the mean over every order of ties",
    arguments: MeasureCase<RankingInput>.load("ranking"))
  func measures(_ sample: MeasureCase<RankingInput>) throws {
    let (scores, relevances, groups) = sample.input.rows
    sample.check { key in
      let ranked = try RankedGroups(scores: scores, relevances: relevances, groups: groups)
      let words = key.split(separator: "_").map(String.init)
      let k = Int(words[words.count - 1])
      let gain = RankedGroups.Gain(rawValue: words[1]) ?? .linear
      switch words[0] {
      case "dcg": return [try ranked.discountedGain(at: k, gain).mean()]
      case "ndcg": return [try ranked.normalisedGain(at: k, gain).mean()]
      case "map": return [try ranked.averagePrecision(at: k).mean()]
      case "mrr": return [try ranked.reciprocalRank(at: k).mean()]
      default: break
      }
      guard let k else { throw UnknownMeasure(key: key) }
      switch words[0] {
      case "precision": return [try ranked.precision(at: k).mean()]
      case "recall": return [try ranked.recall(at: k).mean()]
      case "hit": return [try ranked.hitRate(at: k).mean()]
      default: throw UnknownMeasure(key: key)
      }
    }
  }

  @Test(
    "do not depend on the order of rows", arguments: MeasureCase<RankingInput>.load("ranking"))
  func order(_ sample: MeasureCase<RankingInput>) throws {
    let (s, r, g) = sample.input.rows
    guard case .values? = sample.expected["ndcg_3"] else { return }
    let ranked = try RankedGroups(scores: s, relevances: r, groups: g)
    let reversed = try RankedGroups(scores: s.reversed(), relevances: r.reversed(), groups: g.reversed())
    #expect(ranked.groups == reversed.groups)
    #expect(try ranked.normalisedGain(at: 3) == reversed.normalisedGain(at: 3))
    #expect(try ranked.averagePrecision() == reversed.averagePrecision())
    #expect(try ranked.reciprocalRank() == reversed.reciprocalRank())
  }

  @Test("groups without a relevant row are left out and counted, or count 0 on request")
  func leftOut() throws {
    let ranked = try RankedGroups(
      scores: [3, 2, 1, 9, 5, 4], relevances: [0, 1, 0, 0, 1, 0], groups: [4, 4, 4, -1, 9, 9])
    let rank = try ranked.reciprocalRank()
    #expect(ranked.groups == [-1, 4, 9] && rank.values == [nil, 0.5, 1] && rank.leftOut == 1)
    #expect(try rank.mean() == 0.75)
    #expect(try rank.meanWithZeros() == 0.5)
    #expect(try rank.mean(weights: [7, 3, 1]) == 0.625)
    #expect(try rank.meanWithZeros(weights: [4, 3, 1]) == 0.3125)
    #expect(throws: Undefined.noObservations) { try rank.mean(weights: [7, 0, 0]) }
    #expect(throws: Undefined.lengthsDiffer(3, 2)) { try rank.mean(weights: [7, 0]) }
    #expect(throws: Undefined.parameterOutOfRange("k")) { try ranked.precision(at: 0) }
    #expect(throws: Undefined.parameterOutOfRange("k")) { try ranked.normalisedGain(at: -1) }
    let high = try RankedGroups(scores: [1, 2], relevances: [5000, 1], groups: [0, 0])
    #expect(throws: Undefined.overflow) { try high.discountedGain(at: nil, .exponential) }
    #expect(throws: Undefined.overflow) { try high.normalisedGain(at: nil, .exponential) }
  }
}
