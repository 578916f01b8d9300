package import Book
package import Diagnostics
package import Workspace

/// The texts that pages are made with, read before anything is made of them.
package enum TextCheck {
  /// What would keep the site from being built, shortcodes that name nothing among it, and warnings of headings of
  /// cards that are nearly known.
  ///
  /// - Parameter book: nil where there is none, or none that may be read.
  package static func problems(_ configuration: Configuration, book: Book?) -> Problems {
    var problems = Problems()
    do throws(Diagnostic) {
      let texts = ProseLibrary(try BookSnapshot(configuration, book), &problems)
      for (_, prose) in texts.models.sorted(by: { $0.key < $1.key }) {
        problems.add(Problems(prose.sections.nearMisses))
      }
    } catch {
      problems.add(error)
    }
    return problems
  }
}
