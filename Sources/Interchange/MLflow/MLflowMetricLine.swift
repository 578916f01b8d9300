import Book

/// A line of a metric's file: `timestamp value [step …]`.
///
/// **Source:** MLflow's `FileStore._get_metric_from_line`.
enum MLflowMetricLine {
  /// nil for what is no such line.
  static func point(_ line: ArraySlice<UInt8>) -> MetricPoint? {
    let fields = line.split(separator: 0x20, maxSplits: 3, omittingEmptySubsequences: true)
    guard fields.count >= 2, let time = Int(String(decoding: fields[0], as: UTF8.self)),
      let value = PlainValue.number(String(decoding: fields[1], as: UTF8.self))
    else { return nil }
    guard fields.count > 2 else { return MetricPoint(step: 0, time: time, value: value) }
    guard let step = Int(String(decoding: fields[2], as: UTF8.self)) else { return nil }
    return MetricPoint(step: step, time: time, value: value)
  }
}
