package import Datasets
package import Diagnostics
package import Scoring
package import Workspace

/// Where a readout reads: who was shown what, what they did, and what was known of them before.
package struct ReadoutSources: Sendable {
  package typealias OfDate =
    @Sendable (_ date: CalendarDate) throws(Diagnostic) -> any DatasetSource

  /// What stands in the job's target, and the outcomes.
  let rows: EvaluationSources
  /// The job's input as it is read today.
  let input: OfDate

  package init(rows: EvaluationSources, input: @escaping OfDate) {
    self.rows = rows
    self.input = input
  }

  /// What a configured readout reads.
  ///
  /// **Throws** for outcomes that are the same on every date; a covariate of such an input when it is asked for.
  package init(
    _ plan: ReadoutPlan, _ catalogue: DatasetCatalogue, target: any OutputTarget
  ) throws(Diagnostic) {
    if let same = try catalogue.sameOutcomes(of: plan.readout) { throw same }
    let actuals = plan.readout.actuals
    var rows = try EvaluationSources(job: plan.readout.job, actuals: actuals, catalogue, target: target)
    rows.reach = { () throws(Diagnostic) in try catalogue.reach(of: actuals) }
    self.init(
      rows: rows,
      input: { date throws(Diagnostic) in
        if let late = try catalogue.lateCovariate(of: plan.readout, input: plan.input) { throw late }
        return try catalogue.source(plan.input, date: date)
      })
  }
}
