import Charts

/// Drift as a heat map: columns of data by nights.
enum DriftMap {
  static func chart(_ rows: [(name: String, values: [Double?])], _ days: [Day]) -> HeatMap {
    HeatMap(
      title: "Drift by night", axis: "PSI against the training rows", rowAxis: "input", columnAxis: "night",
      rows: rows.map(\.name), columns: days.map(\.iso), values: rows.map(\.values),
      levels: [
        .init("stable", from: 0), .init("moving, from 0.1", from: Drift.stable),
        .init("shifted, from 0.2", from: Drift.shifted),
      ], isAlarming: true)
  }

  /// With the sign that the map has for it.
  static func words(_ index: Double) -> String {
    (index < Drift.stable ? "" : index < Drift.shifted ? "· " : "✗ ") + Drift.words(index)
  }
}
