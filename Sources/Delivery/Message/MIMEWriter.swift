/// Writes headers and bodies of parts one behind the other.
struct MIMEWriter {
  private(set) var bytes: [UInt8] = []

  /// - Parameter value: ASCII on one line.
  mutating func header(_ name: String, _ value: String) { bytes += HeaderText.folded(name, value).utf8 }

  /// Text as quoted-printable, with its headers.
  mutating func text(_ type: String, _ text: String) {
    header("Content-Type", "\(type); charset=utf-8")
    header("Content-Transfer-Encoding", "quoted-printable")
    end()
    bytes += QuotedPrintable.encoded(text)
  }

  /// A file in base 64, with its headers.
  mutating func file(_ type: String, _ disposition: String, _ name: String, _ content: [UInt8]) {
    header("Content-Type", type)
    header(
      "Content-Disposition",
      ([disposition] + HeaderText.parameter("filename", name)).joined(separator: "; "))
    header("Content-Transfer-Encoding", "base64")
    end()
    bytes += Base64.lines(content)
  }

  /// Parts between boundaries. A boundary begins with `=_`, which stands in no quoted-printable text and in no base 64.
  mutating func multipart(_ kind: String, _ parameters: [String] = [], _ parts: (inout Parts) -> Void) {
    let boundary = "=_\(kind)"
    header(
      "Content-Type",
      (["multipart/\(kind)"] + parameters + ["boundary=\"\(boundary)\""]).joined(separator: "; "))
    end()
    var inner = Parts(boundary: boundary)
    parts(&inner)
    bytes += inner.bytes
    bytes += "--\(boundary)--\r\n".utf8
  }

  /// The headers are done.
  private mutating func end() { bytes += [0x0D, 0x0A] }

  /// The parts of a multipart body.
  struct Parts {
    let boundary: String
    fileprivate(set) var bytes: [UInt8] = []

    mutating func part(_ body: (inout MIMEWriter) -> Void) {
      var writer = MIMEWriter()
      body(&writer)
      bytes += "--\(boundary)\r\n".utf8
      bytes += writer.bytes
    }
  }
}
