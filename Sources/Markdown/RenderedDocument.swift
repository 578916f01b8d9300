/// A document as HTML, ready to be put into a page.
package struct RenderedDocument: Sendable, Hashable {
  /// A heading that the table of contents can lead to.
  package struct Heading: Sendable, Hashable {
    package let level: Int
    package let identifier: String
    package let text: String
  }

  /// The content of the heading of level 1 the document begins with, as HTML; it is not part of `html`.
  package let title: String?
  package let html: String
  /// In the order of the text, the title left out.
  package let headings: [Heading]
}
