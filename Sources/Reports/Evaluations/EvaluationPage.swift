import Book
import Markdown
import Workspace

/// An evaluation with all that is known of it: where the one sentence of a report leads to.
struct EvaluationPage {
  let name: String
  let snapshot: BookSnapshot

  /// Of configured evaluations and those of the book.
  static func names(_ snapshot: BookSnapshot) -> [String] {
    Set(snapshot.configuration.evaluations.keys).union(snapshot.evaluations.map(\.name)).sorted()
  }

  func page() -> PageWriter.Page {
    let title = "Evaluation \(name)"
    var matter = FrontMatter()
    matter.add("title", title)
    matter.add(
      "description", "Predictions held against what happened: every measure, night and slice of \(name).")
    var page = PageWriter(path: PagePath.evaluation(name), title: title, matter, snapshot.runLinks)
    if let view = EvaluationView(name, snapshot) {
      EvaluationSection(view: view, snapshot: snapshot, level: 2).write(to: &page)
    } else {
      page.body.paragraph("It was not evaluated yet. \(Command.evaluate(name)) does it.")
    }
    return page.finish(snapshot)
  }
}
