import Book
import Diagnostics
import Foundation
import class GRDB.DatabaseQueue
import Synchronization
import Testing
import Workspace

@testable import Delivery

@Suite("The courier")
struct CourierTests {
  private let scratch: SendingScratch
  private let book: Book
  private let audience: Workspace.Configuration.Audience

  init() throws {
    scratch = try SendingScratch()
    book = try scratch.book()
    audience = try #require(scratch.configuration().audiences["board"])
  }

  private func handover(_ attempts: Attempts, waits: [Double] = [2, 8, 30]) -> Handover {
    Handover(delivery: Parcel(audience: audience), waits: waits) { () throws(Diagnostic) in attempts.next() }
  }

  private func stop() -> Diagnostic { Diagnostic(.commandInterrupted, .failure, "stopped by Ctrl-C") }

  /// The state of each attempt in the book, with what was answered.
  private func kept() throws -> [String] {
    try scratch.records(book).map { "\($0.attempt) \($0.state.rawValue) \($0.answer)" }
  }

  @Test("enters a mail before it is handed over, and what came of it after")
  func once() throws {
    let courier = scratch.courier(book)
    guard case .open(0, 0) = try courier.standing(of: "a@example.org") else {
      Issue.record("nothing was sent yet")
      return
    }
    let handover = Handover(delivery: Parcel(audience: audience), waits: []) { () throws(Diagnostic) in
      // Whoever is killed here has left a sign.
      #expect((try? kept()) == ["1 sending "])
      return .delivered(answer: "250 ok")
    }
    guard case .sent("250 ok") = try courier.deliver(handover, after: 0) else {
      Issue.record("it was sent")
      return
    }
    #expect(try kept() == ["1 sent 250 ok"])
    guard case .sent(let record, sent: 1) = try courier.standing(of: "a@example.org") else {
      Issue.record("it stands")
      return
    }
    #expect(record.endedAt == SendingScratch.now && record.messageID == "<weekly.1@example.com>")
    #expect(record.audience == "board" && record.channel == "outbox" && record.digest == "d")
  }

  @Test("hands over once where eight come at the same moment", .timeLimit(.minutes(1)))
  func many() throws {
    struct Shared: @unchecked Sendable {
      // Each thread has a book of its own; the rest is only read.
      let scratch: SendingScratch
      let audience: Workspace.Configuration.Audience
    }
    let shared = Shared(scratch: scratch, audience: audience)
    let handed = Atomic<Int>(0)
    let taken = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      do {
        let courier = shared.scratch.courier(try shared.scratch.book())
        _ = try courier.deliver(
          Handover(delivery: Parcel(audience: shared.audience), waits: []) { () throws(Diagnostic) in
            handed.add(1, ordering: .relaxed)
            return .delivered(answer: "ok")
          }, after: 0)
      } catch let error as Diagnostic where error.identifier == .bookDeliveryTaken && error.kind == .notNow {
        taken.add(1, ordering: .relaxed)
      } catch {
        Issue.record(error)
      }
    }
    #expect(handed.load(ordering: .relaxed) == 1 && taken.load(ordering: .relaxed) == 7)
    #expect(try kept() == ["1 sent ok"])
  }

  @Test("asks again who said later, after each of the waits")
  func deferred() throws {
    var waits: [Double] = []
    let courier = scratch.courier(book) { waits.append($0) }
    let attempts = Attempts(.deferred(plain("451")), .deferred(plain("452")), .delivered(answer: "250"))
    guard case .sent("250") = try courier.deliver(handover(attempts), after: 0) else {
      Issue.record("it was sent in the end")
      return
    }
    #expect(waits == [2, 8] && attempts.count == 3)
    #expect(try kept() == ["1 sent 250"])
  }

  @Test("gives up after the last wait: nothing was delivered, and the next run begins anew")
  func deferredToTheEnd() throws {
    var waits: [Double] = []
    let courier = scratch.courier(book) { waits.append($0) }
    let attempts = Attempts(.deferred(plain("451 later")))
    guard case .failed(let trouble) = try courier.deliver(handover(attempts), after: 0),
      trouble.summary == "451 later"
    else {
      Issue.record("it failed")
      return
    }
    #expect(waits == [2, 8, 30] && attempts.count == 4)
    #expect(try kept() == ["1 failed 451 later"])
    guard case .open(sent: 0, newest: 1) = try courier.standing(of: "a@example.org") else {
      Issue.record("it may be sent")
      return
    }
    _ = try courier.deliver(handover(Attempts(.delivered(answer: "250"))), after: 1)
    #expect(try kept() == ["1 failed 451 later", "2 sent 250"])
  }

  @Test("asks again who knows it by its key, and no later answer but a yes ends the doubt")
  func doubtful() throws {
    let courier = scratch.courier(book)
    let doubt = DeliveryOutcome.doubtful(plain("504"))
    let endings: [DeliveryOutcome] = [doubt, .refused(plain("400")), .deferred(plain("429"))]
    for (number, ending) in endings.enumerated() {
      let attempts = Attempts(doubt, ending)
      guard case .uncertain(let trouble) = try courier.deliver(handover(attempts, waits: [1]), after: number),
        trouble.summary == "504"
      else {
        Issue.record("it may have arrived: \(ending)")
        return
      }
      #expect(attempts.count == 2)
      #expect(try kept().last == "\(number + 1) uncertain 504")
      try courier.resolve(try #require(scratch.records(book).last), hasArrived: false, by: "ada")
    }
    let attempts = Attempts(doubt, .delivered(answer: "200"))
    guard case .sent("200") = try courier.deliver(handover(attempts), after: 3) else {
      Issue.record("it was sent in the end")
      return
    }
  }

  @Test("a signal after an attempt that may have arrived leaves it uncertain")
  func interruptedInDoubt() throws {
    let courier = scratch.courier(book) { (_) throws(Diagnostic) in throw stop() }
    let attempts = Attempts(.doubtful(plain("504")), .delivered(answer: "200"))
    #expect(throws: Diagnostic.self) { try courier.deliver(handover(attempts), after: 0) }
    #expect(attempts.count == 1)
    #expect(try kept() == ["1 uncertain 504"])
  }

  @Test(
    "what has arrived and can't be entered is uncertain, and nobody sends it again",
    arguments: [DeliveryOutcome.delivered(answer: "250 ok"), .uncertain(plain("no answer"))])
  func untold(_ outcome: DeliveryOutcome) throws {
    let courier = scratch.courier(book)
    let handover = Handover(delivery: Parcel(audience: audience), waits: []) { () throws(Diagnostic) in
      do {
        try DatabaseQueue(path: scratch.path + "/.scorebook/book.db").write { database in
          try database.execute(
            sql: "CREATE TRIGGER full BEFORE UPDATE ON delivery BEGIN SELECT RAISE(ABORT, 'full'); END")
        }
      } catch { Issue.record(error) }
      return outcome
    }
    guard case .uncertain(let trouble) = try courier.deliver(handover, after: 0) else {
      Issue.record("it was handed over")
      return
    }
    #expect(trouble.identifier == .deliveryUncertain && trouble.summary.contains("the book can't be told"))
    #expect(trouble.answer == (outcome == .delivered(answer: "250 ok") ? "250 ok" : "no answer"))
    #expect(try kept() == ["1 sending "])
  }

  @Test("does not ask again who said no")
  func refused() throws {
    let courier = scratch.courier(book) { (_) throws(Diagnostic) in Issue.record("waited") }
    let attempts = Attempts(.refused(plain("550")))
    guard case .failed(let trouble) = try courier.deliver(handover(attempts), after: 0),
      trouble.summary == "550"
    else {
      Issue.record("it failed")
      return
    }
    #expect(attempts.count == 1)
  }

  @Test("a signal between two attempts ends it: nothing was delivered, and the book says so")
  func interrupted() throws {
    let courier = scratch.courier(book) { (_) throws(Diagnostic) in throw stop() }
    let attempts = Attempts(.deferred(plain("451")), .delivered(answer: "250"))
    let error = #expect(throws: Diagnostic.self) { try courier.deliver(handover(attempts), after: 0) }
    #expect(error?.identifier == .commandInterrupted && attempts.count == 1)
    #expect(try kept() == ["1 failed stopped by Ctrl-C"])
    guard case .open(sent: 0, newest: 1) = try courier.standing(of: "a@example.org") else {
      Issue.record("it may be sent")
      return
    }
  }

  @Test(
    "a wait ends at once when a signal comes, and lasts as long as it should without", .timeLimit(.minutes(1))
  )
  func pause() async throws {
    let clock = ContinuousClock()
    let began = clock.now
    try Courier.pause(0.2)
    #expect(clock.now - began >= .milliseconds(200))
    await #expect(processExitsWith: .exitCode(7)) {
      _ = Interruption.note(SIGTERM)
      do {
        try Courier.pause(50)
      } catch let error as Diagnostic where error.identifier == .commandInterrupted {
        exit(7)
      }
    }
  }

  @Test("what throws before anything was handed over has delivered nothing")
  func missing() throws {
    let courier = scratch.courier(book)
    let handover = Handover(delivery: Parcel(audience: audience), waits: [1]) {
      () throws(Diagnostic) -> DeliveryOutcome in
      throw Diagnostic(.sendmailMissing, .configuration, "there is no program of that name")
    }
    let error = #expect(throws: Diagnostic.self) { try courier.deliver(handover, after: 0) }
    #expect(error?.identifier == .sendmailMissing)
    #expect(try kept() == ["1 failed there is no program of that name"])
  }

  @Test("of what is uncertain nobody knows until somebody says")
  func uncertain() throws {
    let courier = scratch.courier(book)
    let attempts = Attempts(.uncertain(plain("no answer")))
    guard case .uncertain(let trouble) = try courier.deliver(handover(attempts), after: 0),
      trouble.summary == "no answer"
    else {
      Issue.record("nobody knows")
      return
    }
    #expect(attempts.count == 1)
    guard case .unknown(let record, "no answer") = try courier.standing(of: "a@example.org") else {
      Issue.record("nobody knows")
      return
    }
    try courier.resolve(record, hasArrived: false, by: "ada")
    guard case .open(sent: 0, newest: 1) = try courier.standing(of: "a@example.org") else {
      Issue.record("it has not arrived")
      return
    }
    _ = try courier.deliver(handover(Attempts(.uncertain(plain("again none")))), after: 1)
    guard case .unknown(let second, _) = try courier.standing(of: "a@example.org") else {
      Issue.record("nobody knows again")
      return
    }
    try courier.resolve(second, hasArrived: true, by: "ada")
    guard case .sent(_, sent: 1) = try courier.standing(of: "a@example.org") else {
      Issue.record("it has arrived")
      return
    }
    #expect(
      try kept() == [
        "1 failed said not to have arrived by ada; before that: no answer",
        "2 sent said to have arrived by ada; before that: again none",
      ])
  }

  private func begin(_ process: ProcessIdentity) throws {
    _ = try book.begin(
      DeliveryRecord(
        report: "weekly", period: SendingScratch.period, recipient: "a@example.org", audience: "board",
        channel: "outbox", messageID: "<1@example.com>", digest: "d", beganAt: SendingScratch.now,
        process: process), after: 0)
  }

  @Test("what another host hands over can't be seen from here, so that nobody knows")
  func elsewhere() throws {
    try begin(ProcessIdentity(host: "another", pid: 1, start: "boot/1"))
    guard case .unknown(_, let reason) = try scratch.courier(book).standing(of: "a@example.org") else {
      Issue.record("nobody knows")
      return
    }
    #expect(reason == "it was being handed over on another since 2026-11-30T06:00:00Z")
  }

  @Test("what a process of this host hands over is busy while it runs, and unknown after")
  func here() throws {
    try begin(.current())
    guard case .busy = try scratch.courier(book).standing(of: "a@example.org") else {
      Issue.record("it runs: it is this one")
      return
    }
  }

  @Test("what a process of this host left behind nobody knows")
  func ended() throws {
    let here = ProcessIdentity.current()
    // The same number, used by another before.
    try begin(ProcessIdentity(host: here.host, pid: here.pid, start: "boot/1"))
    guard
      case .unknown(_, "the program ended while it was handed over") = try scratch.courier(book)
        .standing(of: "a@example.org")
    else {
      Issue.record("nobody knows")
      return
    }
  }
}
