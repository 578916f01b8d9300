import CSpawn
import Glibc

/// A program that was started in a process group of its own and ends with this one, however that ends.
///
/// **Source:** `CSpawn`, whose decision page tells why.
package struct ProcessGroup: Sendable, Hashable {
  package enum State: Sendable, Hashable {
    case running
    case exited(Int32)
    case signalled(Int32)
    /// Somebody else has seen its end.
    case gone
  }

  /// A program that could not be started, by its error number.
  package struct NotStarted: Error, Sendable, Hashable {
    package let number: Int32
    package var text: String { String(cString: strerror(number)) }
  }

  /// Its leader's number, and the group's.
  package let identifier: Int32

  /// - Parameters:
  ///   - arguments: From the program's own name on.
  ///   - environment: `NAME=value`; nil: what this process has.
  ///   - descriptors: Its standard input, output and errors; each is above 2.
  package init(
    _ path: String, _ arguments: [String], environment: [String]?, folder: String,
    descriptors: (input: Int32, output: Int32, errors: Int32)
  ) throws(NotStarted) {
    let arguments = arguments.map { strdup($0) }
    let variables = environment?.map { strdup($0) }
    defer { for text in arguments + (variables ?? []) { free(text) } }
    var child: pid_t = 0
    func start(_ environment: UnsafePointer<UnsafeMutablePointer<CChar>?>?) -> Int32 {
      cspawn_start(
        &child, path, arguments + [nil], environment, folder, descriptors.input, descriptors.output,
        descriptors.errors)
    }
    let error = variables.map { start($0 + [nil]) } ?? start(environ)
    guard error == 0 else { throw NotStarted(number: error) }
    identifier = child
  }

  /// How its leader stands; after its end its number stays taken until `end`.
  package var state: State {
    var status: Int32 = 0
    switch cspawn_state(identifier, &status) {
    case 0: return .running
    case 1: return .exited(status)
    case 2: return .signalled(status)
    default: return .gone
    }
  }

  /// Ends it with all that it started in its group, and waits for it. To be called once.
  package func end() {
    // Somebody else has reaped it: its number may be another's by now, and so may be a group of that number.
    guard state != .gone else { return cspawn_forget(identifier) }
    // Before it is reaped: until then its number is nobody else's.
    kill(-identifier, SIGKILL)
    cspawn_forget(identifier)
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
  }

  /// Lets go of one whose leader has ended: what that has started goes on. To be called once, in place of `end`.
  package func letGo() {
    cspawn_forget(identifier)
    guard state != .running, state != .gone else { return }
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
  }

  /// Ends all that are running, with what they started; a signal's handler may call it.
  package static func endAll() { cspawn_end_all() }
}
