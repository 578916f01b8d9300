import ArgumentParser
import Book
import Diagnostics
import Foundation
import Glibc
import Reports
import Site
import Workspace

struct SiteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "site", abstract: "Publishes the book as a folder of pages.",
    subcommands: [SiteBuildCommand.self, SiteCheckCommand.self, SitePreviewCommand.self])
}

struct SiteBuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Writes the site: home, model cards, runs, reports, and your own pages.",
    discussion: """
      Prose comes from site/, numbers from the book. The folder is replaced as a whole, and only if Scorebook \
      made it. What has not changed since the last build is not made again; the same book and prose give the \
      same bytes.
      """)

  @OptionGroup var global: GlobalOptions
  @Option(
    name: [.short, .long], help: ArgumentHelp("The folder to write (default: _site).", valueName: "dir"))
  var output: String?
  @Option(
    name: .customLong("base-url"),
    help: ArgumentHelp("Where the site will stand, instead of base_url under site.", valueName: "address"))
  var baseURL: String?
  @Flag(help: "Makes every page again, also those that have not changed.")
  var full = false

  private struct Built: Encodable {
    let folder: String
    let pages: Int
    let written: Int
  }

  func run() throws {
    let session = try Session(global)
    let folder = output ?? session.siteFolder
    let built = try session.buildSite(
      to: folder, book: session.existingBook(), baseURL: baseURL, isFull: full)
    if global.output.json {
      return session.print(
        try JSONText.encode(Built(folder: folder, pages: built.pages, written: built.written)))
    }
    let files =
      built.written == 0 ? "nothing has changed" : "\(Quantity.count(built.written, "file")) written"
    session.print("\(folder)/index.html: \(Quantity.count(built.pages, "page")), \(files)\n")
  }
}

struct SiteCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Finds what is broken in a site: links, pictures, HTML, foreign requests.",
    discussion: """
      A problem is told with the Markdown and its line where a person wrote it. Pages that no other leads to, and \
      pages and pictures of more than a megabyte, are warnings. Exit 1 where more than warnings are found.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("The site's folder (default: _site).", valueName: "dir"))
  var folder: String?

  func run() throws {
    let session = try Session(global)
    let folder = folder ?? session.siteFolder
    let prose = session.configuration.location(of: "site")
    let problems = try SiteChecker.check(folder, prose: (prose, "site"))
    if global.output.json { session.print(try JSONText.encode(problems.list.map(\.description))) }
    if !global.output.json { Terminal.standardError.write(problems) }
    guard problems.list.allSatisfy({ $0.severity == .warning }) else { throw ExitCode(1) }
    session.tell("\(folder): nothing is broken")
  }
}

extension Session {
  var siteFolder: String { configuration.location(of: "_site") }

  /// Builds the site from prose and book, and puts it in its place.
  ///
  /// - Parameter baseURL: stands for the configuration's, where it is given.
  func buildSite(to folder: String, book: Book?, baseURL: String? = nil, isFull: Bool = false) throws
    -> SiteBuilder.Report
  {
    let prose = configuration.location(of: "site")
    try refuse(siteIn: folder)
    let written = try SiteFolder(
      reading: prose, name: prose, trusted: Set(configuration.site.trustedPages))
    if !written.leftOut.isEmpty { Terminal.standardError.write(written.leftOut) }
    let builder = try SiteBuilder(templates: TemplateLibrary(override: templatesFolder))
    let verdicts = try experimentVerdicts(book)
    return try builder.build(to: folder, state: configuration.location(of: ".scorebook/site"), isFull: isFull)
    {
      isKnown throws(Problems) in
      // The first page, cards and reports are made with their texts; all others may ask for numbers too.
      let asking = try written.documents(holding: "[[", unless: isKnown)
      let reports = try ReportBuilder(configuration: configuration, book: book, verdicts: verdicts).documents(
        expanding: asking.map {
          ReportText(path: $0.document.path, markdown: $0.text, file: $0.document.source)
        })
      try refuse(pages: written.documents, madeAlso: reports.documents.map(\.path))
      let expanded = Dictionary(reports.expanded.map { ($0.path, $0.markdown) }, uniquingKeysWith: { $1 })
      return SiteInput(
        title: configuration.site.title, baseURL: baseURL ?? configuration.site.baseURL,
        language: configuration.site.languages.first ?? "en",
        documents: written.documents.map { document in
          expanded[document.path].map { document.with(text: $0) } ?? document
        },
        assets: written.assets
      ).adding(
        documents: reports.documents.map { SiteDocument(path: $0.path, text: $0.markdown) },
        assets: reports.assets.map { SiteAsset(path: $0.path, bytes: $0.bytes) })
    }
  }

  /// A site within what it is made from would be made from itself the next time.
  private func refuse(siteIn folder: String) throws(Diagnostic) {
    let target = URL(fileURLWithPath: folder).standardizedFileURL.resolvingSymlinksInPath().path
    for name in ["site", "templates"] {
      let source = URL(fileURLWithPath: configuration.location(of: name)).standardizedFileURL
        .resolvingSymlinksInPath().path
      guard target == source || target.hasPrefix(source + "/") else { continue }
      throw Diagnostic(
        .siteNotOurs, .configuration, at: .init(file: folder),
        "the site would lie in '\(name)', from which it is made",
        expected: "a folder outside of it", next: "Choose another with --output.")
    }
  }

  /// A page of a person's own at the address of one that is made from the book would not be seen; the first page,
  /// cards and texts of reports are part of theirs.
  private func refuse(pages: [SiteDocument], madeAlso paths: [String]) throws(Problems) {
    let made = Set(paths)
    let texts = configuration.reports.values.flatMap { report in
      report.contents.compactMap { if case .text(let path) = $0 { path } else { nil } }
    }
    let models = configuration.models
    let taken = Set(
      (texts + models.values.compactMap(\.card)).filter { $0.hasPrefix("site/") }.map { $0.dropFirst(5) })
    var problems = Problems()
    for page in pages
    where made.contains(page.path) && page.path != "index.md" && !taken.contains(page.path[...]) {
      // A model's text where none is named for it.
      let name = page.path.hasPrefix("models/") ? String(page.path.dropFirst(7).dropLast(3)) : nil
      if let name, name != "index", models[name]?.card == nil { continue }
      problems.add(
        Diagnostic(
          .siteDuplicateOutput, .configuration, at: .init(file: page.source),
          "'\(page.path)' is also made from the book", next: "Rename the file."))
    }
    try problems.throwIfAny()
  }
}
