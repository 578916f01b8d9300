import Book
import Statistics

/// Folds of a cross-validation among the runs of a trial.
///
/// Folds share most of their training rows, so that runs of several folds are no independent repeats.
enum TrialFolds {
  /// `fold`, `cv`, `split`, `cv_fold`, `data.fold_id`; not `n_folds`, which says how many, nor `split_seed`.
  static func isFold(_ parameter: String) -> Bool {
    let last = parameter.lowercased().split { $0 == "." || $0 == "/" }.last.map(String.init) ?? ""
    let words = last.split { !($0.isLetter || $0.isNumber) }.map(String.init)
    if ["cv", "split", "cv_split", "kfold"].contains(words.joined(separator: "_")) { return true }
    return words.contains("fold") && !words.contains("seed")
  }

  /// How many folds these runs are of; nil for fewer than two: one fold is one split, and repeats of it are repeats.
  static func count(_ runs: [[TrialRecord.Entry]]) -> Int? {
    let folds = Set(runs.map { run in run.filter { isFold($0.name) }.sorted { $0.name < $1.name } })
    return folds.count >= 2 ? folds.count : nil
  }

  /// Student's test of the mean of runs, corrected where they are of several folds.
  static func test(_ sample: Statistics.Sample, folds: Int?) throws(Undefined) -> TTest {
    guard let folds else { return try TTest.mean(sample) }
    return try TTest.resampled(sample, ratio: 1 / Double(folds - 1))
  }

  /// What tells runs of a group apart without making it another.
  static func repeats(_ trial: TrialRecord, _ plan: TrialComparisonPlan) -> [TrialRecord.Entry] {
    trial.parameters.filter {
      plan.by.isEmpty ? plan.isRepeated($0.name) : !plan.by.contains($0.name)
    }
  }

  static func count(_ group: TrialGroup, _ plan: TrialComparisonPlan) -> Int? {
    count(group.trials.map { repeats($0, plan) })
  }

  /// Whether `--by` pools several runs of one seed.
  static func sharesSeeds(_ group: TrialGroup, _ plan: TrialComparisonPlan) -> Bool {
    guard !plan.by.isEmpty else { return false }
    let seeds = group.trials.map { trial in
      trial.parameters.filter { plan.isRepeated($0.name) && !plan.by.contains($0.name) }
        .sorted { $0.name < $1.name }
    }.filter { !$0.isEmpty }
    return Set(seeds).count < seeds.count
  }

  /// Why the means of two groups can't be held against each other as if their runs were independent; nil where they can.
  static func refusal(
    _ candidate: TrialGroup, _ baseline: TrialGroup, _ plan: TrialComparisonPlan
  ) -> String? {
    if count(candidate, plan) != nil || count(baseline, plan) != nil {
      return "folds share training data, and these runs make no pairs by which that could be allowed for"
    }
    if sharesSeeds(candidate, plan) || sharesSeeds(baseline, plan) {
      return "runs of one seed go together, and these make no pairs by which that could be allowed for"
    }
    return nil
  }
}
