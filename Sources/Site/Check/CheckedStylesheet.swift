import Diagnostics
import Markdown

/// A style sheet of a finished site, and what it loads that is not there or lies elsewhere.
struct CheckedStylesheet {
  /// In the site.
  let path: String
  /// How a person knows it: the file in their own folder, or the template that it is made of.
  let source: String
  let addresses: [StylesheetScanner.Address]

  func problems(files: Set<String>) -> [Diagnostic] {
    addresses.compactMap { address in
      let place = Diagnostic.Place(file: source, line: address.line)
      if address.text.hasPrefix("#") || Self.isInline(address.text) { return nil }
      guard case .local(let target, _) = LinkTarget(address.text) else {
        return Diagnostic(
          .siteExternalResource, at: place, "the style sheet loads '\(address.text)' from elsewhere",
          expected: "a file of the site", next: "Put the file into the site; pages make no request to others."
        )
      }
      if let file = SitePath.resolve(target, from: path), files.contains(file), !target.hasPrefix("/") {
        return nil
      }
      return Diagnostic(
        .siteBrokenLink, at: place,
        "the file '\(address.text)', which the style sheet loads, is not in the site",
        expected: "a path from '\(path)'", next: "Put the file there, or mend the path.")
    }
  }

  private static func isInline(_ address: String) -> Bool { address.lowercased().hasPrefix("data:") }
}
