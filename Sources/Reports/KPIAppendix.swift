import Book
import Charts
import Diagnostics
import Markdown
import Statistics
import Workspace

/// How a report's numbers are made: for each KPI its SQL, its limits and all its data, folded.
///
/// It stands at the end, so that what a person reads first is whole without it, in Markdown too.
struct KPIAppendix {
  let items: [KPIItem]
  let snapshot: BookSnapshot

  static let title = "How the numbers are made"

  func write(to page: inout PageWriter) {
    let known = items.filter { $0.newest != nil }
    guard !known.isEmpty else { return }
    page.body.heading(2, .plain(Self.title))
    page.body.paragraph(
      "Natural limits are the mean ± 2.66 times the mean change from one period to the next. A signal is a value beyond "
        + "a limit, a change beyond 3.268 times the mean change, two of three values in a row beyond two thirds of the "
        + "way to the same limit, or eight in a row on one side of the mean. A process in which nothing changes gives "
        + "one now and then, too.")
    page.aside("SQL, limits and data of each number come next; on paper they are left out.")
    for item in known { write(item, &page) }
  }

  private func write(_ item: KPIItem, _ page: inout PageWriter) {
    page.details(.plain("\(item.reading.title): query, limits and data")) { inner in
      provenance(item, &inner)
      if KPISection.leavesParts(item) { KPIParts(item: item).write(item.parts[...], to: &inner) }
      data(item, &inner)
    }
  }

  private func provenance(_ item: KPIItem, _ page: inout PageWriter) {
    let (kpi, newest, series) = (item.kpi, item.newest, item.reading.series)
    var rows: [(String, InlineMarkdown)] = [
      ("query", .code(kpi.query)),
      (
        "tables",
        kpi.tables.isEmpty
          ? "none"
          : .joined(
            kpi.tables.sorted { $0.key < $1.key }.map { "\(.code($0.key)): dataset \(.code($0.value))" })
      ),
      ("owner", .recorded(kpi.owner)),
      ("digest of the SQL", newest.map { .code($0.sqlDigest) } ?? .recorded(nil)),
      ("digest of the data", newest?.dataDigest.map { .code($0) } ?? .recorded(nil)),
      ("computed", .recorded(newest.map { NumberText.moment($0.computedAt) })),
    ]
    if let limits = series.limits {
      let from = NumberText.count(series.values[series.window].count { $0 != nil }, "value")
      rows.append(
        (
          "natural limits",
          .plain(
            "\(series.format.bare(limits.lower)) to \(series.format.bare(limits.upper)), mean "
              + "\(series.format.bare(limits.mean)), from \(from)")
        ))
      rows.append(("limit of a change", .plain(series.format.bare(limits.rangeLimit))))
    }
    page.body.facts(rows)
    let text =
      (try? snapshot.texts.read(snapshot.configuration.location(of: kpi.query), isExpected: false)) ?? nil
    guard let text else {
      page.body.paragraph("The query's file can't be read any more.")
      return
    }
    if ContentDigest.sha256(text) != newest?.sqlDigest {
      page.body.paragraph("**The query has changed** since the newest value was computed. It reads now:")
    }
    page.body.code(text, language: "sql")
  }

  private func data(_ item: KPIItem, _ page: inout PageWriter) {
    let series = item.reading.series
    guard item.reading.state != .none else { return }
    let table = series.chart(title: item.reading.title).table
    page.body.table(table, table.rows)
    if series.older > 0 {
      page.body.paragraph("\(NumberText.count(series.older, "older value")) of the book are not shown.")
    }
  }
}

extension PageWriter {
  /// A fold whose content may hold figures.
  mutating func details(_ title: InlineMarkdown, _ content: (inout PageWriter) -> Void) {
    let outer = body
    body = MarkdownWriter()
    content(&self)
    let inner = body.text
    body = outer
    body.details(title) { $0.markdown(inner) }
  }
}
