package import Diagnostics

extension Diagnostic.Identifier {
  package static let templateWithoutContent = Self("template-without-content")
}

/// What a template must write wherever else it is changed: without it every page would be empty, and nothing would say
/// so.
enum TemplateDemands {
  private struct Demand {
    let template: String
    let variable: String
    /// As HTML: escaped, it would be told as code.
    let isHTML: Bool
    let what: String
  }

  private static let demands = [
    Demand(template: "page.mustache", variable: "content", isHTML: true, what: "the text of pages"),
    Demand(template: "single.mustache", variable: "content", isHTML: true, what: "the text of the page"),
    Demand(
      template: "redirect.mustache", variable: "target", isHTML: false,
      what: "the address that a moved page is found at"),
  ]

  /// - Parameters:
  ///   - texts: All templates, by file name; none includes itself.
  ///   - places: Where those of a workspace were read. The program's own write what they must.
  static func problems(of texts: [String: String], places: [String: String]) -> Problems {
    var problems = Problems()
    for demand in demands {
      var files: [String] = []
      guard !isMet(demand, in: demand.template, of: texts, &files) else { continue }
      let own = files.compactMap { places[$0] }
      let form = demand.isHTML ? "{{{\(demand.variable)}}}" : "{{\(demand.variable)}}"
      problems.add(
        Diagnostic(
          .templateWithoutContent, .configuration, at: .init(file: own.first ?? demand.template),
          "the template does not write \(demand.what)",
          expected: "\(form) in it, or in a partial that it includes",
          found: texts[demand.template]?.contains { !$0.isWhitespace } == true ? nil : "nothing but blanks",
          next: "Begin with a copy of the program's own '\(demand.template)', or remove the file."))
    }
    return problems
  }

  /// - Parameter files: Those that were looked through, the template itself first.
  private static func isMet(
    _ demand: Demand, in name: String, of texts: [String: String], _ files: inout [String]
  ) -> Bool {
    files.append(name)
    var partials: [String] = []
    for tag in TemplateTags.tags(in: texts[name] ?? "") {
      switch tag.kind {
      case ">": partials.append(tag.name + ".mustache")
      case "{", "&": if tag.name == demand.variable { return true }
      case " ": if tag.name == demand.variable, !demand.isHTML { return true }
      default: continue
      }
    }
    return partials.contains { isMet(demand, in: $0, of: texts, &files) }
  }
}
