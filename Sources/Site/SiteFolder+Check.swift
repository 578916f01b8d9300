package import Diagnostics
import Markdown

extension SiteFolder {
  /// What would keep a site from being built of these documents and assets and of pages of the book, as far as they tell
  /// by themselves: names, text, front matter, the order of pages, and what goes to the same place. Nothing is rendered,
  /// and nothing is written.
  ///
  /// - Parameters:
  ///   - baseURL: where the site will stand.
  ///   - made: paths of documents that pages of the book take the place of, and that are read with them.
  ///   - planned: paths of further pages of the book; what stands here at the place of one is read and not placed.
  ///   - isOfBook: whether a folder may have pages of the book beside these, so that its order can't be told.
  /// - Returns: the problems, and the paths of the documents that can't be read.
  package func problems(
    baseURL: String?, made: Set<String> = [], planned: Set<String> = [],
    isOfBook: (_ folder: String) -> Bool = { _ in false }
  ) -> (problems: Problems, unreadable: Set<String>) {
    var problems = Problems()
    _ = problems.gather { () throws(Problems) in try BaseURL(baseURL) }
    let documents = documents.filter { !made.contains($0.path) }
    let read = SiteWorkers.map(documents, threads: SiteWorkers.processors) { document in
      Result { () throws(Problems) in try PageReader.parsed(document).matter }
    }
    let taken = made.union(planned)
    var unreadable: Set<String> = []
    var lost: [SiteDocument] = []
    var pages = taken.map { SitePage(listing: SiteDocument(path: $0, text: "")) }
    for (document, result) in zip(documents, read) {
      switch result {
      case .success(let matter):
        if !matter.isDraft, !taken.contains(document.path) {
          pages.append(SitePage(listing: document, matter))
        }
      case .failure(let found):
        unreadable.insert(document.path)
        lost.append(document)
        problems.add(found)
      }
    }
    func add(_ documents: [SiteDocument]) {
      pages += documents.map { SitePage(listing: $0) }
    }
    add(
      TagPages.documents(
        pages, written: Set(self.documents.map(\.path)).union(taken), threads: SiteWorkers.processors))
    add(SiteTree.missingIndexes(pages))
    // Pages of the book may have tags, too.
    let tree = SiteTree(pages, withUnreadable: lost)
    for problem in tree.unknownNames(except: { isOfBook($0) || $0 == TagPages.folder }) {
      problems.add(problem)
    }
    place(pages, isOfBook, &problems)
    return (problems, unreadable)
  }

  /// What goes to the same place, in the order in which a build finds it.
  private func place(
    _ pages: [SitePage], _ isOfBook: (_ folder: String) -> Bool, _ problems: inout Problems
  ) {
    var plan = SitePlan(count: 2 * pages.count + assets.count)
    func add(
      _ path: String, _ content: SitePlan.Content, from source: String,
      _ check: () throws(Diagnostic) -> Void = {}
    ) {
      do throws(Diagnostic) {
        try check()
        plan.add(path, .none, content, from: source, &problems)
      } catch {
        problems.add(error)
      }
    }
    for asset in assets {
      add(asset.path, .standing, from: asset.source) { () throws(Diagnostic) in
        try SitePath.check(asset: asset.path, source: asset.source)
      }
    }
    let pages = pages.sorted { $0.source.path < $1.source.path }
    for page in pages {
      add(page.path, .page(0), from: page.source.source)
      add(page.source.path, .standing, from: page.source.source)
    }
    for page in pages {
      for alias in page.matter.aliases {
        let path = SitePath.redirect(from: alias)
        add(path, .standing, from: page.source.source) { () throws(Diagnostic) in
          try SitePath.check(alias: path, of: page)
        }
      }
    }
    add(SearchIndex.path, .standing, from: SearchIndex.path)
    let sorted = plan.sorted
    let clashes = plan.clashes(sorted: sorted, parts: sorted.byFolder)
    for problem in clashes { problems.add(problem) }
    // Pages of the book that nobody knows yet, and tags of such, have folders too.
    let told = Set(clashes.compactMap { $0.place?.file })
    for asset in assets where !told.contains(asset.source) {
      let path = asset.path.lowercased()
      guard path == TagPages.folder || isOfBook(path) else { continue }
      problems.add(
        Diagnostic(
          .siteDuplicateOutput, .configuration, at: .init(file: asset.source),
          "'\(asset.path)' would be a file, and also a folder of pages that are made", next: "Rename it."))
    }
  }
}

extension SiteTree {
  /// Of names alone: others may name a document, whatever is wrong in it.
  init(_ pages: [SitePage], withUnreadable documents: [SiteDocument]) {
    let named = pages + documents.map { SitePage(listing: $0) }
    self.init(
      documents.isEmpty ? pages : named + Self.missingIndexes(named).map { SitePage(listing: $0) })
  }
}

extension SitePage {
  /// A page as lists know it, whose text is not rendered.
  fileprivate convenience init(listing source: SiteDocument, _ matter: FrontMatter = FrontMatter()) {
    self.init(
      source: source, digest: .none, matter: matter,
      title: matter.title ?? SitePath.humanised(SitePath.name(source.path)), heading: nil,
      summary: matter.description ?? "", headings: [], words: [:], lookups: [], answers: .none,
      shown: SiteDigest.none
    )
  }
}
