import Markdown

/// The blocks of a mail as HTML, the same for each recipient but for what each message calls its pictures.
struct MailContent: Sendable {
  /// HTML, and behind it the picture that is named there; nil behind the last.
  private let pieces: [(html: ArraySlice<UInt8>, picture: String?)]

  /// - Parameter pictures: By their sources: what the message calls each, and its size.
  init(
    _ document: MailDocument, templates: MailTemplates,
    pictures: [String: (identifier: String, width: Int, height: Int)]
  ) {
    let html = MailHTML.content(
      document, templates: templates,
      pictures: pictures.mapValues {
        .init(contentID: Self.mark($0.identifier), width: $0.width, height: $0.height)
      })
    let marks = Dictionary(
      pictures.values.map { (Array(Self.mark($0.identifier).utf8)[...], $0.identifier) },
      uniquingKeysWith: { $1 })
    var pieces: [(ArraySlice<UInt8>, String?)] = []
    var start = html.startIndex
    var index = start
    while let open = html[index...].firstIndex(of: Self.edge) {
      guard let close = html[(open + 1)...].firstIndex(of: Self.edge) else { break }
      // What is no picture's mark is a report's own text.
      if let picture = marks[html[open...close]] {
        pieces.append((html[start..<open], picture))
        start = close + 1
        index = start
      } else {
        index = close
      }
    }
    self.pieces = pieces + [(html[start...], nil)]
  }

  /// The HTML of one message.
  ///
  /// - Parameter contentID: What the message names a picture by, after `cid:`.
  func html(contentID: (_ identifier: String) -> String) -> [UInt8] {
    var html: [UInt8] = []
    html.reserveCapacity(pieces.reduce(0) { $0 + $1.html.count + 128 })
    for piece in pieces {
      html += piece.html
      if let picture = piece.picture { html += HTMLText.escape(contentID(picture)).utf8 }
    }
    return html
  }

  /// No text of a template holds it.
  private static let edge: UInt8 = 1

  private static func mark(_ identifier: String) -> String { "\u{1}\(identifier)\u{1}" }
}
