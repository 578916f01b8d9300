package import Diagnostics

/// A place in a text that a number, a chart or a table of the book is put into: `[[metric repurchase@champion auc]]`.
///
/// Between the brackets stand a name, arguments and `key=value` options, set apart by blanks; a value with blanks
/// stands in double quotes. A backslash before the brackets keeps them text, and so does code.
package struct Shortcode: Sendable, Hashable {
  /// What can be asked for.
  package static let names: Set<String> = ["metric", "kpi", "version", "date", "chart", "table"]

  /// What is asked for: `metric`.
  package let name: String
  package let arguments: [String]
  package let options: [String: String]
  /// True where it is a paragraph of its own, so that a figure or a table may take its place.
  package let isAlone: Bool
  /// Where it stands in its file.
  package let place: Diagnostic.Place

  package init(
    name: String, arguments: [String], options: [String: String] = [:], isAlone: Bool, place: Diagnostic.Place
  ) {
    self.name = name
    self.arguments = arguments
    self.options = options
    self.isAlone = isAlone
    self.place = place
  }
}

/// What takes a shortcode's place.
package struct ShortcodeText: Sendable, Hashable {
  /// A file that the text shows.
  package struct File: Sendable, Hashable {
    /// Relative to the site's root.
    package let path: String
    package let bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
      self.path = path
      self.bytes = bytes
    }
  }

  /// Within a line where the shortcode stands in one, else whole blocks.
  package let markdown: String
  package let files: [File]

  package init(markdown: String, files: [File] = []) {
    self.markdown = markdown
    self.files = files
  }
}

/// Who knows what shortcodes stand for: the reports, which read the book.
package protocol ShortcodeSource: Sendable {
  /// The text for a shortcode on a page, whose path is relative to the site's root and ends in `.md`.
  ///
  /// **Throws:** what names nothing, with the shortcode's place and the nearest name.
  func text(for shortcode: Shortcode, on page: String) throws(Diagnostic) -> ShortcodeText
}
