import Datasets
import Diagnostics
import Models

/// The classes of a fallback model held against its champion's: a column must mean the same in every row.
///
/// Columns go by label, so that another order alone changes nothing. A class that the champion never gives, and a
/// probability or a reason of another class, are refused. Classes that a model only numbers may be anybody's: that is
/// told. A column that the fallback does not fill means nothing else: it stays empty.
struct FallbackLabels {
  private let champion: PlannedVersion
  private let fallback: PlannedVersion
  private let place: Diagnostic.Place?
  private(set) var problems = Problems()
  private(set) var remarks: [Diagnostic] = []

  /// - Parameter filled: the job's columns that the fallback fills, in their order.
  init(
    _ fallback: PlannedVersion, champion: PlannedVersion, filled: [String], place: Diagnostic.Place?
  ) {
    self.champion = champion
    self.fallback = fallback
    self.place = place
    guard let ours = ClassNames(champion.model.signature) else { return }
    if filled.contains(OutputNames.label) { compareClasses(ours.labels) }
    guard let theirs = ClassNames(fallback.model.signature) else { return }
    if let our = ours.positive, let their = theirs.positive {
      let names = ClassNames.ofOne(filled)
      if !names.isEmpty, our != their { refusePositive(our, their, ours, theirs, names) }
    } else {
      compareAll(ours, theirs, filled)
    }
  }

  /// `class` carries no label that the champion never gives.
  private mutating func compareClasses(_ ours: [String]) {
    guard let theirs = fallback.model.signature.classLabels else { return }
    let strange = theirs.filter { !ours.contains($0) }
    if strange.isEmpty { return }
    refuse(
      "\(fallback.label) gives 'class' \(quotedList(strange)), which \(champion.label) never gives", ours,
      theirs,
      next: "Name a fallback with the champion's classes, register it with --labels if they only have other "
        + "names, or give a constant, whose class may be any: value: {class: …}.")
  }

  /// What tells two classes apart is told of the same one, and so is what speaks for it.
  private mutating func refusePositive(
    _ our: String, _ their: String, _ ours: ClassNames, _ theirs: ClassNames, _ names: [String]
  ) {
    let shown = quotedList(names)
    let meaning =
      "\(shown) of \(fallback.label) \(names.count == 1 ? "stands" : "stand") for \(quoted(their)), and of "
      + "\(champion.label) for \(quoted(our))"
    if ours.isTakenFor(theirs) {
      remarks.append(
        Diagnostic(
          .fallbackLabels, .configuration, severity: .warning, at: place,
          "\(meaning), which are taken for the same",
          next: "Register the one whose classes have no names with --labels."))
      return
    }
    refuse(
      meaning, ours.labels, theirs.labels,
      next:
        "Name a fallback whose second label is \(quoted(our)), register it with --labels if the class only "
        + "has another name, or leave \(shown) out of outputs.")
  }

  /// Probabilities of several classes belong together, as shares of one whole, and reasons speak for one of them
  /// against all others.
  private mutating func compareAll(_ ours: ClassNames, _ theirs: ClassNames, _ filled: [String]) {
    let names = ours.shares(filled) + filled.filter { ClassNames.isReason($0) }
    guard !names.isEmpty, Set(ours.labels) != Set(theirs.labels) else { return }
    refuse(
      "\(quotedList(names)) would not mean the same: \(fallback.label) and \(champion.label) tell other classes "
        + "apart", ours.labels, theirs.labels,
      next:
        "Name a fallback with the champion's classes, in any order, register it with --labels if they only "
        + "have other names, or leave these columns out of outputs.")
  }

  private mutating func refuse(_ summary: String, _ ours: [String], _ theirs: [String], next: String) {
    problems.add(
      Diagnostic(
        .fallbackLabels, .configuration, at: place, summary, expected: "the labels \(quotedList(ours))",
        found: quotedList(theirs), next: next))
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

/// The first ten of many names, quoted.
func quotedList(_ names: [String]) -> String {
  let most = 10
  return names.prefix(most).map { quoted($0) }.joined(separator: ", ")
    + (names.count > most ? " and \(names.count - most) more" : "")
}
