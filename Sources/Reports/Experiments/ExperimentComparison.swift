package import Book

/// Trials of an experiment held against its baseline: what a page tells of it.
///
/// It is worked out from the book's trials each time that pages are made, so that verdict and trials on a page are of
/// one state of the book.
package struct ExperimentComparison: Sendable, Hashable {
  /// Trials that are runs of one: equal but for a seed.
  package struct Group: Sendable, Hashable {
    package let name: String
    /// What tells its trials apart in the book: origin and id there.
    package let runs: [TrialKey]
    /// In order of the names; each value once.
    package let parameters: [(name: String, values: [String])]
    /// Registered versions that its runs made: `repurchase@2`.
    package let versions: [String]

    package init(
      name: String, runs: [TrialKey], parameters: [(name: String, values: [String])], versions: [String]
    ) {
      self.name = name
      self.runs = runs
      self.parameters = parameters
      self.versions = versions
    }

    package static func == (a: Self, b: Self) -> Bool {
      a.name == b.name && a.runs == b.runs && a.versions == b.versions
        && a.parameters.elementsEqual(b.parameters) { $0.name == $1.name && $0.values == $1.values }
    }

    package func hash(into hasher: inout Hasher) {
      hasher.combine(name)
      hasher.combine(runs)
    }
  }

  /// A candidate against the baseline by one metric.
  package struct Figure: Sendable, Hashable {
    package var metric: String
    /// nil where it is not known which way is better.
    package var isHigherBetter: Bool?
    /// The evaluation whose rows were compared, in place of runs.
    package var evaluation: String?
    package var value: Double?
    /// Standard deviation over runs.
    package var deviation: Double?
    package var baseline: Double?
    package var baselineDeviation: Double?
    package var difference: Double?
    package var standardError: Double?
    package var lower: Double?
    package var upper: Double?
    /// After correction for all that are compared.
    package var pValue: Double?
    package var verdict = ComparisonRecord.Verdict.undefined
    /// Whether it has a say in the verdict on the candidate.
    package var decides = true
    package var isToleranceExceeded = false
    /// Whether nothing tells if its tolerance is kept.
    package var isToleranceUnproven = false
    package var method: String?

    package init(metric: String) { self.metric = metric }
  }

  package struct Candidate: Sendable, Hashable {
    package let group: Group
    package let verdict: ComparisonRecord.Verdict
    package let sentence: String
    /// Where nothing can be told: why, without names of trials; what the sentences of several have in common.
    package let reason: String?
    package let figures: [Figure]

    package init(
      group: Group, verdict: ComparisonRecord.Verdict, sentence: String, reason: String? = nil,
      figures: [Figure]
    ) {
      self.group = group
      self.verdict = verdict
      self.sentence = sentence
      self.reason = reason
      self.figures = figures
    }
  }

  package let baseline: Group
  package let candidates: [Candidate]
  /// Parameters in which groups differ, those that most trials have first.
  package let differing: [String]
  /// "holm", "benjamini_hochberg" or "none", over so many tests.
  package let correction: String
  package let tests: Int
  package let trials: Int
  /// Left out.
  package let unfinished: Int
  /// Sentences on what the first ones leave out.
  package let details: [String]

  package init(
    baseline: Group, candidates: [Candidate], differing: [String], correction: String, tests: Int,
    trials: Int, unfinished: Int, details: [String]
  ) {
    self.baseline = baseline
    self.candidates = candidates
    self.differing = differing
    self.correction = correction
    self.tests = tests
    self.trials = trials
    self.unfinished = unfinished
    self.details = details
  }
}
