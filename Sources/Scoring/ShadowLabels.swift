import Datasets
import Diagnostics
import Models

/// The classes of a shadow held against its champion's.
///
/// Nobody uses a shadow's scores, so that nothing is refused. But an evaluation holds both against the same outcome,
/// and takes a probability of another class for one of the champion's.
enum ShadowLabels {
  /// - Parameter columns: the shadow's own, as they are written.
  static func remark(
    _ shadow: PlannedVersion, _ champion: PlannedVersion, columns: [OutputColumn], place: Diagnostic.Place?
  ) -> Diagnostic? {
    guard let ours = ClassNames(champion.model.signature), let theirs = ClassNames(shadow.model.signature),
      let our = ours.positive, let their = theirs.positive, our != their, !ours.isTakenFor(theirs)
    else { return nil }
    let names = ClassNames.ofOne(columns.map(\.name))
    guard !names.isEmpty else { return nil }
    return Diagnostic(
      .shadowLabels, .configuration, severity: .warning, at: place,
      "\(quotedList(names)) of shadow \(shadow.label) \(names.count == 1 ? "stands" : "stand") for "
        + "\(quoted(their)), and of \(champion.label) for \(quoted(our)): an evaluation takes both for the same",
      next:
        "Score a shadow whose second label is \(quoted(our)), or register it with --labels if the class only "
        + "has another name.")
  }
}
