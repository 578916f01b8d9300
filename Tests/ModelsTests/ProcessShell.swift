import Foundation

/// A shell, for what tests ask of the system.
enum Shell {
  struct Failure: Error {}

  static func run(_ command: String) throws -> String {
    guard let stream = popen(command, "r") else { throw Failure() }
    defer { pclose(stream) }
    var output: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = fread(&block, 1, block.count, stream)
      if count == 0 { break }
      output += block.prefix(count)
    }
    return String(decoding: output, as: UTF8.self)
  }
}
