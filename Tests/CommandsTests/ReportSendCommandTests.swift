import Foundation
import Testing

@Suite("report send")
struct ReportSendCommandTests {
  /// A report that goes to two people by a program of the test in place of sendmail, which ends with what the file
  /// `status` says, and waits with the mail to the first for as long as `slow` is there.
  private func workspace(_ more: String = "") throws -> Program {
    let program = try ReportCommandTests().workspace()
    try program.write(
      "sendmail",
      """
      #!/bin/bash
      echo "$@" >> '\(program.folder)/calls'
      cat > "\(program.folder)/mail-${@: -1}"
      while [ "${@: -1}" = a@example.org ] && [ -e '\(program.folder)/slow' ]; do sleep 0.02; done
      read -r status < '\(program.folder)/status' || status=0
      # Only the first answer of a list is for now.
      sed -i 1d '\(program.folder)/status'
      exit $status

      """)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: program.folder + "/sendmail")
    try program.write("status", "")
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacingOccurrences(
        of: "      - kpi: sales\n", with: "      - kpi: sales\n    send: [{audience: board, if: always}]\n")
          + """
          audiences:
            board: {via: local, from: "Größe <s@example.com>", to: [a@example.org, b@example.org], detail: line}
          channels:
            local: {sendmail: \(program.folder)/sendmail}
          \(more)
          """)
    return program
  }

  private func outcomes(_ result: Program.Result) throws -> [String] {
    let told = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
    return (told ?? []).map { "\($0["recipient"] ?? "") \($0["outcome"] ?? "")" }
  }

  private func sent(_ program: Program, _ more: String...) throws -> (status: Int32, outcomes: [String]) {
    let result = try program.start(["report", "send", "weekly", "--json"] + more).result()
    return (result.status, try outcomes(result))
  }

  @Test("hands each mail to sendmail once; --again says so in the subject; a dry run tells what stands")
  func once() throws {
    let program = try workspace()
    #expect(
      try sent(program, "--dry-run") == (0, ["a@example.org would_send", "b@example.org would_send"]))
    #expect(!program.exists("calls"))
    #expect(try sent(program) == (0, ["a@example.org sent", "b@example.org sent"]))
    #expect(
      program.text("calls")
        == "-oi -f s@example.com -- a@example.org\n-oi -f s@example.com -- b@example.org\n")
    #expect(!program.text("mail-a@example.org").contains("\r"))
    #expect(subject(program) == "Sales <of> the week: Sales €76.00")
    #expect(program.text("mail-a@example.org").contains("\nSales =E2=82=AC76.00.\n"))
    #expect(try sent(program) == (0, ["a@example.org stands", "b@example.org stands"]))
    #expect(try sent(program, "--dry-run") == (0, ["a@example.org stands", "b@example.org stands"]))
    #expect(program.text("calls").split(separator: "\n").count == 2)
    #expect(try sent(program, "--again") == (0, ["a@example.org sent", "b@example.org sent"]))
    #expect(subject(program) == "Again: Sales <of> the week: Sales €76.00")
  }

  @Test("a report that tells no number as of its morning is not sent; commands and folds stay with the page")
  func empty() throws {
    let program = try workspace()
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacingOccurrences(
        of: "kpis:\n", with: "kpis:\n  other: {query: sales.sql, tables: {orders: orders}, period: week}\n"
      ).replacingOccurrences(of: "      - kpi: sales\n", with: "      - kpi: other\n      - kpi: sales\n")
        .replacingOccurrences(of: "detail: line", with: "detail: full"))
    for command in [["send", "weekly"], ["build", "weekly", "--format", "eml", "-o", "e.eml"]] {
      let empty = try program.start(["report"] + command + ["--as-of", "2020-01-01"]).result()
      #expect(empty.status == 1 && empty.problems.contains("has no number as of 2020-01-01"), "\(empty)")
    }
    #expect(!program.exists("calls") && !program.exists("e.eml"))
    let built = try program.run("report", "build", "weekly", "-o", "r.md")
    let page = program.text("r.md")
    #expect(
      built.status == 0 && page.contains("`scorebook kpi update other` asks for it."), "\(built.problems)")
    #expect(page.contains("of each number come next"))
    #expect(try sent(program).status == 0)
    #expect(subject(program) == "Sales <of> the week: Sales €76.00")
    let mail = program.text("mail-a@example.org")
    #expect(mail.contains("There is no value yet.") && !mail.contains("kpi update"), "\(mail)")
    #expect(mail.contains("one now and then, too.") && !mail.contains("come next"))
  }

  @Test(
    "tells by name who got nothing, and tries it again in the next run; a status that may mean both is not")
  func failed() throws {
    let program = try workspace()
    try program.write("status", "67\n")
    #expect(try sent(program) == (1, ["a@example.org failed", "b@example.org sent"]))
    try program.write("status", "75\n")
    #expect(try sent(program) == (1, ["a@example.org uncertain", "b@example.org stands"]))
    #expect(try sent(program) == (1, ["a@example.org uncertain", "b@example.org stands"]))
    #expect(program.text("calls").split(separator: "\n").count == 3)
    #expect(try sent(program, "--resolve", "again") == (0, ["a@example.org sent", "b@example.org stands"]))
    #expect(!subject(program).contains("Again"))
  }

  @Test("of what was being handed over when the program was killed nobody knows, until somebody says")
  func killed() throws {
    let program = try workspace()
    try program.write("slow", "")
    let running = try program.start(["report", "send", "weekly", "--json"])
    try #require(wait { program.exists("mail-a@example.org") })
    // Who comes meanwhile is told so, and the others get theirs.
    let second = try program.run("report", "send", "weekly")
    #expect(
      second.status == 75 && second.problems.contains("another scorebook sends it"), "\(second.problems)")
    kill(running.process.processIdentifier, SIGKILL)
    _ = running.result()
    try program.remove("slow")
    #expect(try sent(program) == (1, ["a@example.org uncertain", "b@example.org stands"]))
    #expect(try sent(program, "--again").outcomes.first == "a@example.org uncertain")
    #expect(program.text("calls").contains("-- a@example.org\n-oi -f s@example.com -- b@example.org\n"))
    #expect(try sent(program, "--resolve", "again") == (0, ["a@example.org sent", "b@example.org stands"]))
    // It has not arrived before, as far as anybody knows.
    #expect(!subject(program).hasPrefix("Again: "))
    #expect(try sent(program) == (0, ["a@example.org stands", "b@example.org stands"]))
  }

  @Test("what has arrived is said to, and stands")
  func resolved() throws {
    let program = try workspace()
    try program.write("slow", "")
    let running = try program.start(["report", "send", "weekly"])
    try #require(wait { program.exists("mail-a@example.org") })
    kill(running.process.processIdentifier, SIGKILL)
    _ = running.result()
    try program.remove("slow")
    #expect(
      try sent(program, "--resolve", "sent") == (0, ["a@example.org resolved", "b@example.org skipped"]))
    #expect(try sent(program) == (0, ["a@example.org stands", "b@example.org sent"]))
  }

  @Test(
    "a secret that can't be had, a server that is not there and a missing program are told, a secret never is"
  )
  func missing() throws {
    let program = try workspace(
      """
        relay:
          smtp:
            {host: localhost, port: 1, tls: starttls, auth: plain, user: u, retries: [],
              password: {env: SCOREBOOK_NO_SUCH}}

      """)
    try program.write(
      "over.yaml", "audiences: {board: {via: relay}}\n")
    let secret = try program.run("report", "send", "weekly", "--config", "over.yaml")
    #expect(secret.status != 0 && secret.problems.contains("the secret can't be had"), "\(secret.problems)")
    #expect(secret.problems.contains("SCOREBOOK_NO_SUCH") && !program.exists("calls"))
    // One that can be had is told nowhere, also where nobody listens.
    try program.write("secret.txt", "hunter2 is secret\n")
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacingOccurrences(
        of: "{env: SCOREBOOK_NO_SUCH}", with: "{file: secret.txt}"))
    let closed = try program.run("report", "send", "weekly", "--config", "over.yaml", "--json", "--verbose")
    #expect(try closed.status == 1 && outcomes(closed) == ["a@example.org failed", "b@example.org failed"])
    #expect(!(closed.output + closed.problems).contains("hunter2"))
    #expect(program.data(".scorebook/book.db")?.range(of: Data("hunter2".utf8)) == nil)
    try program.remove("sendmail")
    let gone = try program.run("report", "send", "weekly")
    #expect(
      gone.status != 0 && gone.problems.contains("there is no program of that name"), "\(gone.problems)")
  }

  @Test("a pipeline that fails tells who is on call, the same failure once")
  func failure() throws {
    let program = try workspace()
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacingOccurrences(
        of: "\njobs:\n",
        with: """

          jobs:
            broken:
              input: lost
              every: 1d
              since: 2026-01-01
              model: welcome@champion
              outputs: [margin]
              output: {sqlite: _out/b.db, table: b}

          """
      ).replacingOccurrences(
        of: "\npipelines:\n",
        with: """

          pipelines:
            fails:
              steps: [{run: broken}, {site: build}]
              on_failure: {audience: board}
            fails_too:
              steps: [{run: broken}]
              on_failure: {audience: board}
            fails_again:
              steps: [{run: broken}]
              on_failure: {audience: board}

          """
      ).replacingOccurrences(
        of: "\nmodels:\n", with: "\n  lost:\n    csv: lost.csv\n    key: [customer_id]\n\nmodels:\n"))
    try program.write("templates/email/text_footer.mustache", "Our night watch tells {{recipient}}.\n")
    for _ in 1...2 {
      let night = try program.run("pipeline", "run", "fails")
      #expect(night.status == 1 && night.problems.contains("lost.csv"), "\(night.status) \(night.problems)")
    }
    let calls = program.text("calls").split(separator: "\n")
    #expect(calls.count == 2, "\(calls)")
    let mail = program.text("mail-a@example.org")
    #expect(subject(program).hasPrefix("Failed: fails of ") && mail.contains("run broken"), "\(mail)")
    #expect(mail.contains("Our night watch tells a@example.org."))
    // With templates that are wrong it is told all the same.
    try program.write("templates/email/footer.mustache", "<script>\n")
    let other = try program.run("pipeline", "run", "fails_too")
    #expect(other.status == 1 && other.problems.contains("a mail has no <script>"), "\(other.problems)")
    #expect(subject(program).hasPrefix("Failed: fails_too of "))
    #expect(program.text("mail-a@example.org").contains("Sent by Scorebook to a@example.org"))
    // And with those that would leave out what is wrong; a report is not sent by them.
    try program.write("templates/email/footer.mustache", "<p>Ours</p>\n")
    try program.write("templates/email/mail.mustache", "<p>{{title}}</p>\n")
    try program.write("templates/email/text.mustache", "")
    let third = try program.run("pipeline", "run", "fails_again")
    #expect(third.problems.contains("does not write the report's blocks"), "\(third.problems)")
    let told = program.text("mail-a@example.org")
    #expect(told.contains("\nOf 20") && told.contains("Sent by Scorebook to a@example.org"), "\(told)")
    let check = try program.run("check")
    #expect(check.status == 2 && check.problems.contains("does not write the text of the report"))
    let known = program.text("calls")
    let sent = try program.run("report", "send", "weekly")
    #expect(sent.status == 2 && program.text("calls") == known, "\(sent.problems)")
  }

  @Test(
    "what was sent is listed, what nobody knows first with what settles it; addresses are shortened in a file"
  )
  func deliveries() throws {
    let program = try workspace()
    let none = try program.run("report", "deliveries")
    #expect(none.status == 0 && none.problems.contains("nothing was sent yet"), "\(none.problems)")
    try program.write("status", "75\n")
    #expect(try sent(program) == (1, ["a@example.org uncertain", "b@example.org sent"]))
    let text = try program.run("report", "deliveries", "weekly", "--addresses")
    let lines = text.output.split(separator: "\n").map(String.init)
    #expect(text.status == 0 && lines.count == 6, "\(text.output)")
    #expect(lines[1].hasPrefix("uncertain  weekly  week 2026-03-02  a@example.org  local"), "\(lines[1])")
    #expect(lines[2].hasPrefix("sent") && lines[2].contains("taken by \(program.folder)/sendmail"))
    let command = lines[4].split(separator: "#")[0].trimmingCharacters(in: .whitespaces)
    #expect(
      command
        == "scorebook report send weekly --as-of 2026-03-09 --to board --recipient a@example.org --resolve sent"
    )
    // Nobody looks at a file.
    let short = try program.run("report", "deliveries")
    #expect(short.output.contains("a…@example.org") && !short.output.contains("a@example.org"))
    let json = try program.run("report", "deliveries", "--json", "--uncertain")
    let entries = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
    #expect(entries?.count == 1 && entries?.first?["state"] as? String == "uncertain", "\(json.output)")
    #expect(entries?.first?["recipient"] as? String == "a…@example.org")
    #expect((entries?.first?["message_id"] as? String)?.hasPrefix("<weekly.2026-03-02.") == true)
    // The command that is told settles it.
    #expect(try program.shell("$" + command).status == 0)
    #expect(try program.run("report", "deliveries", "--uncertain").output.isEmpty)
    let unknown = try program.run("report", "deliveries", "wekly")
    #expect(unknown.status == 2 && unknown.problems.contains("Did you mean 'weekly'?"), "\(unknown.problems)")
  }

  /// The commands that the listing tells, in its order.
  private func commands(_ program: Program) throws -> [String] {
    try program.run("report", "deliveries", "--uncertain", "--addresses").output.split(separator: "\n")
      .map(String.init).filter { $0.hasPrefix("  scorebook ") }
      .map { $0.split(separator: "#")[0].trimmingCharacters(in: .whitespaces) }
  }

  @Test("what waits is settled by the book's word for a recipient whom the configuration names no more")
  func gone() throws {
    for (position, expected) in ["has arrived", "not sent again by this command"].enumerated() {
      let program = try workspace()
      try program.write("status", "75\n")
      #expect(try sent(program).0 == 1)
      try program.write(
        "scorebook.yaml",
        program.text("scorebook.yaml").replacingOccurrences(
          of: "a@example.org, b@example.org", with: "b@example.org"))
      let known = program.text("calls")
      let command = try #require(try commands(program).dropFirst(position).first)
      let settled = try program.shell("$" + command)
      #expect(settled.status == 0 && settled.problems.contains(expected), "\(settled.problems)")
      #expect(try commands(program).isEmpty && program.text("calls") == known)
      let again = try program.shell("$" + command)
      #expect(
        again.status == 0 && again.problems.contains("nothing waits to be settled"), "\(again.problems)")
    }
  }

  @Test("the mail of a failed pipeline is settled, too, and a pipeline that is not there is told")
  func pipelines() throws {
    let program = try workspace()
    try program.write(
      "scorebook.yaml",
      program.text("scorebook.yaml").replacingOccurrences(
        of: "\npipelines:\n",
        with: "\npipelines:\n  told:\n    steps: [{kpis: all}]\n    on_failure: {audience: board}\n"))
    try program.write("sales.sql", "SELECT nothing FROM orders\n")
    try program.write("status", "75\n")
    #expect(try program.run("pipeline", "run", "told").status != 0)
    let found = try commands(program)
    #expect(
      found.count == 2 && found[0].hasPrefix("scorebook report send pipeline/told --as-of "), "\(found)")
    let settled = try program.shell("$" + (found.last ?? ""))
    #expect(
      settled.status == 0 && settled.problems.contains("a@example.org  resolved"), "\(settled.problems)")
    #expect(try commands(program).isEmpty)
    let unknown = try program.run("report", "deliveries", "pipeline/tolld")
    #expect(unknown.status == 2 && unknown.problems.contains("Did you mean 'told'?"), "\(unknown.problems)")
  }

  @Test("--resolve and --again are refused together, and where nothing waits that is told")
  func together() throws {
    let program = try workspace()
    let both = try program.run("report", "send", "weekly", "--again", "--resolve", "sent")
    #expect(both.status == 2 && both.problems.contains("don't go together"), "\(both.problems)")
    let none = try program.run("report", "send", "weekly", "--resolve", "sent")
    #expect(none.status == 0 && none.problems.contains("nothing waits to be settled"), "\(none.problems)")
    #expect(program.text("calls").isEmpty)
  }

  /// Of the mail that the first of the two got.
  private func subject(_ program: Program) -> String {
    let header = program.text("mail-a@example.org").components(separatedBy: "\nMessage-ID")[0]
    let value = header.components(separatedBy: "\nSubject: ").last ?? ""
    // Blanks between encoded words are not part of the text.
    return value.replacing("?=\n =?", with: "?==?").replacing(#/=\?utf-8\?b\?([^?]*)\?=/#) { match in
      String(decoding: Data(base64Encoded: String(match.1)) ?? Data(), as: UTF8.self)
    }
  }

  private func wait(_ condition: () -> Bool) -> Bool {
    for _ in 0..<600 where !condition() { usleep(20_000) }
    return condition()
  }
}
