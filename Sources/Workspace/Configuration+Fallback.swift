extension Configuration {
  /// `jobs.NAME.fallback`: what takes over where the champion gives no answer.
  package struct Fallback: Sendable, Hashable {
    package enum Answer: Sendable, Hashable {
      case model(ModelReference)
      /// By output column; the others stay empty.
      case value([String: String])
      /// What was recorded with the champion's version.
      case defaultOutput
    }

    package let answer: Answer
    /// Where the highest probability is below it; nil: never.
    package let unsureBelow: Double?
    /// Seconds after which the champion is no longer asked; nil: never.
    package let after: Double?
    /// nil: any number of rows.
    package let limit: Limit?

    package var model: ModelReference? { if case .model(let reference) = answer { reference } else { nil } }
  }
}
