import Book
import Charts
import Markdown

/// What taking the highest scores first finds: gain and lift, from the stored ROC curve and the share of positives.
struct GainSection {
  let view: EvaluationView
  let level: Int
  /// What a caption says about where its numbers come from.
  let source: String

  /// One version's curve: of the share of rows taken, the share of all positives found.
  struct Gain: Sendable {
    let label: String
    /// Ascending, from 0 to 1.
    let shares: [Double]
    let found: [Double]

    /// nil without a curve, or where all outcomes are of one class.
    init?(_ version: EvaluationView.Version) {
      guard let pooled = version.pooled, pooled.positives > 0, pooled.positives < pooled.rows,
        let roc = pooled.curves.first(where: { $0.name == "roc" }), roc.x.count == roc.y.count
      else { return nil }
      let rate = Double(pooled.positives) / Double(pooled.rows)
      let points = zip(roc.x, roc.y).filter { $0.isFinite && $1.isFinite }
        .map { (share: rate * $1 + (1 - rate) * $0, found: $1) }
        .sorted { ($0.share, $0.found) < ($1.share, $1.found) }
      guard points.count > 1 else { return nil }
      label = version.label
      shares = points.map(\.share)
      found = points.map(\.found)
    }

    /// Share of the positives among the highest-scored share of the rows, between two points along a line.
    func found(at share: Double) -> Double? {
      guard let after = shares.firstIndex(where: { $0 >= share }) else { return nil }
      guard after > 0, shares[after] > shares[after - 1] else { return found[after] }
      let part = (share - shares[after - 1]) / (shares[after] - shares[after - 1])
      return found[after - 1] + part * (found[after] - found[after - 1])
    }
  }

  /// Below this share the lift is that of a few rows.
  private static let least = 0.005

  func write(to page: inout PageWriter) {
    let gains = view.drawn.compactMap(Gain.init)
    guard let leading = gains.first else { return }
    page.body.heading(level, "Gain and lift")
    if let tenth = leading.found(at: 0.1) {
      page.body.paragraph(
        .plain(
          "The tenth of the rows that \(leading.label) scores highest holds \(NumberText.percent(tenth)) of all positives: "
            + "\(NumberText.fixed(tenth / 0.1, 1)) times as many as a tenth taken by chance."))
    }
    page.figure(
      ROCChart(
        title: "Gain over all nights", xAxis: "share of rows, highest scores first",
        yAxis: "share of positives found",
        curves: gains.map { gain in .init(gain.label, zip(gain.shares, gain.found).map { (x: $0, y: $1) }) }),
      "\(view.name)-gain",
      caption: "Of all positives the share found when rows are taken by score, the highest first. \(source)",
      step: 20)
    page.figure(
      CurveChart(
        title: "Lift over all nights", axis: "lift: times as many positives as by chance",
        xAxis: "share of rows, highest scores first", xFormat: .percent,
        series: gains.map { gain in
          .init(
            gain.label,
            zip(gain.shares, gain.found).filter { $0.0 >= Self.least }.map { .init($0, $1 / $0) })
        }, references: [.init("chance", 1)], zero: true), "\(view.name)-lift",
      caption:
        "How many times as many positives are found as by chance, for each share of the rows. Shares below "
        + "\(NumberText.percent(Self.least)) are left out, where a few rows decide. \(source)", step: 20)
  }
}
