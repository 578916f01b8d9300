import Book
import Charts
import Markdown

/// The last nights of all jobs, a line for each.
struct NightsSection {
  let snapshot: BookSnapshot

  /// Days across: what a screen shows at once.
  static let days = 31
  /// Jobs that the drawing bears; those with trouble come first.
  let most: Int

  /// Whether there was anything to draw.
  @discardableResult
  func draw(on page: inout PageWriter) -> Bool {
    guard let newest = snapshot.newestDate else { return false }
    let lines = snapshot.jobNames.compactMap { job -> (name: String, nights: [CalendarChart.Night])? in
      let nights = snapshot.nights(of: job).nights
      return nights.isEmpty ? nil : (job, nights)
    }
    guard !lines.isEmpty else { return false }
    let first = Day(number: newest.number - Self.days + 1)
    func isTroubled(_ nights: [CalendarChart.Night]) -> Bool {
      nights.contains { $0.day >= first && ($0.state.isBad || $0.state == .warned) }
    }
    let shown =
      lines.count <= most
      ? lines
      : Array(
        (lines.filter { isTroubled($0.nights) } + lines.filter { !isTroubled($0.nights) }).prefix(most))
    page.figure(
      CalendarChart(title: "The last nights", jobs: shown, from: first, to: newest), "nights",
      caption: "What became of each night from \(first.iso) to \(newest.iso)."
        + (shown.count < lines.count
          ? " \(shown.count) of \(lines.count) jobs, those with trouble first." : ""))
    return true
  }
}
