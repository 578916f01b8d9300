/// A vertical line at a day, such as a release.
package struct DayNote: Sendable, Hashable {
  let day: Day
  let label: String

  package init(_ day: Day, _ label: String) {
    self.day = day
    self.label = label
  }

  /// Room above a frame that has notes.
  static let height = 14.0

  /// Lines from top to bottom, labels above the frame; a label that would run into the one before is left out.
  static func draw(
    _ notes: [DayNote], _ frame: Frame, _ days: DayAxis, down to: Double, on canvas: inout Canvas
  ) {
    var end = -Double.infinity
    for note in notes.sorted(by: { ($0.day, $0.label) < ($1.day, $1.label) })
    where note.day >= days.first && note.day <= days.last {
      let x = frame.x(note.day, days)
      canvas.line(x, frame.top - 3, x, to, width: 1, dash: "4 3", opacity: 0.45)
      let text = Typeface.fitted(note.label, to: frame.width * 0.5, size: 11)
      let width = Typeface.width(text, size: 11)
      let start = min(max(x - width / 2, frame.left - 4), canvas.width - width)
      guard start > end + 8 else { continue }
      canvas.text(text, start, frame.top - 7, size: 11, opacity: 0.8)
      end = start + width
    }
  }
}
