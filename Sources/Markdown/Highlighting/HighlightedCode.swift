/// A code block's text as HTML, its parts in `span`s whose class names what they are.
package enum HighlightedCode {
  /// Blocks longer than this many bytes stay plain: nobody reads them part by part.
  static let longest = 1 << 20

  /// **Shape:** without its tags the HTML is the escaped text, byte for byte.
  package static func html(of text: String, language: CodeLanguage) -> String {
    let bytes = Array(text.utf8)
    guard bytes.count <= longest else { return HTMLText.escape(text) }
    var html = ""
    html.reserveCapacity(bytes.count * 2)
    var position = 0
    for token in language.tokens(in: bytes) {
      append(bytes[position..<token.range.lowerBound], to: &html)
      html += "<span class=\"\(token.kind.rawValue)\">"
      append(bytes[token.range], to: &html)
      html += "</span>"
      position = token.range.upperBound
    }
    append(bytes[position...], to: &html)
    return html
  }

  private static func append(_ bytes: ArraySlice<UInt8>, to html: inout String) {
    html += HTMLText.escape(String(decoding: bytes, as: UTF8.self))
  }
}
