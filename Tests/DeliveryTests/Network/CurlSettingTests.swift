import Diagnostics
import Foundation
import Synchronization
import Testing
import Workspace

@testable import Delivery

// What functions of C may see.
private let refusedOption = Atomic<Int32>(0)
private let transfers = Atomic<Int>(0)
private let isOutOfMemory = Atomic<Bool>(false)
private let isOutOfHandles = Atomic<Bool>(false)
private let openHandles = Atomic<Int>(0)
private let answer = Atomic<Int32>(0)

/// A libcurl that does not know one option, and tells whether it was asked to send anything.
private enum NarrowLibrary {
  static func library() -> CurlLibrary {
    let set: @convention(c) (UnsafeMutableRawPointer?, Int32, UnsafeRawPointer?) -> Int32 = { _, option, _ in
      // CURLE_UNKNOWN_OPTION.
      option == refusedOption.load(ordering: .relaxed) ? 48 : 0
    }
    let get: @convention(c) (UnsafeMutableRawPointer?, Int32, UnsafeMutablePointer<Int>?) -> Int32 = {
      _, _, _ in 48
    }
    return CurlLibrary(
      make: {
        if isOutOfHandles.load(ordering: .relaxed) { return nil }
        openHandles.add(1, ordering: .relaxed)
        return UnsafeMutableRawPointer.allocate(byteCount: 8, alignment: 8)
      },
      perform: { _ in
        transfers.add(1, ordering: .relaxed)
        return answer.load(ordering: .relaxed)
      }, reset: { _ in },
      // They stay allocated: one that is closed twice is counted, and ends no test.
      cleanup: { _ in openHandles.subtract(1, ordering: .relaxed) },
      append: { list, _ in
        if isOutOfMemory.load(ordering: .relaxed) { return nil }
        return list ?? UnsafeMutableRawPointer.allocate(byteCount: 8, alignment: 8)
      }, freeList: { $0.deallocate() }, describe: { _ in nil },
      setOption: unsafeBitCast(set, to: UnsafeMutableRawPointer.self),
      getInfo: unsafeBitCast(get, to: UnsafeMutableRawPointer.self))
  }
}

@Suite("Settings that libcurl does not take", .serialized)
struct CurlSettingTests {
  private func smtp() throws -> DeliveryOutcome {
    let message = try MailMessageTests.message()
    let server = Configuration.SMTP(
      host: "localhost", port: 1, security: .starttls,
      login: .init(method: .plain, user: "u", password: .environment("NONE")))
    return try SMTPTransport(server, password: "p", authorities: "ca.pem", library: NarrowLibrary.library())
      .send(message, message.bytes)
  }

  private func hook() throws -> DeliveryOutcome {
    try WebhookTransport(
      "the web-hook 'chat'", address: "https://hooks.example.com/in", content: .json, key: "k",
      knowsKeys: true, access: nil, authorities: "ca.pem", limit: 1000, waits: [],
      library: NarrowLibrary.library()
    ).send([1], key: "weekly", at: 0)
  }

  private func count(_ refused: Int32, _ body: () throws -> DeliveryOutcome) -> (Int, Diagnostic?) {
    refusedOption.store(refused, ordering: .relaxed)
    defer { refusedOption.store(0, ordering: .relaxed) }
    let before = transfers.load(ordering: .relaxed)
    var found: Diagnostic?
    do { _ = try body() } catch { found = error as? Diagnostic }
    return (transfers.load(ordering: .relaxed) - before, found)
  }

  /// By the numbers of curl.h.
  private static let common: [(String, Int32)] = [
    ("noSignal", 99), ("proxy", 10_004), ("followLocation", 52), ("verifyPeer", 64), ("verifyHost", 81),
    ("url", 10_002), ("caInfo", 10_065), ("timeoutMilliseconds", 155), ("connectTimeoutMilliseconds", 156),
    ("readFunction", 20_012), ("readData", 10_009), ("headerFunction", 20_079), ("writeFunction", 20_011),
  ]

  @Test("keep a mail from being sent, above all those that protect")
  func mail() {
    for (name, number) in Self.common + [
      ("useSSL", 119), ("noProgress", 43), ("serverResponseTimeout", 112), ("progressFunction", 20_219),
      ("userName", 10_173), ("password", 10_174), ("loginOptions", 10_224),
      ("mailFrom", 10_186), ("mailRecipients", 10_187), ("upload", 46),
    ] {
      let (sent, error) = count(number, smtp)
      #expect(sent == 0 && error?.identifier == .deliveryLibrary, "\(name)")
      #expect(error?.found?.contains("'\(name)'") == true, "\(error?.found ?? "")")
    }
  }

  @Test("keep a web-hook from being called")
  func calls() {
    for (name, number) in Self.common + [
      ("httpVersion", 84), ("forbidReuse", 75), ("post", 47), ("postFieldSize", 60), ("httpHeader", 10_023),
    ] {
      let (sent, error) = count(number, hook)
      #expect(sent == 0 && error?.identifier == .deliveryLibrary, "\(name)")
    }
  }

  @Test(
    "a library that does not know the names of protocols takes their number; one that knows neither sends nothing"
  )
  func protocols() {
    #expect(count(10_318, smtp) == (1, nil))
    #expect(count(181, hook) == (1, nil))
    let transfer = Result { () throws(Diagnostic) in try CurlTransfer(NarrowLibrary.library()) }
    #expect((try? transfer.get()) != nil)
  }

  @Test("a handle that can't be replaced stays until there is another, and each is closed once")
  func handles() throws {
    let before = openHandles.load(ordering: .relaxed)
    var transfer: CurlTransfer? = try CurlTransfer(NarrowLibrary.library())
    try transfer?.begin()
    // After a failure a connection is not used again.
    answer.store(7, ordering: .relaxed)
    _ = try transfer?.perform([1])
    answer.store(0, ordering: .relaxed)
    isOutOfHandles.store(true, ordering: .relaxed)
    for _ in 1...2 { #expect(throws: Diagnostic.self) { try transfer?.begin() } }
    isOutOfHandles.store(false, ordering: .relaxed)
    #expect(openHandles.load(ordering: .relaxed) == before + 1)
    try transfer?.begin()
    #expect(openHandles.load(ordering: .relaxed) == before + 1)
    transfer = nil
    #expect(openHandles.load(ordering: .relaxed) == before)
  }

  @Test("a list without room for one more is no list")
  func memory() {
    isOutOfMemory.store(true, ordering: .relaxed)
    defer { isOutOfMemory.store(false, ordering: .relaxed) }
    let (sent, error) = count(0, hook)
    #expect(sent == 0 && error?.identifier == .deliveryLibrary)
  }
}
