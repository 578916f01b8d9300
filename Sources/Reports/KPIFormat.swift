import Charts
import Workspace

/// How the values of one KPI are written.
struct KPIFormat: Sendable {
  let unit: String?
  let chart: NumberFormat
  private let period: Configuration.KPI.Period

  init(_ kpi: Configuration.KPI) {
    unit = kpi.unit
    period = kpi.period
    let isCurrency = kpi.unit.map { $0.utf8.count == 3 && $0.utf8.allSatisfy { (0x41...0x5A).contains($0) } }
    chart = isCurrency == true ? .currency(kpi.unit ?? "") : .number
  }

  /// With its unit.
  func text(_ value: Double) -> String {
    guard value.isFinite else { return NumberText.none }
    guard case .number = chart, let unit, !unit.isEmpty else { return bare(value) }
    return unit == "%" ? bare(value) + "%" : bare(value) + " " + unit
  }

  /// Without it, except for a currency.
  func bare(_ value: Double) -> String { value.isFinite ? chart.detailed(value) : NumberText.none }

  /// What the axis of a chart measures: "USD a week".
  var axis: String { "\(unit ?? "value") a \(period.rawValue)" }
}
