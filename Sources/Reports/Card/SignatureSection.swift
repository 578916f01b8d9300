import Book
import Markdown
import Workspace

/// What a version reads and what it gives.
struct SignatureSection {
  let version: VersionRecord
  let snapshot: BookSnapshot

  func write(to page: inout PageWriter) {
    let signature = version.signature
    page.body.heading(2, "Inputs and outputs")
    page.body.paragraph("Of \(version.reference), a model for \(Self.words(signature.task)).")
    // A column that says nothing of any is left out.
    let hasCategories = signature.inputs.contains { $0.categories != nil }
    page.body.table(
      [.init("input"), .init("kind"), .init("may be missing")]
        + (hasCategories ? [.init("categories", .left)] : []),
      signature.inputs.map { input in
        [.code(input.name), .plain(input.kind.rawValue), .plain(input.required ? "no" : "yes")]
          + (hasCategories ? [.plain(categories(input))] : [])
      })
    let hasLabels = signature.outputs.contains { $0.labels != nil }
    page.body.table(
      [.init("output"), .init("kind")] + (hasLabels ? [.init("labels", .left)] : []),
      signature.outputs.map { output in
        [.code(output.name), .plain(output.kind.rawValue)]
          + (hasLabels ? [.plain(output.labels?.joined(separator: ", ") ?? NumberText.none)] : [])
      })
    let others = snapshot.versions(of: version.model).filter { $0.signature != signature }
    if !others.isEmpty {
      page.body.paragraph(
        .plain("Other inputs or outputs: \(NumberText.list(others.map(\.reference)))."))
    }
    if !version.facts.isEmpty {
      page.body.details("Inside the artefact") { inner in
        inner.facts(version.facts.map { ($0.name, .plain($0.value)) })
      }
    }
  }

  /// A category is named only where at least five training rows had it.
  private func categories(_ input: SignatureRecord.Input) -> String {
    guard let labels = input.categories else { return NumberText.none }
    if snapshot.configuration.site.showKeys { return labels.joined(separator: ", ") }
    guard case .category(let profile)? = snapshot.trainingProfiles[version.reference]?.input(input.name)
    else {
      return "\(NumberText.count(labels.count)), not named: how many rows had each was not recorded"
    }
    let kept = Set(SmallCounts.pooled(profile.categories).map(\.label))
    let named = labels.filter { kept.contains($0) }
    let rest = labels.count - named.count
    return (named + (rest > 0 ? ["\(NumberText.count(rest)) \(SmallCounts.other)"] : [])).joined(
      separator: ", ")
  }

  static func words(_ task: SignatureRecord.Task) -> String {
    switch task {
    case .regression: "a number"
    case .ranking: "an order"
    case .lookup: "looking up a value"
    case .binary: "one of two classes"
    case .multiclass: "one of several classes"
    case .targets: "several numbers"
    }
  }
}
