package import Book
package import Diagnostics
import Markdown
import Synchronization
package import Workspace

/// The texts that pages are made with, read before anything is made of them.
package enum TextCheck {
  /// What would keep the site from being built, shortcodes that name nothing among it, and warnings of headings of
  /// cards that are nearly known. Of the book, runs and numbers are read only where a text has a shortcode.
  ///
  /// - Parameters:
  ///   - book: nil where there is none, or none that may be read.
  ///   - pages: Pages that people wrote beside these texts, whose shortcodes are looked at.
  package static func problems(
    _ configuration: Configuration, book: Book?, pages: [ReportText] = []
  ) -> Problems {
    var problems = Problems()
    do throws(Diagnostic) {
      let models = try cards(configuration, book: book).sorted()
      let shortcodes = LateShortcodes(configuration, book)
      let reader = ProseReader(configuration, WorkspaceTexts(root: configuration.root), shortcodes)
      var found = Problems()
      let texts = ProseLibrary(configuration, models: models, reader, &found)
      let expander = ShortcodeExpander(source: shortcodes)
      for page in pages {
        do throws(Problems) {
          _ = try expander.expanded(page.markdown, file: page.file, page: page.path)
        } catch {
          found.add(error)
        }
      }
      // A book that can't be read is told once, and not for each shortcode.
      var told = Set(problems.list)
      for problem in found.list where told.insert(problem).inserted { problems.add(problem) }
      for (_, prose) in texts.models.sorted(by: { $0.key < $1.key }) {
        problems.add(Problems(prose.sections.nearMisses))
      }
    } catch {
      problems.add(error)
    }
    return problems
  }

  /// Paths of the pages that the book's home and cards take the place of, as far as configuration and book tell.
  package static func made(_ configuration: Configuration, book: Book?) throws(Diagnostic) -> Set<String> {
    Set([PagePath.home] + (try cards(configuration, book: book).map(PagePath.model)))
  }

  /// The models that have a card.
  private static func cards(_ configuration: Configuration, book: Book?) throws(Diagnostic) -> Set<String> {
    Set(configuration.models.keys).union(try book?.versions().map(\.model) ?? [])
  }

  /// Pictures that the texts of reports show and that are nowhere in the site, each by the line that a person wrote.
  ///
  /// - Parameters:
  ///   - names: Of the reports.
  ///   - isPicture: Whether the site has a picture of that path.
  package static func pictures(
    ofReports names: some Sequence<String>, in configuration: Configuration,
    isPicture: (_ path: String) -> Bool
  ) -> Problems {
    var problems = Problems()
    var told: Set<Diagnostic> = []
    for report in names.sorted().compactMap({ configuration.reports[$0] }) {
      let page = PagePath.report(report.name)
      for case .text(let path) in report.contents {
        let location = configuration.location(of: path)
        // What else is wrong with a text is told by whoever reads it as one.
        guard let bytes = try? WorkspaceTexts(root: configuration.root).read(location, isExpected: true),
          let document = try? Document(parsing: bytes, file: location)
        else { continue }
        for link in document.links where link.isImage {
          guard let target = PortableDocument.target(link.destination, from: page), !isPicture(target),
            // A chart of the report itself is made with it.
            !target.hasPrefix("reports/figures/\(PagePath.safe(report.name))-")
          else { continue }
          let problem = PortableDocument.missing(link, location)
          if told.insert(problem).inserted { problems.add(problem) }
        }
      }
    }
    return problems
  }
}

/// Shortcodes of a book that is read when the first of them is met.
private final class LateShortcodes: ShortcodeSource {
  private let configuration: Configuration
  private let book: Book?
  private let read = Mutex<Result<BookShortcodes, Diagnostic>?>(nil)

  init(_ configuration: Configuration, _ book: Book?) {
    self.configuration = configuration
    self.book = book
  }

  func text(for shortcode: Shortcode, on page: String) throws(Diagnostic) -> ShortcodeText {
    let shortcodes = read.withLock { read in
      if let read { return read }
      let found = Result { () throws(Diagnostic) in
        BookShortcodes(snapshot: try BookSnapshot(configuration, book))
      }
      read = found
      return found
    }
    return try shortcodes.get().text(for: shortcode, on: page)
  }
}
