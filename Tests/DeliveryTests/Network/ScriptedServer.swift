import Foundation
import Synchronization

/// A mail server on this machine that answers by a script, without TLS: a line for the connection and for each command.
///
/// What it is told stands in `heard`, line by line, the message left out.
final class ScriptedServer: Sendable {
  enum Answer: Sendable {
    case say(String)
    /// After so many seconds.
    case sayLate(String, Double)
    /// Says nothing more.
    case silence
    /// Ends the connection.
    case drop
  }

  let port: Int
  private let listener: Int32
  private let lines = Mutex<[String]>([])
  private let answers: @Sendable (String) -> Answer

  var heard: [String] { lines.withLock { $0 } }

  /// - Parameter answers: To "connect", to each command's first word, and to "." after the message; nil for what a
  ///   server says that takes it.
  init(_ answers: @escaping @Sendable (String) -> Answer?) throws {
    self.answers = { word in
      if let answer = answers(word) { return answer }
      switch word {
      case "connect": return .say("220 localhost")
      case "EHLO": return .say("250-localhost\r\n250 8BITMIME")
      case "DATA": return .say("354 go on")
      case "QUIT": return .say("221 bye")
      default: return .say("250 ok")
      }
    }
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 8) == 0
          && getsockname(listener, address, &length) == 0
      }
    }
    struct NoSocket: Error {}
    guard bound else { throw NoSocket() }
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [self] in serve() }
  }

  /// Ends its thread, too.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func serve() {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { break }
      talk(connection)
      close(connection)
    }
    close(listener)
  }

  private func talk(_ connection: Int32) {
    var rest: [UInt8] = []
    var isData = false
    var word = "connect"
    while true {
      var answer = answers(word)
      if case .sayLate(let text, let seconds) = answer {
        Thread.sleep(forTimeInterval: seconds)
        answer = .say(text)
      }
      switch answer {
      case .sayLate: return
      case .say(let text):
        let bytes = Array((text + "\r\n").utf8)
        guard send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
          return
        }
        isData = text.hasPrefix("354")
      case .silence:
        // Until the other side has gone.
        var byte: UInt8 = 0
        while recv(connection, &byte, 1, 0) > 0 {}
        return
      case .drop: return
      }
      if word == "QUIT" { return }
      let end = Array((isData ? "\r\n.\r\n" : "\r\n").utf8)
      var found = rest.firstRange(of: end)
      while found == nil {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(connection, &buffer, buffer.count, 0)
        guard count > 0 else { return }
        rest += buffer[..<count]
        found = rest.firstRange(of: end)
      }
      guard let found else { return }
      let line = String(decoding: rest[..<found.lowerBound], as: UTF8.self)
      rest = Array(rest[found.upperBound...])
      word = isData ? "." : String(line.prefix { $0 != " " })
      if !isData { lines.withLock { $0.append(line) } }
      isData = false
    }
  }
}
