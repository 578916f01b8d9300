import ArgumentParser
import Book
import Datasets
package import Diagnostics
import Foundation
import Markdown
import Reports
import Site
import Workspace

struct ReportBuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Writes a report as a file that can be read, mailed and kept without the site.",
    discussion: """
      markdown is the file with its figures and their CSV in figures/ beside it; html is one file that holds \
      everything; json has every number with its limits, sentences and provenance; pdf is the HTML printed by \
      Chromium or WeasyPrint; eml is the mail that the first recipient of an audience would get, dated the morning \
      after the period. The same book and prose give the same bytes, PDF aside.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(
    help: ArgumentHelp(
      "A report of scorebook.yaml, or the path of another page: models/repurchase, lineage.",
      valueName: "name"))
  var name: String
  @Option(help: ArgumentHelp("markdown, html, json, pdf or eml.", valueName: "format"))
  var format = ReportFormat.markdown
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The file to write (default: _out/reports/NAME with the format's ending).", valueName: "path"))
  var output: String?
  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp(
      "The morning that it is of (default: after its newest period).", valueName: "yyyy-mm-dd"))
  var asOf: String?

  @Option(
    help: ArgumentHelp(
      "Whose mail eml is (default: the first under 'send' of the report).", valueName: "audience"))
  var audience: String?

  private struct Built: Encodable {
    let report: String
    let format: String
    let path: String
    let files: Int
    let bytes: Int
  }

  func run() throws {
    Signals.watch()
    let session = try Session(global)
    let day = try Session.date(asOf, option: "--as-of")
    let page = try session.page(name, asOf: day)
    if day != nil, page.facts == nil { throw ValidationError("--as-of is of reports; '\(name)' is a page") }
    if output == "-", format == .markdown || global.output.json {
      throw ValidationError(
        format == .markdown
          ? "Markdown comes with its pictures, which standard output has no room for: name a file, or another --format"
          : "--json tells of a file: leave one of --json and '-o -' out")
    }
    if audience != nil, format != .eml { throw ValidationError("--audience is of --format eml") }
    let path =
      output
      ?? session.configuration.location(
        of: "_out/reports/\(name.split(separator: "/").joined(separator: "-")).\(format.ending)")
    let outputs = OutputCheck(session)
    try outputs.check([path])
    var files = ReportFiles()
    switch format {
    case .json:
      guard let facts = page.facts else { throw unsupported(session) }
      try files.write(Array(try JSONText.encode(facts).utf8), to: path)
    case .markdown:
      try StreamPlace(path).requireFile()
      let document = try session.portable(page)
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      let pictures = document.files.filter { !$0.path.hasSuffix(".narrow.svg") }
      try outputs.check(pictures.map { folder + $0.path })
      // The page comes last, so that it never shows what is not there yet.
      for file in pictures {
        try files.write(file.bytes, to: folder + file.path)
      }
      try files.write(Array(document.body.utf8), to: path)
    case .eml:
      guard let report = session.configuration.reports[name], page.facts != nil else {
        throw unsupported(session)
      }
      try files.write(
        try ReportMailFile(session: session, report: report).bytes(page, for: audience), to: path)
    case .html: try files.write(Array(try session.singleFile(page).utf8), to: path)
    case .pdf:
      let printer = try PDFPrinter(path: ProcessInfo.processInfo.environment["PATH"] ?? "")
      try files.write(try printer.pdf(of: try session.singleFile(page)), to: path)
    }
    // Nor does what reads a pipe wait for a sentence.
    if output == "-" || (OutputFile(path).isSpecial && !global.output.json) { return }
    let built = Built(
      report: name, format: format.rawValue, path: path, files: files.written.count, bytes: files.bytes)
    if global.output.json { return session.print(try JSONText.encode(built)) }
    session.printResult(
      "\(path): \(Quantity.count(files.bytes, "byte")) in \(Quantity.count(files.written.count, "file"))\n")
  }

  private func unsupported(_ session: Session) -> Diagnostic {
    Diagnostic(
      .reportFormat, .configuration, "the page '\(name)' has no \(format == .eml ? "mail" : "JSON")",
      expected: "a report of \(session.configuration.file)", next: "Ask for markdown, html or pdf.")
  }
}

extension Diagnostic.Identifier {
  package static let reportFormat = Self("report-format")
}

/// A page that is to be written as a file.
struct BuiltPage {
  let document: ReportDocument
  let assets: [ReportAsset]
  /// Of reports alone.
  let facts: ReportFacts?
  let triggers: ReportTriggers?
  /// Whether a report tells any number, as of its morning.
  var tellsNumbers = false

  /// What of it a mail is made of.
  func mailed(isPublished: Bool) -> BuiltPage {
    BuiltPage(
      document: document.mailed(isPublished: isPublished), assets: assets, facts: facts, triggers: triggers,
      tellsNumbers: tellsNumbers)
  }
}

extension Session {
  /// A report by its name, or any page of the book by its path: `models/repurchase`, `lineage`. Reports come first.
  func page(_ name: String, asOf: CalendarDate?) throws -> BuiltPage {
    let book = try existingBook()
    if let report = try ReportBuilder(configuration: configuration, book: book).report(name, asOf: asOf) {
      return BuiltPage(
        document: report.document, assets: report.assets, facts: report.facts, triggers: report.triggers,
        tellsNumbers: report.tellsNumbers)
    }
    let path = name.hasSuffix(".md") ? name : name + ".md"
    // Only pages of experiments show how their trials compare.
    let output = try ReportBuilder(
      configuration: configuration, book: book, verdicts: try experimentVerdicts(book)
    ).documents()
    guard let document = output.documents.first(where: { $0.path == path }) else {
      let own = configuration.location(of: "site/" + path)
      if !name.split(separator: "/").contains(".."), FileManager.default.fileExists(atPath: own) {
        throw Diagnostic(
          .commandUnknownName, .configuration, at: .init(file: own),
          "'\(name)' is a page of your own, and no report", expected: buildable(output),
          next: "'scorebook site build' publishes it with the site.")
      }
      guard name.contains("/") else { throw unknown("report", name, \.reports) }
      throw Diagnostic(
        .commandUnknownName, .configuration, "there is no page '\(name)'",
        next: nearestName(to: path, among: output.documents.map(\.path)).map {
          "Did you mean '\($0.dropLast(3))'?"
        }
          ?? "There are \(buildable(output)).")
    }
    return BuiltPage(document: document, assets: output.assets, facts: nil, triggers: nil)
  }

  /// What can be built: reports by their names, and of the book's pages one of each folder, which tells how the others
  /// are called.
  private func buildable(_ output: ReportOutput) -> String {
    var pages: [String] = []
    var folders: Set<Substring> = ["reports"]
    for name in output.documents.map({ $0.path.dropLast(3) })
    where name != "index" && !name.hasSuffix("/index") {
      let folder = name.split(separator: "/").dropLast().first
      if let folder, !folders.insert(folder).inserted { continue }
      pages.append(quoted(name))
    }
    let reports = configuration.reports.keys.sorted().map(quoted)
    let made = "pages that are made from the book, such as \(listed(pages))"
    return reports.isEmpty ? made : "the reports \(listed(reports)), and \(made)"
  }

  /// The page with its pictures: those of the book, and those of the workspace's own site folder.
  func portable(_ page: BuiltPage) throws -> PortableDocument {
    if let name = page.facts?.name { try pictureProblems(ofReports: [name]).throwIfAny() }
    let generated = Dictionary(
      page.assets.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    // The folder is read only where a text shows a picture of its own.
    var own: [String: SiteAsset]?
    return try PortableDocument(page.document, baseURL: configuration.site.baseURL) { path in
      if let bytes = generated[path] { return bytes }
      guard SingleFile.mediaType(of: path) != nil, !path.hasSuffix(".narrow.svg") else { return nil }
      if own == nil {
        let folder = try? SiteFolder(reading: configuration.location(of: "site"))
        own = Dictionary(
          (folder?.assets ?? []).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
      }
      return try? own?[path]?.bytes()
    }
  }

  /// Pictures that texts of reports show and that can't come along, by the file and line that a person wrote.
  func pictureProblems(ofReports names: some Sequence<String>) -> Problems {
    TextCheck.pictures(ofReports: names, in: configuration) { path in
      SingleFile.mediaType(of: path) != nil
        && FileManager.default.isReadableFile(atPath: configuration.location(of: "site/\(path)"))
    }
  }

  /// The page as one HTML file.
  func singleFile(_ page: BuiltPage) throws -> String {
    let document = try portable(page)
    let folder = document.path.lastIndex(of: "/").map { String(document.path[...$0]) } ?? ""
    let file = SingleFile(templates: try TemplateLibrary(override: templatesFolder)) { text in
      ContentDigest.sha256InBase64(text)
    }
    return try file.html(
      of: SiteDocument(path: document.path, text: document.text),
      assets: document.files.map { SiteAsset(path: folder + $0.path, bytes: $0.bytes) },
      siteTitle: configuration.site.title, language: configuration.site.languages.first ?? "en",
      canonical: configuration.site.baseURL.map {
        SitePath.address(of: LinkTarget.pagePath(document.path), at: $0)
      })
  }
}
