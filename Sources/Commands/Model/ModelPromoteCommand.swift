import ArgumentParser
import Book
import Diagnostics
import Evaluation
import Registry
import Workspace

struct ModelPromoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote",
    abstract: "Lets an alias point at a version from now on.",
    discussion: """
      Dates that stand are not touched: they keep the version that scored them, until 'run --force'. Exit 4 for a \
      version that failed its last verification: 'model verify' tells what differs, and notes it when it is right \
      again. With --gate what the gate finds is noted in the book, also where it refuses. Where it opens and the version \
      is not promoted all the same, because its verification failed or the alias moved meanwhile, nothing is noted.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("The version.", valueName: "name@version"))
  var model: String
  @Option(help: ArgumentHelp("The alias to move.", valueName: "alias"))
  var to = "champion"
  @Option(help: ArgumentHelp("Why, for the book.", valueName: "text"))
  var reason: String?
  @Flag(help: "Only where the evaluations' evidence meets the model's promote_if; exit 4 where it does not.")
  var gate = false

  func run() throws {
    let session = try Session(global)
    guard model.contains("@") else {
      throw Diagnostic(
        .commandModelReference, .configuration, "'\(model)' names no version",
        expected: "NAME@NUMBER or NAME@ALIAS, such as \(model)@2")
    }
    let reference = try session.modelReference(model)
    let registry = try session.registry(try session.book(), for: [reference])
    let (name, number) = try registry.resolve(reference)
    let outcome = gate ? try session.judge(name, number, alias: to, registry) : nil
    if let outcome, !global.output.json {
      for finding in outcome.findings {
        session.printResult(
          "\(finding.isMet ? "met    " : "not met")  \(finding.metric) \(finding.demand): \(finding.evidence)\n"
        )
      }
    }
    let now = Host.now()
    let attempt = outcome?.attempt(
      model: name, number: number, alias: to, by: Host.user, reason: reason, now: now)
    if let attempt, let refusal = outcome?.refusal {
      try registry.book.enter(attempt)
      throw refusal
    }
    let promotion = try registry.promote(
      model: name, number: number, alias: to, by: Host.user, reason: reason, evidence: outcome?.summary,
      attempt: attempt, now: now)
    if global.output.json { return session.print(try JSONText.encode(promotion.now)) }
    session.printResult(PromotionText.line(promotion) + "\n")
  }
}

/// How a change of an alias is told.
enum PromotionText {
  /// "repurchase@champion is now version 2, before 1".
  static func line(_ promotion: Registry.Promotion) -> String {
    let alias = promotion.now
    guard promotion.isChange else {
      return "\(alias.model)@\(alias.alias) is version \(alias.number) already; nothing changed"
    }
    let before = promotion.before.map { ", before \($0.number)" } ?? ""
    return "\(alias.model)@\(alias.alias) is now version \(alias.number)\(before)"
  }
}

extension Session {
  /// Holds a version against the one that the alias points at now, by the model's `promote_if`.
  ///
  /// Where the alias is not set yet, the evaluation's baseline stands for it. nil where the alias points at the
  /// version already.
  fileprivate func judge(_ name: String, _ number: Int, alias: String, _ registry: Registry) throws -> Gate
    .Outcome?
  {
    guard let rule = configuration.models[name]?.gate else {
      throw Diagnostic(
        .gateMissing, .configuration, at: Diagnostic.Place(file: configuration.file),
        "model '\(name)' has no 'promote_if', so that there is no gate to pass",
        next: "Say there what a new version must show, or promote it without --gate.")
    }
    let version = "\(name)@\(number)"
    var against = try registry.book.alias(alias, of: name).map { "\(name)@\($0.number)" }
    if against == nil, let baseline = configuration.evaluations[rule.evaluation]?.baseline {
      let (model, number) = try registry.resolve(baseline)
      against = "\(model)@\(number)"
    }
    guard let against else {
      throw Diagnostic(
        .gateMissing, .configuration, at: configuration.place(of: "models.\(name).promote_if"),
        "'\(name)@\(alias)' is not set yet, and evaluation '\(rule.evaluation)' names no baseline to be better than",
        next: "Give the evaluation a baseline, or set the alias for the first time without --gate.")
    }
    if against == version { return nil }
    let gate = Gate(
      rule, try registry.book.comparisons(name: rule.evaluation),
      isBacktest: configuration.evaluations[rule.evaluation]?.backtest != nil,
      earlier: try registry.book.gateAttempts(of: name, number: number))
    return gate.judge(version, against: against, as: alias)
  }
}
