/// What a person says about an artefact that the artefact does not say itself.
///
/// Recorded with the version: the same bytes under other options are read in another way.
package struct ArtefactOptions: Sendable, Hashable, Codable {
  /// How many of a boosted model's iterations are used, where early stopping left more than the best ones.
  package enum Iterations: String, Sendable, Hashable, Codable, CaseIterable {
    /// Up to the best iteration, where the artefact tells which that is; else all.
    case best
    case all
  }

  /// Names of the classes in the model's order, negative first; nil: the artefact's own, or "0", "1", …
  package var labels: [String]?
  /// nil: what the framework itself does with a model that was loaded from this file.
  package var iterations: Iterations?
  /// Names for the columns of a model that reads one tensor, in their order; nil where it names them itself.
  package var columns: [String]?

  package init(labels: [String]? = nil, iterations: Iterations? = nil, columns: [String]? = nil) {
    self.labels = labels
    self.iterations = iterations
    self.columns = columns
  }

  package static let none = ArtefactOptions()
}
