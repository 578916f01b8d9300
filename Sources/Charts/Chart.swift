/// One kind of chart, holding its data: it draws itself at any size and lists its data.
package protocol Chart: Sendable {
  /// What it shows, in a few words: "Weekly revenue".
  var title: String { get }
  /// What it shows, said in a sentence or two with its main numbers.
  var summary: String { get }
  var table: DataTable { get }
  /// The same for a file, where machines want other lines than people; else the table.
  var csv: DataTable { get }
  /// Units of height that this chart wants at a width.
  func height(width: Double) -> Double
  func draw(on canvas: inout Canvas)
}

extension Chart {
  package var csv: DataTable { table }

  package func height(width: Double) -> Double { width < 500 ? 250 : 300 }

  /// The chart drawn for a desk and for a phone.
  ///
  /// `id` becomes the prefix of all ids in the drawings: unique on a page. The summary describes the chart to
  /// those who can't see it unless `description` says it better.
  package func figure(id: String, description: String? = nil) -> Figure {
    let words = description ?? summary
    func drawing(_ id: String, _ width: Double) -> Drawing {
      var canvas = Canvas(identifier: id, width: width, height: height(width: width).rounded(.up))
      draw(on: &canvas)
      return Drawing(canvas, title: title, description: words)
    }
    return Figure(
      title: title, description: words, wide: drawing(id, 680), narrow: drawing(id + "-narrow", 360),
      table: table, csv: csv)
  }
}
