import Book
import Diagnostics
import Markdown
import Reports
import Site
import Workspace

/// All that people wrote for pages, read as the site's build reads it: what would end a night with its last step is told
/// before the first. Where it meets pages of the book, only those are known here that the configuration names; what it
/// does with those of runs and of names that the book alone knows is told by the build, and so is the order of pages in
/// the folders that they stand in.
struct ProseCheck {
  let session: Session

  init(_ session: Session) { self.session = session }

  /// - Parameter book: nil where there is none, or none that may be read.
  func problems(_ book: Book?) -> Problems {
    var problems = Problems()
    var asking: [ReportText] = []
    do throws(Problems) {
      asking = try pages(book, &problems)
    } catch {
      problems.add(error)
    }
    let told = Set(problems.list)
    let texts = TextCheck.problems(session.configuration, book: book, pages: asking)
    // A text of a report may be a page, too.
    problems.add(Problems(texts.list.filter { !told.contains($0) }))
    return problems
  }

  /// The pages that have a shortcode, with their texts.
  private func pages(_ book: Book?, _ problems: inout Problems) throws(Problems) -> [ReportText] {
    let configuration = session.configuration
    let prose = configuration.location(of: "site")
    var written = try SiteFolder(
      reading: prose, name: prose, trusted: Set(configuration.site.trustedPages))
    problems.add(written.leftOut)
    // A book that can't be read is told with the texts.
    let made = (try? TextCheck.made(configuration, book: book)) ?? []
    let planned = PlannedPages.paths(configuration)
    do throws(Problems) {
      try session.refuse(pages: written.documents, madeAlso: made.union(planned))
    } catch {
      problems.add(error)
    }
    let (found, unreadable) = written.problems(
      baseURL: configuration.site.baseURL, made: made, planned: planned, isOfBook: PlannedPages.isOfBook)
    problems.add(found)
    let asking = try written.documents(holding: "[[") {
      made.contains($0.path) || unreadable.contains($0.path)
    }
    return asking.filter { ShortcodeExpander.isAsking($0.text, file: $0.document.source) }.map {
      ReportText(path: $0.document.path, markdown: $0.text, file: $0.document.source)
    }
  }
}
