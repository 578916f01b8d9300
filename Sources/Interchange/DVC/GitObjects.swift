import Diagnostics
import Foundation

/// `git cat-file --batch`: asked for one object after the other.
final class GitObjects {
  private let git: GitProgram
  private let process: Process
  private let requests = Pipe()
  private let answers = Pipe()
  private var buffer: [UInt8] = []
  private var start = 0

  init(_ git: GitProgram) throws(Diagnostic) {
    self.git = git
    process = git.process(["cat-file", "--batch"])
    process.standardInput = requests
    process.standardOutput = answers
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { throw git.failed("\(error)") }
  }

  deinit {
    try? requests.fileHandleForWriting.close()
    try? answers.fileHandleForReading.close()
    process.waitUntilExit()
  }

  /// The bytes of `COMMIT:PATH`; nil where it is no file, or larger than `limit`.
  func blob(_ name: String, limit: Int) throws(Diagnostic) -> [UInt8]? {
    guard !name.utf8.contains(0x0A), !name.utf8.contains(0) else { return nil }
    do {
      try requests.fileHandleForWriting.write(contentsOf: Data((name + "\n").utf8))
    } catch {
      throw git.failed("cat-file has ended")
    }
    let header = String(decoding: try line(), as: UTF8.self)
    let words = header.split(separator: " ")
    guard let last = words.last, let size = Int(last), size >= 0, words.count >= 3 else { return nil }
    let isWanted = words[words.count - 2] == "blob" && size <= limit
    let bytes = try take(size, keeping: isWanted)
    _ = try take(1, keeping: false)
    return isWanted ? bytes : nil
  }

  private func line() throws(Diagnostic) -> [UInt8] {
    while true {
      if let end = buffer[start...].firstIndex(of: 0x0A) {
        let line = Array(buffer[start..<end])
        start = end + 1
        return line
      }
      try fill()
    }
  }

  private func take(_ count: Int, keeping: Bool) throws(Diagnostic) -> [UInt8] {
    var rest = count
    var bytes: [UInt8] = []
    while rest > 0 {
      if start == buffer.count { try fill() }
      let end = start + min(rest, buffer.count - start)
      if keeping { bytes += buffer[start..<end] }
      rest -= end - start
      start = end
    }
    return bytes
  }

  private func fill() throws(Diagnostic) {
    buffer.removeFirst(start)
    start = 0
    let data = answers.fileHandleForReading.availableData
    guard !data.isEmpty else { throw git.failed("cat-file has ended") }
    buffer += data
  }
}
