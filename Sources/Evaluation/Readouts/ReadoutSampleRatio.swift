import Book
import Statistics
import Workspace

/// Whether the variants got the keys that their shares promise, and whether as many of each can be counted.
struct ReadoutSampleRatio {
  let record: ReadoutRecord.SampleRatio
  /// Why nothing may be concluded; nil where the counts fit.
  let reason: String?

  /// nil where fewer than two variants have a share.
  ///
  /// - Parameter places: the variants that have one.
  init?(
    _ variants: [ReadoutRecord.Variant], shares: [Configuration.Split.Share], among places: [Int]
  ) {
    let cells = places.map { Double(shares[$0].cells) }
    func test(_ count: (ReadoutRecord.Variant) -> Int, _ weights: [Double]) -> SampleRatio? {
      do throws(Undefined) {
        return try SampleRatio(counts: places.map { count(variants[$0]) }, shares: weights)
      } catch {
        return nil
      }
    }
    guard let shown = test(\.keys, cells) else { return nil }
    // Among keys whose outcomes are complete, so that a variant which began late is not taken for one that lost keys.
    let complete = places.map { Double(variants[$0].keys - variants[$0].waiting) }
    let isAllComplete = complete.allSatisfy { $0 > 0 }
    let counted = isAllComplete ? test(\.counted, cells) : nil
    let isMismatched = shown.isMismatched || counted?.isMismatched ?? false
    record = ReadoutRecord.SampleRatio(
      statistic: shown.statistic, pValue: shown.pValue, countedStatistic: counted?.statistic,
      countedPValue: counted?.pValue, isMismatched: isMismatched)
    func words(_ test: SampleRatio, _ what: String, _ cause: String) -> String {
      let counts = zip(places, zip(test.counts, test.expected)).map { place, pair in
        "\(variants[place].name) has \(pair.0) where its share gives \(Int(pair.1.rounded()))"
      }
      let p = test.pValue < 1e-6 ? "p < 0.000001" : "p = \(ResultTable.rounded(test.pValue, digits: 6))"
      return "\(what): \(counts.joined(separator: ", ")) (\(p)); \(cause)"
    }
    if shown.isMismatched {
      reason = words(
        shown, "the keys of the variants contradict their shares",
        "what was assigned or kept differs between variants, so any difference may come from that")
    } else if let counted, counted.isMismatched {
      reason = words(
        counted, "the keys with an outcome contradict the shares",
        "outcomes are lost in one variant more than in another, so any difference may come from that")
    } else {
      reason = nil
    }
  }
}
