import Book

extension TrialComparison.Candidate {
  /// Slices in which the verdict is another than on all rows of the same evaluation, decided ones first.
  package var differingSlices: [MetricComparison] {
    let found = slices.filter { slice in
      slice.verdict != .undefined && whole(of: slice).map { $0.verdict != slice.verdict } ?? true
    }
    func isDecided(_ slice: MetricComparison) -> Bool { slice.verdict != .noEvidence }
    return found.filter(isDecided) + found.filter { !isDecided($0) }
  }

  /// The same comparison on all rows.
  private func whole(of slice: MetricComparison) -> MetricComparison? {
    metrics.first { metric in
      metric.metric == slice.metric && metric.rows?.evaluation == slice.rows?.evaluation
        && metric.rows?.version == slice.rows?.version && metric.rows?.baseline == slice.rows?.baseline
    }
  }

  /// Where slices say something else than all rows, and where they say nothing; a sentence for each decided one.
  package var sliceSentences: [String] {
    struct Source: Hashable {
      let evaluation: String
      let metric: String
      let version: String
      let baseline: String
    }
    var order: [Source] = []
    var groups: [Source: [MetricComparison]] = [:]
    for slice in slices {
      guard let rows = slice.rows else { continue }
      let source = Source(
        evaluation: rows.evaluation, metric: slice.metric, version: rows.version, baseline: rows.baseline)
      if groups[source] == nil { order.append(source) }
      groups[source, default: []].append(slice)
    }
    let differing = differingSlices
    return order.flatMap { source -> [String] in
      let all = groups[source] ?? []
      let told = all.filter { $0.verdict != .undefined }
      let other = differing.filter { all.contains($0) }
      let name = TrialWords.name(source.metric)
      let pair = "\(source.version) against \(source.baseline)"
      var sentences = other.filter { $0.verdict != .noEvidence }.map(\.sentence)
      let silent = other.filter { $0.verdict == .noEvidence }
      if !silent.isEmpty {
        sentences.append(
          "No evidence on \(pair) by \(name) in \(silent.count) of \(told.count) slices of \(source.evaluation), unlike on "
            + "all rows: \(Self.list(silent)).")
      } else if other.isEmpty, !told.isEmpty {
        let what = told.count == 1 ? "In the one slice" : "In all \(told.count) slices"
        sentences.append(
          "\(what) of \(source.evaluation) the verdict on \(pair) by \(name) is that on all rows.")
      }
      let undefined = all.filter { $0.verdict == .undefined }
      var reasons: [String] = []
      for slice in undefined {
        let reason = slice.reason ?? "it has no value"
        if !reasons.contains(reason) { reasons.append(reason) }
      }
      return sentences
        + reasons.map { reason in
          "No verdict on \(pair) by \(name) in slices of \(source.evaluation), "
            + "\(Self.list(undefined.filter { ($0.reason ?? "it has no value") == reason })): \(reason)."
        }
    }
  }

  /// "cohort 1997-01, cohort 1997-02 and 3 more"
  private static func list(_ slices: [MetricComparison]) -> String {
    let names = slices.prefix(5).map { TrialWords.name($0.rows?.slice ?? "") }.joined(separator: ", ")
    return slices.count > 5 ? "\(names) and \(slices.count - 5) more" : names
  }
}
