import Diagnostics
import Foundation
import Models
import Synchronization
import Testing

extension ProcessSuites {
  @Suite(.serialized) struct All {}
}

extension ProcessSuites.All {
  @Suite("Process models: starting and ending", .serialized)
  struct Life {
    /// A folder that a program may leave signs in, named in its first argument.
    private func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
      let folder = FileManager.default.temporaryDirectory.appending(path: "process-test-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      return try body(folder)
    }

    /// Waits at most ten seconds for a file's text.
    private func text(_ url: URL) -> String {
      for _ in 0..<1000 {
        if let text = try? String(contentsOf: url, encoding: .utf8), text.hasSuffix("\n") { return text }
        usleep(10_000)
      }
      return ""
    }

    private func leftFolders() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: FileManager.default.temporaryDirectory.path)
        .filter { $0.hasPrefix("scorebook-process-") }.sorted()
    }

    @Test("is asked the same batch again after a death, and tells how often", .timeLimit(.minutes(1)))
    func again() throws {
      try withFolder { folder in
        let program = try ProcessProgram(
          ProcessProgram.answering("[ -e \"$1/died\" ] || { touch \"$1/died\"; exit 1; }; echo $row"),
          arguments: [folder.path])
        let scorer = try program.scorer()
        let predictions = try program.score((0..<10).map { ["\($0)"] }, by: scorer)
        #expect((0..<10).allSatisfy { predictions.number(0, $0) == Double($0) })
        #expect(scorer.restarts == 1)
      }
    }

    @Test("gives up after three restarts, and not before", .timeLimit(.minutes(1)))
    func restarts() throws {
      // Answers one batch, and dies over the next.
      let program = try ProcessProgram(
        ProcessProgram.answering(
          "[ -z \"$once\" ] || { echo \"no row $row of Muller\" >&2; exit 5; }; echo $row",
          end: "once=1; echo"))
      let scorer = try program.scorer()
      for round in 0..<4 {
        #expect(try program.score([["\(round)"]], by: scorer).number(0, 0) == Double(round))
      }
      #expect(scorer.restarts == 3)
      for _ in 0..<2 {
        #expect {
          try program.score([["1"]], by: scorer)
        } throws: {
          ($0 as? Diagnostic)?.identifier == .processRestarts
            && ($0 as? Diagnostic)?.found == "the last time it ended with status 5"
            // It had seen rows: its words are for who asks.
            && ($0 as? Diagnostic)?.aside == "no row 1.0 of Muller"
            && ($0 as? Diagnostic)?.description.contains("Muller") == false
        }
      }
    }

    @Test("survives kill -9 in the middle of a batch", .timeLimit(.minutes(1)))
    func killed() throws {
      try withFolder { folder in
        let program = try ProcessProgram(
          ProcessProgram.answering(
            "[ -e \"$1/pid\" ] || { echo $$ > \"$1/part\"; mv \"$1/part\" \"$1/pid\"; exec sleep 50; }; echo $row"
          ),
          arguments: [folder.path], more: "time_limit: {batch: 40s}")
        let killer = Thread {
          if let process = Int32(text(folder.appending(path: "pid")).dropLast()) { kill(process, SIGKILL) }
        }
        killer.start()
        let scorer = try program.scorer()
        let predictions = try program.score([["3"], ["4"]], by: scorer)
        #expect(predictions.number(0, 0) == 3 && predictions.number(0, 1) == 4 && scorer.restarts == 1)
      }
    }

    @Test("ends the whole group of a program that hangs", .timeLimit(.minutes(1)))
    func group() throws {
      try withFolder { folder in
        let program = try ProcessProgram(
          ProcessProgram.answering("sleep 60 & echo $! > \"$1/pid\"; wait"), arguments: [folder.path],
          more: "time_limit: {batch: 300ms}")
        #expect(try program.failure()?.identifier == .processTime)
        let process = try #require(Int32(text(folder.appending(path: "pid")).dropLast()))
        var isGone = false
        for _ in 0..<200 where !isGone {
          let state = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ") Z"
          isGone = state.contains(") Z")
          if !isGone { usleep(10_000) }
        }
        #expect(isGone)
      }
    }

    @Test("gives each scorer a program and a folder of its own", .timeLimit(.minutes(1)))
    func apart() throws {
      let program = try ProcessProgram(
        ProcessProgram.answering("echo \"$row,$$,$(pwd)\"", header: "prediction,process,folder"),
        outputs: "{prediction: number, process: number, folder: text}")
      let seen = Mutex<[[String]]>([])
      let done = DispatchGroup()
      for offset in 0..<2 {
        done.enter()
        Thread {
          defer { done.leave() }
          guard let predictions = try? program.score((0..<50).map { ["\($0 + offset)"] }) else { return }
          let isRight = (0..<50).allSatisfy { predictions.number(0, $0) == Double($0 + offset) }
          let processes = Set((0..<50).map { "\(predictions.number(1, $0))" })
          seen.withLock {
            $0.append(
              [isRight ? "right" : "wrong", "\(processes.count)"] + processes + [predictions.text(2, 0) ?? ""]
            )
          }
        }.start()
      }
      done.wait()
      let both = seen.withLock { $0 }
      #expect(both.count == 2 && both.allSatisfy { $0[0] == "right" && $0[1] == "1" })
      #expect(both[0][2] != both[1][2] && both[0][3] != both[1][3])
      #expect(both.allSatisfy { !FileManager.default.fileExists(atPath: $0[3]) })
    }

    @Test("sees its arguments as they are, its variables, its files and no other descriptor")
    func surroundings() throws {
      setenv("SCOREBOOK_TEST_SECRET", "seen", 1)
      setenv("SCOREBOOK_TEST_SHOWN", "a b", 1)
      let open = (0..<30).map { _ in Glibc.open("/dev/null", O_RDONLY) }
      defer { for descriptor in open { close(descriptor) } }
      let answer =
        "echo \"\\\"$2|$3\\\",$SCOREBOOK_TEST_SHOWN,$SCOREBOOK_TEST_SECRET,$(ls -a | tr '\\n' ' '),"
        + "$(stat -c %a . p | tr '\\n' ' '),$(ls /proc/$$/fd | wc -l)\""
      let program = try ProcessProgram(
        ProcessProgram.answering(answer, header: "arguments,shown,secret,files,modes,open"),
        outputs: "{arguments: text, shown: text, secret: text, files: text, modes: text, open: number}",
        arguments: ["$(touch x)", "; echo $HOME", "*"],
        more: "environment: [PATH, SCOREBOOK_TEST_SHOWN, SCOREBOOK_TEST_ABSENT]")
      let predictions = try program.score([["1"]])
      #expect(predictions.text(0, 0) == "; echo $HOME|*")
      #expect(predictions.text(1, 0) == "a b" && predictions.text(2, 0) == nil)
      #expect(predictions.text(3, 0) == ". .. p " && predictions.text(4, 0) == "700 700 ")
      // Its three, the script that the shell holds, and one of the substitution.
      #expect(predictions.number(5, 0) <= 5)
    }

    @Test("lets a program end by itself when its input ends")
    func farewell() throws {
      try withFolder { folder in
        let program = try ProcessProgram(
          ProcessProgram.answering("echo 1") + "echo done > \"$1/done\"\n", arguments: [folder.path])
        _ = try program.score([["1"]])
        #expect(text(folder.appending(path: "done")) == "done\n")
      }
    }

    @Test("leaves nothing behind after 200 starts", .timeLimit(.minutes(2)))
    func nothingLeft() throws {
      func descriptors() throws -> Int {
        // Other suites give programs files without a name beside this one.
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { name in
          let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
          return target?.contains("/scorebook-") != true
        }
      }
      func children() throws -> String {
        // Other suites start shells and programs of their own beside this one.
        try Shell.run(
          "ps -o pid=,stat=,comm= --ppid \(getpid()) | grep -E ' (p|sleep)( <defunct>)?$'; true")
      }
      let folders = try leftFolders()
      let good = try ProcessProgram(ProcessProgram.answering("mkdir -p deep/er; chmod 0 deep; echo 1"))
      let bad = try ProcessProgram(ProcessProgram.answering("sleep 60 & exit 1"))
      _ = try good.score([["1"]])
      let before = try descriptors()
      for _ in 0..<70 {
        _ = try good.score([["1"]])
        // Two starts each.
        #expect(throws: Diagnostic.self) { try bad.score([["1"]]) }
      }
      #expect(try descriptors() <= before + 2)
      #expect(try children() == "")
      #expect(Set(try leftFolders()).subtracting(folders).isEmpty)
    }

    @Test("sweeps folders that a crash left, and no other")
    func sweep() throws {
      let place = FileManager.default.temporaryDirectory
      let left = place.appending(path: "scorebook-process-left\(getpid())")
      try FileManager.default.createDirectory(
        at: left.appending(path: "files/deep"), withIntermediateDirectories: true)
      try Data().write(to: left.appending(path: "lock"))
      try Data([1]).write(to: left.appending(path: "files/deep/x"))
      try FileManager.default.createSymbolicLink(
        at: left.appending(path: "files/link"), withDestinationURL: place)
      let held = place.appending(path: "scorebook-process-held\(getpid())")
      try FileManager.default.createDirectory(at: held, withIntermediateDirectories: true)
      let lock = open(held.appending(path: "lock").path, O_RDWR | O_CREAT, 0o600)
      defer {
        close(lock)
        try? FileManager.default.removeItem(at: held)
      }
      #expect(flock(lock, LOCK_EX) == 0)
      let young = place.appending(path: "scorebook-process-young\(getpid())")
      try FileManager.default.createDirectory(at: young, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: young) }
      let old = try Shell.run("touch -d '2 hours ago' '\(left.path)' '\(held.path)'")
      #expect(old.isEmpty)
      ProcessModel.sweep(place.path)
      #expect(!FileManager.default.fileExists(atPath: left.path))
      #expect(FileManager.default.fileExists(atPath: held.path))
      #expect(FileManager.default.fileExists(atPath: young.path))
    }
  }
}
