import Book

/// A bill of materials whose subject is one version of a model, as JSON of CycloneDX 1.7.
///
/// **Source:** `bom-1.7.schema.json`: `modelCard`, `component`, `componentData`.
package struct CycloneDXBill {
  private let source: CardSource

  package init(_ source: CardSource) { self.source = source }

  /// The serial number is made from the rest, so that the same book gives the same bytes and any change another
  /// number.
  package var text: String {
    let nameless = CardJSON.text(content(serial: nil))
    return CardJSON.text(content(serial: "urn:uuid:" + Self.identifier(ContentDigest.sha256(nameless))))
  }

  /// **Source:** RFC 9562, version 8: bits by a rule of one's own, here the first of a SHA-256.
  static func identifier(_ digest: String) -> String {
    var digits = Array(digest.prefix(32))
    guard digits.count == 32 else { return digest }
    digits[12] = "8"
    digits[16] = "a"
    let text = String(digits)
    return [(0, 8), (8, 4), (12, 4), (16, 4), (20, 12)].map { start, length in
      String(text.dropFirst(start).prefix(length))
    }.joined(separator: "-")
  }

  private var version: VersionRecord { source.version }

  private func content(serial: String?) -> Content {
    let parts = frameworks + (trainingData.map { [$0] } ?? [])
    return Content(
      schema: "http://cyclonedx.org/schema/bom-1.7.schema.json", bomFormat: "CycloneDX", specVersion: "1.7",
      serialNumber: serial, version: 1,
      metadata: .init(
        timestamp: source.newest.flatMap { CardJSON.isTime($0) ? $0 : nil },
        tools: .init(components: [
          .init(type: "application", bomRef: "tool:scorebook", name: "scorebook", version: source.program)
        ]), component: subject),
      components: parts.isEmpty ? nil : parts,
      dependencies: [
        .init(ref: version.reference, dependsOn: parts.isEmpty ? nil : parts.compactMap(\.bomRef))
      ])
  }

  private var subject: Content.Component {
    var component = Content.Component(
      type: "machine-learning-model", bomRef: version.reference, name: version.model,
      version: String(version.number))
    component.description = source.description ?? source.question
    component.hashes = CardJSON.isDigest(version.digest) ? [.init(content: version.digest)] : nil
    component.manufacturer = source.owner.flatMap { owner in
      let email = owner.email.flatMap { text in
        text.wholeMatch(of: #/[A-Za-z0-9._+\-]+@[A-Za-z0-9.\-]+/#) == nil ? nil : text
      }
      let contact = Content.Contact(name: owner.name, email: email)
      return (owner.team ?? owner.name).map { .init(name: $0, contact: [contact]) }
    }
    component.licenses = source.licence.map { licence in
      [
        .init(
          license: .init(
            id: licence.spdx, name: licence.spdx == nil ? licence.name : nil,
            url: licence.link.flatMap { CardJSON.isWebAddress($0) ? $0 : nil }))
      ]
    }
    component.pedigree = version.sourceCommit.map { .init(commits: [.init(uid: $0)]) }
    component.tags = source.tags.isEmpty ? nil : source.tags
    component.properties = properties
    component.modelCard = modelCard
    return component
  }

  private var properties: [Content.Property] {
    let verification = version.verification
    let found: [(String, String?)] = [
      ("file", version.fileName), ("format", version.format), ("framework", version.trainedWith),
      ("aliases", source.aliases.isEmpty ? nil : source.aliases.joined(separator: ", ")),
      ("question", source.question), ("objective", source.objective), ("baseline", source.baseline),
      ("registered_at", version.registeredAt), ("registered_by", version.registeredBy),
      ("trained_until", version.trainedUntil), ("verification", verification.state.rawValue),
      (
        "verification_cases",
        verification.state == .verified
          ? "\(verification.cases) cases, \(verification.identical) of \(verification.compared) values to the last bit"
          : nil
      ), ("changes", source.changes.isEmpty ? nil : source.changes.joined(separator: "; ")),
    ]
    return (found + version.parameters.map { ("parameter:\($0.name)", $0.value) })
      .compactMap { name, value in value.map { .init(name: "scorebook:\(name)", value: $0) } }
  }

  private var frameworks: [Content.Component] {
    let names = (version.trainedWith ?? "").split(separator: ",").map {
      $0.split(separator: " ").map(String.init)
    }
    return names.enumerated().compactMap { place, words in
      guard let name = words.first else { return nil }
      return .init(
        type: "framework", bomRef: "framework:\(place + 1)", name: name,
        version: words.count > 1 ? words.dropFirst().joined(separator: " ") : nil)
    }
  }

  private static let trainingReference = "data:training"

  private var trainingData: Content.Component? {
    let training = version.training
    guard training != nil || !source.trainingData.isEmpty else { return nil }
    let facts: [(String, String?)] = [
      ("rows", training?.rows.map(String.init)), ("positives", training?.positives.map(String.init)),
      ("dates", training?.dates), ("script", training?.script), ("trained_until", version.trainedUntil),
    ]
    var component = Content.Component(
      type: "data", bomRef: Self.trainingReference, name: source.trainingName, version: nil)
    component.hashes = training?.dataDigest.flatMap { CardJSON.isDigest($0) ? [.init(content: $0)] : nil }
    component.data = [
      .init(
        type: "dataset", name: source.trainingName,
        contents: .init(
          properties: facts.compactMap { name, value in
            value.map { .init(name: "scorebook:\(name)", value: $0) }
          }), description: source.trainingWords)
    ]
    return component
  }

  private var modelCard: Content.ModelCard {
    let evaluations = source.evaluations.map { record in
      Content.Dataset(
        ref: nil, type: "dataset", name: "evaluation \(record.name)",
        contents: .init(properties: [.init(name: "scorebook:digest", value: record.dataDigest)]),
        description: CardSource.words(record))
    }
    let training = trainingData.map { _ in
      Content.Dataset(ref: Self.trainingReference, type: nil, name: nil, contents: nil, description: nil)
    }
    let datasets = (training.map { [$0] } ?? []) + evaluations
    return .init(
      bomRef: "card:\(version.reference)",
      modelParameters: .init(
        approach: source.isLearned ? .init(type: "supervised") : nil, task: source.task,
        architectureFamily: source.family, modelArchitecture: source.architecture,
        datasets: datasets.isEmpty ? nil : datasets,
        inputs: source.inputs.map { .init(format: "\($0.name): \($0.words)") },
        outputs: source.outputs.map { .init(format: "\($0.name): \($0.words)") }),
      quantitativeAnalysis: .init(
        performanceMetrics: source.metrics.map { metric in
          .init(
            type: metric.type, value: metric.value, slice: metric.slice,
            confidenceInterval: metric.lower.map { .init(lowerBound: $0, upperBound: metric.upper) })
        }),
      considerations: .init(
        users: Self.optional(source.users.map(\.text)), useCases: Self.optional(source.uses.map(\.text)),
        technicalLimitations: Self.optional(source.allLimits),
        performanceTradeoffs: Self.optional(source.tradeOffs.map(\.text)),
        ethicalConsiderations: Self.optional(
          source.ethics.map { .init(name: CardRisk($0).name, mitigationStrategy: $0.mitigation) }),
        fairnessAssessments: Self.optional(
          source.fairness.map {
            .init(
              groupAtRisk: $0.name, harms: $0.detail.isEmpty ? nil : $0.detail,
              mitigationStrategy: $0.mitigation)
          })))
  }

  private static func optional<Element>(_ list: [Element]) -> [Element]? { list.isEmpty ? nil : list }
}
