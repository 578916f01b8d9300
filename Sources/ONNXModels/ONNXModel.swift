package import Diagnostics
package import Models

/// An ONNX model, opened: one session of ONNX Runtime for all workers.
///
/// **Missing values:** NaN in tensors of floating-point numbers, "" in tensors of texts; whole numbers and truth
/// values have none, and a row that misses one is not scored.
package struct ONNXModel: Model {
  package let signature: Signature
  package let facts: [(name: String, value: String)]
  package let remarks: [String]
  let session: ONNXSession
  let inputPlan: InputPlan
  let outputPlan: OutputPlan
  /// The made-up row that went through when the model was opened.
  let sample: Int

  package var importance: [FeatureImportance] { [] }
  package var agreement: Agreement { .singleSums }
  package var runtime: String? { "ONNX Runtime \(session.runtime.version)" }
  package var batchRows: Int { 1024 }

  init(
    _ session: ONNXSession, _ inputs: InputPlan, _ outputs: OutputPlan, sample: Int,
    facts: [(name: String, value: String)], remarks: [String]
  ) {
    self.session = session
    self.facts = facts
    self.remarks = remarks
    inputPlan = inputs
    outputPlan = outputs
    self.sample = sample
    signature = Signature(task: outputs.task, inputs: inputs.inputs, outputs: outputs.outputs)
  }

  package func makeScorer(_ request: ScoreRequest) throws(Diagnostic) -> any Scorer {
    do {
      let run = try SessionRun(
        session, inputPlan, outputs: outputPlan.shapes.map(\.name), rows: inputPlan.rows)
      return ONNXScorer(self, run: run, request: request)
    } catch {
      throw Diagnostic(
        .onnxLoad, .failure, "ONNX Runtime \(session.runtime.version) can't prepare a run",
        found: visible(error.message))
    }
  }
}
