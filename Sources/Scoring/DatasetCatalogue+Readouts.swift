package import Diagnostics
package import Workspace

extension Diagnostic.Identifier {
  package static let readoutSplit = Self("readout-split")
  package static let readoutCovariate = Self("readout-covariate")
}

extension DatasetCatalogue {
  /// What is to be told where a readout's job has no such split, or has it no more; nil where it has.
  ///
  /// A test that is over is no mistake of the configuration: its last look stands in the book.
  /// - Parameter lastLook: the newest morning of which the book has a look.
  package func missingSplit(
    of readout: Configuration.Readout, lastLook: String?
  ) -> Diagnostic? {
    let split = configuration.jobs[readout.job]?.split?.name
    guard split != readout.split else { return nil }
    return Diagnostic(
      .readoutSplit, .configuration, at: configuration.place(of: "readouts.\(readout.name).split"),
      "readout '\(readout.name)' is of split '\(readout.split)', which job '\(readout.job)' has not; "
        + (lastLook.map { "its last look of \($0) stands in the book" } ?? "it was never looked at"),
      next: lastLook != nil
        ? "Nothing is taken any more; remove the readout when no report shows it."
        : split.map { "Write \(readout.job)/\($0)." } ?? "Add split: to the job.")
  }

  /// What is wrong where the covariate of a readout would be that of today; nil where the input tells dates apart.
  ///
  /// - Parameter input: the job's, which has the covariate.
  package func lateCovariate(
    of readout: Configuration.Readout, input: String
  ) throws(Diagnostic) -> Diagnostic? {
    guard let covariate = readout.covariate, try !dependsOnDate(input) else { return nil }
    return Diagnostic(
      .readoutCovariate, .configuration,
      at: configuration.place(of: "readouts.\(readout.name).cuped.covariate"),
      "the covariate '\(covariate)' of readout '\(readout.name)' is that of today: dataset '\(input)' is "
        + "the same for every date",
      expected: "a number known before a key's first day",
      next:
        "Let job '\(readout.job)' keep it, keep: [\(covariate)], or let ':date' tell the rows of '\(input)'.")
  }
}
