import Diagnostics
import Markdown
import Workspace

extension BookShortcodes {
  /// `[[chart kpi weekly_revenue]]`, or of an evaluation: `auc`, `rates`, `calibration`, `roc`, `precision`.
  func chart(_ shortcode: Shortcode, _ page: PageWriter) throws(Diagnostic) -> ShortcodeText {
    typealias Drawing = @Sendable (EvaluationSection, inout PageWriter) -> Void
    let ofEvaluations: [String: Drawing] = [
      "auc": { $0.drawRanking(&$1) }, "rates": { $0.drawRates(&$1) },
      "calibration": { $0.drawCalibration(&$1) }, "roc": { $0.drawCurves(&$1) },
      "precision": { $0.drawPrecision(&$1) },
    ]
    let kind = shortcode.arguments[0]
    let name = shortcode.arguments[1]
    var kinds: [String: Drawing?] = ofEvaluations.mapValues { $0 }
    kinds["kpi"] = .some(nil)
    var page = page
    if let draw = try Self.known(kind, in: kinds, "a chart of '\(kind)'", shortcode) {
      let view = try evaluation(name, shortcode)
      draw(EvaluationSection(view: view, snapshot: snapshot, level: 0), &page)
    } else {
      let kpi = try Self.known(name, in: snapshot.configuration.kpis, "a KPI '\(name)'", shortcode)
      let item = KPIItem(kpi, snapshot, asOf: nil, clipped: false)
      if item.reading.value != nil { KPISection(item: item, isDrawn: true).draw(&page) }
    }
    let text = page.fragment()
    guard !text.markdown.isEmpty else {
      throw Self.notYet("the book has no figures for the chart '\(kind)' of '\(name)'")
    }
    return text
  }
}
