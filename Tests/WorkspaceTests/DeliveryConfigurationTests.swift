import Diagnostics
import Testing

@testable import Workspace

@Suite("Audiences and channels in scorebook.yaml")
struct DeliveryConfigurationTests {
  private static let base = """
    name: W
    kpis:
      k: {query: k.sql, tables: {t: t}, period: week}
    datasets:
      t: {csv: t.csv}
    reports:
      weekly:
        title: Weekly
        period: week
        contents: [{kpi: k}]

    """

  private func load(_ text: String, sending: String = "") throws -> Configuration {
    try ConfigurationLoader.decode(yaml: Self.base + sending + text, file: "scorebook.yaml", root: "/nowhere")
  }

  private func told(_ text: String, sending: String = "") -> [String] {
    found(text, sending: sending).map(\.summary)
  }

  private func found(_ text: String, sending: String = "") -> [Diagnostic] {
    do {
      _ = try load(text, sending: sending)
      return []
    } catch {
      return (error as? Problems)?.list ?? []
    }
  }

  @Test("are read with their defaults")
  func reads() throws {
    let configuration = try load(
      """
      audiences:
        board: {via: relay, from: A <a@b.de>, to: [c@d.de, "E <e@f.de>"], detail: summary}
      channels:
        relay:
          smtp: {host: smtp.b.de, tls: starttls, auth: login, user: u, password: {command: [pass, show, x]}}
        inside: {smtp: {host: localhost, tls: none}}
        local: {sendmail: /usr/sbin/sendmail}
        outbox: {maildir: _out/mail}
      pipelines:
        night: {steps: [{send: weekly}], on_failure: {audience: board}}
      """,
      sending: "    send: [{audience: board, if: [kpi_signal, drift]}]\n")
    #expect(
      configuration.reports["weekly"]?.sendings == [
        .init(audience: "board", conditions: [.kpiSignal, .drift])
      ])
    let board = try #require(configuration.audiences["board"])
    #expect(board.to == ["c@d.de", "E <e@f.de>"] && board.detail == .summary && board.unsubscribe == nil)
    guard case .smtp(let relay) = configuration.channels["relay"]?.kind else {
      Issue.record("no server")
      return
    }
    #expect(relay.port == 587 && relay.security == .starttls && relay.timeLimit == 600)
    #expect(relay.retries == [2, 8, 30])
    #expect(relay.login == .init(method: .login, user: "u", password: .command(["pass", "show", "x"])))
    guard case .smtp(let inside) = configuration.channels["inside"]?.kind else {
      Issue.record("no server")
      return
    }
    #expect(inside.port == 25 && inside.login == nil)
    #expect(configuration.channels["local"]?.kind == .sendmail("/usr/sbin/sendmail"))
    #expect(configuration.channels["outbox"]?.kind == .maildir("_out/mail"))
    #expect(configuration.pipelines["night"]?.steps == [.send(report: "weekly")])
    #expect(configuration.pipelines["night"]?.onFailure == "board")
  }

  @Test("are refused by what is wrong with them")
  func wrong() {
    #expect(
      told(
        "audiences:\n  board: {via: relai, from: x, to: [], detail: all}\nchannels:\n  relay: {maildir: m}\n")
        == [
          "wrong value for 'via' of audience 'board'",
          "wrong value for 'from' of audience 'board'", "'to' of audience 'board' is empty",
          "wrong value for 'detail' of audience 'board'",
        ])
    #expect(
      told(
        "channels:\n  c: {}\n  d: {maildir: m, sendmail: /x}\n  e: {smtp: {host: a b, tls: ssl, port: 0}}\n")
        == [
          "channel 'c' does not tell its kind", "channel 'd' has 'sendmail' and 'maildir'",
          "wrong value for 'host' of 'smtp' of channel 'e'", "wrong value for 'tls' of 'smtp' of channel 'e'",
          "wrong value for 'port' of 'smtp' of channel 'e'",
        ])
    #expect(
      told("", sending: "    send: [{audience: x, if: sometimes}]\n") == [
        "wrong value for 'audience' of an item in 'send' of report 'weekly'",
        "wrong value for 'if' of an item in 'send' of report 'weekly'",
      ])
  }

  @Test("mails are not put where they would be published, or between what the workspace is made of")
  func maildirs() {
    for (path, told) in [
      ("site", "'site', a folder"), ("site/mail", "'site', a folder"),
      ("./_out/../templates", "'templates', a"),
      ("_site/m", "'_site', a"), (".", "the workspace's own folder"), ("/nowhere/site/x", "'site', a folder"),
    ] {
      let problems = found("channels:\n  o: {maildir: \(path)}\n")
      #expect(problems.map(\.identifier) == [.workspaceOutputIsInput], "\(path)")
      #expect(problems.first?.summary.contains("channel 'o' puts mails into \(told)") == true, "\(problems)")
    }
    #expect(
      told("channels:\n  o: {maildir: sites}\n  p: {maildir: _out/site}\n  q: {maildir: /var/mail}\n") == [])
  }

  @Test("a title of blanks alone is none")
  func blankTitle() {
    let yaml = Self.base.replacing("title: Weekly", with: "title: \"  \u{3000}\"")
    let error = #expect(throws: Problems.self) {
      try ConfigurationLoader.decode(yaml: yaml, file: "scorebook.yaml", root: "/nowhere")
    }
    #expect(error?.list.map(\.summary) == ["wrong value for 'title' of report 'weekly'"])
  }

  @Test("attachments are words of a list, each once")
  func attachments() throws {
    let channels = "channels:\n  o: {maildir: m}\n"
    let audience = { (attach: String) in
      "audiences:\n  a: {via: o, from: a@b.de, to: [c@d.de], detail: line, attach: \(attach)}\n" + channels
    }
    #expect(try load(audience("[pdf, csv]")).audiences["a"]?.attachments == [.pdf, .csv])
    #expect(told(audience("[xls]")) == ["wrong value for an item in 'attach' of audience 'a'"])
    #expect(told(audience("[csv, csv]")) == ["'attach' of audience 'a' names 'csv' twice"])
  }

  @Test("a web-hook has an address of its own or a secret one, and its audience no addresses")
  func webhooks() throws {
    let configuration = try load(
      """
      audiences:
        team: {via: chat, detail: full}
      channels:
        chat: {webhook: {url: {env: CHAT_URL}, template: slack, sign: {file: /etc/key}, time_limit: 5s}}
        own: {webhook: {url: "https://hooks.b.de/in", template: hooks/own.mustache, ca: ca.pem}}
      """)
    let team = try #require(configuration.audiences["team"])
    #expect(team.from == nil && team.to == [] && team.attachments == [])
    #expect(
      configuration.channels["chat"]?.kind
        == .webhook(
          .init(
            address: .secret(.environment("CHAT_URL")), template: .shape(.slack), key: .file("/etc/key"),
            authorities: nil, timeLimit: 5, retries: [2, 8, 30])))
    #expect(
      configuration.channels["own"]?.kind
        == .webhook(
          .init(
            address: .written("https://hooks.b.de/in"), template: .file("hooks/own.mustache"), key: nil,
            authorities: "ca.pem",
            timeLimit: 30, retries: [2, 8, 30])))
    #expect(configuration.channels["own"]?.kind.carriesMail == false)
  }

  @Test("web-hooks are refused by what is wrong with them, and no address is repeated")
  func wrongWebhooks() {
    let chat = "channels:\n  chat: {webhook: {url: {env: U}, template: slack}}\n"
    #expect(
      told(
        "audiences:\n  t: {via: chat, from: a@b.de, to: [c@d.de], attach: [csv], detail: line}\n" + chat) == [
          "'from' of audience 't' does not go with 'webhook'",
          "'to' of audience 't' does not go with 'webhook'",
          "'attach' of audience 't' does not go with 'webhook'",
        ])
    for address in ["http://hooks.b.de/T0K3N", "https://u:T0K3N@b.de/", "https://", "https://b.de/T0K3N x"] {
      let found = found("channels:\n  c: {webhook: {url: \"\(address)\", template: json}}\n")
      #expect(found.map(\.summary) == ["wrong value for 'url' of 'webhook' of channel 'c'"])
      #expect(found.allSatisfy { !$0.description.contains("T0K3N") })
    }
    let own = found("channels:\n  c: {webhook: {url: {env: U}, template: slak}}\n")
    #expect(own.map(\.summary) == ["wrong value for 'template' of 'webhook' of channel 'c'"])
    #expect(own.first?.description.contains("Did you mean 'slack'?") == true)
    #expect(
      told("channels:\n  c: {webhook: {template: json, sign: hunter2}}\n") == [
        "'webhook' of channel 'c' has no 'url'",
        "'sign' of 'webhook' of channel 'c' stands in the file itself",
      ])
  }

  @Test("waits before a server is asked again are durations, two of which may be the same, or none")
  func retries() throws {
    func waits(_ text: String) throws -> [Double]? {
      let configuration = try load(
        "channels:\n  c: {smtp: {host: h, tls: none, retries: \(text)}}\n")
      guard case .smtp(let smtp) = configuration.channels["c"]?.kind else { return nil }
      return smtp.retries
    }
    #expect(try waits("[100ms, 5s, 5s, 2m]") == [0.1, 5, 5, 120])
    #expect(try waits("[]") == [])
    #expect(
      told("channels:\n  c: {smtp: {host: h, tls: none, retries: [soon]}}\n") == [
        "wrong value for an item in 'retries' of 'smtp' of channel 'c'"
      ])
  }

  @Test("an SMS has numbers with their country, and no room for all")
  func sms() throws {
    let channel = """
      channels:
        pager: {sms: {url: "https://sms.b.de/send", template: templates/sms/g.mustache, token: {env: T}}}

      """
    let configuration = try load(
      "audiences:\n  a: {via: pager, to: [\"+49301234567\"], detail: line}\n" + channel)
    #expect(configuration.audiences["a"]?.to == ["+49301234567"])
    #expect(
      configuration.channels["pager"]?.kind
        == .sms(
          .init(
            address: .written("https://sms.b.de/send"), payload: .template("templates/sms/g.mustache"),
            access: .token(.environment("T")), authorities: nil, timeLimit: 30, retries: [])))
    #expect(
      told("audiences:\n  a: {via: pager, from: a@b.de, to: [\"030 1\"], detail: full}\n" + channel) == [
        "'from' of audience 'a' does not go with 'sms'", "wrong value for an item in 'to' of audience 'a'",
        "wrong value for 'detail' of audience 'a'",
      ])
    #expect(
      told("channels:\n  p: {sms: {url: \"http://b.de\", token: hunter2}}\n") == [
        "'sms' of channel 'p' has no 'form'", "wrong value for 'url' of 'sms' of channel 'p'",
        "'token' of 'sms' of channel 'p' stands in the file itself",
      ])
  }

  private func gateway(_ lines: String...) -> String {
    "channels:\n  p:\n    sms:\n      url: \"https://sms.b.de/send\"\n"
      + lines.map { "      \($0)\n" }.joined()
  }

  @Test("a gateway may take a form, in the order of its fields, and know us by a user and a password")
  func form() throws {
    let configuration = try load(
      gateway(
        "form:", "  To: :to", "  From: \"+4930\"", "  api_key: {file: key}", "  Body: :text", "user: ada",
        "password: {env: P}", "retries: []"))
    #expect(
      configuration.channels["p"]?.kind
        == .sms(
          .init(
            address: .written("https://sms.b.de/send"),
            payload: .form([
              .init(name: "To", value: .number), .init(name: "From", value: .written("+4930")),
              .init(name: "api_key", value: .secret(.file("key"))), .init(name: "Body", value: .text),
            ]), access: .password(.environment("P"), user: "ada"), authorities: nil, timeLimit: 30,
            retries: [])))
  }

  @Test("what is wrong with a form and with who calls is told")
  func wrongForm() {
    let form = ["form:", "  To: :to", "  Body: :text"]
    func told(_ lines: [String]) -> [String] {
      self.told(
        "channels:\n  p:\n    sms:\n      url: \"https://b.de\"\n" + lines.map { "      \($0)\n" }.joined())
    }
    #expect(told(form) == [])
    #expect(told(["form: {To: \":to\"}"]) == ["'form' of 'sms' of channel 'p' does not say what is sent"])
    #expect(told(["form: {Body: \":text\"}"]) == ["'form' of 'sms' of channel 'p' does not say the number"])
    #expect(
      told(["form: {To: \":to\", Body: \":txt\"}"]) == [
        "wrong value for 'Body' in 'form' of 'sms' of channel 'p'"
      ])
    #expect(told(form + ["template: t.mustache"]) == ["'sms' of channel 'p' has 'form' and 'template'"])
    #expect(told(form + ["user: ada"]) == ["'sms' of channel 'p' has no 'password'"])
    #expect(told(form + ["password: {env: P}"]) == ["'sms' of channel 'p' has no 'user'"])
    #expect(
      told(form + ["user: \"a:b\"", "password: {env: P}"]) == [
        "wrong value for 'user' of 'sms' of channel 'p'"
      ])
    #expect(
      told(form + ["user: a", "password: {env: P}", "token: {env: T}"]) == [
        "'sms' of channel 'p' has a token, and a user with a password"
      ])
    let found = found(
      "channels:\n  p:\n    sms:\n      url: \"https://b.de\"\n      user: a\n      password: hunter2\n"
        + form.map { "      \($0)\n" }.joined())
    #expect(found.count == 1 && !(found.first?.description.contains("hunter2") ?? true))
  }

  @Test("a password in the file is refused and not repeated; none travels without TLS")
  func secrets() {
    let found = found(
      "channels:\n  c: {smtp: {host: h, tls: starttls, auth: plain, user: u, password: hunter2}}\n")
    #expect(found.map(\.summary) == ["'password' of 'smtp' of channel 'c' stands in the file itself"])
    #expect(found.allSatisfy { !$0.description.contains("hunter2") })
    #expect(
      told("channels:\n  c: {smtp: {host: h, tls: none, auth: plain, user: u, password: {env: P}}}\n") == [
        "'smtp' of channel 'c' would send a password without TLS"
      ])
  }
}
