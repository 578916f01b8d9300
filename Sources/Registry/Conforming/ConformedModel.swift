import Diagnostics
import Models

/// A model whose inputs are called and typed as a signature beside it says.
///
/// What reaches the model is what the framework would have read under that signature: a `float` column is rounded
/// to single precision, an `integer` is whole and fits, a `boolean` is True or False.
struct ConformedModel: Model {
  enum Conversion: Sendable, Hashable {
    case none
    /// Rounded to single precision by way of the double.
    case single
    /// Whole, within 32 bits, never missing.
    case integer
    /// Whole, never missing.
    case long
    /// Codes of `booleans` become 0 and 1.
    case boolean
  }

  /// What is read as a truth value, false and true in turn.
  static let booleans = ["False", "True", "false", "true", "FALSE", "TRUE", "0", "1"]

  let base: any Model
  let signature: Signature
  let conversions: [Conversion]
  let remarks: [String]
  private let renamed: [String: String]

  /// **Shape:** one input and one conversion for each input of the model.
  init(_ base: any Model, inputs: [Input], conversions: [Conversion], remarks: [String]) {
    precondition(inputs.count == base.signature.inputs.count && conversions.count == inputs.count)
    self.base = base
    signature = Signature(task: base.signature.task, inputs: inputs, outputs: base.signature.outputs)
    self.conversions = conversions
    self.remarks = base.remarks + remarks
    renamed = Dictionary(zip(base.signature.inputs.map(\.name), inputs.map(\.name))) { first, _ in first }
  }

  var batchRows: Int { base.batchRows }
  var agreement: Agreement { base.agreement }
  var runtime: String? { base.runtime }
  var facts: [(name: String, value: String)] { base.facts }
  var importance: [FeatureImportance] {
    base.importance.map {
      FeatureImportance(input: renamed[$0.input] ?? $0.input, gain: $0.gain, splits: $0.splits)
    }
  }

  func boundaryValues(limit: Int) -> [[Double]] {
    zip(base.boundaryValues(limit: limit), conversions).map { values, conversion in
      conversion == .boolean ? [] : values
    }
  }

  func makeScorer(_ request: ScoreRequest) throws(Diagnostic) -> any Scorer {
    guard conversions.contains(where: { $0 != .none }) else { return try base.makeScorer(request) }
    let isCopied = conversions.contains(.single) || conversions.contains(.boolean)
    let inner = ScoreRequest(
      columns: isCopied ? Array(conversions.indices) : request.columns, wanted: request.wanted)
    return ConformedScorer(
      try base.makeScorer(inner), isCopied: isCopied, columns: request.columns, conversions: conversions,
      storages: base.signature.inputs.map(\.storage))
  }
}
