extension Configuration {
  /// `experiments:` a question with trials.
  package struct Experiment: Sendable, Hashable {
    package let name: String
    package let question: String
    package let objective: String?
    /// The name of the trial that has to be beaten.
    package let baseline: String
    /// Where its trials come from.
    package let sources: [ExperimentSource]
    /// The parameter that only repeats a trial; nil: seeds, by their usual names.
    package let seed: String?
    /// By metric: how much worse still counts as no worse.
    package let tolerances: [String: Double]
    /// By metric: which way is better, where its name does not tell.
    package let directions: [String: Configuration.KPI.Direction]
  }
}
