@testable import Models

extension FuzzedParser {
  /// A bundle: there is one archive for the same files. Checksums are put right too, which nothing guesses.
  static let bundle = FuzzedParser("bundle") { bytes in
    readBundle(bytes)
    readBundle(withChecksums(bytes))
  }

  private static func readBundle(_ bytes: [UInt8]) {
    guard let bundle = try? ArtefactBundle(reading: bytes, name: "model.tar") else { return }
    precondition(ArtefactBundle.recognises(bytes), "an archive is read that is not recognised")
    let again = try? ArtefactBundle(main: bundle.main, others: Array(bundle.others), file: "model.tar")
    precondition(again?.bytes == bytes, "an archive is read that is not written")
  }

  private static func withChecksums(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var position = 0
    while bytes.count - position >= UstarHeader.size {
      let header = bytes[position..<position + UstarHeader.size]
      guard header.contains(where: { $0 != 0 }) else { break }
      let digits = Array(String(UstarHeader.checksum(header), radix: 8).utf8)
      let field = [UInt8](repeating: 0x30, count: 6 - digits.count) + digits + [0, 0x20]
      bytes.replaceSubrange(position + 148..<position + 156, with: field)
      guard let size = UstarHeader.number(bytes[position + 124..<position + 136]), size < bytes.count else {
        break
      }
      position += UstarHeader.size + ArtefactBundle.padded(size)
    }
    return bytes
  }
}
