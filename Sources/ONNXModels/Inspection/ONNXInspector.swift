import Diagnostics
import Foundation
import Glibc
import Models
import Synchronization
import Processes

/// Looks at a model with ONNX Runtime for the first time: in a child process where one can be started.
///
/// What crashes or hangs there is native code reading a file from somewhere; it becomes a diagnostic. Not a sandbox:
/// the child has the rights of whoever started it.
package struct ONNXInspector: Sendable, Hashable {
  /// Our own program, which calls `childMain` for `childCommand`; nil: look in this process.
  package let program: String?
  /// Wall-clock and processor time of the child.
  package let seconds: Double
  /// Address space of the child, in bytes.
  package let memory: UInt64

  package init(program: String?, seconds: Double = 120, memory: UInt64 = 8 << 30) {
    self.program = program
    self.seconds = seconds
    self.memory = memory
  }

  /// The first argument by which our program knows that it is the child.
  package static let childCommand = "__onnx-inspect"

  /// **Units:** bytes.
  private static let mostAnswer = 16 << 20

  private static let configured = Mutex<ONNXInspector>(ONNXInspector(program: nil))

  /// How models are looked at in this process; set once at the program's start.
  package static var current: ONNXInspector {
    get { configured.withLock { $0 } }
    set { configured.withLock { $0 = newValue } }
  }

  /// What the child needs besides the model's bytes.
  private struct Order: Codable {
    let file: String
    let columns: [String]?
    let outputs: [String]
    let seconds: Double
    let memory: UInt64
  }

  private struct Answer: Codable {
    var report: TrialReport?
    var failure: TrialReport.Failure?
    var problem: String?
  }

  /// - Parameter bytes: what `ONNXRewriter` made.
  func report(
    _ bytes: [UInt8], _ inputs: InputPlan, outputs: [String],
    options: ArtefactOptions, file: String
  ) throws(Diagnostic) -> TrialReport {
    let runtime = try ONNXRuntime.shared()
    let failures = LoadFailures(file: file, version: runtime.version)
    guard let program else {
      do {
        return try Trial.report(runtime, bytes, inputs, outputs: outputs)
      } catch {
        throw failures.diagnostic(error)
      }
    }
    let order = Order(
      file: file, columns: options.columns, outputs: outputs, seconds: seconds, memory: memory)
    let encoded = (try? JSONEncoder().encode(order)) ?? Data()
    var input = Array("\(encoded.count)\n".utf8)
    input += encoded
    input += bytes
    var call = ProgramCall(program, [Self.childCommand], limit: seconds)
    call.folder = "."
    call.input = input
    call.output = .kept(most: Self.mostAnswer)
    call.keepsErrors = true
    let result: ProgramCall.Result
    do throws(ProgramCall.NotStarted) {
      result = try call.run()
    } catch {
      throw Diagnostic(
        .onnxInspection, at: .init(file: file), "the process that looks at ONNX models can't be started",
        found: "\(quoted(program)): \(error.text)")
    }
    // A child that was cut off for it has not failed.
    try Interruption.check()
    guard result.end == .exited(0),
      let answer = try? JSONDecoder().decode(Answer.self, from: Data(result.output))
    else { throw failures.diagnostic(result, seconds: seconds) }
    if let report = answer.report { return report }
    if let failure = answer.failure { throw failures.diagnostic(failure) }
    throw Diagnostic(
      .onnxInspection, at: .init(file: file), "the process that looks at ONNX models failed",
      found: answer.problem.map { visible($0) })
  }

  /// The child: reads an order and a model from standard input and writes what it saw to standard output.
  ///
  /// Called by the program for `childCommand`, before it looks at any other argument.
  package static func childMain(_ arguments: [String] = []) -> Int32 {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    let limit = ONNXDocument.Limit.bytes + (64 << 20)
    let bytes = StandardInput.bytes(limit: limit)
    guard let end = bytes.firstIndex(of: 0x0A),
      let length = Int(String(decoding: bytes[..<end], as: UTF8.self)), length >= 0,
      length < bytes.count - end,
      let order = try? JSONDecoder().decode(Order.self, from: Data(bytes[end + 1..<end + 1 + length]))
    else { return 2 }
    limitResources(order)
    var answer = Answer()
    let model = Array(bytes[(end + 1 + length)...])
    do {
      let document = try ONNXDocumentReader.read(model, file: order.file)
      let inputs = try InputPlan(document, ArtefactOptions(columns: order.columns), order.file)
      answer.report = try Trial.report(
        try ONNXRuntime.shared(), model, inputs, outputs: order.outputs)
    } catch let failure as TrialReport.Failure {
      answer.failure = failure
    } catch {
      answer.problem = "\(error)"
    }
    guard let data = try? JSONEncoder().encode(answer) else { return 2 }
    FileHandle.standardOutput.write(data)
    return 0
  }

  private static func limitResources(_ order: Order) {
    let seconds = rlim_t(max(1, min(order.seconds, 86_400)))
    var time = rlimit(rlim_cur: seconds, rlim_max: seconds + 5)
    setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &time)
    var memory = rlimit(rlim_cur: rlim_t(order.memory), rlim_max: rlim_t(order.memory))
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &memory)
  }
}
