import Delivery
import Foundation
import Reports
import Workspace

extension MailComposer {
  /// The files that come along with an audience's mails.
  ///
  /// **Throws:** `report-printer` and `report-printer-failed` of a PDF.
  func attachments(
    _ audience: Configuration.Audience
  ) throws -> [MailMessage.Attachment] {
    guard !audience.attachments.isEmpty else { return [] }
    let name = Self.fileName("\(facts.title) \(from)")
    let isWhole = !Set(audience.attachments).isDisjoint(with: [.html, .pdf])
    let html = isWhole ? try session.singleFile(page) : ""
    return try audience.attachments.flatMap { kind -> [MailMessage.Attachment] in
      switch kind {
      case .csv:
        portable.files.filter { $0.path.hasSuffix(".csv") }.map { file in
          let own = file.path.split(separator: "/").last.map(String.init) ?? file.path
          return .init(name: own, mediaType: "text/csv; charset=utf-8", bytes: file.bytes)
        }
      case .html:
        [.init(name: name + ".html", mediaType: "text/html; charset=utf-8", bytes: Array(html.utf8))]
      case .pdf:
        [
          .init(
            name: name + ".pdf", mediaType: "application/pdf",
            bytes: try PDFPrinter(path: ProcessInfo.processInfo.environment["PATH"] ?? "").pdf(of: html))
        ]
      }
    }
  }

  /// A title as the name of a file in any script: what some system gives a meaning of its own becomes a hyphen.
  static func fileName(_ title: String) -> String {
    let scalars = title.unicodeScalars.map { scalar -> Unicode.Scalar in
      switch scalar {
      case "/", "\\", ":", "*", "?", "\"", "<", ">", "|": "-"
      case _
      where scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format:
        " "
      default: scalar
      }
    }
    let name = String(String.UnicodeScalarView(scalars)).split(separator: " ").joined(separator: " ")
    return String(name.drop { $0 == "." || $0 == "-" || $0 == " " })
  }
}
