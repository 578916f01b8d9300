package import Diagnostics

extension Diagnostic.Identifier {
  package static let kpiColumns = Self("kpi-columns")
}

/// Where the columns of a KPI's query stand: `period`, `value` and, for parts, `dimension`.
package struct KPIColumns: Sendable, Hashable {
  package let period: Int
  package let value: Int
  /// nil where the KPI has no parts.
  package let dimension: Int?

  /// - Parameters:
  ///   - names: what the query gives.
  ///   - kpi: the KPI's name.
  ///   - file: where the query stands.
  /// **Throws** where one is absent, and for any other column: it would be left out unsaid.
  package init(_ names: [String], kpi: String, file: String) throws(Diagnostic) {
    let dimension = names.firstIndex(of: "dimension")
    guard names.count == (dimension == nil ? 2 : 3), let period = names.firstIndex(of: "period"),
      let value = names.firstIndex(of: "value")
    else {
      throw Diagnostic(
        .kpiColumns, .configuration, at: Diagnostic.Place(file: file),
        "the query of KPI '\(kpi)' gives other columns", expected: "period, value and, for parts, dimension",
        found: names.joined(separator: ", "), next: "Name its columns with AS.")
    }
    self.period = period
    self.value = value
    self.dimension = dimension
  }
}
