package import Diagnostics
import Markdown
package import Workspace

/// A report as a mail tells it, taken from the Markdown that its page is made of.
///
/// Raw HTML stays on the page; what folds there is left to it, too. Footnotes follow what their marks stand in. Links lead to the published site, or
/// are text where there is none.
package struct MailDocument: Sendable, Hashable {
  /// How much of a report an audience gets.
  package typealias Detail = Configuration.Audience.Detail

  private static let mostTiles = 3
  private static let mostFigures = 2

  package let title: String
  /// The numbers of the report's beginning in one sentence.
  package let headline: String
  let blocks: [MailBlock]

  /// - Parameters:
  ///   - markdown: With its front matter, as a page is made of.
  ///   - file: How problems name it.
  ///   - sentence: What the detail of one line says; nil for the numbers of the beginning, or the first paragraph.
  ///   - link: The whole address of a link of the page; nil where it leads nowhere.
  ///
  /// **Throws:** what is wrong with the Markdown.
  package init(
    markdown: String, file: String, detail: Detail, sentence: String? = nil,
    link: @escaping (String) -> String?
  ) throws(Diagnostic) {
    let document = try Document(parsing: markdown, file: file)
    let reader = MailReader(link: link)
    let all = reader.blocks(document.tree.children)
    var title = ""
    if case .heading(1, let spans) = all.first { title = MailReader.plain(spans) }
    self.title = title
    let body = all.drop { if case .heading(1, _) = $0 { true } else { false } }
    let tiles =
      body.compactMap { block -> [MailBlock.Tile]? in
        if case .tiles(let tiles) = block { tiles } else { nil }
      }.first ?? []
    headline = tiles.prefix(Self.mostTiles).map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    let told =
      switch detail {
      case .full: Array(body)
      case .summary: Self.summary(body)
      case .line: Self.line(sentence ?? (headline.isEmpty ? nil : headline + "."), body)
      }
    blocks = told + Self.notes(reader.notes(document.tree.children), in: told)
  }

  /// The notes whose marks stand in what is told, and those that these lead to.
  private static func notes(_ notes: [Int: [MailBlock]], in told: [MailBlock]) -> [MailBlock] {
    var wanted: Set<Int> = []
    var found = Set(told.flatMap(\.notes))
    while !found.isEmpty {
      wanted.formUnion(found)
      found = Set(found.flatMap { (notes[$0] ?? []).flatMap(\.notes) }).subtracting(wanted)
    }
    let blocks = wanted.sorted().flatMap { notes[$0] ?? [] }
    return blocks.isEmpty ? [] : [.rule] + blocks
  }

  private static func line(_ sentence: String?, _ body: ArraySlice<MailBlock>) -> [MailBlock] {
    if let sentence { return [.paragraph([MailSpan(text: sentence)])] }
    return body.first { if case .paragraph = $0 { true } else { false } }.map { [$0] } ?? []
  }

  /// What stands before the first section without its prose, and the sections that begin with a chart.
  private static func summary(_ body: ArraySlice<MailBlock>) -> [MailBlock] {
    var blocks: [MailBlock] = []
    var rest = body
    var isFirst = true
    while let block = rest.popFirst() {
      if case .heading = block {
        rest = [block] + rest
        break
      }
      switch block {
      case .tiles(let tiles): blocks.append(.tiles(Array(tiles.prefix(mostTiles))))
      case .list, .callout: blocks.append(block)
      // The first paragraph tells what the report is of.
      case .paragraph where isFirst: blocks.append(block)
      default: continue
      }
      isFirst = false
    }
    for section in sections(rest).filter({ $0.contains(where: \.isFigure) }).prefix(mostFigures) {
      var hasSentence = false
      for block in section {
        switch block {
        case .heading: blocks.append(block)
        case .paragraph where !hasSentence:
          hasSentence = true
          blocks.append(block)
        case .figure:
          blocks.append(block)
        default: continue
        }
      }
    }
    return blocks
  }

  private static func sections(_ blocks: ArraySlice<MailBlock>) -> [[MailBlock]] {
    var sections: [[MailBlock]] = []
    for block in blocks {
      if case .heading(2, _) = block { sections.append([]) }
      if sections.isEmpty { sections.append([]) }
      sections[sections.count - 1].append(block)
    }
    return sections
  }

  /// The drawings it shows, in their order.
  package var figures: [String] {
    blocks.compactMap { block -> String? in if case .figure(let figure) = block { figure.source } else { nil }
    }
  }
}

extension MailBlock {
  fileprivate var isFigure: Bool { if case .figure = self { true } else { false } }
}
