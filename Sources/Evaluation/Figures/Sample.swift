import Statistics

/// Predictions and outcomes of some rows, laid side by side, with the keys that tie rows together.
struct Sample {
  /// **Missing values:** none.
  let scores: [Double]
  /// 0 or 1, a number, or the number of a class.
  let actual: [Double]
  /// Numbers of the classes that were decided, -1 for none; empty where none is asked for.
  let decided: [Int32]
  let clusters: Clusters
  /// How many classes there are.
  let classes: Int
  let isProbability: Bool
  let kind: OutcomeKind
  /// Rows in the order of their scores; nil where nobody asks, or there is nothing to rank.
  let ranked: RankedRows?

  init(
    scores: [Double], actual: [Double], decided: [Int32], clusters: Clusters, classes: Int,
    isProbability: Bool, kind: OutcomeKind, ranks: Bool
  ) {
    self.scores = scores
    self.actual = actual
    self.decided = decided
    self.clusters = clusters
    keys = clusters.count
    self.classes = classes
    self.isProbability = isProbability
    self.kind = kind
    do throws(Undefined) {
      ranked =
        ranks && kind == .binary
        ? try RankedRows(scores: scores, outcomes: actual.map { $0 == 1 }) : nil
    } catch {
      ranked = nil
    }
  }

  private init(_ whole: Sample, _ included: [Bool]) {
    func kept<Value>(_ values: [Value]) -> [Value] { zip(values, included).filter(\.1).map(\.0) }
    scores = kept(whole.scores)
    actual = kept(whole.actual)
    decided = kept(whole.decided)
    clusters = whole.clusters.subset(included)
    keys = clusters.count
    classes = whole.classes
    isProbability = whole.isProbability
    kind = whole.kind
    do throws(Undefined) { ranked = try whole.ranked?.subset(included) } catch { ranked = nil }
  }

  /// Some of the rows, without sorting them again.
  func subset(_ included: [Bool]) -> Sample { Sample(self, included) }

  var rows: Int { scores.count }
  var outcomes: [Bool] { actual.map { $0 == 1 } }
  var positives: Int { actual.count { $0 == 1 } }

  /// Different keys.
  let keys: Int
}
