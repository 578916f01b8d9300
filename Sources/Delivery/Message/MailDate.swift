/// Points in time as mail tells them.
enum MailDate {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `Mon, 30 Nov 2026 07:30:00 +0000`. **Source:** RFC 5322, 3.3.
  static func text(_ seconds: Int64) -> String {
    let day = Int(seconds.quotient(flooringBy: 86_400))
    let second = Int(seconds) - day * 86_400
    let (year, month, dayOfMonth) = date(day)
    let time = [second / 3600, second / 60 % 60, second % 60].map(padded).joined(separator: ":")
    return "\(days[((day % 7) + 7) % 7]), \(padded(dayOfMonth)) \(months[month - 1]) \(year) \(time) +0000"
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// The date of a day since 1970 in the Gregorian calendar, by years that begin in March.
  private static func date(_ day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100)
    let month = (5 * dayOfYear + 2) / 153
    let isAfterDecember = month >= 10
    return (
      year + era * 400 + (isAfterDecember ? 1 : 0), isAfterDecember ? month - 9 : month + 3,
      dayOfYear - (153 * month + 2) / 5 + 1
    )
  }
}

extension Int64 {
  /// The quotient rounded down, also below zero.
  fileprivate func quotient(flooringBy divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
