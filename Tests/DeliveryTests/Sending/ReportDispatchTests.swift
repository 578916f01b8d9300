import Book
import Diagnostics
import Foundation
import Testing
import Workspace

@testable import Delivery

@Suite("Sending a report")
struct ReportDispatchTests {
  private let scratch: SendingScratch
  private let book: Book
  private let maker = PlainMaker()

  init() throws {
    scratch = try SendingScratch()
    book = try scratch.book()
  }

  private func send(
    _ options: SendingOptions = SendingOptions(), _ yaml: String = SendingScratch.yaml,
    audiences: [String] = [], hasBook: Bool = true
  ) throws -> [RecipientOutcome] {
    let configuration = try scratch.configuration(yaml)
    let report = try #require(configuration.reports["weekly"])
    var told: [RecipientOutcome] = []
    try ReportDispatch(
      report: "weekly", channels: Channels(configuration), maker: maker,
      courier: hasBook ? scratch.courier(book) : nil, user: "ada"
    ).send(
      to: Recipients(of: report, in: configuration, audiences: audiences, triggers: [:]), options
    ) { told.append($0) }
    return told
  }

  private func words(_ told: [RecipientOutcome]) -> [String] {
    told.map { "\($0.recipient ?? $0.audience) \($0.outcome.rawValue)" }
  }

  @Test("each gets it once; --again sends it once more under another name")
  func once() throws {
    #expect(try words(send()) == ["team skipped", "a@example.org sent", "B@example.org sent"])
    #expect(try scratch.mails() == ["weekly.a.0.scorebook", "weekly.b.0.scorebook"])
    #expect(try words(send()) == ["team skipped", "a@example.org stands", "B@example.org stands"])
    #expect(try scratch.mails().count == 2)
    #expect(
      try words(send(.init(again: true))) == ["team skipped", "a@example.org sent", "B@example.org sent"])
    #expect(try scratch.mails().contains("weekly.a.1.scorebook"))
    // Who has it twice by two audiences has it once.
    #expect(
      try words(send(audiences: ["board", "team"])).suffix(2) == [
        "B@example.org stands", "c@example.org sent",
      ])
  }

  @Test("a dry run opens nothing, sends nothing and keeps nothing, with a book or without")
  func dry() throws {
    for hasBook in [true, false] {
      let told = try send(.init(isDry: true), hasBook: hasBook)
      #expect(words(told).suffix(2) == ["a@example.org would_send", "B@example.org would_send"])
      #expect(told.last?.detail.hasPrefix("“Weekly”, ") == true && told.last?.preview != nil)
    }
    #expect(try scratch.records(book).isEmpty)
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/mail"))
    // A secret is not even looked for.
    let hook = SendingScratch.yaml.replacing(
      "\"https://hooks.example.com/in\"", with: "{env: NO_SUCH_VARIABLE}")
    #expect(try words(send(.init(isDry: true), hook, audiences: ["chat"])) == ["hook would_send"])
    #expect(throws: Diagnostic.self) { try send(.init(), hook, audiences: ["chat"]) }
    #expect(try scratch.records(book).isEmpty)
  }

  @Test("what can't be made keeps all from being sent")
  func unmade() throws {
    maker.refusesToPrepare = true
    #expect(throws: PlainMaker.Refused.self) { try send() }
    #expect(try scratch.records(book).isEmpty)
  }

  @Test(
    "what can be known before is told before the first mail",
    arguments: ["a@example.org", "hook", "+49301234567"]
  )
  func unmadeBefore(recipient: String) throws {
    maker.unmade = [recipient]
    let error = #expect(throws: Diagnostic.self) { try send(audiences: ["team", "board", "chat", "phone"]) }
    #expect(error?.identifier == .deliveryTooLarge)
    #expect(try scratch.records(book).isEmpty)
  }

  @Test("where one mail of an audience can't be made, those behind it get theirs")
  func unmadeAmong() throws {
    maker.unmade = ["B@example.org"]
    let told = try send(audiences: ["board", "team"])
    #expect(
      words(told).suffix(3) == ["a@example.org sent", "B@example.org failed", "c@example.org sent"])
    #expect(told.first { $0.outcome == .failed }?.problem?.identifier == .deliveryTooLarge)
    #expect(try scratch.records(book).map(\.recipient) == ["a@example.org", "c@example.org"])
    maker.unmade = []
    #expect(
      try words(send(audiences: ["board", "team"])).suffix(3) == [
        "a@example.org stands", "B@example.org sent", "c@example.org stands",
      ])
  }

  @Test("one recipient's trouble is not the others'")
  func apart() throws {
    try Data().write(to: URL(filePath: scratch.path + "/file"))
    let yaml = SendingScratch.yaml.replacing(
      "outbox: {maildir: mail}", with: "outbox: {maildir: mail}\n  shut: {maildir: file/mail}"
    )
    .replacing("board: {via: outbox", with: "board: {via: shut")
    let told = try send(.init(), yaml, audiences: ["board", "team"])
    #expect(
      words(told) == [
        "b@Example.org skipped", "a@example.org failed", "B@example.org failed", "c@example.org sent",
      ])
    #expect(told[1].detail.contains("can't be written"))
    // The next run tries again those that got nothing.
    #expect(try words(send()).suffix(2) == ["a@example.org sent", "B@example.org sent"])
  }

  @Test("of what nobody knows nothing more is sent until somebody says; others get theirs")
  func resolved() throws {
    _ = try scratch.courier(book).deliver(
      Handover(
        delivery: Parcel(audience: try #require(scratch.configuration().audiences["board"])), waits: []
      ) { () throws(Diagnostic) in .uncertain(plain("no answer")) }, after: 0)
    for options in [SendingOptions(), .init(again: true), .init(resolution: .sent, isDry: true)] {
      let told = try send(options)
      #expect(words(told)[1] == "a@example.org uncertain")
      #expect(told[1].detail.contains("scorebook report deliveries weekly --uncertain"))
    }
    #expect(try scratch.mails().filter { $0.hasPrefix("weekly.a") } == [])
    #expect(try words(send(.init(resolution: .again))).contains("a@example.org sent"))
    // It has not arrived before, so that nothing says "again".
    #expect(try scratch.mails().contains("weekly.a.0.scorebook"))
  }

  @Test("what has arrived is settled without sending anything to anybody")
  func arrived() throws {
    _ = try scratch.courier(book).deliver(
      Handover(
        delivery: Parcel(audience: try #require(scratch.configuration().audiences["board"])), waits: []
      ) { () throws(Diagnostic) in .uncertain(plain("no answer")) }, after: 0)
    #expect(
      try words(send(.init(resolution: .sent))) == [
        "team skipped", "a@example.org resolved", "B@example.org skipped",
      ])
    #expect(try send(.init(resolution: .sent)).last?.detail == "nothing waits to be settled")
    // What has arrived is not sent again by a word on what has not.
    #expect(
      try words(send(.init(again: true, resolution: .sent)))
        == ["team skipped", "a@example.org stands", "B@example.org skipped"])
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/mail"))
    #expect(try words(send()).suffix(2) == ["a@example.org stands", "B@example.org sent"])
  }

  @Test("what a server refuses is told at the line of the address, and as JSON; the others get theirs")
  func refused() throws {
    // By the recipient: the first is not there.
    let server = try ScriptedServer { $0 == "RCPT" ? .say("550 5.1.1 no such user") : nil }
    defer { server.stop() }
    let yaml = SendingScratch.yaml.replacing(
      "outbox: {maildir: mail}",
      with:
        "outbox: {maildir: mail}\n  relay: {smtp: {host: 127.0.0.1, port: \(server.port), tls: none, retries: []}}"
    ).replacing("board: {via: outbox", with: "board: {via: relay")
    let told = try send(.init(), yaml, audiences: ["board", "team"])
    #expect(words(told).suffix(3) == ["a@example.org failed", "B@example.org failed", "c@example.org sent"])
    let one = told[1]
    #expect(
      one.detail == "the mail server 127.0.0.1 refuses the recipient a@example.org: 550 5.1.1 no such user")
    let line = yaml.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
      $0.contains("board: {via")
    }
    #expect(one.problem?.identifier == .smtpRecipient && one.problem?.place?.line == line.map { $0 + 1 })
    // The second address stands further right.
    #expect((told[2].problem?.place?.column ?? 0) > (one.problem?.place?.column ?? 0))
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(one)) as? [String: String]
    #expect(json?["identifier"] == "smtp-recipient" && json?["outcome"] == "failed")
    #expect(
      json?["place"]?.hasSuffix(":\(one.problem?.place?.line ?? 0):\(one.problem?.place?.column ?? 0)")
        == true)
    #expect(json?["preview"] == nil && json?["next"]?.isEmpty == false)
    #expect(try scratch.records(book).map(\.state) == [.failed, .failed, .sent])
  }

  @Test("a server that lets nobody in is asked once, and not for each recipient; other channels go on")
  func closed() throws {
    let yaml = SendingScratch.yaml.replacing(
      "outbox: {maildir: mail}",
      with: "outbox: {maildir: mail}\n  relay: {smtp: {host: 127.0.0.1, port: 1, tls: none, retries: []}}"
    ).replacing("board: {via: outbox", with: "board: {via: relay")
    let told = try send(.init(), yaml, audiences: ["board", "team"])
    #expect(words(told).suffix(3) == ["a@example.org failed", "B@example.org failed", "c@example.org sent"])
    #expect(told[2].detail.hasPrefix("not tried: ") && told[2].problem == told[1].problem)
    // The book knows of who was tried alone; the next run asks again.
    #expect(try scratch.records(book).map(\.state) == [.failed, .sent])
  }

  @Test("all mails of a channel go over one connection")
  func connections() throws {
    let server = try ScriptedServer { _ in nil }
    defer { server.stop() }
    let yaml = SendingScratch.yaml.replacing(
      "outbox: {maildir: mail}", with: "outbox: {smtp: {host: 127.0.0.1, port: \(server.port), tls: none}}")
    #expect(
      try words(send(.init(), yaml, audiences: ["team"])) == ["b@Example.org sent", "c@example.org sent"])
    #expect(
      server.heard.count { $0.hasPrefix("EHLO") } == 1 && server.heard.count { $0.hasPrefix("DATA") } == 2)
  }
}
