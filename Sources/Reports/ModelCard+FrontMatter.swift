import Book
import Workspace

/// **Source:** the model card metadata of Hugging Face, `modelcard.md` template and `model-index` specification.
extension ModelCard {
  /// Of the page: what the site needs, and of every version what it showed.
  var frontMatter: FrontMatter {
    var matter = FrontMatter()
    matter.add("title", prose?.title ?? model)
    matter.add("description", prose?.description ?? configured?.question)
    matter.add("layout", "card")
    matter.add("license", prose?.license)
    if !languages.isEmpty { matter.add("language", .texts(languages)) }
    if !tags.isEmpty { matter.add("tags", .texts(tags)) }
    matter.add("library_name", library)
    let index = versions.compactMap { version -> FrontMatter.Value? in
      let results = pooled(version).compactMap { result(ModelIndexMetric.all($0.metrics), of: $0) }
      return results.isEmpty ? nil : entry(version, results)
    }
    if !index.isEmpty { matter.add("model-index", .list(index)) }
    return matter
  }

  /// Of a card on the Hub: one version, its slices too.
  func hubFrontMatter(_ version: VersionRecord) -> FrontMatter {
    var matter = FrontMatter()
    if !languages.isEmpty { matter.add("language", .texts(languages)) }
    if let licence {
      matter.add("license", licence.hub ?? "other")
      if licence.hub == nil {
        matter.add("license_name", ModelIndexMetric.slug(licence.name))
        matter.add("license_link", licence.link)
      }
    }
    matter.add("library_name", library)
    matter.add("pipeline_tag", task)
    if !tags.isEmpty { matter.add("tags", .texts(tags)) }
    if let prose, !prose.datasets.isEmpty { matter.add("datasets", .texts(prose.datasets)) }
    let evaluations = pooled(version)
    let types = evaluations.flatMap { ModelIndexMetric.all($0.metrics).map(\.type) }
    let unique = types.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    if !unique.isEmpty { matter.add("metrics", .texts(unique)) }
    let results = evaluations.flatMap { record in
      [result(ModelIndexMetric.all(record.metrics), of: record)]
        + snapshot.slices.filter { $0.name == record.name && $0.reference == version.reference }.map {
          slice in
          result(ModelIndexMetric.all(slice.metrics), of: record, slice: slice)
        }
    }.compactMap { $0 }
    if !results.isEmpty { matter.add("model-index", .list([entry(version, results)])) }
    return matter
  }

  private var languages: [String] {
    prose.map(\.language).flatMap { $0.isEmpty ? nil : $0 } ?? snapshot.configuration.site.languages
  }

  private var tags: [String] {
    let own = prose?.tags ?? []
    return own + [task].compactMap { $0 }.filter { !own.contains($0) }
  }

  /// The framework's name without its version.
  var library: String? {
    leading?.trainedWith.flatMap { $0.split(separator: " ").first.map(String.init) } ?? leading?.format
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

  private func entry(_ version: VersionRecord, _ results: [FrontMatter.Value]) -> FrontMatter.Value {
    .map([.init("name", .text(version.reference)), .init("results", .list(results))])
  }

  private func result(_ metrics: [ModelIndexMetric], of record: EvaluationRecord, slice: SliceRecord? = nil)
    -> FrontMatter.Value?
  {
    guard !metrics.isEmpty else { return nil }
    let dates = NumberText.count(record.dates, "night")
    let name = record.job.isEmpty ? "\(dates) of evaluation \(record.name)" : "\(dates) of job \(record.job)"
    var dataset: [FrontMatter.Entry] = [
      .init("name", .text(name)), .init("type", .text(record.name)),
    ]
    if let slice { dataset.append(.init("config", .text(slice.title))) }
    dataset.append(.init("revision", .text(record.dataDigest)))
    return .map([
      .init("task", .map([.init("type", .text(task ?? "other"))])), .init("dataset", .map(dataset)),
      .init("metrics", .list(metrics.map(\.value))),
    ])
  }
}
