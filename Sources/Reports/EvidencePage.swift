import Book
import Markdown
import Workspace

/// An evaluation or a readout with all that is known of it: where the one sentence of a report leads to.
struct EvidencePage {
  let snapshot: BookSnapshot

  /// Configured ones and those of the book, and the folders' own pages.
  func pages() -> [PageWriter.Page] {
    let configuration = snapshot.configuration
    let evaluations = Set(configuration.evaluations.keys).union(snapshot.evaluations.map(\.name)).sorted()
    let readouts = Set(configuration.readouts.keys).union(snapshot.readouts.map(\.name)).sorted()
    return evaluations.map(evaluation) + readouts.map(readout)
  }

  private func evaluation(_ name: String) -> PageWriter.Page {
    let title = "Evaluation \(name)"
    var page = PageWriter(
      path: PagePath.evaluation(name), title: title,
      matter(title, "Predictions held against what happened: every measure, night and slice of \(name)."))
    if let view = EvaluationView(name, snapshot) {
      EvaluationSection(view: view, snapshot: snapshot, level: 2).write(to: &page)
    } else {
      page.body.paragraph("It was not evaluated yet. \(Command.evaluate(name)) does it.")
    }
    return page.finish(snapshot)
  }

  private func readout(_ name: String) -> PageWriter.Page {
    let title = "Readout \(name)"
    var page = PageWriter(
      path: PagePath.readout(name), title: title,
      matter(title, "What the split of \(name) showed: counts, effects with their intervals, and looks."))
    ReadoutSection(name: name, snapshot: snapshot).write(to: &page)
    return page.finish(snapshot)
  }

  private func matter(_ title: String, _ description: String) -> FrontMatter {
    var matter = FrontMatter()
    matter.add("title", title)
    matter.add("description", description)
    return matter
  }
}
