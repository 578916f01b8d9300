import Diagnostics
import Foundation
import Glibc
import Testing

@testable import Preview

@Suite("Preview server")
final class PreviewServerTests {
  /// A folder with a site, and what must not be reached beside it.
  private let root: String
  private var site: String { root + "/site" }

  init() throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent("preview-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: root + "/site/guide", withIntermediateDirectories: true)
    for (path, text) in [
      ("site/index.html", "<p>first</p>"), ("site/guide/index.html", "<p>guide</p>"),
      ("site/a b.html", "<p>blank</p>"), ("site/404.html", "<p>nothing here</p>"),
      ("site/style.css", "p {}"),
      ("site/.hidden", "hidden"), ("secret.txt", "secret"),
    ] {
      try text.write(toFile: root + "/" + path, atomically: false, encoding: .utf8)
    }
    try FileManager.default.createSymbolicLink(
      atPath: root + "/site/out.txt", withDestinationPath: root + "/secret.txt")
    try FileManager.default.createSymbolicLink(atPath: root + "/site/up", withDestinationPath: root)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// What a request over a connection of its own is answered with, head and body.
  private static func ask(_ port: Int, _ request: String) throws -> String {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(status == 0)
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let bytes = Array(request.utf8)
    try #require(send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      answer += buffer[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
  }

  private static func get(_ port: Int, _ path: String, host: String? = nil, method: String = "GET") throws
    -> String
  {
    try ask(
      port, "\(method) \(path) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\nConnection: close\r\n\r\n")
  }

  @Test("serves a site's files, a folder by its index, and the site's own page where there is none")
  func files() throws {
    let server = try PreviewServer(port: 0)
    defer { server.stop() }
    server.show(site)
    let home = try Self.get(server.port, "/")
    #expect(home.hasPrefix("HTTP/1.1 200"))
    #expect(
      home.contains("text/html; charset=utf-8") && home.contains("no-store") && home.contains("nosniff"))
    #expect(home.contains("<p>first</p><script src=\"/-preview/wait.js?1\"></script>"))
    #expect(try Self.get(server.port, "/style.css?x=1").hasSuffix("p {}"))
    #expect(try Self.get(server.port, "/a%20b.html").contains("blank"))
    #expect(try Self.get(server.port, "/guide/").contains("guide"))
    #expect(try Self.get(server.port, "/guide").contains("Location: /guide/"))
    #expect(try Self.get(server.port, "/", host: "localhost:\(server.port)").hasPrefix("HTTP/1.1 200"))
    let head = try Self.get(server.port, "/", method: "HEAD")
    #expect(head.hasPrefix("HTTP/1.1 200") && !head.contains("<p>"))
    let missing = try Self.get(server.port, "/nothing.html")
    #expect(missing.hasPrefix("HTTP/1.1 404") && missing.contains("nothing here"))
  }

  @Test(
    "gives nothing from outside the folder, and nothing hidden",
    arguments: [
      "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/guide/../../secret.txt", "/.hidden",
      "/out.txt",
      "/up/secret.txt", "//secret.txt", "/%00", "/secret.txt", "/guide/%2e%2e/%2e%2e/secret.txt", "/\u{7F}",
    ])
  func outside(path: String) throws {
    let server = try PreviewServer(port: 0)
    defer { server.stop() }
    server.show(site)
    let answer = try Self.get(server.port, path)
    #expect(answer.hasPrefix("HTTP/1.1 40"))
    #expect(!answer.contains("secret") || answer.contains("nothing here"))
    #expect(!answer.hasSuffix("secret") && !answer.hasSuffix("hidden"))
  }

  @Test("answers no foreign name and no other method")
  func foreign() throws {
    let server = try PreviewServer(port: 0)
    defer { server.stop() }
    server.show(site)
    for host in [
      "evil.example", "evil.example:\(server.port)", "127.0.0.1", "127.0.0.1:1", "0.0.0.0:\(server.port)",
    ] {
      #expect(try Self.get(server.port, "/", host: host).hasPrefix("HTTP/1.1 421"), "\(host)")
    }
    #expect(try Self.ask(server.port, "GET / HTTP/1.0\r\n\r\n").contains(" 421"))
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
      #expect(try Self.get(server.port, "/", method: method).contains(" 405"), "\(method)")
    }
    #expect(try Self.ask(server.port, "nonsense\r\n\r\n").contains(" 400"))
  }

  @Test("tells a waiting page when there is a newer one, and what went wrong in its place")
  func reload() async throws {
    let server = try PreviewServer(port: 0)
    defer { server.stop() }
    let port = server.port
    #expect(try Self.get(port, "/").contains("under way"))
    server.show(site)
    #expect(try Self.get(port, "/-preview/changed.js?0").contains("location.reload()"))
    async let waited = Task.detached { try Self.get(port, "/-preview/changed.js?1&12") }.value
    try await Task.sleep(for: .milliseconds(100))
    server.show(failure: "a.md:1: <wrong> & \"bad\"")
    #expect(try await waited.contains("location.reload()"))
    let failed = try Self.get(port, "/guide/")
    #expect(failed.hasPrefix("HTTP/1.1 500") && failed.contains("a.md:1: &lt;wrong&gt; &amp; \"bad\""))
    #expect(failed.contains("/-preview/wait.js?2"))
    // A page keeps its place while a message stands in its stead.
    #expect(failed.contains("<html lang=\"en\" data-preview-message>"))
    #expect(
      try Self.get(port, "/-preview/wait.js?2").contains("sessionStorage.removeItem(\"preview-place\")"))
    #expect(try Self.get(port, "/-preview/changed.js?0").contains("sessionStorage.setItem(\"preview-place\""))
    #expect(try Self.get(port, "/style.css").hasPrefix("HTTP/1.1 200"))
    server.show(site)
    #expect(try Self.get(port, "/guide/").hasPrefix("HTTP/1.1 200"))
  }

  @Test("refuses a port that is taken")
  func taken() throws {
    let server = try PreviewServer(port: 0)
    defer { server.stop() }
    let problem = #expect(throws: Diagnostic.self) { try PreviewServer(port: server.port) }
    #expect(problem?.identifier == .previewPort)
  }
}
