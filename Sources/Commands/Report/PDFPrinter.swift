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
  private static let browsers = [
    "chromium", "chromium-browser", "chromium-headless-shell", "google-chrome", "google-chrome-stable",
  ]
  private static let typesetter = "weasyprint"

  private let program: String
  private let isBrowser: Bool

  /// The first that stands in `path`, a list as in `PATH`.
  ///
  /// **Throws:** `report-printer` where none does, with what to install.
  init(path: String) throws(Diagnostic) {
    if let browser = Self.browsers.compactMap({ ProgramFinder.path(of: $0, in: path) }).first {
      (program, isBrowser) = (browser, true)
    } else if let other = ProgramFinder.path(of: Self.typesetter, in: path) {
      (program, isBrowser) = (other, false)
    } else {
      throw Diagnostic(
        .reportPrinter, .failure, "no program that prints HTML to PDF is installed",
        expected: "one of \(Self.browsers.joined(separator: ", ")) or \(Self.typesetter) in PATH",
        next:
          "Install one (Debian: apt install chromium-headless-shell, or apt install weasyprint), or build "
          + "--format html and print it from a browser.")
    }
  }

  /// The bytes of the PDF.
  ///
  /// **Throws:** `report-printer-failed` where the program ends without one, or not in time;
  /// `command-interrupted` once a signal came, with nothing left running or behind.
  func pdf(of html: String) throws(Diagnostic) -> [UInt8] {
    let folder = try makeFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (page, result) = (folder + "/report.html", folder + "/report.pdf")
    guard FileManager.default.createFile(atPath: page, contents: Data(html.utf8)) else {
      throw failed("its folder can't be written to")
    }
    let complaint = try run(arguments(page, result, folder), folder: folder)
    guard let data = FileManager.default.contents(atPath: result), data.starts(with: Array("%PDF-".utf8))
    else {
      throw failed(Self.brief(complaint) ?? "it wrote no PDF")
    }
    return Array(data)
  }

  private func arguments(_ page: String, _ result: String, _ folder: String) -> [String] {
    guard isBrowser else { return ["--quiet", page, result] }
    var arguments = [
      "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
      "--disable-extensions", "--disable-sync", "--disable-background-networking",
      "--disable-component-update", "--disable-default-apps", "--disable-dev-shm-usage",
      "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=\(folder)/profile",
      "--no-pdf-header-footer", "--print-to-pdf=\(result)",
    ]
    // Chromium's own sandbox refuses to work for root, as in a container.
    if geteuid() == 0 { arguments.append("--no-sandbox") }
    return arguments + ["file://" + page]
  }

  private func run(_ arguments: [String], folder: String) throws(Diagnostic) -> [UInt8] {
    var call = ProgramCall(program, arguments, limit: Self.limit)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    call.environment = ["PATH=\(path)", "HOME=\(folder)", "TMPDIR=\(folder)", "LANG=C.UTF-8"]
    call.folder = folder
    call.filesFolder = folder
    call.keepsErrors = true
    let result: ProgramCall.Result
    do throws(ProgramCall.NotStarted) {
      result = try call.run()
    } catch {
      throw failed(error.text)
    }
    switch result.end {
    case .exited(0): return result.errors
    case .exited(let status): throw failed(Self.brief(result.errors) ?? "it ended with status \(status)")
    case .signalled(let number): throw failed("it was ended by signal \(number)")
    case .timedOut: throw failed("it took more than \(Int(Self.limit)) seconds")
    case .overflowed: throw failed("it wrote too many complaints")
    case .gone: throw failed("it was ended by somebody else")
    case .interrupted:
      try Interruption.check()
      throw failed("it was ended")
    }
  }

  private func makeFolder() throws(Diagnostic) -> String {
    let place = FileManager.default.temporaryDirectory.path + "/scorebook-print-XXXXXX"
    var template = Array(place.utf8CString)
    guard mkdtemp(&template) != nil else { throw failed("no temporary folder can be made") }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The last line of what it complained of.
  private static func brief(_ errors: [UInt8]) -> String? {
    String(decoding: errors.suffix(4000), as: UTF8.self).split(separator: "\n")
      .last { $0.contains { !$0.isWhitespace } }.map { String($0.prefix(300)) }
  }

  private func failed(_ found: String) -> Diagnostic {
    Diagnostic(
      .reportPrinterFailed, .failure, "'\(program)' did not print the report", found: found,
      next: "Build --format html and open it with that program, or print it from a browser.")
  }
}
