/// What stands above a plot: the title of its value axis, then the signs of its series, in as many lines as
/// they need.
struct Legend {
  enum Sign {
    case line(Int, marker: Bool)
    case bar(Int)
    case outline(Int)
    case reference(Int)
    case spot(Int)
    /// The marker of a series alone.
    case mark(Int)
    /// A grey line that is there to be compared with.
    case shade
    case state(CalendarChart.State)
    /// An ink's position and strength, and the sign on it.
    case cell((Int, Double), StateSign?)
  }

  struct Entry {
    let sign: Sign
    let label: String
  }

  private let axis: String
  private let rows: [[(entry: Entry, x: Double, room: Double)]]
  /// Units from the upper edge to where the plot may begin.
  let height: Double

  init(axis: String, entries: [Entry], width: Double) {
    self.axis = Typeface.fitted(axis, to: width - 8)
    var rows: [[(entry: Entry, x: Double, room: Double)]] = []
    var x = 0.0
    for entry in entries {
      let need = min(28 + Typeface.width(entry.label), width - 4)
      if rows.isEmpty || x + need > width - 4 {
        rows.append([])
        x = 0
      }
      rows[rows.count - 1].append((entry, x, need - 28))
      x += need + 18
    }
    self.rows = rows
    height = (axis.isEmpty ? 0 : 18) + Double(rows.count) * 18 + 8
  }

  func draw(on canvas: inout Canvas) {
    var y = 13.0
    if !axis.isEmpty {
      canvas.text(axis, 0, y, size: 12, opacity: 0.75)
      y += 18
    }
    for row in rows {
      for item in row {
        draw(item.entry.sign, item.x, y - 4, on: &canvas)
        canvas.text(Typeface.fitted(item.entry.label, to: item.room + 1), item.x + 27, y)
      }
      y += 18
    }
  }

  private func draw(_ sign: Sign, _ x: Double, _ y: Double, on canvas: inout Canvas) {
    switch sign {
    case .line(let index, let marker):
      let paint = Palette.series(index)
      canvas.line(x, y, x + 22, y, paint: paint, width: 2, dash: Stroke.dash(index))
      if marker { canvas.marker(index, x + 11, y, paint: paint) }
    case .bar(let index): canvas.rectangle(x + 6, y - 5, 12, 10, paint: Palette.series(index), opacity: 0.85)
    case .outline(let index):
      canvas.stroke(
        Canvas.path([
          (x + 2, y + 4), (x + 2, y - 1), (x + 11, y - 1), (x + 11, y - 5), (x + 20, y - 5), (x + 20, y + 4),
        ]),
        paint: Palette.series(index), width: 2)
    case .reference(let index):
      canvas.line(x, y, x + 22, y, dash: Stroke.reference(index), opacity: 0.7)
    case .spot(let index): canvas.marker(3, x + 11, y, paint: Palette.paint(index), radius: 4)
    case .shade: canvas.line(x, y, x + 22, y, width: 1.5, opacity: 0.35)
    case .state(let state): CalendarChart.draw(state, x + 4, y - 7, 14, 14, on: &canvas)
    case .cell(let ink, let sign):
      canvas.rectangle(x + 4, y - 7, 14, 14, paint: Palette.paint(ink.0), opacity: ink.1)
      sign?.draw(x + 11, y, size: 8, paint: "currentColor", on: &canvas)
    case .mark(let index): canvas.marker(index, x + 11, y, paint: Palette.series(index), radius: 4)
    }
  }
}

/// Dash patterns: the second sign beside colour.
enum Stroke {
  static func reference(_ index: Int = 0) -> String { ["2 3", "8 3", "8 3 2 3", "1 5"][index % 4] }

  static func dash(_ index: Int) -> String? { [nil, "7 4", "2 3", "9 3 2 3", "4 2", "12 4"][index % 6] }
}
