import Markdown
import Workspace

/// The command that a page names where something is missing.
enum Command {
  static func firstRun(_ configuration: Configuration) -> InlineMarkdown {
    let pipeline = configuration.pipelines.keys.sorted().first
    let job = configuration.jobs.keys.sorted().first ?? "JOB"
    return .code(pipeline.map { "scorebook pipeline run \($0)" } ?? "scorebook run \(job)")
  }

  static func update(kpi name: String) -> InlineMarkdown { .code("scorebook kpi update \(name)") }
  static func evaluate(_ name: String) -> InlineMarkdown { .code("scorebook evaluate \(name)") }
  static func readout(_ name: String) -> InlineMarkdown { .code("scorebook readout \(name)") }
}
