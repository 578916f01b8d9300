import ArgumentParser
import Diagnostics
import Foundation
import Glibc
import Preview
import Reports
import Site
import Workspace

struct SitePreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "Shows the site in a browser while you write it.",
    discussion: """
      Builds into .scorebook/preview, serves it on this machine alone, and builds again whenever prose, templates, \
      scorebook.yaml, SQL that pages show or the book change; open pages follow by themselves. What goes wrong is shown in the page's \
      place. _site stays as it is. Ctrl-C ends it.
      """)

  @OptionGroup var global: GlobalOptions
  @Option(help: ArgumentHelp("The port to listen on; 0 takes any that is free.", valueName: "number"))
  var port = 8000

  func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("--port is between 0 and 65535.") }
  }

  func run() throws {
    let session = try Session(global)
    Signals.watch()
    let server = try PreviewServer(port: port)
    defer { server.stop() }
    session.print(
      global.output.json ? try JSONText.encode(["address": server.address]) : server.address + "\n")
    var watch = try PreviewPlace(session).watch()
    build(server)
    // A run that is killed changes no file; its job's lock is free then.
    var locked = session.lockedJobs
    while !Interruption.isRequested {
      let isChanged = try watch.waitForChange(seconds: 0.2)
      let now = session.lockedJobs
      guard isChanged || now != locked else { continue }
      locked = now
      // Settings may name other files now; what changes while the site is built is told by the new watch.
      if let session = try? Session(global) { watch = try PreviewPlace(session).watch() }
      build(server)
    }
  }

  /// Builds and shows what came of it; nothing that is wrong with the texts ends the preview.
  private func build(_ server: PreviewServer) {
    let clock = ContinuousClock()
    let start = clock.now
    do {
      let session = try Session(global)
      let folder = session.configuration.location(of: ".scorebook/preview")
      let built = try session.buildSite(to: folder)
      // Where nothing is other than before, open pages stay as they are.
      if built.isChanged || !server.isShowing(folder) { server.show(folder) }
      session.tell(
        "built \(Quantity.count(built.pages, "page")) in \(Quantity.seconds(start.duration(to: clock.now) / .seconds(1)))"
      )
    } catch let problems as Problems {
      Terminal.standardError.write(problems)
      server.show(failure: problems.list.map(\.description).joined(separator: "\n"))
    } catch let problem as Diagnostic {
      Terminal.standardError.write(Problems([problem]))
      server.show(failure: problem.description)
    } catch {
      server.show(failure: "\(error)")
    }
  }
}

/// What a preview is made from, and so watches.
private struct PreviewPlace {
  private let configuration: Configuration
  private let folder: String
  private let overlays: [String]

  init(_ session: Session) {
    configuration = session.configuration
    folder = Self.absolute(session.folder)
    overlays = session.options.overlays.map(Self.absolute)
  }

  /// Prose and templates as trees; of the workspace's folder its settings, of `.scorebook` the book, and of other
  /// folders the texts and the SQL that pages are made with.
  func watch() throws(Diagnostic) -> FolderWatch {
    let trees = ["site", "templates"].map { location(of: $0) }
    let single = Set(ReportBuilder.texts(of: configuration).map { location(of: $0) } + overlays)
    let book = location(of: ".scorebook")
    var stamps = BookStamps(folder: book)
    return try FolderWatch(trees: trees, folders: [folder, book] + single.map(Self.folder)) { path in
      if path.hasPrefix(book + "/") { return stamps.haveChanged() }
      if single.contains(path) || trees.contains(where: { path.hasPrefix($0 + "/") }) { return true }
      // Folders hold what is made, too.
      return Self.folder(of: path) == self.folder
        && (path.hasSuffix(".yaml") || path.hasSuffix("/site") || path.hasSuffix("/templates"))
    }
  }

  private func location(of path: String) -> String { Self.absolute(configuration.location(of: path)) }

  /// One file has one name, however it is written.
  private static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}

/// Size and time of the book's files: reading a book touches files beside it, too, which is no change.
private struct BookStamps {
  private let folder: String
  private var last: [[Int]]

  init(folder: String) {
    self.folder = folder
    last = Self.stamps(folder)
  }

  mutating func haveChanged() -> Bool {
    let now = Self.stamps(folder)
    defer { last = now }
    return now != last
  }

  /// An empty log is as good as none.
  private static func stamps(_ folder: String) -> [[Int]] {
    ["book.db", "book.db-wal"].map { name in
      var status = stat()
      guard stat(folder + "/" + name, &status) == 0, status.st_size > 0 else { return [] }
      return [Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    }
  }
}
