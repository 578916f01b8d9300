import Book

/// A card as JSON of Google's Model Card Toolkit, schema v0.0.2.
///
/// Without graphics: the schema wants PNG.
/// **Source:** `model_card_toolkit/schema/v0.0.2/model_card.schema.json`.
package struct ModelCardToolkitCard {
  private let source: CardSource

  package init(_ source: CardSource) { self.source = source }

  package var text: String { CardJSON.text(content) }

  private var content: Content {
    Content(
      schema_version: "0.0.2", model_details: details, model_parameters: parameters,
      quantitative_analysis: .init(
        performance_metrics: source.metrics.map { metric in
          .init(
            type: metric.type, value: metric.value, slice: metric.slice,
            confidence_interval: metric.lower.map { .init(lower_bound: $0, upper_bound: metric.upper) })
        }),
      considerations: .init(
        users: Self.texts(source.users.map(\.text)), use_cases: Self.texts(source.uses.map(\.text)),
        limitations: Self.texts(source.allLimits), tradeoffs: Self.texts(source.tradeOffs.map(\.text)),
        ethical_considerations: Self.optional(
          (source.ethics + source.fairness).map {
            .init(name: CardRisk($0).name, mitigation_strategy: $0.mitigation)
          })))
  }

  private var details: Content.Details {
    let version = source.version
    let owner = source.owner
    let date = version.registeredAt
    return .init(
      name: version.model, overview: source.description ?? source.question,
      documentation: [source.question, source.objective.map { "Objective: \($0)" }]
        .compactMap { $0 }.joined(separator: " "),
      owners: Self.optional(
        [owner].compactMap { $0 }.map { .init(name: $0.name ?? $0.team, contact: $0.email) }),
      version: .init(
        name: version.reference, date: CardJSON.isTime(date) ? String(date.prefix(10)) : nil,
        diff: source.changes.isEmpty ? nil : source.changes.joined(separator: "; ")),
      licenses: source.licence.map { licence in
        [.init(identifier: licence.spdx, custom_text: licence.spdx == nil ? licence.name : nil)]
      },
      references: source.licence?.link.flatMap { CardJSON.isWebAddress($0) ? [.init(reference: $0)] : nil },
      path: "sha256:\(version.digest)")
  }

  private var parameters: Content.Parameters {
    let training = source.version.training
    var data: [Content.Dataset] = []
    if training != nil || !source.trainingData.isEmpty {
      let digest = training?.dataDigest.map { " SHA-256 \($0)." } ?? ""
      data.append(.init(name: source.trainingName, description: "Training. \(source.trainingWords)\(digest)"))
    }
    data += source.evaluations.map { record in
      .init(
        name: "evaluation \(record.name)",
        description: "Evaluation. \(CardSource.words(record)) Digest \(record.dataDigest).")
    }
    return .init(
      model_architecture: [source.family, source.architecture].compactMap { $0 }.joined(separator: "; "),
      data: Self.optional(data), input_format: "one row of a table with named columns",
      input_format_map: source.inputs.map { .init(key: $0.name, value: $0.words) },
      output_format: "one row of a table with named columns",
      output_format_map: source.outputs.map { .init(key: $0.name, value: $0.words) })
  }

  private static func texts(_ texts: [String]) -> [Content.Text]? {
    texts.isEmpty ? nil : texts.map { .init(description: $0) }
  }

  private static func optional<Element>(_ list: [Element]) -> [Element]? { list.isEmpty ? nil : list }
}
