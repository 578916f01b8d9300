/// What a trial run told about a model; goes from the child to its parent.
struct TrialReport: Sendable, Hashable, Codable {
  /// One output of the graph as it really is.
  struct Output: Sendable, Hashable, Codable {
    let name: String
    let element: ElementType
    /// Values for one row.
    let width: Int
    /// For one value that is no floating-point number: what each row of the trial got, as text.
    let values: [String]
    /// Whether each row's values lie in 0 ... 1 and add up to 1.
    let isDistribution: Bool
    /// Whether all values lie in 0 ... 1.
    let isUnit: Bool
    /// The place of each row's largest value, where it is a distribution.
    let best: [Int]
  }

  /// Something that can't be used, with the words of ONNX Runtime.
  struct Failure: Error, Sendable, Hashable, Codable {
    enum Stage: String, Sendable, Codable {
      /// The model could not be read.
      case load
      /// It could not be run with any of the rows that were tried.
      case run
      /// One of its outputs is no tensor of a row each.
      case output
      /// A row's result depends on the rows beside it.
      case rows
      /// The same rows gave other results when they were run again.
      case again
    }
    let stage: Stage
    let message: String
  }

  let version: String
  let outputs: [Output]
  /// The same of all outputs of one floating-point value together; nil with fewer than two.
  let together: Output?
  /// Rows of the trial that ONNX Runtime would not run.
  let refusedRows: Int
  /// The made-up row that is known to go through.
  let sampleRow: Int
}
