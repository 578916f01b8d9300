import Charts
import Markdown

/// A page that is being written, with its figures.
struct PageWriter {
  /// Finished: the document and what belongs to it.
  struct Page: Sendable {
    let document: ReportDocument
    let assets: [ReportAsset]
  }

  /// Where links to other pages lead.
  enum Linking: Sendable, Hashable {
    /// To their Markdown, from this one.
    case site
    /// To the published pages: the document leaves the site. Without an address links are text.
    case published(base: String?)
  }

  /// Relative to the site's root: `models/repurchase.md`.
  let path: String
  var linking = Linking.site
  var body = MarkdownWriter()
  private var assets: [ReportAsset] = []
  private var asides: [ReportDocument.Aside] = []

  private static let longestTable = 60
  /// The same where it holds several series one below the other.
  private static let longestOfSeries = 300
  /// Lines of a figure's table, whatever its data, but for the first and the last of each series.
  private static let mostRows = 240

  /// Which runs have a page; nil: all.
  private let runs: RunLinks?

  /// Begins with front matter and the title.
  init(
    path: String, title: String, heading: InlineMarkdown? = nil, _ frontMatter: FrontMatter,
    _ runs: RunLinks? = nil
  ) {
    self.path = path
    self.runs = runs
    body.frontMatter(frontMatter.yaml)
    body.heading(1, heading ?? .plain(title))
  }

  /// What the names of its figures begin with, so that they are others than those of the page they stand in.
  private var prefix = ""

  /// Begins a part of a page that is written elsewhere, for what stands in its line `line`.
  init(fragmentOf path: String, line: Int, _ runs: RunLinks? = nil) {
    self.path = path
    self.runs = runs
    prefix = "line-\(line)-"
  }

  /// The end of such a part.
  func fragment() -> ShortcodeText {
    ShortcodeText(markdown: body.text, files: assets.map { .init(path: $0.path, bytes: $0.bytes) })
  }

  /// Writes what a person wrote, with the files that it shows.
  mutating func prose(_ prose: Prose) {
    body.markdown(prose.body)
    include(prose.files)
  }

  /// Writes a paragraph that only a reader of the page can follow; `isPointer` where a link in it says where to go on.
  mutating func aside(_ inline: InlineMarkdown, isPointer: Bool = false) {
    body.paragraph(inline)
    asides.append(.init(markdown: inline.markdown, isPointer: isPointer))
  }

  /// Takes files along that a part written elsewhere shows.
  mutating func include(_ files: [ShortcodeText.File]) {
    for file in files where !assets.contains(where: { $0.path == file.path }) {
      assets.append(ReportAsset(path: file.path, bytes: file.bytes))
    }
  }

  /// The name of its file without the ending, which sets its figures apart from those of other pages.
  var stem: String { String(path.split(separator: "/").last?.dropLast(3) ?? "page") }

  /// The address of another page or file from this one.
  func address(_ target: String) -> String { SitePath.relative(from: path, to: target) }

  func link(_ text: InlineMarkdown, _ target: String) -> InlineMarkdown {
    switch linking {
    case .site: return .link(text, to: address(target))
    case .published(nil): return text
    case .published(let base?):
      return .link(text, to: SitePath.address(of: LinkTarget.pagePath(target), at: base))
    }
  }

  func link(run id: String, _ text: InlineMarkdown? = nil) -> InlineMarkdown {
    link(text ?? .code(id), runs?.path(id) ?? PagePath.run(id))
  }

  func isPaged(_ id: String) -> Bool { runs?.paged.contains(id) ?? true }

  /// `repurchase@1`, leading to its card.
  func link(version model: String, _ number: Int) -> InlineMarkdown {
    link(.plain("\(model)@\(number)"), PagePath.model(model))
  }

  /// Writes a chart with its caption, its data as a table, and three files beside the page.
  ///
  /// `step`: of a long table each so many rows of each series are shown, its last one always; the CSV has all of them. `hasTable`:
  /// false leaves the table to another place of the page. `csv`: the data for the file, where it isn't the chart's own.
  mutating func figure(
    _ chart: some Chart, _ name: String, caption: String, step: Int = 1, hasTable: Bool = true,
    csv: DataTable? = nil
  ) {
    let name = prefix + name
    let folder = path.split(separator: "/").dropLast().map { $0 + "/" }.joined() + "figures/"
    let file = folder + PagePath.safe("\(stem)-\(name)")
    let figure = chart.figure(id: PagePath.safe(name))
    assets.append(ReportAsset(path: file + ".svg", text: figure.wide.standalone))
    assets.append(ReportAsset(path: file + ".narrow.svg", text: figure.narrow.standalone))
    assets.append(ReportAsset(path: file + ".csv", text: CSVText.text(csv ?? figure.csv)))
    let (rows, thinned) = Self.shown(figure.table, step)
    body.figure(
      figure.description, source: address(file + ".svg"),
      caption: caption + (hasTable ? thinned.map { " The table has every \($0), the CSV all." } ?? "" : ""))
    if hasTable { body.table(figure.table, rows) }
  }

  /// The rows of a figure's table that a page shows, and what of them; nil for all.
  private static func shown(
    _ table: DataTable, _ step: Int
  ) -> (rows: [[DataTable.Cell]], thinned: String?) {
    let count = table.rows.count
    // Series one below the other are thinned each by itself.
    let isSeries = ["series", "curve"].contains(table.header.first)
    guard count > (isSeries ? longestOfSeries : longestTable) else { return (table.rows, nil) }
    let step = max(step, (count + mostRows - 1) / mostRows)
    var start = 0
    let rows = table.rows.indices.filter { index in
      if isSeries, index > 0, table.rows[index].first != table.rows[index - 1].first { start = index }
      let isLast = index + 1 == count || isSeries && table.rows[index + 1].first != table.rows[index].first
      return (index - start) % step == 0 || isLast
    }
    guard rows.count < count else { return (table.rows, nil) }
    return (rows.map { table.rows[$0] }, "\(step)th point\(isSeries ? " of each series" : "")")
  }

  /// A drawing of the size of a word, as an image for a table's cell.
  mutating func sparkline(_ line: Sparkline, _ name: String) -> InlineMarkdown {
    let folder = path.split(separator: "/").dropLast().map { $0 + "/" }.joined() + "figures/"
    let file = folder + PagePath.safe(name) + ".svg"
    // A page may show one twice, as part of a longer table.
    if !assets.contains(where: { $0.path == file }) {
      assets.append(ReportAsset(path: file, text: line.drawing(id: PagePath.safe(name)).standalone))
    }
    return .image(line.title, source: address(file))
  }

  /// Ends the page with the time of what it was made from.
  mutating func finish(_ snapshot: BookSnapshot) -> Page {
    if let newest = snapshot.newest {
      body.rule()
      body.paragraph("Made from the book as it stood at \(NumberText.moment(newest)).")
    }
    return Page(document: ReportDocument(path: path, markdown: body.text, asides: asides), assets: assets)
  }
}

extension MarkdownWriter {
  /// Rows of a figure's data.
  mutating func table(_ data: DataTable, _ rows: [[DataTable.Cell]]) {
    let columns = data.header.enumerated().map { place, title in
      Column(.plain(title), data.rows.first?[place].isNumber == true ? .right : .none)
    }
    table(columns, rows.map { $0.map { .plain($0.text) } })
  }

  /// A table of two columns: what, and its value.
  mutating func facts(_ rows: [(String, InlineMarkdown)]) {
    table([.init(""), .init("")], rows.map { [.plain($0.0), $0.1] })
  }
}

extension InlineMarkdown {
  static func + (a: InlineMarkdown, b: InlineMarkdown) -> InlineMarkdown { "\(a)\(b)" }

  /// Pieces one after another.
  static func joined(_ pieces: [InlineMarkdown], separator: String = ", ") -> InlineMarkdown {
    .markup(pieces.map(\.markdown).joined(separator: separator))
  }

  /// A text, or the words for its absence.
  static func recorded(_ text: String?) -> InlineMarkdown { .plain(text ?? NumberText.notRecorded) }

  /// A digest's first digits as code; the whole one belongs into the details.
  static func digest(_ digest: String?) -> InlineMarkdown {
    digest.map { .code(NumberText.short($0)) } ?? .plain(NumberText.notRecorded)
  }

  /// A number with what qualifies it in small letters below, in a row of tiles.
  static func tile(_ value: String, _ note: String) -> InlineMarkdown {
    note.isEmpty ? .plain(value) : "\(value) *\(note)*"
  }
}
