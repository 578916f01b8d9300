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
      // A user with a password would be published on each page.
      !host.contains("@"),
      !text.contains(where: { " \"<>\\?#".contains($0) || $0.isNewline })
    else {
      // What stands before a host's '@' may be a secret.
      let shown = text.lastIndex(of: "@").map { "…" + text[$0...] } ?? text
      throw Problems([
        Diagnostic(
          .siteBaseURL, .configuration, "'\(shown)' is no address that a site can stand at",
          expected: "an address like https://example.com/scorebook/",
          next: "Mend base_url under site, or --base-url.")
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
