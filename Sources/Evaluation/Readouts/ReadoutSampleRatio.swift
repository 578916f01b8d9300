import Book
import Statistics
import Workspace

/// Whether the variants got the keys that their shares promise, and whether as many of each can be counted.
///
/// That as many are counted is asked twice: of the counts against the shares, and of the part that is lost, which is
/// small where the first can't see it. **Source:** A. Fabijan et al., KDD 2019, on data that are missing in one variant
/// more than in another; homogeneity of a table of two rows, K. Pearson (1911).
struct ReadoutSampleRatio {
  let record: ReadoutRecord.SampleRatio
  /// Why nothing may be concluded; nil where the counts fit.
  let reason: String?
  /// What could not be tested.
  let notes: [String]

  /// Fewest keys that every cell must expect, for χ² to be trusted.
  private static let fewestExpected = 5.0

  /// Counts of variants against their shares.
  private struct Counts {
    let counts: [Int]
    let expected: [Double]
    /// nil where the p value is exact.
    let statistic: Double?
    /// nil where more than two variants are too few for χ².
    let pValue: Double?

    init(_ counts: [Int], shares: [Double]) throws(Undefined) {
      let ratio = try SampleRatio(counts: counts, shares: shares)
      self.counts = counts
      expected = ratio.expected
      guard ratio.isSparse else {
        (statistic, pValue) = (ratio.statistic, ratio.pValue)
        return
      }
      statistic = nil
      guard counts.count == 2 else {
        pValue = nil
        return
      }
      pValue = try Binomial(trials: counts[0] + counts[1], probability: shares[0] / (shares[0] + shares[1]))
        .twoSided(counts[0])
    }

    /// Below the threshold of a mismatch.
    var isMismatched: Bool { (pValue ?? 1) < SampleRatio.threshold }
  }

  /// nil where fewer than two variants have a share.
  ///
  /// - Parameter places: the variants that have one.
  init?(
    _ variants: [ReadoutRecord.Variant], shares: [Configuration.Split.Share], among places: [Int]
  ) {
    let cells = places.map { Double(shares[$0].cells) }
    func test(_ count: (ReadoutRecord.Variant) -> Int) -> Counts? {
      do throws(Undefined) {
        return try Counts(places.map { count(variants[$0]) }, shares: cells)
      } catch {
        return nil
      }
    }
    guard let shown = test(\.keys) else { return nil }
    // Among keys whose outcomes are complete, so that a variant which began late is not taken for one that lost keys.
    let complete = places.map { Double(variants[$0].keys - variants[$0].waiting) }
    let isAllComplete = complete.allSatisfy { $0 > 0 }
    let counted = isAllComplete ? test(\.counted) : nil
    let loss = ReadoutSampleRatio.loss(places.map { variants[$0] })
    let isLost = (loss?.pValue ?? 1) < SampleRatio.threshold
    let isMismatched = shown.isMismatched || counted?.isMismatched ?? false || isLost
    record = ReadoutRecord.SampleRatio(
      statistic: shown.statistic, pValue: shown.pValue, countedStatistic: counted?.statistic,
      countedPValue: counted?.pValue, isMismatched: isMismatched, lossStatistic: loss?.statistic,
      lossPValue: loss?.pValue)
    let few = zip(places, shown.expected).filter { $0.1 < ReadoutSampleRatio.fewestExpected }
    notes =
      shown.pValue == nil
      ? [
        "The counts are not tested against the shares: these give fewer than five keys to "
          + few.map { variants[$0.0].name }.joined(separator: ", ") + "."
      ] : []
    func words(_ test: Counts, _ what: String, _ cause: String) -> String {
      let counts = zip(places, zip(test.counts, test.expected)).map { place, pair in
        let wanted = ResultTable.rounded(pair.1, digits: pair.1 < ReadoutSampleRatio.fewestExpected ? 2 : 0)
        return "\(variants[place].name) has \(pair.0) where its share gives \(wanted)"
      }
      return "\(what): \(counts.joined(separator: ", ")) (\(chance(test.pValue ?? 1))); \(cause)"
    }
    func chance(_ p: Double) -> String {
      p < 1e-6 ? "p < 0.000001" : "p = \(ResultTable.rounded(p, digits: 6))"
    }
    if shown.isMismatched {
      reason = words(
        shown, "the keys of the variants contradict their shares",
        "what was assigned or kept differs between variants, so any difference may come from that")
    } else if let counted, counted.isMismatched {
      reason = words(
        counted, "the keys with an outcome contradict the shares",
        "outcomes are lost in one variant more than in another, so any difference may come from that")
    } else if let loss, isLost {
      let counts = places.map { place in
        let variant = variants[place]
        let complete = variant.withoutOutcome + variant.counted
        return "\(variant.name) lacks \(variant.withoutOutcome) of \(complete)"
      }
      reason =
        "outcomes are lost in one variant more than in another: \(counts.joined(separator: ", ")) "
        + "(\(chance(loss.pValue))); any difference may come from that"
    } else {
      reason = nil
    }
  }

  /// What a reader must know of keys without a row; nil where all have one.
  static func lossNote(_ variants: [ReadoutRecord.Variant]) -> String? {
    let lost = variants.reduce(0) { $0 + $1.withoutOutcome }
    guard lost > 0 else { return nil }
    let who =
      lost == 1
      ? "1 key has no row in the outcomes and is" : "\(lost) keys have no row in the outcomes and are"
    return "\(who) left out; if that means that nothing was done, say without_outcome: zero."
  }

  /// Whether the same part of the keys has no outcome in all variants; nil where none is lost, or too few to tell.
  private static func loss(_ variants: [ReadoutRecord.Variant]) -> ChiSquareTest? {
    do throws(Undefined) {
      let test = try ChiSquareTest(
        reference: variants.map(\.withoutOutcome), current: variants.map(\.counted))
      return test.smallestExpected >= fewestExpected ? test : nil
    } catch {
      return nil
    }
  }
}
