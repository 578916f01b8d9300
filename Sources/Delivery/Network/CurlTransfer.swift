import CCurl
import Diagnostics
import Dispatch
import Foundation
import Glibc

/// A handle of libcurl that makes one transfer after the other, over one connection where the server keeps it.
///
/// Used by one thread. Proxies and passwords of the environment are not looked at.
final class CurlTransfer {
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
    /// What was said to a mail server, where that was noted.
    var commands: [SMTPCommand] = []
    /// The error number of a connection that could not be made, 0 where there is none.
    var systemError: Int32 = 0
  }

  private static let mostLines = 200
  private static let mostBody = 64 << 10
  private static let responseCode: Int32 = 0x20_0002
  private static let systemError: Int32 = 0x20_0019
  private static let activeSocket: Int32 = 0x50_002C
  private static let unknownOption: Int32 = 48
  /// After the limit of a transfer, and at the end of a connection, for a farewell. **Units:** milliseconds.
  private static let grace = 500

  private let library: CurlLibrary
  private var handle: UnsafeMutableRawPointer
  private var lists: [UnsafeMutableRawPointer] = []
  private var bytes: [UInt8] = []
  private var sent = 0
  private var hasFailed = false
  private var limit: Int?
  private var end: ContinuousClock.Instant?
  private var lines: [String] = []
  private var commands: [SMTPCommand] = []
  private var body: [UInt8] = []

  /// **Throws:** `delivery-library`.
  init(_ library: CurlLibrary) throws(Diagnostic) {
    self.library = library
    handle = try Self.made(library)
  }

  private static func made(_ library: CurlLibrary) throws(Diagnostic) -> UnsafeMutableRawPointer {
    if let handle = library.make() { return handle }
    throw Diagnostic(
      .deliveryLibrary, .failure, "libcurl gives no handle", next: "Look at the machine's memory.")
  }

  deinit {
    close()
    for list in lists { library.freeList(list) }
  }

  /// Sets what holds for every transfer and forgets all else. The connection stays, unless something went wrong on it.
  ///
  /// **Throws:** `delivery-library`.
  func begin() throws(Diagnostic) {
    if hasFailed {
      // The new one first: where there is none, the old one is still there to be closed once.
      let fresh = try Self.made(library)
      close()
      handle = fresh
      hasFailed = false
    }
    library.reset(handle)
    for list in lists { library.freeList(list) }
    lists = []
    bytes = []
    limit = nil
    try set(.noSignal, 1)
    try set(.proxy, "")
    try set(.followLocation, 0)
    try set(.verifyPeer, 1)
    try set(.verifyHost, 2)
  }

  /// Ends the connection. libcurl says goodbye and would wait for an answer as long as for one to a mail: a server that
  /// gives none is cut off.
  private func close() {
    var number = -1
    let code = ccurl_get_number(library.getInfo, handle, Self.activeSocket, &number)
    let socket = code == 0 ? fcntl(Int32(truncatingIfNeeded: number), F_DUPFD_CLOEXEC, 3) : -1
    let isClosed = DispatchSemaphore(value: 0)
    if socket >= 0 {
      Thread.detachNewThread {
        if isClosed.wait(timeout: .now() + .milliseconds(Self.grace)) == .timedOut {
          shutdown(socket, Int32(SHUT_RDWR))
        }
        Glibc.close(socket)
      }
    }
    library.cleanup(handle)
    isClosed.signal()
  }

  func set(_ option: Option, _ value: Int) throws(Diagnostic) {
    try check(ccurl_set_number(library.setOption, handle, option.rawValue, value), option)
  }

  /// The library keeps a copy.
  func set(_ option: Option, _ text: String) throws(Diagnostic) {
    try check(
      text.withCString { ccurl_set_pointer(library.setOption, handle, option.rawValue, $0) }, option)
  }

  func set(_ option: Option, _ texts: [String]) throws(Diagnostic) {
    var list: UnsafeMutableRawPointer?
    for text in texts {
      // Without room for one it leaves the list as it was: a header or a recipient would be missing.
      guard let longer = library.append(list, text) else {
        if let list { library.freeList(list) }
        throw Self.unusable("'\(option)' has no room", "Look at the machine's memory.")
      }
      list = longer
    }
    if let list { lists.append(list) }
    try check(ccurl_set_pointer(library.setOption, handle, option.rawValue, list), option)
  }

  /// Lets the transfer speak these and nothing else, wherever it is led.
  func allow(_ schemes: [Scheme]) throws(Diagnostic) {
    let names = schemes.map(\.rawValue).joined(separator: ",")
    let code = names.withCString {
      ccurl_set_pointer(library.setOption, handle, Option.protocolNames.rawValue, $0)
    }
    if code == Self.unknownOption {
      try set(.protocols, schemes.reduce(0) { $0 | $1.bit })
    } else {
      try check(code, .protocolNames)
    }
  }

  /// A setting that is not taken leaves the transfer as it must not be: without a check of certificates, or with a
  /// proxy. So nothing is sent.
  private func check(_ code: Int32, _ option: Option) throws(Diagnostic) {
    guard code != 0 else { return }
    let what = library.describe(code).map { String(cString: $0) } ?? "error \(code)"
    throw Self.unusable(
      "it does not take '\(option)': \(what)",
      "Install another: on Debian and Ubuntu `apt install libcurl4`. Nothing was sent.")
  }

  private static func unusable(_ what: String, _ next: String) -> Diagnostic {
    Diagnostic(
      .deliveryLibrary, .failure, "libcurl can't be used", expected: "libcurl 7.61 or later", found: what,
      next: next)
  }

  /// Limits a transfer with a mail server.
  ///
  /// libcurl alone would wait for two minutes for any answer, however long a mail may take, and as long for one to its
  /// farewell when the limit is over.
  ///
  /// - Parameter limit: **Units:** milliseconds.
  func limit(to limit: Int) throws(Diagnostic) {
    try set(.timeoutMilliseconds, limit)
    try set(.serverResponseTimeout, (limit + 999) / 1000)
    try set(.noProgress, 0)
    let callback: Watcher = { (this, _, _, _, _) -> Int32 in
      guard let this else { return 0 }
      let end = Unmanaged<CurlTransfer>.fromOpaque(this).takeUnretainedValue().end
      return end.map { ContinuousClock.now > $0 ? 1 : 0 } ?? 0
    }
    let function = unsafeBitCast(callback, to: (@convention(c) () -> Void).self)
    try check(
      ccurl_set_function(library.setOption, handle, Option.progressFunction.rawValue, function),
      .progressFunction)
    try setThis(.progressData)
    self.limit = limit
  }

  /// Notes what is said to a mail server, to tell how far it came.
  func noteCommands() throws(Diagnostic) {
    try set(.verbose, 1)
    let callback: Listener = { (_, kind, bytes, count, this) -> Int32 in
      // 2: what is sent before the message itself.
      guard kind == 2, let bytes, let this else { return 0 }
      let line = UnsafeRawBufferPointer(start: bytes, count: count)
      let transfer = Unmanaged<CurlTransfer>.fromOpaque(this).takeUnretainedValue()
      if let command = SMTPCommand(line: line), transfer.commands.count < CurlTransfer.mostLines {
        transfer.commands.append(command)
      }
      return 0
    }
    let function = unsafeBitCast(callback, to: (@convention(c) () -> Void).self)
    try check(
      ccurl_set_function(library.setOption, handle, Option.debugFunction.rawValue, function), .debugFunction)
    try setThis(.debugData)
  }

  /// Makes the transfer with these bytes as what is sent.
  ///
  /// **Throws:** `delivery-library` before anything is sent.
  func perform(_ bytes: [UInt8]) throws(Diagnostic) -> Result {
    self.bytes = bytes
    sent = 0
    lines = []
    commands = []
    body = []
    try set(.infileSize, bytes.count)
    try setFunction(.readFunction, .readData) { (buffer, size, count, this) -> Int in
      guard let this, let buffer else { return 0 }
      return Unmanaged<CurlTransfer>.fromOpaque(this).takeUnretainedValue().give(buffer, size * count)
    }
    try setFunction(.headerFunction, .headerData) { (buffer, size, count, this) -> Int in
      guard let this, let buffer else { return 0 }
      Unmanaged<CurlTransfer>.fromOpaque(this).takeUnretainedValue().take(line: buffer, size * count)
      return size * count
    }
    try setFunction(.writeFunction, .writeData) { (buffer, size, count, this) -> Int in
      guard let this, let buffer else { return 0 }
      Unmanaged<CurlTransfer>.fromOpaque(this).takeUnretainedValue().take(body: buffer, size * count)
      return size * count
    }
    end = limit.map { ContinuousClock.now + .milliseconds($0 + Self.grace) }
    var message = [CChar](repeating: 0, count: 256)
    let code = message.withUnsafeMutableBufferPointer { buffer in
      // Words alone, which the code has, too.
      _ = ccurl_set_pointer(library.setOption, handle, Option.errorBuffer.rawValue, buffer.baseAddress)
      defer { _ = ccurl_set_pointer(library.setOption, handle, Option.errorBuffer.rawValue, nil) }
      return library.perform(handle)
    }
    hasFailed = code != 0
    var answer = 0
    // Where that can't be had it is as if nothing was answered: what was handed over is uncertain then.
    if ccurl_get_number(library.getInfo, handle, Self.responseCode, &answer) != 0 { answer = 0 }
    var number = 0
    if ccurl_get_number(library.getInfo, handle, Self.systemError, &number) != 0 { number = 0 }
    let told = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let reason = told.isEmpty ? library.describe(code).map { String(cString: $0) } ?? "error \(code)" : told
    return Result(
      code: code, answer: answer, lines: lines, body: body, isAllTaken: sent == bytes.count,
      reason: HeaderText.oneLine(reason), commands: commands,
      systemError: Int32(clamping: number))
  }

  private typealias Callback =
    @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int

  private typealias Watcher = @convention(c) (UnsafeMutableRawPointer?, Int, Int, Int, Int) -> Int32

  private typealias Listener =
    @convention(c) (
      UnsafeMutableRawPointer?, Int32, UnsafeMutablePointer<CChar>?, Int, UnsafeMutableRawPointer?
    ) -> Int32

  private func setFunction(
    _ option: Option, _ data: Option, _ callback: Callback
  ) throws(Diagnostic) {
    let function = unsafeBitCast(callback, to: (@convention(c) () -> Void).self)
    try check(ccurl_set_function(library.setOption, handle, option.rawValue, function), option)
    try setThis(data)
  }

  /// Outlives the transfer: this object holds it.
  private func setThis(_ data: Option) throws(Diagnostic) {
    let this = Unmanaged.passUnretained(self).toOpaque()
    try check(ccurl_set_pointer(library.setOption, handle, data.rawValue, this), data)
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
