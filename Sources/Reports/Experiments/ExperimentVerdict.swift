/// What a page can tell of an experiment.
package enum ExperimentVerdict: Sendable, Hashable {
  case compared(ExperimentComparison)
  /// Nothing, for this reason: a sentence.
  case untold(String)
}
