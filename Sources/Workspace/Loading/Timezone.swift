package import Diagnostics
import Foundation

extension ValueParser where Value == String {
  /// IANA name of a zone.
  static var timezone: ValueParser {
    ValueParser(expected: "the IANA name of a time zone such as UTC or Europe/Berlin") {
      text throws(ValueMismatch) in
      // UTC needs no look into the zones' data, which takes milliseconds.
      if text == "UTC" { return text }
      let isShaped = text.utf8.allSatisfy {
        (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
          || [0x2B, 0x2D, 0x2F, 0x5F].contains($0)
      }
      if isShaped, text.contains("/"), TimeZone(identifier: text) != nil { return text }
      let nearest = nearestName(to: text, among: TimeZone.knownTimeZoneIdentifiers)
      throw ValueMismatch(next: nearest.map { "Did you mean \(quoted($0))?" })
    }
  }
}

extension CalendarDate {
  /// The day that it is in a time zone at a moment.
  ///
  /// - Parameters:
  ///   - timezone: An IANA name that the configuration has checked.
  ///   - now: Seconds since 1970-01-01T00:00:00Z.
  /// **Throws:** for a zone that this machine does not know.
  package static func today(in timezone: String, now: Double) throws(Diagnostic) -> CalendarDate {
    var offset = 0
    if timezone != "UTC" {
      guard let zone = TimeZone(identifier: timezone) else {
        throw Diagnostic(
          .workspaceDates, .configuration, "time zone \(quoted(timezone)) is not known on this machine",
          expected: "an IANA name such as Europe/Berlin")
      }
      offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: now))
    }
    return CalendarDate(daysSinceEpoch: Int(((now + Double(offset)) / 86_400).rounded(.down)))
  }
}
