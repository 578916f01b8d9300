import ArgumentParser
import Book
import Diagnostics
import Foundation
import Interchange
import Registry
import Reports
import Site
import Workspace

struct ModelCardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card", abstract: "Writes a model's card for people or programs elsewhere.",
    discussion: """
      Numbers come from the book and prose from site/models/NAME.md, as on the page. The same book and prose give \
      the same bytes. annex-iv is a draft and no legal advice.
      """)

  /// What the card is written as.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case markdown, huggingface, mct, cyclonedx
    case annexIV = "annex-iv"
  }

  @OptionGroup var global: GlobalOptions
  @Argument(
    help: ArgumentHelp(
      "NAME@ALIAS, NAME@NUMBER, or NAME for its champion, else its newest version.", valueName: "name@version"
    ))
  var model: String
  @Option(help: ArgumentHelp("What to write.", valueName: "format"))
  var format = Format.markdown
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The file to write, with figures beside it (default: the terminal).", valueName: "file"))
  var output: String?

  /// What `--json` tells; the text only where no file holds it.
  private struct Written: Encodable {
    let model: String
    let version: Int
    let format: String
    let path: String?
    let text: String?
    let files: [String]
    let warnings: [String]
  }

  func run() throws {
    let session = try Session(global)
    let reference = try session.modelReference(model)
    let (book, registry) = try session.shownRegistry(for: [reference])
    let (name, number) = try session.shownVersion(model, reference, registry)
    let export = try CardExport(
      configuration: session.configuration, book: book, model: name, number: number,
      find: session.picture)
    let isJSON = global.output.json
    if !export.warnings.isEmpty, !isJSON { Terminal.standardError.write(Problems(export.warnings)) }
    let document = try document(export)
    if let output, output != "-" {
      let file = CardFile(path: output, outputs: OutputCheck(session))
      try file.write(document)
      session.tell("wrote \(output)\(file.words(document))")
    }
    guard isJSON else { return output == nil || output == "-" ? session.print(document.text) : () }
    session.print(
      try JSONText.encode(
        Written(
          model: name, version: number, format: format.rawValue, path: output,
          text: output == nil ? document.text : nil,
          files: output == nil ? [] : document.assets.map(\.path),
          warnings: export.warnings.map(\.description))))
  }

  private func document(_ export: CardExport) throws -> CardExport.Document {
    switch format {
    case .markdown: try export.markdown()
    case .huggingface: try export.huggingFace()
    case .mct: .init(text: ModelCardToolkitCard(source(export)).text)
    case .cyclonedx: .init(text: CycloneDXBill(source(export)).text)
    case .annexIV: try export.annexIV()
    }
  }

  private func source(_ export: CardExport) -> CardSource {
    CardSource(export.facts, program: ScorebookCommand.version)
  }
}

extension Session {
  /// A picture of the workspace's own site folder, which is read only where a text shows one.
  var picture: @Sendable (_ path: String) -> [UInt8]? {
    let location = configuration.location(of: "site")
    return { path in
      guard SingleFile.mediaType(of: path) != nil, !path.hasSuffix(".narrow.svg"),
        let folder = try? SiteFolder(reading: location)
      else { return nil }
      return try? folder.assets.first { $0.path == path }?.bytes()
    }
  }
}
