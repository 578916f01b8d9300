package import Diagnostics
package import Workspace

/// The prose of all model cards, read before anything is made of it.
package enum CardTexts {
  /// What would keep the site from being built, and warnings of headings that are nearly known.
  package static func problems(_ configuration: Configuration) -> Problems {
    var problems = Problems()
    for name in configuration.models.keys.sorted() {
      guard let prose = ProseLibrary.card(of: name, configuration, &problems) else { continue }
      problems.add(Problems(prose.sections.nearMisses))
    }
    return problems
  }
}
