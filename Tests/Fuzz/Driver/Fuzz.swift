import Fuzzing
import Glibc

/// libFuzzer's own loop; `main` is ours, so that one program holds every parser.
@_silgen_name("LLVMFuzzerRunDriver")
private func run(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// Fuzzes the parser that `SCOREBOOK_FUZZ_TARGET` names; the arguments are libFuzzer's.
///
/// An environment variable, since libFuzzer starts itself again with its own arguments only.
@main
struct Fuzz {
  static let parser: FuzzedParser = {
    let name = getenv("SCOREBOOK_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    if let parser = FuzzedParser.all.first(where: { $0.name == name }) { return parser }
    print("SCOREBOOK_FUZZ_TARGET names no parser: \(FuzzedParser.all.map(\.name))")
    exit(2)
  }()

  static func main() {
    if CommandLine.arguments.contains("--list") {
      for parser in FuzzedParser.all { print(parser.name) }
      return
    }
    _ = parser
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    exit(
      run(&count, &arguments) { bytes, count in
        Fuzz.parser.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
      })
  }
}
