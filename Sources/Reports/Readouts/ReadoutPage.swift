import Book
import Markdown
import Workspace

/// One readout on a page of its own.
struct ReadoutPage {
  let name: String
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    let record = snapshot.readouts.last { $0.name == name }
    var matter = FrontMatter()
    matter.add("title", name)
    matter.add("description", record.map(ReadoutVerdict.sentence))
    matter.add("layout", "report")
    var page = PageWriter(path: PagePath.readout(name), title: name, matter, snapshot.runLinks)
    if let record { tiles(record, &page) }
    ReadoutSection(name: name, snapshot: snapshot).write(to: &page)
    if let configured = snapshot.configuration.readouts[name] { design(configured, &page) }
    looks(&page)
    return page.finish(snapshot)
  }

  private func tiles(_ record: ReadoutRecord, _ page: inout PageWriter) {
    var columns: [MarkdownWriter.Column] = [.init("Looked at"), .init("Keys counted")]
    let planned = record.plannedKeys.map { "\(NumberText.count($0)) were planned" } ?? ""
    var cells: [InlineMarkdown] = [
      .tile(record.asOf, NumberText.count(snapshot.readouts.count { $0.name == name }, "look")),
      .tile(NumberText.count(record.counted), planned),
    ]
    for effect in record.effects.prefix(2) {
      columns.append(.init(.plain(NumberText.title(effect.metric))))
      let lift =
        effect.lift.map { "lift \(NumberText.signed($0 * 100, 1))% over \(record.control)" } ?? ""
      cells.append(.tile(ReadoutSection.verdict(effect.verdict), lift))
    }
    page.body.table(columns, [cells])
  }

  /// What was fixed before the first look.
  private func design(_ readout: Configuration.Readout, _ page: inout PageWriter) {
    page.body.heading(2, "As it was planned")
    var rows: [(String, InlineMarkdown)] = [
      ("split", "\(.code(readout.split)) of \(page.link(.plain(readout.job), PagePath.job(readout.job)))"),
      ("outcomes", page.link(.plain(readout.actuals), PagePath.dataset(readout.actuals))),
      ("complete after", .plain(NumberText.count(readout.maturesAfter, "day"))),
      ("looks", .plain(readout.looks == .sequential ? "sequential: every night" : "once, at its end")),
    ]
    if let keys = readout.plannedKeys { rows.append(("planned keys", .plain(NumberText.count(keys)))) }
    for metric in readout.metrics {
      var words: InlineMarkdown =
        switch metric.measure {
        case .proportion(let column): "proportion of \(.code(column))"
        case .mean(let column): "mean of \(.code(column))"
        case .ratio(let column, let other): "\(.code(column)) per \(.code(other))"
        }
      words = "\(words), \(metric.direction == .up ? "more" : "less") is better"
      if let cut = metric.winsorise {
        words = "\(words), cut at the \(NumberText.value(cut * 100))% quantile"
      }
      if metric.isGuardrail { words = "\(words), a guardrail" }
      rows.append((metric.name, words))
    }
    if let covariate = readout.covariate { rows.append(("covariate", .code(covariate))) }
    page.body.facts(rows)
  }

  private func looks(_ page: inout PageWriter) {
    let looks = snapshot.readouts.filter { $0.name == name }
    guard looks.count > 1 else { return }
    page.body.details("All \(NumberText.count(looks.count)) looks") { inner in
      inner.table(
        [.init("looked at"), .init("keys counted", .right), .init("what it showed")],
        looks.suffix(120).reversed().map {
          [.plain($0.asOf), .plain(NumberText.count($0.counted)), .plain(ReadoutIndex.outcome($0))]
        })
    }
  }
}
