@testable import Datasets
import Diagnostics
import Foundation
import Tabular
import Testing

@Suite("Bytes of other encodings")
struct TranscodedBytesTests {
  /// Gives some bytes, a few at a time.
  private final class Pieces: ByteStream {
    private var bytes: ArraySlice<UInt8>
    private let most: Int
    init(_ bytes: [UInt8], most: Int) {
      self.bytes = bytes[...]
      self.most = most
    }
    override func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
      let piece = bytes.prefix(min(most, buffer.count))
      for (index, byte) in piece.enumerated() { buffer[index] = byte }
      bytes = bytes.dropFirst(piece.count)
      return piece.count
    }
  }

  private static let mixed = "a€é\u{7F}Ž\r\nß,ÿ€€x€"
  private static let wide = "€a𝄞é\u{10FFFF}中\u{7FF}\u{800}𝄞€"

  private static func units(_ text: String, littleEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let (low, high) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
      return littleEndian ? [low, high] : [high, low]
    }
  }

  static let cases: [(TranscodedBytes.Form, [UInt8], String)] = [
    (.latin1, Array(0...255), String(String.UnicodeScalarView((0...255).map { UnicodeScalar(UInt8($0)) }))),
    (
      .windows1252,
      [0x61, 0x80, 0xE9, 0x7F, 0x8E, 0x0D, 0x0A, 0xDF, 0x2C, 0xFF, 0x80, 0x80, 0x78, 0x80], mixed
    ),
    (.utf16LittleEndian, units(wide, littleEndian: true), wide),
    (.utf16BigEndian, units(wide, littleEndian: false), wide),
  ]

  @Test("are whole and in their order in buffers of every size", arguments: 0..<4, 1...9)
  func buffers(_ index: Int, _ size: Int) throws {
    let (form, bytes, expected) = Self.cases[index]
    for most in [1, 3, 1 << 16] {
      for change in 0...3 {
        let stream = TranscodedBytes(Pieces(bytes, most: most), form: form, name: "t")
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 8)
        defer { buffer.deallocate() }
        var read: [UInt8] = []
        var turn = 0
        while true {
          // Buffers that grow and shrink, too.
          let count = try stream.read(into: .init(rebasing: buffer[..<(size + turn % (change + 1))]))
          turn += 1
          if count == 0 { break }
          read += buffer[..<count]
        }
        #expect(read == Array(expected.utf8))
        #expect(try stream.read(into: buffer) == 0)
      }
    }
  }

  @Test(
    "of a large file lose nothing where buffers end",
    arguments: [CSVEncoding.windows1252, .latin1, .utf16LittleEndian, .utf16BigEndian])
  func large(_ encoding: CSVEncoding) throws {
    let word = encoding == .latin1 ? "é" : encoding == .windows1252 ? "€" : "€𝄞"
    let rows = 300_000
    var bytes: [UInt8] = []
    func append(_ text: String) {
      switch encoding {
      case .windows1252: bytes += text.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8($0.value) }
      case .latin1: bytes += text.unicodeScalars.map { UInt8($0.value) }
      default: bytes += Self.units(text, littleEndian: encoding == .utf16LittleEndian)
      }
    }
    append("name,amount\n")
    for row in 0..<rows { append("\(word)\(word),\(row)\n") }
    let scratch = try CSVScratch()
    let path = try scratch.file("large.csv", bytes)
    let source = try CSVSource(name: "t", files: [path], dialect: CSVDialect(encoding: encoding))
    let layout = Layout(
      columns: [category("name", ["\(word)\(word)"]), number("amount")], capacity: 4096)
    for reader in [
      try source.makeReaders(ReadPlan(layout: layout, readers: 1, digest: false))[0],
      try source.makeReferenceReader(ReadPlan(layout: layout, readers: 1, digest: false)),
    ] {
      var batch = Batch(layout)
      var (count, sum, unseen, rejects) = (0, 0.0, 0, Rejects())
      while try reader.claim() != nil {
        while case let read = try reader.fill(&batch, rejects: &rejects), read > 0 {
          count += read
          for row in 0..<read {
            sum += batch.numbers(1)[row]
            if batch.codes(0)[row] != 0 { unseen += 1 }
          }
        }
      }
      #expect(rejects.list.isEmpty && unseen == 0)
      #expect(count == rows && sum == Double(rows) * Double(rows - 1) / 2)
    }
  }
}
