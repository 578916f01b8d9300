package import Diagnostics
import Foundation
import Markdown
import Workspace

extension Diagnostic.Identifier {
  package static let reportText = Self("report-text")
  package static let reportTextOpen = Self("report-text-open")
}

/// What a person wrote for a page: the Markdown after its front matter, and of the front matter what a page or
/// a model card keeps.
struct Prose: Sendable {
  let body: String
  /// What the shortcodes of the body show.
  let files: [ShortcodeText.File]
  let title: String?
  /// The heading that it begins with: a page's own, which may be longer than its title.
  let heading: String?
  /// The same as it was written, with its markup.
  let headingMarkdown: InlineMarkdown?
  let description: String?
  /// Not to be published yet.
  let isDraft: Bool
  let license: String?
  let licenseLink: String?
  let language: [String]
  let tags: [String]
  /// What the navigation names first.
  let navigation: [String]
  /// Names of the data that a model learned from.
  let datasets: [String]
  /// The same by headings.
  let sections: CardProse

  /// Reads a text that others are to be put after, with what its shortcodes stand for on `page`.
  ///
  /// **Throws:** what is wrong with the front matter; `report-text-open` where what follows would become part
  /// of the text, as after a code fence that is never closed.
  init(
    _ text: String, file: String, page: String = PagePath.home, _ shortcodes: ShortcodeExpander? = nil
  ) throws(Problems) {
    let expanded =
      try shortcodes?.expanded(text, file: file, page: page) ?? ShortcodeText(markdown: text)
    files = expanded.files
    let document: Document
    do throws(Diagnostic) {
      document = try Document(parsing: expanded.markdown, file: file)
      try Prose.refuseOpen(document, file: file)
    } catch {
      throw Problems([error])
    }
    let matter = try document.frontMatter.map { yaml throws(Problems) in
      // The line of the mark comes first, so that problems name the lines of the file.
      try YAMLDocument.read(Array(("\n" + yaml).utf8), file: file)
    }
    try Prose.refuseText(matter)
    try Prose.refuseNearlyDraft(matter)
    let values = Prose.values(matter)
    (body, headingMarkdown) = Prose.withoutTitle(document)
    title = values["title"]?.text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 } ?? document.title
    heading = document.title
    description = values["description"]?.text
    isDraft = try Prose.isDraft(values["draft"])
    license = (values["license"] ?? values["licence"])?.text
    licenseLink = try Prose.address(values["license_link"])
    language = Prose.texts(values["language"])
    tags = Prose.texts(values["tags"])
    navigation = Prose.texts(values["navigation"])
    datasets = Prose.texts(values["datasets"])
    sections = CardProse(document, file: file)
  }

  /// **Throws:** `report-text` of what is neither `true` nor `false`: half a word must not publish a draft.
  private static func isDraft(_ node: YAMLNode?) throws(Problems) -> Bool {
    switch node?.text {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    case let text:
      guard let node else { return false }
      throw Problems([
        Diagnostic(
          .reportText, .configuration, at: node.place, "'draft' can't be read",
          expected: "true or false", found: text.map { "'\($0)'" } ?? "no text",
          next: "Mend the front matter.")
      ])
    }
  }

  /// **Throws:** `report-text` of an address that no link of a page may have: what a card is handed on as has it, too.
  private static func address(_ node: YAMLNode?) throws(Problems) -> String? {
    guard let node, let text = node.text else { return nil }
    if LinkTarget(text) != .refused { return text }
    throw Problems([
      Diagnostic(
        .reportText, .configuration, at: node.place, "'license_link' leads where no link may lead",
        expected: "an address that begins with 'https://', or a file's name", found: "'\(text)'",
        next: "Mend the front matter.")
    ])
  }

  /// Other keys are for whoever reads the text; one that is nearly `draft` would publish what it is to hold back.
  private static func refuseNearlyDraft(_ node: YAMLNode?) throws(Problems) {
    guard case .map(let entries)? = node?.content else { return }
    let found = entries.filter {
      let word = $0.key.lowercased()
      return $0.key != "draft" && (word.hasPrefix("draft") || word.sorted() == "draft".sorted())
    }
    try Problems(
      found.map { entry in
        Diagnostic(
          .reportText, .configuration, at: entry.place, "the front matter has no key '\(entry.key)'",
          next: "Did you mean 'draft'?")
      }
    ).throwIfAny()
  }

  /// **Throws:** `report-text` of front matter that is no map: a text that begins with a rule has another as its end, and
  /// what stands between them would be on no page.
  private static func refuseText(_ node: YAMLNode?) throws(Problems) {
    guard let node else { return }
    switch node.content {
    case .map, .empty: return
    case .text, .list:
      throw Problems([
        Diagnostic(
          .reportText, .configuration, at: node.place, "the front matter is no map",
          expected: "lines like 'title: …'",
          next: "Write keys and values; a rule at the beginning of a text is written '***'.")
      ])
    }
  }

  private static func values(_ node: YAMLNode?) -> [String: YAMLNode] {
    guard case .map(let entries)? = node?.content else { return [:] }
    return Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
  }

  private static func texts(_ node: YAMLNode?) -> [String] {
    guard let node else { return [] }
    if case .list(let items) = node.content { return items.compactMap(\.text) }
    return node.text.map { [$0] } ?? []
  }

  /// The page writes the heading.
  private static func withoutTitle(_ document: Document) -> (body: String, heading: InlineMarkdown?) {
    guard let title = document.title, let heading = document.tree.children.first
    else { return (document.body, nil) }
    var lines = document.body.split(separator: "\n", omittingEmptySubsequences: false)
    let start = heading.line - 1
    guard lines.indices.contains(start) else { return (document.body, .plain(title)) }
    let text = lines[start].drop { $0 == " " }
    let isMarked = text.first == "#" && text.dropFirst().first.map { $0 == " " || $0 == "\t" } ?? true
    // Without a mark it is underlined.
    let end =
      isMarked
      ? start
      : lines[start...].dropFirst().firstIndex { line in
        line.contains("=") && line.allSatisfy { $0 == "=" || $0.isWhitespace }
      } ?? start
    let written =
      isMarked
      ? String(text.dropFirst()).replacing(#/[ \t]#+[ \t]*$/#, with: "")
      : lines[start..<max(start, end)].joined(separator: " ")
    lines.removeSubrange(start...end)
    // What leans on more than its line, as a link whose address is elsewhere, is text.
    let markup = InlineMarkdown.markup(written.trimmingCharacters(in: .whitespaces))
    let isWhole = (try? Document(part: "# \(markup.markdown)\n", file: ""))?.title == title
    return (lines.joined(separator: "\n"), isWhole ? markup : .plain(title))
  }

  private static let sentinel = "The end of the text"

  private static func refuseOpen(_ document: Document, file: String) throws(Diagnostic) {
    let continued = try Document(part: document.body + "\n\n# \(sentinel)\n", file: file)
    // Footnotes stand behind all blocks, wherever they were written.
    let last = continued.tree.children.last { if case .footnote = $0.kind { false } else { true } }
    if let last, case .heading(1) = last.kind, last.plainText == sentinel {
      return
    }
    throw Diagnostic(
      .reportTextOpen, .configuration, at: .init(file: file, line: document.bodyLine),
      "the text leaves a code fence or an HTML block open", expected: "what it begins closed at its end",
      next: "Close it; what the page adds after the text would become part of it.")
  }
}

/// The texts of a workspace that pages are made with.
struct ProseLibrary: Sendable {
  let home: Prose?
  /// Drafts too: a card says that its prose is one.
  let models: [String: Prose]
  /// By path, as the configuration names it.
  let texts: [String: Prose]

  /// Reads all of them and keeps what is wrong with any.
  init(_ snapshot: BookSnapshot, _ problems: inout Problems) {
    self.init(snapshot.configuration, models: snapshot.modelNames, ProseReader(snapshot), &problems)
  }

  /// - Parameter names: Models that have a card.
  init(
    _ configuration: Configuration, models names: [String], _ reader: ProseReader, _ problems: inout Problems
  ) {
    // Drafts are read all the same, so that what is wrong with them is told before they are published.
    let home = reader.read("site/index.md", isExpected: false, page: PagePath.home, &problems)
    self.home = home?.isDraft == true ? nil : home
    var models: [String: Prose] = [:]
    for name in names { models[name] = reader.card(of: name, &problems) }
    self.models = models
    var texts: [String: Prose] = [:]
    for report in configuration.reports.values.sorted(by: { $0.name < $1.name }) {
      for case .text(let path) in report.contents where texts[path] == nil {
        let text = reader.read(path, isExpected: true, page: PagePath.report(report.name), &problems)
        if text?.isDraft != true { texts[path] = text }
      }
    }
    self.texts = texts
  }
}

/// Reads texts of a workspace with what their shortcodes stand for.
struct ProseReader {
  private let configuration: Configuration
  private let texts: WorkspaceTexts
  private let shortcodes: ShortcodeExpander

  /// `linking` is how links to the book's pages are written.
  init(_ snapshot: BookSnapshot, linking: PageWriter.Linking = .site) {
    self.init(
      snapshot.configuration, snapshot.texts, BookShortcodes(snapshot: snapshot, linking: linking))
  }

  init(_ configuration: Configuration, _ texts: WorkspaceTexts, _ shortcodes: any ShortcodeSource) {
    self.configuration = configuration
    self.texts = texts
    self.shortcodes = ShortcodeExpander(source: shortcodes)
  }

  /// What a person wrote for a model's card.
  func card(of model: String, _ problems: inout Problems) -> Prose? {
    let card = configuration.models[model]?.card
    return read(
      card ?? "site/models/\(model).md", isExpected: card != nil, page: PagePath.model(model), &problems)
  }

  /// nil where there is no such file, or something is wrong with it.
  func read(_ path: String, isExpected: Bool, page: String, _ problems: inout Problems) -> Prose? {
    let location = configuration.location(of: path)
    do throws(Problems) {
      guard let text = try texts.read(location, isExpected: isExpected) else { return nil }
      return try Prose(text, file: location, page: page, shortcodes)
    } catch {
      problems.add(error)
      return nil
    }
  }
}
