/// What the server answers a request with: a pure function of the request and of what is shown.
struct PreviewAnswer: Sendable {
  var status: Int
  var type = "text/plain; charset=utf-8"
  var headers: [String: String] = [:]
  var body: [UInt8]

  /// What is asked of the server.
  struct Request: Sendable {
    let method: String
    let address: String
    let host: String?
  }

  /// The answer, or the revision after which one is due: of a page that waits for the next build.
  enum Outcome: Sendable {
    case answer(PreviewAnswer)
    case wait(after: Int)
  }

  /// Only GET and HEAD, and only under the names of this machine's own loopback: a page from elsewhere whose name
  /// leads here gets nothing.
  static func outcome(for request: Request, port: Int, _ shown: PreviewState.Snapshot) -> Outcome {
    guard let host = request.host, hosts(port).contains(host.lowercased()) else {
      return .answer(
        PreviewAnswer(status: 421, "This preview answers to http://127.0.0.1:\(port)/ alone.\n"))
    }
    guard request.method == "GET" || request.method == "HEAD" else {
      var answer = PreviewAnswer(status: 405, "Only GET and HEAD.\n")
      answer.headers["Allow"] = "GET, HEAD"
      return .answer(answer)
    }
    let path = request.address.prefix { $0 != "?" && $0 != "#" }
    if path == ReloadScript.waitAddress {
      return .answer(PreviewAnswer(script: ReloadScript.wait(revision: number(in: request.address) ?? 0)))
    }
    if path == ReloadScript.changedAddress {
      guard let revision = number(in: request.address), revision == shown.revision else {
        return .answer(PreviewAnswer(script: ReloadScript.reload))
      }
      return .wait(after: revision)
    }
    return .answer(page(request.address, shown))
  }

  private static func hosts(_ port: Int) -> Set<String> {
    var hosts: Set<String> = []
    for name in ["127.0.0.1", "localhost"] {
      hosts.insert("\(name):\(port)")
      if port == 80 { hosts.insert(name) }
    }
    return hosts
  }

  /// The first number behind the question mark.
  private static func number(in address: String) -> Int? {
    guard let mark = address.firstIndex(of: "?") else { return nil }
    return Int(address[address.index(after: mark)...].prefix { $0.isNumber })
  }

  private static func page(_ address: String, _ shown: PreviewState.Snapshot) -> PreviewAnswer {
    let isPage = PreviewFile.parts(of: address)?.last.map { $0.hasSuffix(".html") } ?? true
    if let failure = shown.failure, isPage { return failed(failure, shown.revision) }
    guard let folder = shown.folder else {
      return message(
        "Building", "The first build is still under way; the page follows by itself.", status: 503,
        shown.revision)
    }
    if let file = PreviewFile(address: address, in: folder) {
      return PreviewAnswer(status: 200, file, shown.revision)
    }
    let path = address.prefix { $0 != "?" && $0 != "#" }
    if PreviewFile(address: path + "/", in: folder) != nil {
      var answer = PreviewAnswer(status: 308, "Moved.\n")
      // Two slashes at the beginning would name another host.
      answer.headers["Location"] = "/" + path.drop { $0 == "/" } + "/"
      return answer
    }
    if let missing = PreviewFile(address: "/404.html", in: folder) {
      return PreviewAnswer(status: 404, missing, shown.revision)
    }
    return PreviewAnswer(status: 404, "There is no such page.\n")
  }

  /// A page with what went wrong; it goes away by itself when the next build succeeds.
  private static func failed(_ failure: String, _ revision: Int) -> PreviewAnswer {
    message(
      "The site can’t be built", failure + "\n\nThe page follows by itself once this is mended.", status: 500,
      revision)
  }

  private static func message(
    _ title: String, _ words: String, status: Int, _ revision: Int
  ) -> PreviewAnswer {
    let text = words.map { ["&": "&amp;", "<": "&lt;", ">": "&gt;"][$0] ?? String($0) }.joined()
    let html = """
      <!DOCTYPE html>
      <html lang="en" \(ReloadScript.messageMark)>
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      </head>
      <body>
      <h1>\(title)</h1>
      <pre>\(text)</pre>
      \(ReloadScript.tag(revision: revision))</body>
      </html>

      """
    var answer = PreviewAnswer(status: status, html)
    answer.type = "text/html; charset=utf-8"
    return answer
  }
}

extension PreviewAnswer {
  fileprivate init(status: Int, _ text: String) {
    self.init(status: status, body: Array(text.utf8))
  }

  fileprivate init(script: String) {
    self.init(status: 200, type: "text/javascript; charset=utf-8", body: Array(script.utf8))
  }

  /// A page waits for the next one.
  fileprivate init(status: Int, _ file: PreviewFile, _ revision: Int) {
    self.init(status: status, type: file.type, body: file.bytes)
    if file.type.hasPrefix("text/html") { body += Array(ReloadScript.tag(revision: revision).utf8) }
  }
}
