import Diagnostics
import Markdown

/// The address a site stands at, with a slash at its end.
struct BaseURL: Sendable {
  let text: String
  /// The part after the host, which a page for missing pages needs: `/scorebook/`.
  let path: String

  /// **Throws:** where it is no http or https address; nil gives nil through `init?`.
  init?(_ text: String?) throws(Problems) {
    guard let text else { return nil }
    let rest = ["https://", "http://"].first(where: text.hasPrefix).map { text.dropFirst($0.count) }
    guard let rest, let host = rest.split(separator: "/", omittingEmptySubsequences: false).first,
      !host.isEmpty,
      !text.contains(where: { " \"<>\\?#".contains($0) || $0.isNewline })
    else {
      throw Problems([
        Diagnostic(
          .siteBaseURL, .configuration, "'\(text)' is no address that a site can stand at",
          expected: "an address like https://example.com/scorebook/", next: "Mend base_url under site.")
      ])
    }
    self.text = text.hasSuffix("/") ? text : text + "/"
    let afterHost = rest.dropFirst(host.count)
    path = afterHost.isEmpty ? "/" : afterHost.hasSuffix("/") ? String(afterHost) : afterHost + "/"
  }

  func address(_ page: String) -> String {
    let path =
      page == "index.html"
      ? "" : page.hasSuffix("/index.html") ? String(page.dropLast("index.html".count)) : page
    return SitePath.address(of: path, at: text)
  }
}
