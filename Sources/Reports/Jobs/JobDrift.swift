import Book
import Charts
import Markdown

/// How far the nights of a job lie from the training rows of the champion that scored each.
struct JobDrift: Sendable {
  struct Column: Sendable {
    let name: String
    /// By night; nil where it can't be told.
    let values: [Double?]
    /// Share of rows without a value, by night.
    let missing: [Double?]

    var latest: Double? { values.last ?? nil }
    var greatest: Double? { values.compactMap { $0 }.max() }
  }

  struct Night: Sendable {
    let day: Day
    let run: RunRecord
    let profile: Profile
    let training: Profile
  }

  let job: String
  /// Oldest first.
  let nights: [Night]
  let score: Column?
  /// The one that lies farthest from training on the newest night first.
  let inputs: [Column]

  /// nil where no standing night has both a profile and one of its champion's training rows.
  ///
  /// - Parameters:
  ///   - runs: All of the job, newest date first.
  ///   - profiles: By run.
  ///   - training: By version.
  init?(_ job: String, _ runs: [RunRecord], profiles: [String: Profile], training trained: [String: Profile])
  {
    let nights = runs.reversed().compactMap { run -> Night? in
      guard run.isStanding, let profile = profiles[run.id], let day = run.date.flatMap({ Day(iso: $0) }),
        let training = run.champion.flatMap({ trained[$0.reference] })
      else { return nil }
      return Night(day: day, run: run, profile: profile, training: training)
    }.suffix(RunLinks.drifting)
    guard let last = nights.last else { return nil }
    self.job = job
    self.nights = Array(nights)
    func column(_ name: String, _ find: (Profile) -> ColumnProfile?) -> Column {
      let found = nights.map { (find($0.training), find($0.profile), $0.profile.rows) }
      return Column(
        name: name, values: found.map { Drift(from: $0.0, to: $0.1).value },
        missing: found.map { _, column, rows in
          column.flatMap { rows > 0 ? Double($0.missing) / Double(rows) : nil }
        })
    }
    score = last.profile.score.map { score in column(score.name) { $0.output(score.name) } }
      .flatMap { $0.greatest == nil ? nil : $0 }
    inputs = last.profile.inputs.map { input in column(input.name) { $0.input(input.name) } }
      .sorted { a, b in (b.latest ?? -1, a.name) < (a.latest ?? -1, b.name) }
  }

  var newest: Night { nights[nights.count - 1] }
  var days: [Day] { nights.map(\.day) }
  var shifted: [Column] { inputs.filter { ($0.latest ?? 0) >= Drift.shifted } }

  /// Another champion from one night to the next.
  var releases: [DayNote] {
    zip(nights, nights.dropFirst()).compactMap { before, after in
      guard let champion = after.run.champion, champion.reference != before.run.champion?.reference else {
        return nil
      }
      return DayNote(after.day, champion.reference)
    }
  }

  /// What the newest night is like.
  var sentence: InlineMarkdown {
    var words: [InlineMarkdown] = []
    if let score, let latest = score.latest {
      words.append("its \(.code(score.name)) is \(Drift.words(latest)) (PSI \(NumberText.fixed(latest, 3)))")
    }
    let known = inputs.filter { $0.latest != nil }
    if let first = known.first, let latest = first.latest {
      words.append(
        shifted.isEmpty
          ? "no input has shifted, \(.code(first.name)) lies farthest (PSI \(NumberText.fixed(latest, 3)))"
          : "\(NumberText.count(shifted.count)) of \(NumberText.count(known.count, "input")) "
            + "\(shifted.count == 1 ? "has" : "have") shifted, most of all \(.code(first.name)) "
            + "(PSI \(NumberText.fixed(latest, 3)))")
    }
    let reference = newest.run.champion?.reference ?? "the champion"
    guard !words.isEmpty else {
      return "Night \(newest.day.iso) can't be held against the training rows of \(reference)."
    }
    return
      "Night \(newest.day.iso) against the training rows of \(reference): \(.joined(words, separator: "; "))."
  }
}
