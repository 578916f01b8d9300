import Diagnostics
import Testing
import Workspace

@testable import Delivery

@Suite("Who gets a report")
struct RecipientsTests {
  private let configuration: Configuration

  init() throws { configuration = try SendingScratch().configuration() }

  private func recipients(
    _ audiences: [String] = [], only: [String] = [],
    _ triggers: [Configuration.Sending.Condition: String]? = [:]
  ) throws -> Recipients {
    let report = try #require(configuration.reports["weekly"])
    return try Recipients(
      of: report, in: configuration, audiences: audiences, recipients: only, triggers: triggers)
  }

  @Test("the audiences whose conditions hold, with the reason; who stands in two gets it as one of the first")
  func conditions() throws {
    let calm = try recipients()
    #expect(calm.all.map(\.key) == ["a@example.org", "b@example.org"])
    #expect(calm.all.allSatisfy { $0.reason == nil && $0.audience.name == "board" })
    #expect(
      calm.skipped == [.init(audience: "team", recipient: nil, why: "nothing of drift, kpi_signal")])
    let drifting = try recipients([], [.drift: "model m drifts"])
    #expect(drifting.all.map(\.key) == ["a@example.org", "b@example.org", "c@example.org"])
    #expect(drifting.all.map(\.reason) == [nil, nil, "model m drifts"])
    #expect(
      drifting.skipped == [
        .init(audience: "team", recipient: "b@Example.org", why: "gets it as one of board")
      ])
    #expect(drifting.all[2].path == "audiences.team.to.1")
  }

  @Test("a named audience gets it whatever its conditions, a chat by its channel, a telephone by its number")
  func named() throws {
    #expect(try recipients(["team"]).all.map(\.name) == ["b@Example.org", "c@example.org"])
    #expect(try recipients(["chat", "phone"]).all.map(\.name) == ["hook", "+49301234567"])
    #expect(try recipients(["chat"], only: ["HOOK"]).all.count == 1)
  }

  @Test("one recipient by the address, with a name or without, in large letters or small")
  func only() throws {
    for name in ["b@example.org", "B@EXAMPLE.ORG", "Bea <b@example.org>"] {
      #expect(try recipients(only: [name]).all.map(\.name) == ["B@example.org"], "\(name)")
    }
  }

  @Test("who is not among them, an unknown audience and a report for nobody are told")
  func unknown() throws {
    for (audiences, only, summary) in [
      ([], ["x@example.org"], "'x@example.org' is not among those who are to get 'weekly'"),
      (["bord"], [], "there is no audience 'bord'"),
    ] as [([String], [String], String)] {
      let error = #expect(throws: Diagnostic.self) { try recipients(audiences, only: only) }
      #expect(error?.identifier == .reportNoAudience && error?.summary == summary)
    }
    let nobody = try SendingScratch().configuration(
      SendingScratch.yaml.replacing(#/ +send: .*\n/#, with: ""))
    let report = try #require(nobody.reports["weekly"])
    let error = #expect(throws: Diagnostic.self) { try Recipients(of: report, in: nobody, triggers: [:]) }
    #expect(error?.summary == "nobody is to get report 'weekly'" && error?.place?.line == 7)
  }
}
