import Diagnostics
import Foundation
import Models
import Testing

extension ProcessSuites.All {
  @Suite("Process models: programs that fail")
  struct Failures {
    @Test(
      "tells what a program answers that it must not", .timeLimit(.minutes(1)),
      arguments: [
        ("echo nan", "process-answer", "record 1: 'prediction' is no finite decimal number"),
        ("echo inf", "process-answer", "found 'inf'"),
        ("echo 0x10", "process-answer", "no finite"),
        ("echo 1e999", "process-answer", "no finite"),
        ("echo '1,2'", "process-answer", "1 field,"),
        ("echo '\"1'; echo", "process-answer", "can't be read"),
        ("echo '1\"2'", "process-answer", "can't be read"),
        ("printf '\\033[31m\\n'", "process-answer", "\\u{1B}[31m"),
        ("echo 1; echo 2", "process-rows", "too many"),
        ("[ \"$row\" = 1.0 ] || echo 1", "process-rows", "3 rows and an empty line, found 2 rows"),
        ("echo", "process-rows", "found 0 rows"),
        ("exit 7", "process-died", "status 7"),
        ("kill -SEGV $$", "process-died", "signal 11"),
        ("kill -KILL $$", "process-died", "signal 9"),
        ("exec >&-; sleep 20", "process-died", "closed its output"),
        ("sleep 20", "process-time", "3 rows within 300ms; found 0 rows"),
        ("printf 1", "process-time", "found 1 row."),
        ("while :; do :; done", "process-time", "300ms"),
        ("echo cause >&2; exit 1", "process-died", "cause"),
      ] as [(String, String, String)])
    func answers(program: String, identifier: String, words: String) throws {
      let program = try ProcessProgram(
        ProcessProgram.answering(program), more: "time_limit: {batch: 300ms, start: 5s}")
      let failure = try program.failure()
      // The second death is the one that is told: its own words only, and apart, since they may quote rows.
      if words == "cause" {
        #expect(failure?.aside == words && failure?.description.contains(words) == false)
        return
      }
      #expect(failure?.identifier.name == identifier, "\(failure?.description ?? "no failure")")
      #expect(failure?.description.contains(words) ?? false, "\(failure?.description ?? "no failure")")
    }

    @Test(
      "tells a program that does not start", .timeLimit(.minutes(1)),
      arguments: [
        ("echo no model >&2; exit 3", "process-start", "status 3 before it wrote its header. It wrote to"),
        ("exit 0", "process-start", "status 0"),
        ("sleep 20", "process-start", "header within 300ms"),
        ("echo wrong; sleep 20", "process-header", "found 'wrong'"),
        ("echo prediction,more; sleep 20", "process-header", "prediction,more"),
        ("echo; sleep 20", "process-header", "found ''"),
        ("printf 'prediction\\n1\\n'; sleep 20", "process-start", "writes on"),
        ("printf '\\377\\n'; sleep 20", "process-header", "\u{FFFD}"),
        ("exec cat /dev/zero", "process-start", "1048576"),
      ] as [(String, String, String)])
    func start(program: String, identifier: String, words: String) throws {
      let failure = try ProcessProgram(program, more: "time_limit: {start: 300ms}").failure()
      #expect(failure?.identifier.name == identifier, "\(failure?.description ?? "no failure")")
      #expect(failure?.description.contains(words) ?? false, "\(failure?.description ?? "no failure")")
    }

    @Test(
      "tells an answer of several columns that does not fit",
      arguments: [
        (",b,x", "'probability' is empty"), ("0.5,,x", "'class' is empty"),
        ("0.5,c,x", "'class' is none of the page's labels; expected 'a', 'b', found 'c'"),
        ("0.5,a", "3 fields"), ("0.5,a,x,y", "3 fields"), ("0.5,a,\\303(", "'note' is not UTF-8"),
      ])
    func columns(answer: String, words: String) throws {
      let program = try ProcessProgram(
        ProcessProgram.answering("printf '\(answer)\\n'", header: "probability,class,note"),
        outputs: "{class: {labels: [a, b]}, probability: number, note: text}")
      let failure = try program.failure()
      #expect(failure?.identifier == .processAnswer)
      #expect(failure?.description.contains(words) ?? false, "\(failure?.description ?? "no failure")")
    }

    @Test(
      "tells JSON that does not fit",
      arguments: [
        "nonsense", "{}", "[1]", #"{"prediction":"1"}"#, #"{"prediction":NaN}"#, #"{"prediction":1}x"#,
        #"{"prediction":1,"prediction":1}"#, #"{"prediction":{"x":1}}"#, #"{"other":1}"#, #"{"prediction":1"#,
        #"{"prediction":tru}"#, #"{"predictio\u006g":1}"#,
      ])
    func json(answer: String) throws {
      let answer = answer.replacingOccurrences(of: "\\", with: "\\\\")
      let program = try ProcessProgram(
        ProcessProgram.answering("printf '%b\\n' '\(answer)'", header: "'{\"outputs\":[\"prediction\"]}'"),
        speaks: "json_lines")
      #expect(try program.failure()?.identifier == .processAnswer)
    }

    @Test(
      "tells a program that can't be found",
      arguments: [
        ("no-such-program", "PATH, LANG", "no folder of PATH"), ("python3", "LANG", "may not see PATH"),
        ("/no/such", "PATH", "no program"), ("/etc/passwd", "PATH", "no program"),
        ("../p", "PATH", "none of the page's files"), ("/tmp", "PATH", "no program"),
      ])
    func command(command: String, environment: String, words: String) throws {
      let page = """
        process:
          command: ['\(command)']
          speaks: csv
          inputs: {a: number}
          outputs: {prediction: number}
          environment: [\(environment)]
        """
      let model = try ProcessFormat.open(bytes: Array(page.utf8), name: "p.yaml", options: .none)
      #expect(throws: (any Error).self) {
        try ProcessProgram(model: model).score([["1"]])
      }
      let failure = try ProcessProgram(model: model).failure()
      #expect(failure?.identifier == .processCommand)
      #expect(failure?.description.contains(words) ?? false, "\(failure?.description ?? "no failure")")
    }

    @Test("ends a program that uses too much memory, with all it started", .timeLimit(.minutes(1)))
    func memory() throws {
      let program = try ProcessProgram(
        ProcessProgram.answering("perl -e '$x = \"x\" x 300000000; sleep 20'"),
        more: "memory_limit: 64MiB\ntime_limit: {batch: 15s}")
      let failure = try program.failure()
      #expect(failure?.identifier == .processMemory, "\(failure?.description ?? "no failure")")
      #expect(failure?.expected == "at most 64 MiB")
    }

    @Test("is not held up by a flood on standard error, and shows its end", .timeLimit(.minutes(1)))
    func flood() throws {
      let flood = "perl -e 'print STDERR \"noise \\e[1m\" x 400000, \"\\nlast words\\n\"'"
      let program = try ProcessProgram(
        ProcessProgram.answering("\(flood); echo 1"), more: "time_limit: {batch: 20s}")
      #expect(try program.score([["1"], ["2"]]).number(0, 1) == 1)
      let failure = try ProcessProgram(ProcessProgram.answering("\(flood); exit 1")).failure()
      let told = failure?.aside ?? ""
      #expect(told.contains("… ") && told.hasSuffix("last words") && told.contains("\\u{1B}[1m"))
      #expect(failure?.description.contains("last words") == false)
      #expect(told.utf8.count < 8000 && !told.contains("\u{1B}"))
    }

    @Test(
      "shows of a traceback where it was and what it says; of other words the last lines",
      .timeLimit(.minutes(1)))
    func traceback() throws {
      let trace =
        "printf 'Traceback (most recent call last):\\n  File \"a.py\", line 1, in f\\n    g()\\n"
        + "  File \"b.py\", line 7, in g\\n    h()\\n    ^^^\\nValueError: no such model\\n' >&2; exit 1"
      let told = try ProcessProgram(trace).failure()?.description ?? ""
      #expect(told.hasSuffix("error: … File \"b.py\", line 7, in g | ValueError: no such model"), "\(told)")
      let many = try ProcessProgram("seq 1 1000 >&2; exit 1").failure()?.description ?? ""
      #expect(many.hasSuffix("error: … 998 | 999 | 1000"), "\(many)")
      let long = try ProcessProgram("head -c 4000 /dev/zero | tr '\\0' x >&2; exit 1").failure()
      #expect((long?.description.utf8.count ?? 0) < 1000 && long?.aside == nil)
    }

    @Test("names the program that lacks a Python package, and PATH")
    func package() throws {
      let page = """
        process:
          command: [sh, -c, 'echo "ModuleNotFoundError: No module named ''sklearn''" >&2; exit 1']
          speaks: csv
          inputs: {a: number}
          outputs: {prediction: number}
          environment: [PATH]
        """
      let model = try ProcessFormat.open(bytes: Array(page.utf8), name: "p.yaml", options: .none)
      let path = try #require(ProcessInfo.processInfo.environment["PATH"])
      let place = try Shell.run("command -v sh").trimmingCharacters(in: .whitespacesAndNewlines)
      let told = try ProcessProgram(model: model).failure()?.description ?? ""
      #expect(told.contains("No module named 'sklearn'. 'sh' is \(place), the first in PATH ("), "\(told)")
      #expect(told.contains("(\(path.prefix(300))): install 'sklearn' for it"), "\(told)")
    }

    @Test("never takes what a program writes unasked for the next batch's answer", .timeLimit(.minutes(1)))
    func unasked() throws {
      let program = try ProcessProgram(
        ProcessProgram.answering("echo 1", end: "echo; { sleep 0.2; echo 5; echo; } & :"))
      let scorer = try program.scorer()
      _ = try program.score([["1"]], by: scorer)
      usleep(600_000)
      #expect {
        try program.score([["1"]], by: scorer)
      } throws: {
        ($0 as? Diagnostic)?.identifier == .processRows
          && ($0 as? Diagnostic)?.description.contains("before it is asked") == true
      }
    }

    @Test("does not end with a program that never reads", .timeLimit(.minutes(1)))
    func pipe() throws {
      let rows = (0..<20_000).map { ["\($0).25"] }
      let program = try ProcessProgram(
        "echo prediction; exit 0", more: "batch: 8192")
      #expect(throws: Diagnostic.self) { try program.score(rows) }
      let failure = try ProcessProgram(
        "echo prediction; exec sleep 30", more: "batch: 8192\ntime_limit: {batch: 300ms}"
      ).failure(rows: 50_000)
      #expect(failure?.identifier == .processTime)
    }
  }
}

extension ProcessProgram {
  init(model: ProcessModel) { self.model = model }
}
