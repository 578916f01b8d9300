import Book
import Workspace

/// **Source:** the model card metadata of Hugging Face, `modelcard.md` template and `model-index` specification.
extension ModelCard {
  var frontMatter: FrontMatter {
    var matter = FrontMatter()
    matter.add("title", prose?.title ?? model)
    matter.add("description", prose?.description ?? configured?.question)
    matter.add("layout", "card")
    matter.add("license", prose?.license)
    let languages =
      prose.map(\.language).flatMap { $0.isEmpty ? nil : $0 } ?? snapshot.configuration.site.languages
    if !languages.isEmpty { matter.add("language", .texts(languages)) }
    let tags = (prose?.tags ?? []) + [task].compactMap { $0 }.filter { !(prose?.tags ?? []).contains($0) }
    if !tags.isEmpty { matter.add("tags", .texts(tags)) }
    matter.add("library_name", library)
    let index = versions.compactMap(entry)
    if !index.isEmpty { matter.add("model-index", .list(index)) }
    return matter
  }

  /// The framework's name without its version.
  private var library: String? {
    leading?.framework.flatMap { $0.split(separator: " ").first.map(String.init) } ?? leading?.format
  }

  /// A model that reads nothing but text classifies texts; beside other columns a text is one of a table.
  private var task: String? {
    switch leading?.signature.task {
    case .binary, .multiclass:
      leading?.signature.inputs.allSatisfy { $0.kind == .text } == true
        ? "text-classification" : "tabular-classification"
    case .regression, .targets: "tabular-regression"
    case .ranking, .lookup, nil: nil
    }
  }

  private func entry(_ version: VersionRecord) -> FrontMatter.Value? {
    let pooled = snapshot.evaluations.filter { $0.reference == version.reference && $0.date == nil }
    let results = pooled.compactMap { record -> FrontMatter.Value? in
      let metrics = record.metrics.filter { Self.types[$0.name] != nil && $0.value.isFinite }.map(Self.metric)
      guard !metrics.isEmpty else { return nil }
      return .map([
        .init("task", .map([.init("type", .text(task ?? "other"))])),
        .init(
          "dataset",
          .map([
            .init("name", .text("\(NumberText.count(record.dates, "night")) of job \(record.job)")),
            .init("type", .text(record.name)), .init("revision", .text(record.dataDigest)),
          ])), .init("metrics", .list(metrics)),
      ])
    }
    guard !results.isEmpty else { return nil }
    return .map([.init("name", .text(version.reference)), .init("results", .list(results))])
  }

  private static let types = [
    "auc": ("roc_auc", "AUC"), "log_loss": ("log_loss", "log loss"), "brier": ("brier_score", "Brier score"),
  ]

  private static func metric(_ metric: EvaluationRecord.Metric) -> FrontMatter.Value {
    let (type, title) = types[metric.name] ?? (metric.name, metric.name)
    var name = title
    if let confidence = metric.confidence,
      let bounds = NumberText.bounds(metric.lower, metric.upper, { NumberText.fixed($0, 4) })
    {
      name += " (\(NumberText.percent(confidence, decimals: 0)) interval \(bounds))"
    }
    return .map([
      .init("type", .text(type)), .init("name", .text(name)), .init("value", .number(metric.value)),
    ])
  }
}
