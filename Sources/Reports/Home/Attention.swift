import Book
import Charts
import Markdown
import Workspace

/// What somebody should look at: told first on the first page, or not at all.
struct Attention {
  let snapshot: BookSnapshot

  func items(_ page: PageWriter) -> [InlineMarkdown] {
    runs(page) + snapshot.jobNames.flatMap { missing(page, of: $0) } + verification(page) + drift(page)
      + kpis(page)
  }

  /// What one run of several stands for.
  private struct Place: Hashable {
    let job: String
    let date: String?
  }

  /// Runs that ended badly, of one job or of all, where no later one for the same job and date went well.
  func runs(_ page: PageWriter, of job: String? = nil) -> [InlineMarkdown] {
    var done: Set<Place> = []
    var items: [InlineMarkdown] = []
    // Newest first, as ids sort: what stands later is seen earlier.
    for run in job.map({ snapshot.runs(of: $0).sorted { $0.id > $1.id } }) ?? snapshot.runs {
      let place = Place(job: run.job, date: run.date)
      switch run.state {
      case .committed:
        if done.insert(place).inserted, run.isStanding, let problems = run.problems, !problems.isEmpty {
          items.append("\(page.link(run: run.id, .plain(run.title))) stands, with a warning.")
        }
      case .failed, .refused, .interrupted:
        guard done.insert(place).inserted else { continue }
        items.append(
          "\(page.link(run: run.id, .plain(run.title))): \(run.state.rawValue), "
            + (run.isEndUnknown ? "and whether its rows were written is not known." : "nothing was written."))
      case .running: continue
      }
    }
    return items
  }

  /// Everything that is wrong with the nights of a job.
  func nights(_ page: PageWriter, of job: String) -> [InlineMarkdown] {
    runs(page, of: job) + missing(page, of: job)
  }

  /// Dates of a job without a run, within the days that the calendar of all jobs shows.
  private func missing(_ page: PageWriter, of job: String) -> [InlineMarkdown] {
    guard let newest = snapshot.newestDate else { return [] }
    let first = Day(number: newest.number - NightsSection.days + 1)
    let missing = snapshot.nights(of: job).nights.filter { $0.state == .missing && $0.day >= first }
    guard let last = missing.last else { return [] }
    let link = page.link(.plain(job), PagePath.job(job))
    return [
      missing.count == 1
        ? "\(link): the night of \(last.day.iso) is missing."
        : "\(link): \(NumberText.count(missing.count, "night")) since \(first.iso) are missing, the last one "
          + "\(last.day.iso)."
    ]
  }

  private func verification(_ page: PageWriter) -> [InlineMarkdown] {
    snapshot.modelNames.compactMap { name in
      guard let number = snapshot.number(of: "champion", in: name),
        let version = snapshot.version(name, number), version.verification.state == .unverified
      else { return nil }
      return "Champion \(page.link(version: name, number)) is unverified."
    }
  }

  private func drift(_ page: PageWriter) -> [InlineMarkdown] {
    snapshot.modelNames.compactMap { name in
      guard let series = snapshot.drift(of: name) else { return nil }
      let shifted = series.inputs.filter { ($0.latest ?? 0) >= Drift.shifted }
      let score = series.score.flatMap { score in score.latest.map { (score.name, $0) } }
      guard !shifted.isEmpty || (score?.1 ?? 0) >= Drift.shifted else { return nil }
      var words: [InlineMarkdown] = []
      if let score, score.1 >= Drift.stable {
        let verb = score.1 >= Drift.shifted ? "has shifted" : "is moving"
        words.append("its \(.code(score.0)) \(verb) (PSI \(NumberText.fixed(score.1, 3)))")
      }
      if let first = shifted.first, let value = first.latest {
        words.append(
          "\(NumberText.count(shifted.count)) of \(NumberText.count(series.inputs.count)) inputs have shifted, "
            + "most of all \(.code(first.name)) (PSI \(NumberText.fixed(value, 3)))")
      }
      let run = page.link(run: series.newestRun, .plain(series.newest))
      return "\(page.link(.plain(name), PagePath.model(name))) on \(run), against its training rows: "
        + .joined(words, separator: "; ") + "."
    }
  }

  private func kpis(_ page: PageWriter) -> [InlineMarkdown] {
    snapshot.configuration.kpis.values.sorted { $0.name < $1.name }.compactMap { kpi in
      let series = KPISeries(kpi, snapshot)
      guard let latest = series.latest, let value = series.newestValue else { return nil }
      var words: [String] = []
      if series.isTargetMet == false, let target = kpi.target {
        let format = series.format
        words.append(
          "\(format.text(value)) misses its target of \(format.text(target)) by \(format.text((value - target).magnitude))"
        )
      }
      if !series.latestSignals.isEmpty { words.append(series.shortSignal) }
      guard !words.isEmpty else { return nil }
      return "\(KPILink.to(kpi.name, page, snapshot)), \(series.name(of: series.days[latest])): "
        + "\(words.joined(separator: "; "))."
    }
  }
}

/// Where a KPI is shown.
enum KPILink {
  /// The place in the first report that has it, or the text alone; without a text its name.
  static func to(
    _ kpi: String, _ page: PageWriter, _ snapshot: BookSnapshot, _ text: InlineMarkdown? = nil
  ) -> InlineMarkdown {
    let title = text ?? .plain(NumberText.title(kpi))
    let report = snapshot.configuration.reports.values.sorted { $0.name < $1.name }.first {
      $0.contents.contains(.kpi(kpi))
    }
    guard let report else { return title }
    return page.link(title, PagePath.report(report.name))
  }
}
