import ArgumentParser
import Datasets
import Diagnostics
import Glibc
import ONNXModels

/// The program: parses, runs, and turns whatever was thrown into words and an exit code.
package enum Program {
  package static func main(_ arguments: [String]) -> Never {
    exit(run(arguments))
  }

  /// Everything but the exit.
  package static func run(_ arguments: [String]) -> Int32 {
    // Who reads our output may go away: that is an error of the write, and a quiet end.
    signal(SIGPIPE, SIG_IGN)
    // A model of operators is looked at in a child first: this program once more.
    if arguments.first == ONNXInspector.childCommand { return ONNXInspector.childMain() }
    ONNXInspector.current = ONNXInspector(program: "/proc/self/exe")
    do {
      let words = try CommandWords(arguments, of: ScorebookCommand.self)
      var command = try ScorebookCommand.parseAsRoot(words.arguments)
      try command.run()
      return 0
    } catch let error as ExitCode {
      return error.rawValue
    } catch let error as Diagnostic {
      if error.identifier == .outputBrokenPipe { return 0 }
      Terminal.standardError.write(Problems([error]))
      return ExitStatus.code(of: error)
    } catch let error as Problems {
      Terminal.standardError.write(error)
      return ExitStatus.code(of: error)
    } catch {
      let code = ScorebookCommand.exitCode(for: error)
      let message = ScorebookCommand.fullMessage(for: error)
      if code == .success {
        Terminal.standardOutput.write(message + "\n")
        return 0
      }
      // Of several lines, and with what was typed in it.
      for line in lines(of: message) { Terminal.standardError.say(visible(line)) }
      return ExitStatus.usage
    }
  }
}
