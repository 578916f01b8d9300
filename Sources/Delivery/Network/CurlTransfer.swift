import CCurl
import Diagnostics
import Glibc

/// A handle of libcurl that makes one transfer after the other, over one connection where the server keeps it.
///
/// Used by one thread. Proxies and passwords of the environment are not looked at.
final class CurlTransfer {
  /// Options by the numbers of curl.h: numbers below 10,000, then pointers, functions from 20,000 on.
  enum Option: Int32 {
    case infileSize = 14
    case useSSL = 119
    case noSignal = 99
    case upload = 46
    case post = 47
    case followLocation = 52
    case postFieldSize = 60
    case forbidReuse = 75
    case httpVersion = 84
    case verifyPeer = 64
    case verifyHost = 81
    case timeoutMilliseconds = 155
    case connectTimeoutMilliseconds = 156
    case protocols = 181
    case readData = 10_009
    case url = 10_002
    case proxy = 10_004
    case errorBuffer = 10_010
    case postFields = 10_015
    case httpHeader = 10_023
    case headerData = 10_029
    case writeData = 10_001
    case caInfo = 10_065
    case userName = 10_173
    case password = 10_174
    case mailFrom = 10_186
    case mailRecipients = 10_187
    case loginOptions = 10_224
    case readFunction = 20_012
    case writeFunction = 20_011
    case headerFunction = 20_079
  }

  /// What came of a transfer.
  struct Result {
    /// A CURLcode: 0 where all went well.
    let code: Int32
    /// The server's last answer as a number, 0 where there was none.
    let answer: Int
    /// What the server said, line by line, the newest last.
    let lines: [String]
    /// The beginning of what it sent after its headers.
    let body: [UInt8]
    /// Whether all that was to be sent has been handed over, so that what ends it may be on its way.
    let isAllTaken: Bool
    /// In words, where it went wrong.
    let reason: String
  }

  private static let mostLines = 200
  private static let mostBody = 64 << 10
  private static let responseCode: Int32 = 0x20_0002

  private let library: CurlLibrary
  private var handle: UnsafeMutableRawPointer
  private var lists: [UnsafeMutableRawPointer] = []
  private var bytes: [UInt8] = []
  private var sent = 0
  private var hasFailed = false
  private var lines: [String] = []
  private var body: [UInt8] = []

  /// **Throws:** `delivery-library`.
  init() throws(Diagnostic) {
    library = try CurlLibrary.required()
    handle = try Self.made(library)
  }

  private static func made(_ library: CurlLibrary) throws(Diagnostic) -> UnsafeMutableRawPointer {
    if let handle = library.make() { return handle }
    throw Diagnostic(
      .deliveryLibrary, .failure, "libcurl gives no handle", next: "Look at the machine's memory.")
  }

  deinit {
    library.cleanup(handle)
    for list in lists { library.freeList(list) }
  }

  /// Sets what holds for every transfer and forgets all else. The connection stays, unless something went wrong on it.
  ///
  /// **Throws:** `delivery-library`.
  func begin() throws(Diagnostic) {
    if hasFailed {
      library.cleanup(handle)
      handle = try Self.made(library)
      hasFailed = false
    }
    library.reset(handle)
    for list in lists { library.freeList(list) }
    lists = []
    bytes = []
    set(.noSignal, 1)
    set(.proxy, "")
    set(.followLocation, 0)
    set(.verifyPeer, 1)
    set(.verifyHost, 2)
  }

  func set(_ option: Option, _ value: Int) {
    _ = ccurl_set_number(library.setOption, handle, option.rawValue, value)
  }

  /// The library keeps a copy.
  func set(_ option: Option, _ text: String) {
    _ = text.withCString { ccurl_set_pointer(library.setOption, handle, option.rawValue, $0) }
  }

  func set(_ option: Option, _ texts: [String]) {
    var list: UnsafeMutableRawPointer?
    for text in texts { list = library.append(list, text) ?? list }
    if let list { lists.append(list) }
    _ = ccurl_set_pointer(library.setOption, handle, option.rawValue, list)
  }

  /// Makes the transfer with these bytes as what is sent.
  func perform(_ bytes: [UInt8]) -> Result {
    self.bytes = bytes
    sent = 0
    lines = []
    body = []
    // Outlives the call: this object holds it.
    let this = Unmanaged.passUnretained(self).toOpaque()
    set(.infileSize, bytes.count)
    setFunction(.readFunction, .readData, this) { (buffer, size, count, this) -> Int in
      guard let this, let buffer else { return 0 }
      return Unmanaged<CurlTransfer>.fromOpaque(this).takeUnretainedValue().give(buffer, size * count)
    }
    setFunction(.headerFunction, .headerData, this) { (buffer, size, count, this) -> Int in
      guard let this, let buffer else { return 0 }
      Unmanaged<CurlTransfer>.fromOpaque(this).takeUnretainedValue().take(line: buffer, size * count)
      return size * count
    }
    setFunction(.writeFunction, .writeData, this) { (buffer, size, count, this) -> Int in
      guard let this, let buffer else { return 0 }
      Unmanaged<CurlTransfer>.fromOpaque(this).takeUnretainedValue().take(body: buffer, size * count)
      return size * count
    }
    var message = [CChar](repeating: 0, count: 256)
    let code = message.withUnsafeMutableBufferPointer { buffer in
      _ = ccurl_set_pointer(library.setOption, handle, Option.errorBuffer.rawValue, buffer.baseAddress)
      defer { _ = ccurl_set_pointer(library.setOption, handle, Option.errorBuffer.rawValue, nil) }
      return library.perform(handle)
    }
    hasFailed = code != 0
    var answer = 0
    _ = ccurl_get_number(library.getInfo, handle, Self.responseCode, &answer)
    let told = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let reason = told.isEmpty ? library.describe(code).map { String(cString: $0) } ?? "error \(code)" : told
    return Result(
      code: code, answer: answer, lines: lines, body: body, isAllTaken: sent == bytes.count, reason: reason)
  }

  private typealias Callback =
    @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int

  private func setFunction(
    _ option: Option, _ data: Option, _ this: UnsafeMutableRawPointer, _ callback: Callback
  ) {
    let function = unsafeBitCast(callback, to: (@convention(c) () -> Void).self)
    _ = ccurl_set_function(library.setOption, handle, option.rawValue, function)
    _ = ccurl_set_pointer(library.setOption, handle, data.rawValue, this)
  }

  private func give(_ buffer: UnsafeMutablePointer<CChar>, _ room: Int) -> Int {
    let count = min(room, bytes.count - sent)
    bytes.withUnsafeBytes { source in
      if let start = source.baseAddress, count > 0 { memcpy(buffer, start + sent, count) }
    }
    sent += count
    return count
  }

  private func take(line buffer: UnsafePointer<CChar>, _ count: Int) {
    let bytes = UnsafeRawBufferPointer(start: buffer, count: count)
    // What a server says is told on terminals, too.
    let line = HeaderText.oneLine(String(decoding: bytes, as: UTF8.self))
    if lines.count == Self.mostLines { lines.removeFirst() }
    lines.append(String(line.prefix(500)))
  }

  private func take(body buffer: UnsafePointer<CChar>, _ count: Int) {
    let room = Self.mostBody - body.count
    body += UnsafeRawBufferPointer(start: buffer, count: count).prefix(max(0, room))
  }
}
