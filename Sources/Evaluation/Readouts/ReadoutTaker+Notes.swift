import Book
import Diagnostics
import Workspace

extension ReadoutTaker {
  /// What else a reader of a look must know.
  func notes(
    _ standing: ReadoutNights, _ stretch: ReadoutNights.Stretch, _ keys: ReadoutKeys, strangeRows: Int
  ) throws(Diagnostic) -> [String] {
    var notes: [String] = []
    if let changed = stretch.changed {
      notes.append(
        (stretch.ended == nil
          ? "The shares are as they are since \(changed)" : "The shares were other ones before \(changed)")
          + ": keys count from then on, and some of them were in another variant before.")
    }
    if let ended = stretch.ended {
      notes.append("The shares changed on \(ended): who entered from then on is not counted.")
    }
    if standing.strangers > 0 {
      notes.append(
        "\(dates(standing.strangers)) left out: the book knows no split '\(plan.readout.split)' of "
          + (standing.strangers == 1 ? "its run." : "their runs."))
    }
    if standing.unknown > 0 {
      let (runs, them) = standing.unknown == 1 ? ("its run", "it") : ("their runs", "them")
      notes.append(
        "\(dates(standing.unknown)) left out: the book does not know \(runs). Restore the book, or, where the shares "
          + "were those of today, run \(them) again with --force.")
    }
    if standing.rerun > 0 {
      notes.append(
        "\(dates(standing.rerun)) left out: run again after a later date, with other shares than those of "
          + (standing.rerun == 1 ? "its time." : "their time."))
    }
    if strangeRows > 0 {
      notes.append(
        "\(strangeRows) rows of the outcomes are of keys that are not in the split; look whether both write keys alike."
      )
    }
    if keys.moved > 0 {
      notes.append(
        keys.moved == 1
          ? "1 row tells another variant than on the first date of its key; the first counts."
          : "\(keys.moved) rows tell another variant than on the first date of their key; the first counts.")
    }
    let told = try book.readouts(name: plan.name).filter { $0.status == .told }
    if let other = told.last(where: { $0.planDigest != plan.digest }) {
      notes.append(
        "The plan was another one at the look of \(other.asOf): what is chosen after looking proves less than it says."
      )
    }
    return notes
  }

  private func dates(_ count: Int) -> String { count == 1 ? "1 date is" : "\(count) dates are" }
}
