/// A document as HTML, ready to be put into a page.
package struct RenderedDocument: Sendable, Hashable {
  /// A heading that the table of contents can lead to.
  package struct Heading: Sendable, Hashable {
    package let level: Int
    package let identifier: String
    package let text: String

    package init(level: Int, identifier: String, text: String) {
      self.level = level
      self.identifier = identifier
      self.text = text
    }
  }

  /// The content of the heading of level 1 the document begins with, as HTML; it is not part of the bytes.
  package let title: String?
  /// The same as plain text.
  package let plainTitle: String?
  /// What the page is about, where nothing else says so.
  package let firstParagraph: String?
  /// The HTML.
  package let bytes: [UInt8]
  /// In the order of the text, the title left out.
  package let headings: [Heading]

  /// The HTML as text.
  package var html: String { String(decoding: bytes, as: UTF8.self) }
}
