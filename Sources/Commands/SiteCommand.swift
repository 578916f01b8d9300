import ArgumentParser
import Diagnostics
import Foundation
import Site
import Workspace

struct SiteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "site", abstract: "Publishes the book as a folder of pages.",
    subcommands: [SiteBuildCommand.self, SiteCheckCommand.self, SitePreviewCommand.self])
}

struct SiteBuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Writes the site: home, model cards, runs, reports, and your own pages.",
    discussion: """
      Prose comes from site/, numbers from the book. The folder is replaced as a whole, and only if Scorebook \
      made it. What has not changed since the last build is not made again; the same book and prose give the \
      same bytes.
      """)

  @OptionGroup var global: GlobalOptions
  @Option(
    name: [.short, .long], help: ArgumentHelp("The folder to write (default: _site).", valueName: "dir"))
  var output: String?
  @Option(
    name: .customLong("base-url"),
    help: ArgumentHelp("Where the site will stand, instead of base_url under site.", valueName: "address"))
  var baseURL: String?
  @Flag(help: "Makes every page again, also those that have not changed.")
  var full = false

  private struct Built: Encodable {
    let folder: String
    let pages: Int
    let written: Int
    let changed: Bool
  }

  func run() throws {
    let session = try Session(global)
    let folder = output ?? session.siteFolder
    let built = try session.buildSite(to: folder, baseURL: baseURL, isFull: full)
    if global.output.json {
      return session.print(
        try JSONText.encode(
          Built(
            folder: folder, pages: built.pages, written: built.written, changed: built.isChanged)))
    }
    let files =
      !built.isChanged
      ? "nothing has changed"
      : built.written == 0
        ? "changed without a new file" : "\(Quantity.count(built.written, "file")) written"
    session.printResult("\(folder)/index.html: \(Quantity.count(built.pages, "page")), \(files)\n")
  }
}

struct SiteCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Finds what is broken in a site: links, pictures, HTML, foreign requests.",
    discussion: """
      A problem is told with the Markdown and its line where a person wrote it. Pages that no other leads to, \
      pages with two headings of the first level, links that a page leaves out since they lead where no link may, \
      and pages and pictures of more than a megabyte are warnings. Exit 1 where more than warnings are found.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("The site's folder (default: _site).", valueName: "dir"))
  var folder: String?

  func run() throws {
    let session = try workspace()
    // Without a workspace there is a folder.
    let folder = folder ?? session?.siteFolder ?? ""
    let prose = session.map { ($0.configuration.location(of: "site"), "site") }
    // A site is often published through a link to it.
    let real = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    if let paths = FileManager.default.enumerator(atPath: real),
      !paths.contains(where: { ($0 as? String)?.hasSuffix(".html") == true })
    {
      throw Diagnostic(
        .siteRead, .configuration, at: .init(file: folder), "the folder holds no page to check",
        next: "Name the folder that 'scorebook site build' wrote.")
    }
    let problems = try SiteChecker.check(folder, prose: prose, eachPage: global.output.json)
    if global.output.json {
      Terminal.standardOutput.write(try JSONText.encode(problems.list.map(\.description)))
    } else {
      Terminal.standardError.write(problems)
    }
    guard problems.list.allSatisfy({ $0.severity == .warning }) else { throw ExitCode(1) }
    if !global.output.quiet, !global.output.json {
      Terminal.standardError.say("\(folder): nothing is broken")
    }
  }

  /// Nil where a folder is named, and there is no workspace here whose prose could be what it was made from.
  private func workspace() throws -> Session? {
    do {
      return try Session(global)
    } catch let error as Diagnostic
      where error.identifier == .workspaceNotFound && folder != nil && global.folder == nil
    {
      return nil
    }
  }
}
