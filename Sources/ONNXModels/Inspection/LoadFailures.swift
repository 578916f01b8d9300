import Diagnostics
import Glibc
import Processes

/// Turns what ONNX Runtime, or the end of the child, says into a diagnostic.
struct LoadFailures {
  let file: String
  /// ONNX Runtime's own.
  let version: String

  private var place: Diagnostic.Place { .init(file: file) }

  func diagnostic(_ failure: TrialReport.Failure) -> Diagnostic {
    switch failure.stage {
    case .load: load(failure.message)
    case .run:
      Diagnostic(
        .onnxTrial, .configuration, at: place,
        "the model can't be run: none of the rows that were tried went through",
        found: RuntimeFailure.words(failure.message))
    case .rows:
      Diagnostic(
        .onnxRows, .configuration, at: place,
        "output \(quoted(failure.message)) of a row depends on the rows beside it",
        next:
          "A batch must be scored row by row: average, normalise or sort over columns only, not over the first "
          + "dimension.")
    case .again:
      Diagnostic(
        .onnxRows, .configuration, at: place,
        "output \(quoted(failure.message)) is another one each time the same rows are scored",
        next:
          "Export the model for inference: without dropout or batch normalisation in training mode.")
    case .output: output(failure.message)
    }
  }

  private func output(_ message: String) -> Diagnostic {
    let parts = message.split(separator: "\u{1F}", maxSplits: 1)
    return Diagnostic(
      .onnxOutput, .configuration, at: place,
      parts.count == 2 ? "output \(quoted(parts[0])) can't be read" : "an output can't be read",
      expected: "a tensor with one row for each row of the input",
      found: parts.last.map { RuntimeFailure.words(String($0)) }
    )
  }

  private func load(_ message: String) -> Diagnostic {
    if let locale = after("Failed to construct locale with name:", message, until: ":") {
      let name = locale.isEmpty ? "en_US.UTF-8" : String(locale)
      return Diagnostic(
        .onnxLocale, .configuration, at: place,
        "the model's text operators need the locale \(visible(name)), which this machine lacks",
        next:
          "Make it as root, on Debian: apt-get install locales && localedef -i en_US -f UTF-8 en_US.UTF-8; "
          + "or run .ci/onnxruntime. Where a model asks for another locale, make that one.")
    }
    if message.contains("Unsupported model IR version") || message.contains("official released onnx opset")
      || message.contains("opset version") && message.contains("support")
    {
      return Diagnostic(
        .onnxOpset, .configuration, at: place, "the model is newer than ONNX Runtime \(version)",
        found: newer(message),
        next: "Export it for an older opset ('target_opset'), or install a newer ONNX Runtime.")
    }
    for phrase in [
      "No Op registered for ", "Could not find an implementation for ", "is not a registered function/op",
    ]
    where message.contains(phrase) {
      return Diagnostic(
        .onnxOperator, .configuration, at: place,
        "the model uses an operator that ONNX Runtime \(version) does not have",
        found: RuntimeFailure.words(message))
    }
    return Diagnostic(
      .onnxLoad, .configuration, at: place, "ONNX Runtime \(version) does not take the model",
      found: RuntimeFailure.words(message))
  }

  /// How the child ended without an answer.
  func diagnostic(_ result: ProgramCall.Result, seconds: Double) -> Diagnostic {
    let summary: String
    switch result.end {
    case .timedOut: summary = "ONNX Runtime \(version) had not read the model after \(Int(seconds)) seconds"
    case .signalled(SIGXCPU):
      summary = "ONNX Runtime \(version) had not read the model after \(Int(seconds)) seconds"
    case .signalled(let signal):
      summary =
        "ONNX Runtime \(version) crashed over the model (signal \(signal), \(String(cString: strsignal(signal))))"
    case .exited(let code):
      summary = "the process that looks at ONNX models gave no answer (exit code \(code))"
    case .gone, .overflowed, .interrupted:
      summary = "the process that looks at ONNX models gave no answer"
    }
    let errors = String(decoding: result.errors, as: UTF8.self)
    return Diagnostic(
      .onnxInspection, .configuration, at: place, summary,
      found: errors.isEmpty ? nil : RuntimeFailure.words(errors),
      next: "Nothing was registered. Check the file with onnx.checker.check_model, and export it again.")
  }

  /// From where the sentence starts; before it stands the name of a C++ function.
  private func newer(_ message: String) -> String {
    for start in ["Opset ", "Unsupported model IR version", "ONNX Runtime only"] {
      guard let range = message.firstRange(of: start) else { continue }
      return RuntimeFailure.words(String(message[range.lowerBound...].prefix { $0 != "." }))
    }
    return RuntimeFailure.words(message)
  }

  private func after(_ start: String, _ message: String, until end: Character) -> Substring? {
    guard let range = message.firstRange(of: start) else { return nil }
    return message[range.upperBound...].prefix { $0 != end }
  }
}
