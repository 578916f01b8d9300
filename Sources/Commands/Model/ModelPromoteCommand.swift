import ArgumentParser
import Book
import Diagnostics
import Registry
import Workspace

struct ModelPromoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote",
    abstract: "Lets an alias point at a version from now on.",
    discussion: """
      Dates that stand are not touched: they keep the version that scored them, until 'run --force'. Exit 4 for a \
      version that failed its last verification: 'model verify' tells what differs, and notes it when it is right \
      again.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("The version.", valueName: "name@version"))
  var model: String
  @Option(help: ArgumentHelp("The alias to move.", valueName: "alias"))
  var to = "champion"
  @Option(help: ArgumentHelp("Why, for the book.", valueName: "text"))
  var reason: String?

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
    let promotion = try registry.promote(
      model: name, number: number, alias: to, by: Host.user, reason: reason, now: Host.now())
    if global.output.json { return session.print(try JSONText.encode(promotion.now)) }
    session.print(PromotionText.line(promotion) + "\n")
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
