import Book
import Diagnostics
import Foundation
import Markdown
import Reports
import Site
import Workspace

extension Session {
  var siteFolder: String { configuration.location(of: "_site") }

  /// Builds the site from prose and book, and puts it in its place.
  ///
  /// - Parameter baseURL: stands for the configuration's, where it is given.
  func buildSite(
    to folder: String, baseURL: String? = nil, isFull: Bool = false
  ) throws -> SiteBuilder.Report {
    ReturnedMemory.keep()
    let stamp = reportStamp
    let prose = configuration.location(of: "site")
    try refuse(siteIn: folder)
    let builder = try SiteBuilder(templates: TemplateLibrary(override: templatesFolder))
    let built = try builder.build(
      to: folder, state: configuration.location(of: ".scorebook/site"), isFull: isFull,
      whenWaiting: { tell("waiting for another build of \(folder), which holds \($0)") },
      reading: { () throws(Problems) in
        let written = try SiteFolder(
          reading: prose, name: prose, trusted: Set(configuration.site.trustedPages))
        if !written.leftOut.isEmpty { Terminal.standardError.write(written.leftOut) }
        return written
      }
    ) { written, known throws(Problems) in
      var written = written
      if let made = known.made(from: stamp) {
        let own = Set(made.documents + made.expanded)
        let asking = try Self.asking(&written) { known.isKnown($0) || own.contains($0.path) }
        if asking.isEmpty {
          try refuse(pages: written.documents, madeAlso: Set(made.documents))
          try refuse(files: written.assets, madeAlso: Set(made.assets))
          return known.adding(made, to: input(of: written, baseURL: baseURL))
        }
      }
      // The first page, cards and reports are made with their texts; all others may ask for numbers too.
      let asking = try Self.asking(&written) { known.isKnown($0) }
      return try adding(from: stamp, asking, to: input(of: written, baseURL: baseURL))
    }
    if !built.setAside.isEmpty { Terminal.standardError.write(built.setAside) }
    return built
  }

  private func input(of written: SiteFolder, baseURL: String?) -> SiteInput {
    SiteInput(
      title: configuration.site.title, baseURL: baseURL ?? configuration.site.baseURL,
      language: configuration.site.languages.first ?? "en", documents: written.documents,
      assets: written.assets)
  }

  /// The documents that have a shortcode.
  private static func asking(
    _ written: inout SiteFolder, unless isKnown: @escaping @Sendable (SiteDocument) -> Bool
  ) throws(Problems) -> [(document: SiteDocument, text: String)] {
    try written.documents(holding: "[[", unless: isKnown).filter {
      ShortcodeExpander.isAsking($0.text, file: $0.document.source)
    }
  }

  /// The input with all pages that are made from the book.
  ///
  /// - Parameter asking: the documents of the input that have a shortcode.
  private func adding(
    from stamp: SourceStamp, _ asking: [(document: SiteDocument, text: String)], to input: SiteInput
  ) throws(Problems) -> SiteInput {
    let builder: ReportBuilder
    let isUntold: Bool
    do throws(Diagnostic) {
      let (book, untold) = try settledBook()
      isUntold = !untold.isEmpty
      builder = ReportBuilder(
        configuration: configuration, book: book, verdicts: try experimentVerdicts(book))
    } catch {
      throw Problems([error])
    }
    let reports = try builder.documents(
      expanding: asking.map {
        ReportText(path: $0.document.path, markdown: $0.text, file: $0.document.source)
      })
    let own = Set(reports.documents.map(\.path))
    try refuse(pages: input.documents, madeAlso: own)
    try refuse(files: input.assets, madeAlso: Set(reports.assets.map(\.path)))
    let shown = Dictionary(reports.expanded.map { ($0.path, $0.markdown) }, uniquingKeysWith: { $1 })
    let expanded = input.documents.compactMap { document in
      shown[document.path].map { document.with(text: $0) }
    }
    return input.adding(
      documents: reports.documents.map { SiteDocument(path: $0.path, text: $0.markdown) } + expanded,
      assets: reports.assets.map { SiteAsset(path: $0.path, bytes: $0.bytes) },
      // What the book can't be told may be other the next time, with the same book.
      made: isUntold
        ? nil
        : SiteMade(
          from: stamp, reports,
          expanded: asking.filter { !own.contains($0.document.path) }.map {
            ($0.document.path, $0.document.source, $0.text)
          }))
  }

  /// What pages are made from beside texts: the book's files, the configuration, and the zone whose days are the dates.
  /// The program itself is what the site's manifest is known by. Who holds a job's lock belongs to it too: a run that is
  /// killed writes nothing into the book, but its lock is free then.
  private var reportStamp: SourceStamp {
    let book = configuration.location(of: ".scorebook/book.db")
    let zone = configuration.timezone
    return SourceStamp(
      files: [book, book + "-wal", book + "-journal"]
        + (zone == "UTC" ? [] : ["/usr/share/zoneinfo/" + zone]),
      values: [Array(configuration.file.utf8), Array(configuration.root.utf8)] + configuration.layers
        + lockedJobs.map { Array($0.utf8) })
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
  func refuse(pages: [SiteDocument], madeAlso made: Set<String>) throws(Problems) {
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

  /// So would a drawing or a table at the address of one of the book's.
  private func refuse(files: [SiteAsset], madeAlso made: Set<String>) throws(Problems) {
    try Problems(
      files.filter { made.contains($0.path) }.map { file in
        Diagnostic(
          .siteDuplicateOutput, .configuration, at: .init(file: file.source),
          "'\(file.path)' is also made from the book", next: "Rename the file.")
      }
    ).throwIfAny()
  }
}

extension SiteMade {
  /// - Parameter expanded: path, file and text of each document that something was put into.
  fileprivate init?(
    from stamp: SourceStamp, _ reports: ReportOutput, expanded: [(path: String, file: String, text: String)]
  ) {
    var texts = expanded.map { Text(path: $0.file, bytes: Array($0.text.utf8)) }
    for source in reports.sources {
      switch source.content {
      case .bytes(let bytes): texts.append(Text(path: source.path, bytes: bytes))
      case .missing: texts.append(Text(path: source.path, bytes: nil))
      case .unreadable: return nil
      }
    }
    self.init(
      from: stamp, texts: texts, documents: reports.documents.map(\.path), expanded: expanded.map(\.path),
      assets: reports.assets.map(\.path))
  }
}
