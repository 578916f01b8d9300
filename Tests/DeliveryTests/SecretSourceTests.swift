import Diagnostics
import Foundation
import Testing
import Workspace

@testable import Delivery

@Suite("Secrets", .serialized)
struct SecretSourceTests {
  private let scratch: SendingScratch

  init() throws { scratch = try SendingScratch() }

  private func value(_ secret: Configuration.Secret) throws -> String {
    try SecretSource(configuration: try scratch.configuration()).value(
      secret, of: "channels.hook.webhook.url")
  }

  private func write(_ name: String, _ text: String, permissions: Int = 0o644) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(scratch.path)/\(name)"))
    try FileManager.default.setAttributes(
      [.posixPermissions: permissions], ofItemAtPath: "\(scratch.path)/\(name)")
  }

  private func missing(_ secret: Configuration.Secret) -> Diagnostic? {
    let error = #expect(throws: Diagnostic.self) { try value(secret) }
    #expect(error?.identifier == .secretMissing && error?.place?.line != nil)
    return error
  }

  @Test("is the first line of a file of the workspace, its end left out")
  func file() throws {
    for (text, expected) in [
      ("pä ss\nmore\n", "pä ss"), ("one\r\ntwo", "one"), ("only", "only"), (" x \n", " x "),
      ("\u{FEFF}marked\n", "marked"),
    ] {
      try write("key", text)
      #expect(try value(.file("key")) == expected)
    }
    for text in ["", "\nsecond\n", "a\u{0}b\n"] {
      try write("key", text)
      _ = missing(.file("key"))
    }
    #expect(missing(.file("none"))?.summary.contains("the file 'none' can't be read") == true)
  }

  @Test("is a variable of the environment, which is named where there is none")
  func environment() throws {
    #expect(try value(.environment("PATH")) == ProcessInfo.processInfo.environment["PATH"])
    #expect(
      missing(.environment("SCOREBOOK_NO_SUCH"))?.summary
        == "the secret can't be had: the environment has no variable SCOREBOOK_NO_SUCH")
  }

  @Test("is the first line that a program writes, run in the workspace with few variables")
  func command() throws {
    try write("tell", "#!/bin/sh\necho \"$1 $PWD ${LD_PRELOAD-none}\"\necho second\n", permissions: 0o755)
    let folder = URL(filePath: scratch.path).resolvingSymlinksInPath().path
    for program in ["./tell", "\(scratch.path)/tell"] {
      #expect(try value(.command([program, "a b"])).hasSuffix("none"), "\(program)")
      #expect(try value(.command([program, "a b"])).contains(folder.split(separator: "/").last ?? "-"))
    }
    #expect(try value(.command(["printf", "hunter2\\nmore"])) == "hunter2")
  }

  @Test("that a program does not tell is missed, with how it ended and not with what it wrote")
  func failing() throws {
    for (line, words) in [
      ("kill -9 $$", "was ended"), ("head -c 70000 /dev/zero", "wrote more than 65536 bytes"),
    ] {
      let error = missing(.command(["sh", "-c", line + "\n:"]))
      #expect(error?.summary.contains(words) == true, "\(error?.summary ?? "")")
    }
    let status = missing(.command(["sh", "-c", "echo hunter2; exit 3"]))
    #expect(
      status?.summary.contains("ended with status 3") == true
        && status?.description.contains("hunter2") == false)
    #expect(
      missing(.command(["no-such-program"]))?.summary.contains("there is no program 'no-such-program'")
        == true)
  }
}
