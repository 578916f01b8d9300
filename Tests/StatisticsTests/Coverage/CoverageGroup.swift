/// A part of the coverage page: scenarios whose truth is known in the same way.
struct CoverageGroup {
  let title: String
  /// How the truth is known.
  let truth: String
  let scenarios: [Scenario]
}

extension CoveragePage {
  static let groups: [CoverageGroup] = [
    .init(
      title: "Areas and average precision",
      truth: """
        Scores of positives are normal with mean μ, those of negatives with mean 0, deviations 1. The area is Φ(μ/√2),
        exactly. Average precision is the mean share of positives above a positive's score, by Simpson's rule. Sizes are
        positives + negatives. A pair of models has two such scores on each row, with a correlation of 0.8.
        """, scenarios: Scenario.areas),
    .init(
      title: "Rows of keys",
      truth: """
        Each key, such as a customer, has ten rows. They share half of a score's variance, and half of the keys have four
        times the positives of the others. Scores of all rows together are distributed as above, so the truth is the same.
        """, scenarios: Scenario.clusters),
    .init(
      title: "Numbers and probabilities",
      truth: """
        Errors are normal, with E|e| = √(2/π) and R² = 1 − 1/5, or lognormal factors about a lognormal prediction, with the
        moments of that distribution. Probabilities are 0.02, 0.1 or 0.3 and true on average, so that log loss is the mean
        entropy and Brier's score the mean of p(1 − p). Where rows are of keys, half of the error's variance is the key's.
        """, scenarios: Scenario.numbers),
    .init(
      title: "Decisions",
      truth: """
        The chance of each cell of the confusion matrix is given; the measure of these chances is the truth, by its
        definition. Half of the units or keys are easier than the others. The number after the population is the truth.
        """, scenarios: Scenario.decisions),
    .init(
      title: "Proportions", truth: "The proportions are those that the numbers are drawn with.",
      scenarios: Scenario.proportions),
    .init(
      title: "Means", truth: "Both groups have the same mean; lognormal values have mean 1.",
      scenarios: Scenario.means),
    .init(
      title: "A/B tests at a size fixed in advance",
      truth: """
        Where a unit is treated its chance, or its money, is higher by the lift. The lift of means and of ratios of sums is
        exact. A winsorised mean is that of min(x, c), with c the quantile 0.99 of both distributions mixed, found by halving,
        and the mean in closed form; its lift is smaller than that of the money, and it is what the readout estimates. Sizes
        are units in each group. "Difference" is Welch's interval, or a normal one for ratios of sums (the delta method).
        CUPED takes its θ from within the groups.
        """, scenarios: Scenario.readouts),
    .init(
      title: "Looks",
      truth: """
        The interval must hold the truth at every look, else the repetition counts as missed. Sizes run from the units in
        each group at the first look to those at the last. The tuning comes from a pilot, as from past data. Intervals of a
        relative lift are those of log(m₁/m₀).
        """, scenarios: Scenario.sequential + Scenario.nightly),
    .init(
      title: "Bootstrap", truth: "Populations as above; 1,000 resamples for each sample.",
      scenarios: Scenario.bootstrap),
    .init(
      title: "Nothing to find: A/A",
      truth: """
        Both variants are drawn from the same population. What a test finds is false. Where nights are looked at, one look
        that finds something is enough. The level is 5 %, for the sample ratio 0.1 %.
        """, scenarios: Scenario.sameVariants),
    .init(
      title: "Nothing to find: two equal models",
      truth: """
        Two models with the same area or average precision, on the same rows: any difference that is found is false. Sizes are positives +
        negatives. By key, 2 % of the rows are positive, so that few keys have more than one positive row.
        """, scenarios: Scenario.sameModels),
  ]

  /// Whether coverage over all looks is promised: from the sizes on that `SequentialInterval` asks for.
  static func isPromised(_ scenario: Scenario) -> Bool {
    guard scenario.kind == .interval else { return false }
    if scenario.interval.hasPrefix("readout, looked at") { return true }
    return scenario.interval == Scenario.everyUnit && !scenario.population.contains("second unit")
      && !(scenario.population.contains("against normal") && scenario.sizes.hasPrefix("100 to"))
  }
}
