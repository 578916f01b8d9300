package import Diagnostics
import Foundation
import Glibc
import Processes

extension Diagnostic.Identifier {
  package static let reportPrinter = Self("report-printer")
  package static let reportPrinterFailed = Self("report-printer-failed")
}

/// A program of this machine that prints an HTML file to PDF: Chromium without a window, or WeasyPrint.
///
/// It is started as a list of arguments in a process group of its own, with a folder of its own as its home, and a
/// limit on its time. What it reads is our own file, which names nothing elsewhere and whose policy lets nothing
/// foreign run; Chromium, which may ask for things of its own, is told to resolve no host. WeasyPrint has no such option.
struct PDFPrinter {
  /// **Units:** seconds.
  private static let limit = 90.0
  private static let browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
  private static let typesetter = "weasyprint"

  private let program: String
  private let isBrowser: Bool

  /// The first that stands in `path`, a list as in `PATH`.
  ///
  /// **Throws:** `report-printer` where none does, with what to install.
  init(path: String) throws(Diagnostic) {
    let folders = path.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
    func find(_ name: String) -> String? {
      folders.map { $0 + "/" + name }.first { access($0, X_OK) == 0 && !Self.isFolder($0) }
    }
    if let browser = Self.browsers.compactMap(find).first {
      (program, isBrowser) = (browser, true)
    } else if let other = find(Self.typesetter) {
      (program, isBrowser) = (other, false)
    } else {
      throw Diagnostic(
        .reportPrinter, .failure, "no program that prints HTML to PDF is installed",
        expected: "one of \(Self.browsers.joined(separator: ", ")) or \(Self.typesetter) in PATH",
        next:
          "Install one (Debian: apt install chromium, or apt install weasyprint), or build --format html and print "
          + "it from a browser.")
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// The bytes of the PDF.
  ///
  /// **Throws:** `report-printer-failed` where the program ends without one, or not in time;
  /// `command-interrupted` once a signal came, with nothing left running or behind.
  func pdf(of html: String) throws(Diagnostic) -> [UInt8] {
    let folder = try makeFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (page, result, complaint) = (folder + "/report.html", folder + "/report.pdf", folder + "/errors.txt")
    guard FileManager.default.createFile(atPath: page, contents: Data(html.utf8)),
      FileManager.default.createFile(atPath: complaint, contents: nil)
    else { throw failed("its folder can't be written to") }
    try run(arguments(page, result, folder), folder: folder, complaint: complaint)
    guard let data = FileManager.default.contents(atPath: result), data.starts(with: Array("%PDF-".utf8))
    else {
      throw failed(Self.brief(complaint) ?? "it wrote no PDF")
    }
    return Array(data)
  }

  private func arguments(_ page: String, _ result: String, _ folder: String) -> [String] {
    guard isBrowser else { return [program, "--quiet", page, result] }
    var arguments = [
      program, "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
      "--disable-extensions", "--disable-sync", "--disable-background-networking",
      "--disable-component-update", "--disable-default-apps", "--disable-dev-shm-usage",
      "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=\(folder)/profile",
      "--no-pdf-header-footer", "--print-to-pdf=\(result)",
    ]
    // Chromium's own sandbox refuses to work for root, as in a container.
    if geteuid() == 0 { arguments.append("--no-sandbox") }
    return arguments + ["file://" + page]
  }

  private func run(_ arguments: [String], folder: String, complaint: String) throws(Diagnostic) {
    let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
    let errors = open(complaint, O_WRONLY | O_CLOEXEC)
    defer { for descriptor in [nothing, errors] where descriptor >= 0 { close(descriptor) } }
    guard nothing > 2, errors > 2 else { throw failed("it can't be given its files") }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let group: ProcessGroup
    do throws(ProcessGroup.NotStarted) {
      group = try ProcessGroup(
        program, arguments,
        environment: ["PATH=\(path)", "HOME=\(folder)", "TMPDIR=\(folder)", "LANG=C.UTF-8"], folder: folder,
        descriptors: (nothing, nothing, errors))
    } catch {
      throw failed(error.text)
    }
    defer { group.end() }
    let end = Host.seconds() + Self.limit
    while true {
      switch group.state {
      case .exited(0): return
      case .exited(let status): throw failed(Self.brief(complaint) ?? "it ended with status \(status)")
      case .signalled(let number): throw failed("it was ended by signal \(number)")
      case .gone: throw failed("it was ended by somebody else")
      case .running: break
      }
      try Interruption.check()
      guard Host.seconds() < end else { throw failed("it took more than \(Int(Self.limit)) seconds") }
      usleep(20_000)
    }
  }

  private func makeFolder() throws(Diagnostic) -> String {
    let place = FileManager.default.temporaryDirectory.path + "/scorebook-print-XXXXXX"
    var template = Array(place.utf8CString)
    guard mkdtemp(&template) != nil else { throw failed("no temporary folder can be made") }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The last line of what it complained of.
  private static func brief(_ path: String) -> String? {
    let text = FileManager.default.contents(atPath: path).map {
      String(decoding: $0.suffix(4000), as: UTF8.self)
    }
    return text?.split(separator: "\n").last { $0.contains { !$0.isWhitespace } }.map {
      String($0.prefix(300))
    }
  }

  private func failed(_ found: String) -> Diagnostic {
    Diagnostic(
      .reportPrinterFailed, .failure, "'\(program)' did not print the report", found: found,
      next: "Build --format html and open it with that program, or print it from a browser.")
  }
}
