import Diagnostics
import Models

/// What an ONNX file tells about itself, and what a person should know before trusting it.
enum ONNXFacts {
  static func facts(
    _ document: ONNXDocument, size: Int, _ inputs: InputPlan, _ report: TrialReport
  ) -> [(name: String, value: String)] {
    let opsets = document.opsets.sorted { $0.domain < $1.domain }.prefix(10).map {
      "\(visible($0.domain.isEmpty ? "ai.onnx" : $0.domain)) \($0.version)"
    }
    let operators = document.operators.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    var names = operators.prefix(12).map { "\(visible($0.key.title)) × \($0.value)" }
    if operators.count > 12 { names.append("\(operators.count - 12) more") }
    var facts: [(name: String, value: String)] = [
      ("format", "ONNX, IR version \(document.irVersion)"),
      ("producer", visible("\(document.producer) \(document.producerVersion)".trimmed)),
      ("opset", opsets.joined(separator: ", ")),
      ("run by", "ONNX Runtime \(report.version)"),
      ("operators", names.joined(separator: ", ")),
      ("nodes", String(document.nodes)),
      ("size", "\(size) bytes"),
      (
        "initialisers",
        "\(document.initializers) \(document.initializers == 1 ? "tensor" : "tensors"), \(document.initializerBytes) bytes"
      ),
      ("input tensors", list(inputs.tensors.map { "\(visible($0.name)): \($0.title)" })),
      (
        "output tensors",
        list(
          report.outputs.map {
            "\(visible($0.name)): \($0.element.name)[N\($0.width > 1 ? ", \($0.width)" : "")]"
          })
      ),
      ("rows of one run", String(inputs.rows)),
    ]
    for entry in document.metadata.prefix(20) {
      facts.append(("metadata \(visible(entry.key.prefix(60)))", visible(entry.value.prefix(200))))
    }
    return facts.filter { !$0.value.isEmpty }
  }

  private static func list(_ texts: [String]) -> String {
    texts.count <= 20
      ? texts.joined(separator: ", ")
      : texts.prefix(20).joined(separator: ", ") + ", \(texts.count - 20) more"
  }

  static func remarks(_ document: ONNXDocument, _ inputs: InputPlan, _ report: TrialReport) -> [String] {
    var remarks: [String] = []
    let trees = document.operators.keys.contains { $0.name.hasPrefix("TreeEnsemble") }
    if trees, inputs.tensors.contains(where: { $0.element == .float }) {
      remarks.append(
        "Its trees compare and add in float32: a converted LightGBM or XGBoost model differs from the framework's own, "
          + "of LightGBM by up to 9e-3 in probability. Register the framework's own file where there is one.")
    }
    if let tensor = inputs.numbered.first {
      remarks.append(
        "Nothing names the columns of '\(tensor)': they are called \(tensor)_0, \(tensor)_1 … in the order of training. "
          + "Give them their names with 'columns'.")
    }
    if !document.external.isEmpty {
      let count = document.external.count
      remarks.append(
        count == 1
          ? "One of its tensors lies in a file beside it." : "\(count) of its tensors lie in files beside it."
      )
    }
    let microsoft = document.operators.keys.filter { $0.domain == "com.microsoft" }.map(\.name).sorted()
    if !microsoft.isEmpty {
      remarks.append(
        "It uses operators that only ONNX Runtime has: \(visible(microsoft.joined(separator: ", "))).")
    }
    if !document.functions.isEmpty {
      remarks.append("It defines \(document.functions.count) functions of its own.")
    }
    if document.hasTraining { remarks.append("It carries what training needs, which is not used.") }
    if let fixed = inputs.tensors.lazy.compactMap(\.fixedRows).first {
      remarks.append("It takes \(fixed == 1 ? "one row" : "\(fixed) rows") at a time, which makes it slow.")
    }
    if document.opsets.contains(where: { $0.domain.isEmpty && $0.version < ONNXRules.oldestOpset }) {
      remarks.append("Its opset is older than \(ONNXRules.oldestOpset), the oldest that is tested.")
    }
    if report.refusedRows > 0 {
      remarks.append("Of \(Trial.distinctRows) made-up rows ONNX Runtime refused \(report.refusedRows).")
    }
    remarks.append("An ONNX file is code that ONNX Runtime runs: register it only from somebody you trust.")
    return remarks
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    while text.first == " " { text.removeFirst() }
    return String(text)
  }
}
