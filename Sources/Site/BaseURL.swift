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
    if let found = Self.fault(of: text) {
      // What stands before a host's '@' may be a secret.
      let shown = text.lastIndex(of: "@").map { "…" + text[$0...] } ?? text
      throw Problems([
        Diagnostic(
          .siteBaseURL, .configuration, "'\(shown)' is no address that a site can stand at",
          expected: "an address like https://example.com/scorebook/", found: found,
          next: "Mend base_url under site, or --base-url.")
      ])
    }
    self.text = text.hasSuffix("/") ? text : text + "/"
    let parts = self.text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    path = "/" + parts[3]
  }

  /// What keeps a site from standing there; nil of a sound address.
  private static func fault(of text: String) -> String? {
    guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else {
      return "no https:// or http:// in small letters at its beginning"
    }
    let refused = " \"<>\\?#".unicodeScalars
    if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F || refused.contains($0) }) {
      return "a blank or a sign that no folder's address has"
    }
    var parts = text.dropFirst(scheme.count).split(separator: "/", omittingEmptySubsequences: false)[...]
    let authority = parts.removeFirst()
    // A user with a password would be published on each page.
    if authority.contains("@") { return "a user" }
    // The colons of an address in brackets are its own.
    let bracket = authority.hasPrefix("[") ? authority.lastIndex(of: "]") : nil
    let host = bracket.map { authority[...$0] } ?? authority.prefix { $0 != ":" && $0 != "]" && $0 != "[" }
    if host.isEmpty { return "no host" }
    let port = authority.dropFirst(host.count)
    let digits = port.dropFirst()
    let number = port.hasPrefix(":") && digits.allSatisfy(\.isNumber) ? UInt16(digits) ?? 0 : 0
    if !port.isEmpty, number == 0 { return "a port that is none" }
    if parts.last == "" { parts.removeLast() }
    if parts.contains("") { return "two slashes, one behind the other" }
    if parts.contains(where: { [".", ".."].contains(SitePath.decoded(String($0))) }) {
      return "'.' or '..' in the place of a folder"
    }
    return nil
  }

  func address(_ page: String) -> String {
    let path =
      page == "index.html"
      ? "" : page.hasSuffix("/index.html") ? String(page.dropLast("index.html".count)) : page
    return SitePath.address(of: path, at: text)
  }
}
