extension Configuration {
  /// `promote_if:` of a model: what the evidence must show before a version takes another's place.
  package struct Gate: Sendable, Hashable {
    /// A metric that may be a little worse, and no more.
    package struct Guardrail: Sendable, Hashable {
      package let metric: Evaluation.Metric
      /// **Units:** those of the metric, not negative.
      package let worseByAtMost: Double

      package init(metric: Evaluation.Metric, worseByAtMost: Double) {
        self.metric = metric
        self.worseByAtMost = worseByAtMost
      }
    }

    package let evaluation: String
    package let metric: Evaluation.Metric
    /// What the difference must exceed with confidence. **Units:** those of the metric.
    package let betterBy: Double
    /// Of the intervals by which demands are judged. **Units:** more than 0.5, less than 1.
    package let confidence: Double
    /// In the order of the file.
    package let guardrails: [Guardrail]

    package init(
      evaluation: String, metric: Evaluation.Metric, betterBy: Double, confidence: Double = 0.95,
      guardrails: [Guardrail] = []
    ) {
      self.evaluation = evaluation
      self.metric = metric
      self.betterBy = betterBy
      self.confidence = confidence
      self.guardrails = guardrails
    }
  }
}
