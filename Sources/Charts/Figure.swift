/// A chart as it goes onto a page: words, two drawings of the same data, and the data itself.
package struct Figure: Sendable, Hashable {
  /// What the chart shows, in a few words: the caption, and the drawing's accessible name.
  package let title: String
  /// What a person who can't see it should know: the drawing's accessible description.
  package let description: String
  /// For a column of text on a desk: 680 units wide, to be shown at about that many pixels.
  package let wide: Drawing
  /// For a phone: 360 units wide, so that its letters keep their size.
  package let narrow: Drawing
  package let table: DataTable
  package let csv: DataTable

  /// The drawing for a page's text column, as markup inside an HTML page.
  package var svg: String { wide.inline }
}

/// The data of a figure, for a table under it and for its CSV.
package struct DataTable: Sendable, Hashable {
  package struct Cell: Sendable, Hashable {
    /// For people: rounded, with units and separators.
    package let text: String
    /// For machines: a plain number at full precision, an ISO date, or the same text.
    package let exact: String
    package let isNumber: Bool
  }

  package let header: [String]
  /// **Shape:** each row has a cell for each header. **Missing values:** both texts empty.
  package let rows: [[Cell]]

  init(header: [String], rows: [[Cell]]) {
    self.header = header
    self.rows = rows
  }
}

extension DataTable.Cell {
  static func text(_ text: String) -> Self { Self(text: text, exact: text, isNumber: false) }

  static func day(_ day: Day) -> Self { Self(text: day.iso, exact: day.iso, isNumber: false) }

  static func count(_ count: Int) -> Self {
    Self(text: NumberFormat.grouped(count), exact: String(count), isNumber: true)
  }

  static func number(_ value: Double?, _ format: NumberFormat) -> Self {
    guard let value = value.usable else { return Self(text: "", exact: "", isNumber: true) }
    return Self(text: format.detailed(value), exact: "\(value)", isNumber: true)
  }
}

extension Optional where Wrapped == Double {
  /// The value if it can be drawn: infinite and NaN are gaps, and what no scale can hold is cut.
  var usable: Double? {
    guard let value = self, value.isFinite else { return nil }
    if value.magnitude < 1e-290 { return 0 }
    return Swift.min(Swift.max(value, -1e305), 1e305)
  }
}
