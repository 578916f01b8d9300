/// Ticks of a time axis: days, weeks, months, quarters or years, whichever fit.
struct DateTicks {
  struct Tick: Equatable {
    let day: Day
    let label: String
    /// The year, below the first label and wherever it changes.
    let year: String?
  }

  let ticks: [Tick]

  /// The finest division whose labels don't touch on an axis of this many pixels.
  init(from first: Day, to last: Day, spacing: Int = 1, room: Double) {
    let span = Double(max(1, last.number - first.number))
    func fits(_ ticks: [Tick]) -> Bool {
      for (a, b) in zip(ticks, ticks.dropFirst()) {
        let gap = Double(b.day.number - a.day.number) / span * room
        let width = { (tick: Tick) in
          max(Typeface.width(tick.label, size: 11), tick.year.map { Typeface.width($0, size: 11) } ?? 0)
        }
        if gap < (width(a) + width(b)) / 2 + 8 { return false }
      }
      return Double(ticks.count) <= max(2, room / 44)
    }
    for days in [1, 2, 7, 14] where days >= min(spacing, 7) {
      // Steps of whole weeks from the first day, so that weekly data has its ticks on its own points.
      guard span / Double(days) <= 40 else { continue }
      var ticks: [Tick] = []
      var year = Int.min
      for number in stride(from: first.number, through: last.number, by: days) {
        let day = Day(number: number)
        let parts = day.parts
        ticks.append(
          Tick(
            day: day, label: "\(parts.day) \(Self.months[parts.month - 1])",
            year: parts.year == year ? nil : String(parts.year)))
        year = parts.year
      }
      if fits(ticks) {
        self.ticks = ticks
        return
      }
    }
    for step in [1, 2, 3, 6] {
      let ticks = Self.months(from: first, to: last, step: step)
      if ticks.count >= 2, fits(ticks) {
        self.ticks = ticks
        return
      }
    }
    for step in [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] {
      let start = first.parts.year - 1
      var ticks: [Tick] = []
      for year in start...(last.parts.year) where year % step == 0 {
        let day = Day.first(year: year, month: 1)
        if day >= first, day <= last { ticks.append(Tick(day: day, label: String(year), year: nil)) }
      }
      if ticks.count >= 2, fits(ticks) {
        self.ticks = ticks
        return
      }
    }
    // Too short for two months and too narrow for days: the ends alone.
    let ends = first == last ? [first] : [first, last]
    ticks = ends.map { day in
      let parts = day.parts
      return Tick(
        day: day, label: "\(parts.day) \(Self.months[parts.month - 1])",
        year: day == first || parts.year != first.parts.year ? String(parts.year) : nil)
    }
  }

  private static func months(from first: Day, to last: Day, step: Int) -> [Tick] {
    var ticks: [Tick] = []
    var shown = Int.min
    let start = first.parts
    guard (last.parts.year - start.year) * 12 / step <= 60 else { return [] }
    var month = (start.month - 1) / step * step + 1
    while true {
      let day = Day.first(year: start.year, month: month)
      month += step
      if day > last { return ticks }
      if day < first { continue }
      let parts = day.parts
      ticks.append(
        Tick(
          day: day, label: months[parts.month - 1], year: parts.year == shown ? nil : String(parts.year)))
      shown = parts.year
    }
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
