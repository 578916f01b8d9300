import Foundation

/// RFC 3339 in UTC, to the millisecond.
enum TimeText {
  /// nil outside the years 1 to 9999.
  ///
  /// **Units:** milliseconds since 1970.
  /// **Source:** days to a date of the Gregorian calendar by eras of 400 years (H. Hinnant,
  /// "chrono-Compatible Low-Level Date Algorithms").
  static func text(milliseconds: Int) -> String? {
    guard (-62_135_596_800_000..<253_402_300_800_000).contains(milliseconds) else { return nil }
    let (days, rest) = floorDivide(milliseconds, 86_400_000)
    let (hour, minute, second, fraction) =
      (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60, rest % 1000)
    let shifted = days + 719_468
    let (era, dayOfEra) = floorDivide(shifted, 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
      + "T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2)).\(padded(fraction, 3))Z"
  }

  private static func floorDivide(_ value: Int, _ by: Int) -> (Int, Int) {
    let rest = (value % by + by) % by
    return ((value - rest) / by, rest)
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
