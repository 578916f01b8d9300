/// A Markdown document made from the book, and where its page goes.
package struct ReportDocument: Sendable, Hashable {
  /// Relative to the site's root, with `/` and `.md`: `models/repurchase.md`.
  package let path: String
  package let markdown: String
  /// Paragraphs of it that only a reader of the page can follow, each one line.
  let asides: [Aside]

  struct Aside: Sendable, Hashable {
    let markdown: String
    /// It says no more than where to go on, which a link in a mail does, too.
    let isPointer: Bool
  }

  package init(path: String, markdown: String) { self.init(path: path, markdown: markdown, asides: []) }

  init(path: String, markdown: String, asides: [Aside]) {
    self.path = path
    self.markdown = markdown
    self.asides = asides
  }

  /// The same for whoever has no page before them: without commands to run, and without words on what folds.
  ///
  /// - Parameter isPublished: Whether links lead to pages of the site.
  package func mailed(isPublished: Bool) -> ReportDocument {
    let dropped = Set(asides.filter { !($0.isPointer && isPublished) }.map { $0.markdown[...] })
    guard !dropped.isEmpty else { return self }
    let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
    return ReportDocument(
      path: path, markdown: lines.filter { !dropped.contains($0) }.joined(separator: "\n"))
  }
}

/// A page that a person wrote, which may ask for the book's numbers.
package struct ReportText: Sendable, Hashable {
  /// Relative to the site's root, with `/` and `.md`.
  package let path: String
  package let markdown: String
  /// The file that problems name.
  package let file: String

  package init(path: String, markdown: String, file: String) {
    self.path = path
    self.markdown = markdown
    self.file = file
  }
}

/// A file that belongs to a document: a drawing, or the numbers behind it as CSV.
///
/// A figure has three: `NAME.svg`, `NAME.narrow.svg` for a phone, and `NAME.csv`.
package struct ReportAsset: Sendable, Hashable {
  /// Relative to the site's root, with `/`.
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }
}

/// A text of the workspace that pages were made with.
package struct ReportSource: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    case bytes([UInt8])
    case missing
    /// It is there, and could not be read.
    case unreadable
  }

  /// Where it lies.
  package let path: String
  package let content: Content

  package init(path: String, content: Content) {
    self.path = path
    self.content = content
  }
}

/// All pages of a book.
package struct ReportOutput: Sendable, Hashable {
  /// By path.
  package let documents: [ReportDocument]
  /// The texts that were handed over, in their order.
  package let expanded: [ReportDocument]
  /// By path.
  package let assets: [ReportAsset]
  /// By path: every text that was asked for, also what was not there. Beside configuration, book and the texts that
  /// were handed over, nothing else went into the pages.
  package let sources: [ReportSource]

  package init(
    documents: [ReportDocument], expanded: [ReportDocument] = [], assets: [ReportAsset],
    sources: [ReportSource]
  ) {
    self.documents = documents
    self.expanded = expanded
    self.assets = assets
    self.sources = sources
  }
}
