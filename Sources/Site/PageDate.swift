import Markdown

/// Dates as front matter writes them.
enum PageDate {
  /// True of `1997-11-02` and `1997-11-02T04:00:00Z`.
  static func isValid(_ text: String) -> Bool {
    return text.withBytes { isValid($0) }
  }

  private static let pattern: StaticString = "dddd-dd-ddTdd:dd:ddZ"

  private static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count == 10 || bytes.count == 20 else { return false }
    let zero = UInt8(ascii: "0")
    for (place, byte) in bytes.enumerated() {
      let wanted = pattern.utf8Start[place]
      let fits = wanted == UInt8(ascii: "d") ? (zero...UInt8(ascii: "9")).contains(byte) : byte == wanted
      guard fits else { return false }
    }
    func number(_ places: Range<Int>) -> Int { places.reduce(0) { $0 * 10 + Int(bytes[$1] - zero) } }
    let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
    guard year > 0, (1...12).contains(month), (1...days(in: month, of: year)).contains(day) else {
      return false
    }
    return bytes.count == 10 || (number(11..<13) < 24 && number(14..<16) < 60 && number(17..<19) < 60)
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// As feeds want it.
  ///
  /// **Source:** RFC 3339, section 5.6.
  static func timestamp(_ date: String) -> String {
    date.utf8.count == 10 ? date + "T00:00:00Z" : date
  }
}
