/// The 512 bytes before a file in a POSIX ustar archive, as a bundle writes them.
///
/// **Source:** POSIX.1-2017, pax, "ustar Interchange Format".
enum UstarHeader {
  static let size = 512
  /// The largest file that eleven octal digits can count; a bundle allows far less.
  static let largestFile = 0o77777777777

  /// What stands in a header that is not a plain file's, by its type flag.
  static func kind(_ flag: UInt8) -> String {
    switch flag {
    case 0x31: "a hard link"
    case 0x32: "a symbolic link"
    case 0x33, 0x34: "a device"
    case 0x35: "a directory"
    case 0x36: "a named pipe"
    case 0x4C, 0x4B: "a long name of GNU tar"
    case 0x53: "a sparse file of GNU tar"
    case 0x78, 0x67: "an extended header of pax"
    default: "an entry of an unknown type"
    }
  }

  /// Whether 512 bytes start like an archive of any tar since 1988.
  static func hasMagic(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
    bytes.count >= size && bytes.dropFirst(257).starts(with: "ustar".utf8)
  }

  /// **Shape:** 512 bytes; nil for a name or a size that a header has no room for.
  static func bytes(name: String, size: Int) -> [UInt8]? {
    guard size <= largestFile, let (prefix, rest) = split(Array(name.utf8)) else { return nil }
    var header = [UInt8](repeating: 0, count: UstarHeader.size)
    func put(_ text: some Sequence<UInt8>, at start: Int) {
      for (offset, byte) in text.enumerated() { header[start + offset] = byte }
    }
    put(rest, at: 0)
    put("0000644".utf8, at: 100)
    put("0000000".utf8, at: 108)
    put("0000000".utf8, at: 116)
    put(octal(size, digits: 11), at: 124)
    put("00000000000".utf8, at: 136)
    put("0".utf8, at: 156)
    put("ustar\u{0}00".utf8, at: 257)
    put("0000000".utf8, at: 329)
    put("0000000".utf8, at: 337)
    put(prefix, at: 345)
    put(octal(checksum(header), digits: 6), at: 148)
    header[155] = 0x20
    return header
  }

  /// The sum over all bytes, its own eight counted as blanks.
  static func checksum(_ header: some Collection<UInt8>) -> Int {
    var sum = 0
    for (index, byte) in header.enumerated() { sum += (148..<156).contains(index) ? 0x20 : Int(byte) }
    return sum
  }

  /// The number in an octal field that ends with NUL or a blank; nil for anything else.
  static func number(_ field: some Collection<UInt8>) -> Int? {
    var value = 0
    var digits = 0
    for byte in field {
      if byte == 0 || byte == 0x20 { break }
      guard byte &- 0x30 < 8, digits < 12 else { return nil }
      value = value << 3 | Int(byte &- 0x30)
      digits += 1
    }
    return digits == 0 ? nil : value
  }

  /// The text of a field up to its first NUL.
  static func text(_ field: some Collection<UInt8>) -> some Collection<UInt8> { field.prefix { $0 != 0 } }

  private static func octal(_ number: Int, digits: Int) -> [UInt8] {
    let text = Array(String(number, radix: 8).utf8)
    return [UInt8](repeating: 0x30, count: max(digits - text.count, 0)) + text
  }

  /// The name's two fields: whole where 100 bytes hold it, else cut at the first `/` that leaves so many.
  private static func split(_ name: [UInt8]) -> (prefix: ArraySlice<UInt8>, name: ArraySlice<UInt8>)? {
    if name.count <= 100 { return ([], name[...]) }
    guard name.count <= 256 else { return nil }
    guard let slash = name[max(name.count - 101, 1)...].firstIndex(of: 0x2F), slash <= 155,
      slash < name.count - 1
    else { return nil }
    return (name[..<slash], name[(slash + 1)...])
  }
}
