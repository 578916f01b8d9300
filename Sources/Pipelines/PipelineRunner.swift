package import Diagnostics
package import Workspace

/// Runs a pipeline's steps in order; the first that fails stops the rest.
///
/// What a step does is given from outside, so that a pipeline knows the order and nothing else.
package struct PipelineRunner: Sendable {
  /// What became of a step.
  package struct StepResult: Sendable {
    package enum Outcome: Sendable {
      /// A line about it.
      case done(String)
      case failed(Problems)
      /// An earlier step failed.
      case skipped
    }

    package let step: Configuration.Pipeline.Step
    package let outcome: Outcome
    /// **Units:** seconds.
    package let seconds: Double
  }

  package typealias Perform = (Configuration.Pipeline.Step) throws -> String

  private let configuration: Configuration
  private let seconds: @Sendable () -> Double

  /// - Parameter seconds: a clock that never jumps.
  package init(_ configuration: Configuration, seconds: @escaping @Sendable () -> Double) {
    self.configuration = configuration
    self.seconds = seconds
  }

  /// The steps of a pipeline, those of the pipelines in it in their place.
  ///
  /// The configuration has no circles among its pipelines.
  package func steps(of name: String) throws(Diagnostic) -> [Configuration.Pipeline.Step] {
    guard let pipeline = configuration.pipelines[name] else {
      throw Diagnostic(
        .pipelineUnknown, .configuration, at: .init(file: configuration.file),
        "there is no pipeline '\(name)'",
        next: nearestName(to: name, among: configuration.pipelines.keys).map { "Did you mean '\($0)'?" })
    }
    var steps: [Configuration.Pipeline.Step] = []
    for step in pipeline.steps {
      if case .pipeline(let inner) = step { steps += try self.steps(of: inner) } else { steps.append(step) }
    }
    return steps
  }

  /// - Parameters:
  ///   - perform: does one step and gives a line about it; never called with a pipeline.
  ///   - told: hears of each step as it ends.
  package func run(
    _ name: String, perform: Perform, told: (StepResult) -> Void
  ) throws(Diagnostic) -> [StepResult] {
    var results: [StepResult] = []
    var hasFailed = false
    for step in try steps(of: name) {
      let began = seconds()
      let outcome: StepResult.Outcome
      if hasFailed {
        outcome = .skipped
      } else {
        do {
          try Interruption.check()
          outcome = .done(try perform(step))
        } catch let problems as Problems {
          outcome = .failed(problems)
        } catch let problem as Diagnostic {
          outcome = .failed(Problems([problem]))
        } catch {
          outcome = .failed(Problems([Diagnostic(.pipelineStep, .failure, "the step failed: \(error)")]))
        }
      }
      if case .failed = outcome { hasFailed = true }
      let result = StepResult(step: step, outcome: outcome, seconds: seconds() - began)
      results.append(result)
      told(result)
    }
    return results
  }
}

extension Configuration.Pipeline.Step: CustomStringConvertible {
  /// As scorebook.yaml writes it: `run nightly`.
  package var description: String {
    switch self {
    case .run(let job): "run \(job)"
    case .evaluate(let name): "evaluate \(name)"
    case .readout(let name): "readout \(name)"
    case .kpis(let name): "kpis \(name ?? "all")"
    case .siteBuild: "site build"
    case .send(let report): "report send \(report)"
    case .pipeline(let name): "pipeline \(name)"
    }
  }
}

extension Diagnostic.Identifier {
  package static let pipelineUnknown = Self("pipeline-unknown")
  package static let pipelineStep = Self("pipeline-step")
}
