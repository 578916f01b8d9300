import Datasets
import Diagnostics
import Models

/// The classes of a fallback model held against its champion's: a column must mean the same in every row.
///
/// Columns go by label, so that another order alone changes nothing. A class that the champion never gives, and a
/// probability of another class, are refused. Classes that a model only numbers may be anybody's: that is told.
struct FallbackLabels {
  private let champion: PlannedVersion
  private let fallback: PlannedVersion
  private let place: Diagnostic.Place?
  private(set) var problems = Problems()
  private(set) var remarks: [Diagnostic] = []

  /// - Parameters:
  ///   - filled: the job's columns that the fallback fills.
  ///   - columns: all of the job's predictions.
  init(
    _ fallback: PlannedVersion, champion: PlannedVersion, filled: Set<String>, columns: [String],
    place: Diagnostic.Place?
  ) {
    self.champion = champion
    self.fallback = fallback
    self.place = place
    guard let ours = champion.model.signature.task.labels else { return }
    if filled.contains(OutputNames.label) { compareClasses(ours) }
    guard let theirs = fallback.model.signature.task.labels else { return }
    switch champion.model.signature.task {
    case .binary: comparePositives(ours, theirs, columns.filter { filled.contains($0) })
    case .multiclass: compareAll(ours, theirs, columns)
    case .regression, .ranking, .lookup, .targets: break
    }
  }

  /// `class` carries no label that the champion never gives.
  private mutating func compareClasses(_ ours: [String]) {
    guard let theirs = fallback.model.signature.classLabels else { return }
    let strange = theirs.filter { !ours.contains($0) }
    if strange.isEmpty { return }
    refuse(
      "\(fallback.label) gives 'class' \(Self.list(strange)), which \(champion.label) never gives", ours,
      theirs,
      next: "Name a fallback with the champion's classes, register it with --labels if they only have other "
        + "names, or give a constant, whose class may be any: value: {class: …}.")
  }

  /// What tells two classes apart is told of the same one.
  private mutating func comparePositives(_ ours: [String], _ theirs: [String], _ filled: [String]) {
    let names = [OutputNames.margin, OutputNames.probability, OutputNames.band].filter(filled.contains)
    guard !names.isEmpty, theirs.count == 2, let our = ours.last, let their = theirs.last, our != their else {
      return
    }
    let shown = Self.list(names)
    let meaning =
      "\(shown) of \(fallback.label) \(names.count == 1 ? "stands" : "stand") for \(quoted(their)), and of "
      + "\(champion.label) for \(quoted(our))"
    let isNumbered = ours == Self.numbered || theirs == Self.numbered
    if isNumbered, Set(ours).isDisjoint(with: theirs) {
      remarks.append(
        Diagnostic(
          .fallbackLabels, .configuration, severity: .warning, at: place,
          "\(meaning), which are taken for the same",
          next: "Register the one whose classes have no names with --labels."))
      return
    }
    refuse(
      meaning, ours, theirs,
      next:
        "Name a fallback whose second label is \(quoted(our)), register it with --labels if the class only "
        + "has another name, or leave \(shown) out of outputs.")
  }

  /// Probabilities of several classes belong together: they are shares of one whole.
  private mutating func compareAll(_ ours: [String], _ theirs: [String], _ columns: [String]) {
    let families = [OutputNames.probability(of:), OutputNames.margin(of:)]
    let written = columns.filter { name in
      families.contains { family in ours.contains { family($0) == name } }
    }
    let outputs = Set(fallback.model.signature.outputs.map(\.name))
    let given = Set(
      [OutputNames.probability, OutputNames.margin] + families.flatMap { theirs.map($0) })
    guard let first = written.first, !outputs.isDisjoint(with: given), Set(ours) != Set(theirs) else {
      return
    }
    refuse(
      "\(quoted(first)) would not mean the same: \(fallback.label) and \(champion.label) tell other classes apart",
      ours, theirs,
      next:
        "Name a fallback with the champion's classes, in any order, register it with --labels if they only "
        + "have other names, or leave these columns out of outputs.")
  }

  private mutating func refuse(_ summary: String, _ ours: [String], _ theirs: [String], next: String) {
    problems.add(
      Diagnostic(
        .fallbackLabels, .configuration, at: place, summary, expected: "the labels \(Self.list(ours))",
        found: Self.list(theirs), next: next))
  }

  /// Two classes that nobody named.
  private static let numbered = ["0", "1"]

  private static func list(_ names: [String]) -> String {
    let most = 10
    return names.prefix(most).map { quoted($0) }.joined(separator: ", ")
      + (names.count > most ? " and \(names.count - most) more" : "")
  }
}

extension Signature {
  /// What `class` may hold; nil where that is any text, or there is none.
  fileprivate var classLabels: [String]? {
    for output in outputs where output.name == OutputNames.label {
      if case .label(let labels) = output.kind { return labels }
    }
    return nil
  }
}

extension Signature.Task {
  /// The classes, negative first; nil for what tells none apart, and for a look-up, whose list is only what happens
  /// to stand in it.
  fileprivate var labels: [String]? {
    switch self {
    case .binary(let negative, let positive): [negative, positive]
    case .multiclass(let labels): labels
    case .regression, .ranking, .lookup, .targets: nil
    }
  }
}
