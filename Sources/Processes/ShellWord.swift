/// Words of a command line that a person or a scheduler is to run.
package enum ShellWord {
  /// A word as a POSIX shell reads it.
  package static func quoted(_ text: String) -> String {
    isPlain(text) ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }

  /// Whether a text stands for itself, to a shell and to systemd.
  package static func isPlain(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || "/._-+@:".utf8.contains(byte)
      }
  }
}
