/// Dates as front matter writes them.
enum PageDate {
  /// True of `1997-11-02` and `1997-11-02T04:00:00Z`.
  static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 10 || bytes.count == 20 else { return false }
    let pattern = Array("dddd-dd-ddTdd:dd:ddZ".utf8.prefix(bytes.count))
    let fits = zip(bytes, pattern).allSatisfy { byte, wanted in
      wanted == UInt8(ascii: "d") ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == wanted
    }
    guard fits else { return false }
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    let (year, month, day) = (numbers[0], numbers[1], numbers[2])
    guard (1...12).contains(month), (1...days(in: month, of: year)).contains(day) else { return false }
    return numbers.count == 3 || (numbers[3] < 24 && numbers[4] < 60 && numbers[5] < 60)
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
