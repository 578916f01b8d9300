/// Where a link of a document may lead; everything else is refused.
package enum LinkTarget: Sendable, Hashable {
  /// http or https, whole.
  case web(String)
  case mail(String)
  /// A path inside the site, from the page or, with a leading `/`, from the root; and what follows `#`.
  case local(path: String, fragment: String?)
  /// A place on the same page.
  case fragment(String)
  /// A scheme we don't follow, or an address that names another host without a scheme.
  case refused

  /// Reads a destination as a browser would: blanks at the ends and control characters anywhere don't count.
  ///
  /// **Source:** WHATWG URL, basic URL parser, steps 1 to 3 and the scheme start state.
  package init(_ destination: String) {
    if let plain = Self.plain(destination) {
      self = plain
      return
    }
    var scalars = Array(destination.unicodeScalars.filter { $0.value > 0x1F && $0.value != 0x7F })[...]
    while scalars.first == " " { scalars.removeFirst() }
    while scalars.last == " " { scalars.removeLast() }
    let address = String(String.UnicodeScalarView(scalars))

    if let scheme = Self.scheme(of: scalars) {
      switch scheme {
      case "http", "https": self = .web(address)
      case "mailto": self = .mail(address)
      default: self = .refused
      }
    } else if Self.namesHost(scalars) {
      self = .refused
    } else if scalars.first == "#" {
      self = .fragment(String(address.dropFirst()))
    } else if let mark = address.firstIndex(of: "#") {
      self = .local(path: String(address[..<mark]), fragment: String(address[address.index(after: mark)...]))
    } else {
      self = .local(path: address, fragment: nil)
    }
  }

  /// The same for what most pages hold: ASCII that nothing has to be taken out of, so that a character is a byte. Nil
  /// for all else.
  private static func plain(_ destination: String) -> LinkTarget? {
    let form = destination.withBytes { PlainForm($0) }
    switch form {
    case nil: return nil
    case .web: return .web(destination)
    case .mail: return .mail(destination)
    case .refused: return .refused
    case .path: return .local(path: destination, fragment: nil)
    case .fragment: return .fragment(String(Substring(destination.utf8.dropFirst())))
    case .pathWithFragment(let mark):
      let bytes = destination.utf8
      let mark = bytes.index(bytes.startIndex, offsetBy: mark)
      return .local(
        path: String(destination[..<mark]), fragment: String(destination[bytes.index(after: mark)...]))
    }
  }

  /// What the bytes of a plain destination are.
  private enum PlainForm {
    case web, mail, refused, path, fragment
    case pathWithFragment(mark: Int)

    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
      guard let first = bytes.first else { return nil }
      var colon: Int?
      var mark: Int?
      for (place, byte) in bytes.enumerated() {
        guard 0x21...0x7E ~= byte else { return nil }
        if byte == UInt8(ascii: ":"), colon == nil { colon = place }
        if byte == UInt8(ascii: "#"), mark == nil { mark = place }
      }
      if let colon, Self.isLetter(first), bytes[..<colon].allSatisfy(Self.isOfScheme) {
        self = .ofScheme(bytes[..<colon])
      } else if bytes.count >= 2, Self.isSlash(first), Self.isSlash(bytes[1]) {
        self = .refused
      } else if mark == 0 {
        self = .fragment
      } else {
        self = mark.map { .pathWithFragment(mark: $0) } ?? .path
      }
    }

    private static func ofScheme(_ scheme: Slice<UnsafeBufferPointer<UInt8>>) -> Self {
      let lowered = scheme.lazy.map { $0 | 0x20 }
      if lowered.elementsEqual("http".utf8) || lowered.elementsEqual("https".utf8) { return .web }
      return lowered.elementsEqual("mailto".utf8) ? .mail : .refused
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isOfScheme(_ byte: UInt8) -> Bool {
      isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "+")
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private static func isSlash(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\")
    }
  }

  private static func scheme(of scalars: ArraySlice<Unicode.Scalar>) -> String? {
    guard let colon = scalars.firstIndex(of: ":"), let first = scalars.first, first.isASCII,
      first.properties.isAlphabetic
    else { return nil }
    let name = scalars[..<colon]
    let isScheme = name.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "+-.".unicodeScalars.contains($0))
    }
    return isScheme ? name.map { String($0) }.joined().lowercased() : nil
  }

  private static func namesHost(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    let slashes: Set<Unicode.Scalar> = ["/", "\\"]
    return scalars.prefix(2).count == 2 && scalars.prefix(2).allSatisfy { slashes.contains($0) }
  }

  /// The page an address of a Markdown file is rendered to: `.md` becomes `.html`.
  package static func pagePath(_ path: String) -> String {
    return path.withBytes { bytes -> String? in
      guard bytes.count >= 3, bytes.suffix(3).elementsEqual(".md".utf8) else { return nil }
      return String(unsafeUninitializedCapacity: bytes.count + 2) { page in
        let end = page.update(fromContentsOf: bytes.dropLast(2))
        return page[end...].update(fromContentsOf: "html".utf8)
      }
    } ?? path
  }
}
