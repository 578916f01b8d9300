/// One SVG drawing, to be put into a page or to stand in a file of its own.
package struct Drawing: Sendable, Hashable {
  /// Size of the view box, in units of one pixel at natural size.
  package let width: Int
  package let height: Int
  private let identifier: String
  private let title: String
  private let description: String
  private let body: String

  init(_ canvas: Canvas, title: String, description: String) {
    width = Int(canvas.width)
    height = Int(canvas.height)
    identifier = canvas.identifier
    body = canvas.body
    self.title = title
    self.description = description
  }

  /// Markup for an HTML page: it takes its width from the page, its text colour from `color`, and its palette
  /// from the page's custom properties where they are set (see `Palette.styleSheet`).
  package var inline: String { document(attributes: "", style: "") }

  /// An `.svg` file for `<img>`: sized, and with its own light and dark palette.
  package var standalone: String {
    document(
      attributes: #" width="\#(width)" height="\#(height)""#,
      style: "<style>" + Palette.styleSheet(selector: "svg") + "</style>")
  }

  /// An `.svg` file in fixed colours on white, for programs that don't know custom properties.
  package var flat: String {
    var text = document(attributes: ##" width="\##(width)" height="\##(height)" color="#1c1e21""##, style: "")
    for ink in Palette.inks {
      text = text.substituting("var(--chart-\(ink.name), \(ink.light))", by: ink.light)
    }
    return text
  }

  private func document(attributes: String, style: String) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)"\(attributes) role="img" \
    aria-labelledby="\(identifier)-title \(identifier)-desc" font-family="\(Typeface.family)" \
    font-size="12" fill="currentColor">
    <title id="\(identifier)-title">\(Canvas.escaped(title))</title>
    <desc id="\(identifier)-desc">\(Canvas.escaped(description))</desc>
    \(style)\(style.isEmpty ? "" : "\n")\(body)</svg>

    """
  }
}

extension String {
  /// This text with each occurrence of another replaced, by bytes and without Foundation.
  fileprivate func substituting(_ old: String, by new: String) -> String {
    let source = Array(utf8)
    let pattern = Array(old.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(source.count)
    var position = 0
    while position < source.count {
      if source[position] == pattern[0], source[position...].starts(with: pattern) {
        result.append(contentsOf: new.utf8)
        position += pattern.count
      } else {
        result.append(source[position])
        position += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
