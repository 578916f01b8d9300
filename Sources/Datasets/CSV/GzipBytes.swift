import CZlib
package import Diagnostics

/// The inflated bytes of a gzip stream of one or several members.
///
/// **Source:** RFC 1952. Zero bytes after the last member are padding; anything else there is damage.
final class GzipBytes: ByteStream {
  private let packed: ByteStream
  private let name: String
  private let input: UnsafeMutableRawBufferPointer
  private let stream: UnsafeMutablePointer<z_stream>
  private var ready: Bool
  private var insideMember = false
  private var inputEnded = false
  private var membersRead = 0

  init(_ packed: ByteStream, name: String) {
    self.packed = packed
    self.name = name
    input = .allocate(byteCount: 1 << 17, alignment: 64)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 + 16: the largest window, a gzip header and its checksum.
    ready = inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit {
    if ready { inflateEnd(stream) }
    stream.deallocate()
    input.deallocate()
  }

  override func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    guard ready else { throw damaged("there is no memory to unpack it") }
    guard buffer.count > 0 else { return 0 }
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(min(buffer.count, 1 << 30))
    let wanted = stream.pointee.avail_out
    while stream.pointee.avail_out == wanted {
      if stream.pointee.avail_in == 0, !inputEnded { try refill() }
      if !insideMember {
        if membersRead > 0 { try skipPadding() }
        if stream.pointee.avail_in == 0 {
          if membersRead == 0 { throw damaged("it ends before its first byte of data") }
          return 0
        }
        insideMember = true
      }
      if stream.pointee.avail_in == 0 { throw damaged("it ends in the middle") }
      switch inflate(stream, Z_NO_FLUSH) {
      case Z_OK, Z_BUF_ERROR: continue
      case Z_STREAM_END:
        insideMember = false
        membersRead += 1
        guard inflateReset(stream) == Z_OK else { throw damaged("it can't be unpacked") }
      default: throw damaged(stream.pointee.msg.map { String(cString: $0) } ?? "it can't be unpacked")
      }
    }
    return Int(wanted - stream.pointee.avail_out)
  }

  private func refill() throws(Diagnostic) {
    let count = try packed.read(into: input)
    inputEnded = count == 0
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(count)
  }

  private func skipPadding() throws(Diagnostic) {
    while true {
      if stream.pointee.avail_in == 0 {
        if inputEnded { return }
        try refill()
        continue
      }
      guard let next = stream.pointee.next_in, next.pointee == 0 else { return }
      stream.pointee.next_in = next + 1
      stream.pointee.avail_in -= 1
    }
  }

  private func damaged(_ what: String) -> Diagnostic {
    Diagnostic(
      .csvGzip, at: .init(file: name), "the gzip file is damaged: \(what)",
      next: "Fetch the file again; 'gzip -t' tests it.")
  }
}

extension Diagnostic.Identifier {
  package static let csvGzip = Self("csv-gzip")
}
