import Book
import Charts
import Diagnostics

/// How numbers, times and digests are written on every page.
enum NumberText {
  /// What stands in a table where there is nothing to say.
  static let none = "–"
  static let notRecorded = "not recorded"

  static func count(_ value: Int) -> String { NumberFormat.grouped(value) }

  static func count(_ value: Int?) -> String { value.map(count) ?? none }

  /// A count with its noun: "1 night", "31 nights".
  static func count(_ value: Int, _ noun: String) -> String {
    "\(count(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// Fixed decimals, with a true minus sign.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return none }
    let text = NumberFormat.fixed(value.magnitude, decimals)
    let isZero = !text.utf8.contains { (0x31...0x39).contains($0) }
    return (value < 0 && !isZero ? "−" : "") + text
  }

  /// With its sign, also where it is positive: a change.
  static func signed(_ value: Double, _ decimals: Int) -> String {
    let text = fixed(value, decimals)
    return value > 0 && text.utf8.contains(where: { (0x31...0x39).contains($0) }) ? "+" + text : text
  }

  /// Four significant digits, whatever the size.
  static func value(_ value: Double) -> String {
    value.isFinite ? NumberFormat.number.detailed(value) : none
  }

  static func value(_ value: Double?) -> String { value.map(self.value) ?? none }

  /// Two significant digits: quantiles come from a sketch that is true to about one percent.
  static func rough(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return self.value(value) }
    var unit = 1.0
    while value.magnitude / unit >= 100 { unit *= 10 }
    while value.magnitude / unit < 10, unit > 1e-300 { unit /= 10 }
    let decimals = unit >= 1 ? 0 : NumberText.decimals(unit)
    guard decimals <= 6, value.magnitude < 1e12 else { return self.value(value) }
    return fixed((value / unit).rounded() * unit, decimals)
  }

  private static func decimals(_ unit: Double) -> Int {
    var decimals = 0
    var rest = unit
    while rest < 0.999, decimals < 300 {
      rest *= 10
      decimals += 1
    }
    return decimals
  }

  /// 0.0567 is "5.7%".
  static func percent(_ share: Double, decimals: Int = 1) -> String {
    share.isFinite ? fixed(share * 100, decimals) + "%" : none
  }

  /// How many times as much: "×13.5", "×1,235".
  static func factor(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return none }
    return "×" + fixed(value, value.magnitude < 100 ? 1 : 0)
  }

  /// `0.821 (0.816–0.827)`; with "to" where a bound is negative.
  static func interval(_ value: Double, _ lower: Double?, _ upper: Double?, _ write: (Double) -> String)
    -> String
  {
    guard let bounds = bounds(lower, upper, write) else { return write(value) }
    return "\(write(value)) (\(bounds))"
  }

  static func bounds(_ lower: Double?, _ upper: Double?, _ write: (Double) -> String) -> String? {
    guard let lower, let upper else { return nil }
    return write(lower) + (lower < 0 || upper < 0 ? " to " : "–") + write(upper)
  }

  /// **Units:** seconds.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0 else { return none }
    if seconds < 0.0995 { return fixed(seconds * 1000, seconds < 0.00995 ? 1 : 0) + " ms" }
    if seconds < 99.95 { return fixed(seconds, seconds < 9.995 ? 2 : 1) + " s" }
    let whole = Int(min(seconds, 1e9).rounded())
    return "\(whole / 60) min" + (whole % 60 == 0 ? "" : " \(whole % 60) s")
  }

  /// **Units:** bytes.
  static func size(_ bytes: Int) -> String {
    let size = Double(bytes)
    if bytes < 1024 { return count(bytes, "byte") }
    return bytes < 1 << 20 ? fixed(size / 1024, 1) + " KiB" : fixed(size / 1_048_576, 1) + " MiB"
  }

  /// `2026-11-21T02:15:00Z` as "2026-11-21 02:15 UTC"; anything else as it is.
  static func moment(_ time: String) -> String {
    let bytes = Array(time.utf8)
    guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[19] == UInt8(ascii: "Z") else {
      return time
    }
    return String(decoding: bytes[..<10], as: UTF8.self) + " "
      + String(decoding: bytes[11..<16], as: UTF8.self)
      + " UTC"
  }

  /// The day of a time: of `2026-11-21T02:15:00Z` "2026-11-21".
  static func day(_ time: String) -> String { String(moment(time).prefix { $0 != " " }) }

  /// The first twelve digits of a digest.
  static func short(_ digest: String) -> String {
    digest.utf8.count > 12 ? String(digest.prefix(12)) : digest
  }

  /// A name of the configuration for people: `weekly_revenue` is "Weekly revenue".
  static func title(_ name: String) -> String {
    let words = String(name.map { $0 == "_" ? " " : $0 })
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// Numbers of sentences that other targets make.
  static let inWords = MovementWords.Numbers(
    count: { count($0) }, percent: { percent($0, decimals: $1) }, rough: { rough($0) })

  static func list(_ words: [String]) -> String { listed(words) }
}
