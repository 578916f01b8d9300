package import Book
package import Diagnostics
package import Scoring
package import Workspace

extension Diagnostic.Identifier {
  package static let readoutUnknown = Self("readout-unknown")
}

/// What one readout asks: whose keys, which outcomes, which figures.
package struct ReadoutPlan: Sendable, Hashable {
  package let readout: Configuration.Readout
  /// Columns by which a row of the job and its outcome are joined.
  package let keys: [String]
  /// The job's input, where a covariate is read that the job does not keep.
  package let input: String
  /// Columns that the job passes on from its input: what else stands in its output may be the treatment's doing.
  package let kept: [String]
  /// Names of the split's variants in their order.
  package let variants: [String]
  /// SHA-256 of the split's salt.
  package let saltDigest: String
  /// What the outcomes are made of: the text of their query.
  package let sourceText: String

  package init(
    _ readout: Configuration.Readout, keys: [String], input: String, kept: [String] = [],
    variants: [String], saltDigest: String = "", sourceText: String = ""
  ) {
    self.saltDigest = saltDigest
    self.sourceText = sourceText
    self.readout = readout
    self.keys = keys
    self.input = input
    self.kept = kept
    self.variants = variants
  }

  /// **Throws** for a name that is not configured, and for a split that its job has not, or not any more.
  package init(_ name: String, of catalogue: DatasetCatalogue, book: Book) throws(Diagnostic) {
    let configuration = catalogue.configuration
    guard let readout = configuration.readouts[name] else {
      throw Diagnostic(
        .readoutUnknown, .configuration, at: Diagnostic.Place(file: configuration.file),
        "there is no readout '\(name)'",
        next: nameAdvice(for: name, among: configuration.readouts.keys))
    }
    if let missing = catalogue.missingSplit(of: readout, lastLook: try book.readouts(name: name).last?.asOf) {
      throw missing
    }
    let job = configuration.jobs[readout.job]
    let input = job?.input ?? ""
    self.init(
      readout, keys: configuration.datasets[input]?.key ?? [], input: input,
      kept: job?.keep ?? [], variants: job?.split?.variants.map(\.name) ?? [],
      saltDigest: ContentDigest.sha256(job?.split?.salt ?? ""),
      sourceText: try catalogue.sourceText(of: readout.actuals))
  }

  var name: String { readout.name }

  /// The variant that others are held against, as its place among them.
  var control: Int { readout.control.flatMap { variants.firstIndex(of: $0) } ?? 0 }

  /// Different columns of the outcomes, in the order of the metrics.
  var columns: [String] {
    readout.metrics.flatMap(\.measure.columns).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Whether a column holds 0 and 1 alone.
  func isProportion(_ column: String) -> Bool {
    readout.metrics.contains { $0.measure == .proportion(column) }
  }

  /// Equal digest, equal question: a plan that was changed after the first look is told.
  package var digest: String {
    let metrics = readout.metrics.map { metric in
      "\(metric.name) \(metric.measure) \(metric.direction) \(metric.winsorise ?? 1) \(metric.isGuardrail) "
        + "\(metric.worseByAtMost ?? -1)"
    }
    let lines = [
      "readout 1", "split \(readout.job)/\(readout.split)", "actuals \(readout.actuals)", "keys \(keys)",
      "matures \(readout.maturesAfter)", "since \(readout.since?.description ?? "")",
      "until \(readout.until?.description ?? "")", "planned \(readout.plannedKeys ?? 0)",
      "control \(readout.control ?? "")", "metrics \(metrics)", "covariate \(readout.covariate ?? "")",
      "looks \(readout.looks)", "correction \(readout.correction)", "absence \(readout.withoutOutcome)",
      "variants \(variants)", "salt \(saltDigest)", "outcomes \(sourceText)",
    ]
    return ContentDigest.sha256(lines.joined(separator: "\n"))
  }

  /// Whether all outcomes of a date are known on the morning of another.
  func isMature(_ date: CalendarDate, on day: CalendarDate) -> Bool {
    date.daysSinceEpoch + readout.maturesAfter <= day.daysSinceEpoch
  }
}
