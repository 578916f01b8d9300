import Book
import Charts
import Markdown
import Workspace

/// One run: what was scored with what, how long it took, and what the columns held.
struct RunPage {
  let run: RunRecord
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", run.title)
    matter.add("description", description)
    if NumberText.moment(run.startedAt) != run.startedAt { matter.add("date", .text(run.startedAt)) }
    matter.add("layout", "run")
    // In the navigation the newest night stands first.
    matter.add("weight", .integer(run.date.flatMap { Day(iso: $0) }.map { 100_000 - $0.number } ?? 100_000))
    var page = PageWriter(path: PagePath.run(run.id), title: run.title, matter, snapshot.runLinks)
    tiles(&page)
    neighbours(&page)
    state(&page)
    versions(&page)
    rows(&page)
    if let profile = snapshot.runProfiles[run.id] {
      ProfileSection(
        profile: profile, training: run.champion.flatMap { snapshot.trainingProfiles[$0.reference] },
        champion: run.champion?.reference, showsValues: snapshot.configuration.site.showKeys
      ).write(to: &page)
    } else {
      page.body.heading(2, "What the columns held")
      page.body.paragraph("The book has no profile of this run.")
    }
    details(&page)
    return page.finish(snapshot)
  }

  private var description: String {
    let champion = run.champion?.reference ?? "no champion"
    guard let rows = run.rowsOut, run.state == .committed else {
      return "\(RunWords.state(run)); \(champion)"
    }
    return "\(NumberText.count(rows, "row")) scored with \(champion)"
  }

  private func tiles(_ page: inout PageWriter) {
    let score = snapshot.runProfiles[run.id]?.score
    var columns: [MarkdownWriter.Column] = [.init("State"), .init("Rows written"), .init("Time")]
    var cells: [InlineMarkdown] = [
      .tile(RunWords.state(run), run.date.map { "for \($0)" } ?? ""),
      .tile(RunWords.written(run), counts),
      .tile(RunWords.duration(run), speed),
    ]
    if let score, let mean = score.mean, score.count >= SmallCounts.fewest {
      let training = run.champion.flatMap { snapshot.trainingProfiles[$0.reference] }?.output(score.name)
      var note = ""
      if case .number(let column)? = training, let mean = column.mean {
        note = "\(NumberText.value(mean)) in training"
      }
      columns.append(.init(.plain("Mean \(score.name)")))
      cells.append(.tile(NumberText.value(mean), note))
    }
    page.body.table(columns, [cells])
  }

  /// Rejects; before them the rows that were scored, where none of them was written.
  private var counts: String {
    let scored = run.state == .committed ? nil : run.rowsOut.map { "\(NumberText.count($0)) scored" }
    return [scored, run.rejects.map { NumberText.count($0, "reject") }].compactMap { $0 }
      .joined(separator: ", ")
  }

  /// The job, the nights before and after, and the list of the month.
  private func neighbours(_ page: inout PageWriter) {
    var links: [InlineMarkdown] = ["Job \(page.link(.plain(run.job), PagePath.job(run.job)))"]
    if let date = run.date {
      // Newest date first.
      let runs = snapshot.runs(of: run.job)
      let before = runs.first { ($0.date ?? "") < date && !($0.date ?? "").isEmpty }
      let after = runs.last { ($0.date ?? "") > date }
      if let before, page.isPaged(before.id) {
        links.append("\(page.link(run: before.id, "the night before")) \(.plain(before.date ?? ""))")
      }
      if let after, page.isPaged(after.id) {
        links.append("\(page.link(run: after.id, "the night after")) \(.plain(after.date ?? ""))")
      }
    }
    links.append(page.link(.plain("all of \(run.month)"), PagePath.runs(run.month)))
    page.body.paragraph("\(.joined(links, separator: " · ")).")
  }

  private var speed: String {
    guard let rows = run.rowsIn, rows > 0, run.stages.score > 0 else { return "" }
    return "\(NumberText.value(Double(rows) / run.stages.score)) rows a second"
  }

  private func state(_ page: inout PageWriter) {
    if let by = snapshot.replacements[run.id] {
      let link = page.link(run: by)
      page.body.callout(.note) { $0.paragraph("Its rows were replaced by run \(link).") }
    }
    if run.state == .running {
      page.body.callout(.note) { inner in
        inner.paragraph(
          "It had not ended when this page was made, as far as the book knows. It was started on "
            + "\(run.process.host).")
      }
    }
    guard let problems = run.problems, !problems.isEmpty else {
      if run.state != .committed, run.state != .running {
        page.body.callout(.caution) {
          $0.paragraph("It ended as \(run.state.rawValue); why was not recorded.")
        }
      }
      return
    }
    let text = ProblemText.shown(problems, showsValues: snapshot.configuration.site.showKeys)
    page.body.callout(run.state == .committed ? .warning : .caution) { inner in
      switch run.state {
      case .committed: inner.paragraph("The rows stand, but something went wrong beside them:")
      case .refused: inner.paragraph("A limit said no, and nothing of this date was written:")
      case .interrupted where run.isEndUnknown: inner.paragraph("It was cut off:")
      case .running, .failed, .interrupted: inner.paragraph("Nothing of this date was written:")
      }
      inner.code(text)
    }
  }

  private func versions(_ page: inout PageWriter) {
    page.body.heading(2, "Versions")
    guard !run.versions.isEmpty else {
      page.body.paragraph(
        "The book does not know them: the run was taken over from what the target held.")
      return
    }
    page.body.table(
      [.init("role"), .init("version"), .init("artefact")],
      run.versions.map { version in
        [
          .plain(version.role.rawValue), page.link(version: version.model, version.number),
          .digest(version.digest),
        ]
      })
    for version in run.versions {
      if let unanswered = version.unanswered, unanswered > 0 {
        page.body.paragraph(
          .plain("\(version.reference) has no answer for \(NumberText.count(unanswered, "row"))."))
      }
      guard let restarts = version.restarts, restarts > 0 else { continue }
      page.body.paragraph(
        .plain("The program of \(version.reference) was restarted \(NumberText.count(restarts, "time"))."))
    }
  }

  private func rows(_ page: inout PageWriter) {
    page.body.heading(2, "Rows and time")
    if let rowsIn = run.rowsIn, let rowsOut = run.rowsOut, let rejects = run.rejects {
      let sum =
        run.state == .committed
        ? "\(NumberText.count(rowsIn)) rows in = \(NumberText.count(rowsOut)) out + "
          + "\(NumberText.count(rejects)) rejects."
        : "\(NumberText.count(rowsIn, "row")) in: \(NumberText.count(rowsOut)) scored, "
          + "\(NumberText.count(rejects)) rejected." + (run.isEndUnknown ? "" : " Nothing was written.")
      if rowsIn == rowsOut + rejects || run.state != .committed {
        page.body.paragraph(.plain(sum))
      } else {
        page.body.callout(.caution) { inner in
          inner.paragraph(
            "The counts don't add up: \(NumberText.count(rowsIn)) rows in, \(NumberText.count(rowsOut)) out, "
              + "\(NumberText.count(rejects)) rejects.")
        }
      }
    } else {
      page.body.paragraph("How many rows it read and wrote was not recorded.")
    }
    variants(&page)
    fallbacks(&page)
    let stages = run.stages
    guard stages.total > 0 else {
      page.body.paragraph("How long it took was not recorded.")
      return
    }
    page.body.table(
      [.init("stage"), .init("time", .right), .init("what it does")],
      [
        ["score", .plain(NumberText.duration(stages.score)), "read, score, and stage the rows"],
        ["judge", .plain(NumberText.duration(stages.judge)), "hold the whole date against the limits"],
        ["commit", .plain(NumberText.duration(stages.commit)), "put it into the target in one step"],
        ["all", .plain(NumberText.duration(stages.total)), .plain(NumberText.count(run.threads, "thread"))],
      ])
  }

  private func variants(_ page: inout PageWriter) {
    guard let split = run.split else { return }
    page.body.paragraph("Split \(.code(split.name)) divided the keys; each row tells its variant.")
    page.body.table(
      [.init("variant"), .init("share", .right), .init("version"), .init("rows", .right)],
      split.variants.map { variant in
        [
          .plain(variant.name), .plain(variant.share), page.link(version: variant.model, variant.number),
          .plain(NumberText.count(variant.rows)),
        ]
      })
  }

  private func fallbacks(_ page: inout PageWriter) {
    guard let fallbacks = run.fallbacks else { return }
    let who = run.fallback.map { "by \($0.reference), the fallback" } ?? "by the fallback, a fixed value"
    guard fallbacks.rows > 0 else {
      page.body.paragraph(
        run.split == nil
          ? "The champion answered all of them; none took the fallback." : "None of them took the fallback.")
      return
    }
    page.body.paragraph(
      .plain(
        "\(NumberText.count(fallbacks.rows, "row")) of them \(fallbacks.rows == 1 ? "was" : "were") answered \(who), "
          + "and marked is_fallback."))
    if fallbacks.reasons.isEmpty { return }
    let reasons = ProblemText.shown(
      fallbacks.reasons.joined(separator: "\n"), showsValues: snapshot.configuration.site.showKeys)
    page.body.details("First reasons") { $0.code(reasons) }
  }

  private func details(_ page: inout PageWriter) {
    page.body.heading(2, "Provenance")
    var rows: [(String, InlineMarkdown)] = [
      ("run", .code(run.id)), ("job", .code(run.job)), ("date", .recorded(run.date)),
      ("target", .code(run.target)), ("started", .plain(NumberText.moment(run.startedAt))),
      (
        run.isEndUnheard ? "found to have ended" : "finished",
        .recorded(run.finishedAt.map(NumberText.moment))
      ), ("program", .plain(run.program)),
    ]
    if let replaced = run.replaces { rows.append(("replaces", page.link(run: replaced))) }
    page.body.facts(rows)
    page.body.details("Digests") { inner in
      var rows: [(String, InlineMarkdown)] = [
        ("plan", .code(run.planDigest)), ("input", run.inputDigest.map { .code($0) } ?? .recorded(nil)),
      ]
      rows += run.versions.map { ($0.reference, .code($0.digest)) }
      inner.facts(rows)
      inner.paragraph(
        "An equal plan digest means the same versions, query, binding and outputs; an equal input digest means "
          + "the same rows, in whatever order.")
    }
  }
}
