import Book
package import Diagnostics
package import Markdown
import Workspace

extension Diagnostic.Identifier {
  package static let shortcodeUnknown = Self("shortcode-unknown")
  package static let shortcodeUse = Self("shortcode-use")
}

/// What shortcodes stand for: numbers, charts and tables of the book, each leading to where it comes from.
package struct BookShortcodes: ShortcodeSource {
  let snapshot: BookSnapshot
  /// How links to the book's pages are written.
  let linking: PageWriter.Linking

  init(snapshot: BookSnapshot, linking: PageWriter.Linking = .site) {
    self.snapshot = snapshot
    self.linking = linking
  }

  /// One kind of shortcode, as it is documented.
  private struct Kind: Sendable {
    /// `metric MODEL@VERSION METRIC`, without brackets.
    let use: String
    let arguments: ClosedRange<Int>
    let options: Set<String>
    /// False of what is a figure or a table, and so stands in a paragraph of its own.
    let standsInLine: Bool
  }

  private static let kinds: [String: Kind] = [
    "metric": Kind(
      use: "metric MODEL@VERSION METRIC", arguments: 2...2, options: ["evaluation", "date", "interval"],
      standsInLine: true),
    "kpi": Kind(use: "kpi NAME", arguments: 1...1, options: ["period"], standsInLine: true),
    "version": Kind(use: "version MODEL@ALIAS", arguments: 1...1, options: [], standsInLine: true),
    "date": Kind(use: "date JOB", arguments: 1...1, options: [], standsInLine: true),
    "chart": Kind(use: "chart KIND NAME", arguments: 2...2, options: [], standsInLine: false),
    "table": Kind(use: "table KIND NAME", arguments: 2...2, options: ["last"], standsInLine: false),
  ]

  package func text(for shortcode: Shortcode, on page: String) throws(Diagnostic) -> ShortcodeText {
    let kind = try Self.known(
      shortcode.name, in: Self.kinds, "a shortcode '[[\(shortcode.name) …]]'", shortcode,
      next: "Write \\[[ where the brackets are meant as text.")
    try Self.check(shortcode, kind)
    var page = PageWriter(fragmentOf: page, line: shortcode.place.line ?? 0, snapshot.runLinks)
    page.linking = linking
    do throws(Diagnostic) {
      return try figure(for: shortcode, page)
    } catch {
      guard error.kind == .notNow else { throw error }
      return ShortcodeText(
        markdown: kind.standsInLine
          ? "*not known yet*" : "*Not known yet: \(error.summary).*" as InlineMarkdown)
    }
  }

  private func figure(for shortcode: Shortcode, _ page: PageWriter) throws(Diagnostic) -> ShortcodeText {
    switch shortcode.name {
    case "metric": return try metric(shortcode, page)
    case "kpi": return try kpi(shortcode, page)
    case "version": return try version(shortcode, page)
    case "date": return try date(shortcode, page)
    case "chart": return try chart(shortcode, page)
    default: return try table(shortcode, page)
    }
  }

  private static func check(_ shortcode: Shortcode, _ kind: Kind) throws(Diagnostic) {
    func problem(_ summary: String, _ next: String) -> Diagnostic {
      Diagnostic(.shortcodeUse, .configuration, at: shortcode.place, summary, next: next)
    }
    guard kind.arguments.contains(shortcode.arguments.count) else {
      let count = shortcode.arguments.count
      throw problem(
        "'\(shortcode.name)' has \(count) argument\(count == 1 ? "" : "s")", "Write it as [[\(kind.use)]].")
    }
    if let key = shortcode.options.keys.sorted().first(where: { !kind.options.contains($0) }) {
      let near = nearestName(to: key, among: kind.options)
      throw problem(
        "'\(shortcode.name)' has no option '\(key)'",
        near.map { "Did you mean '\($0)'?" }
          ?? (kind.options.isEmpty
            ? "It has none." : "It has \(listed(kind.options.sorted().map { "'\($0)'" }))."))
    }
    guard kind.standsInLine || shortcode.isAlone else {
      throw problem(
        "a \(shortcode.name) stands within a line",
        "Give it a line of its own, with an empty one above and below; in an item of a list it may not be the first."
      )
    }
  }

  /// The value of a name; or the diagnostic that names the nearest.
  static func known<Value>(
    _ name: String, in values: [String: Value], _ what: String, _ shortcode: Shortcode, next: String? = nil
  ) throws(Diagnostic) -> Value {
    if let value = values[name] { return value }
    let near = nearestName(to: name, among: values.keys)
    let names = values.keys.sorted()
    let all = names.isEmpty || names.count > 12 ? nil : "There is \(listed(names.map { "'\($0)'" }))."
    throw Diagnostic(
      .shortcodeUnknown, .configuration, at: shortcode.place, "there is no \(what.withoutArticle)",
      next: near.map { "Did you mean '\($0)'?" } ?? next ?? all)
  }

  /// The version that a reference of a shortcode means.
  func version(_ reference: String, _ shortcode: Shortcode) throws(Diagnostic) -> VersionRecord {
    let parts = reference.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(
      String.init)
    let models = Dictionary(snapshot.modelNames.map { ($0, $0) }, uniquingKeysWith: { $1 })
    let model = try Self.known(parts[0], in: models, "a model '\(parts[0])'", shortcode)
    let pointer = parts.count > 1 ? parts[1] : "champion"
    let number = Int(pointer) ?? snapshot.number(of: pointer, in: model)
    if let number, let version = snapshot.version(model, number) { return version }
    let aliases = snapshot.aliases.filter { $0.model == model }.map(\.alias)
    let numbers = snapshot.versions(of: model).map { String($0.number) }
    if numbers.isEmpty { throw Self.notYet("no version of \(model) is registered") }
    if isPlanned(pointer, model) { throw Self.notYet("there is no \(model)@\(pointer)") }
    throw Diagnostic(
      .shortcodeUnknown, .configuration, at: shortcode.place,
      "model '\(model)' has no version '\(pointer)'",
      next: "It has \(listed((aliases.sorted() + numbers).map { "'\($0)'" })).")
  }

  /// Whether a version that is not there is one that a command is to bring: declared, or an alias that something names.
  private func isPlanned(_ pointer: String, _ model: String) -> Bool {
    let configuration = snapshot.configuration
    if let number = Int(pointer) {
      return (1...max(1, configuration.models[model]?.versions.count ?? 0)).contains(number)
    }
    let jobs = configuration.jobs.values.flatMap { [$0.model] + $0.shadows }
    return ["champion", "challenger"].contains(pointer)
      || configuration.models[model]?.aliases[pointer] != nil
      || jobs.contains { $0.name == model && $0.pointer == .alias(pointer) }
  }

  /// What is no mistake of the text, and never told: the book has nothing to say yet.
  static func notYet(_ summary: String) -> Diagnostic { Diagnostic(.shortcodeUnknown, .notNow, summary) }
}

extension String {
  fileprivate var withoutArticle: String {
    hasPrefix("an ") ? String(dropFirst(3)) : hasPrefix("a ") ? String(dropFirst(2)) : self
  }
}
