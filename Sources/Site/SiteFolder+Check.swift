package import Diagnostics
import Markdown

extension SiteFolder {
  /// What would keep a site from being built of these documents and assets, as far as each tells by itself: names,
  /// text, front matter, and what goes to the same place. Nothing is rendered, and nothing is written.
  ///
  /// - Parameters:
  ///   - baseURL: where the site will stand.
  ///   - made: paths of documents that pages of the book take the place of, so that only their text is looked at.
  /// - Returns: the problems, and the paths of the documents that can't be read.
  package func problems(
    baseURL: String?, made: Set<String> = []
  ) -> (problems: Problems, unreadable: Set<String>) {
    var problems = Problems()
    _ = problems.gather { () throws(Problems) in try BaseURL(baseURL) }
    let documents = documents.filter { !made.contains($0.path) }
    let read = SiteWorkers.map(documents, threads: SiteWorkers.processors) { document in
      Result { () throws(Problems) in try PageReader.parsed(document).matter }
    }
    var unreadable: Set<String> = []
    var plan = SitePlan(count: 2 * documents.count + assets.count)
    for asset in assets {
      do throws(Diagnostic) {
        try SitePath.check(asset.path, source: asset.source)
        plan.add(asset.path, .none, .standing, from: asset.source, &problems)
      } catch {
        problems.add(error)
      }
    }
    var aliases: [(alias: String, source: String)] = []
    for (document, result) in zip(documents, read) {
      switch result {
      case .success(let matter):
        if matter.isDraft { continue }
        if !matter.navigation.isEmpty, SitePath.name(document.path) != "index.md" {
          problems.add(SiteTree.uselessOrder(of: document, line: matter.navigationLine))
        }
        plan.add(LinkTarget.pagePath(document.path), .none, .page(0), from: document.source, &problems)
        plan.add(document.path, .none, .standing, from: document.source, &problems)
        aliases += matter.aliases.map { ($0, document.source) }
      case .failure(let found):
        unreadable.insert(document.path)
        problems.add(found)
      }
    }
    for (alias, source) in aliases {
      let path = SitePath.redirect(from: alias)
      do throws(Diagnostic) {
        try SitePath.check(path, source: source)
        plan.add(path, .none, .standing, from: source, &problems)
      } catch {
        problems.add(error)
      }
    }
    return (problems, unreadable)
  }
}
