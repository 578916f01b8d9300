/// Addresses and numbers of people where they are not to be read.
package enum AddressMask {
  /// `b…@example.com`, `+49…67`; a channel's name stays as it is.
  package static func shortened(_ recipient: String) -> String {
    if let at = recipient.lastIndex(of: "@") { return recipient.prefix(1) + "…" + recipient[at...] }
    guard recipient.hasPrefix("+"), recipient.count > 6 else { return recipient }
    return recipient.prefix(3) + "…" + recipient.suffix(2)
  }

  /// A text in which a recipient stands, however its letters are written.
  package static func shortened(_ recipient: String, in text: String) -> String {
    let short = shortened(recipient)
    guard short != recipient, !recipient.isEmpty else { return text }
    var result = ""
    var rest = text[...]
    while let found = rest.firstRange(ofLetters: recipient) {
      result += rest[..<found.lowerBound] + short
      rest = rest[found.upperBound...]
    }
    return result + rest
  }
}

extension Substring {
  /// Where a text stands, in large letters or small.
  fileprivate func firstRange(ofLetters text: String) -> Range<Index>? {
    let wanted = text.map { $0.lowercased() }
    var start = startIndex
    while start < endIndex {
      var end = start
      var count = 0
      while count < wanted.count, end < endIndex, self[end].lowercased() == wanted[count] {
        end = index(after: end)
        count += 1
      }
      if count == wanted.count { return start..<end }
      start = index(after: start)
    }
    return nil
  }
}
