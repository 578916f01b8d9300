import Glibc
import Models

/// What the last bits of an answer hang on besides this program: machine and C library, which `exp` comes from; for
/// a model that a library or a program computes also that library, and the vector instructions that the code is
/// chosen by.
enum Platform {
  /// "x86_64 glibc 2.36"; for ONNX "x86_64 glibc 2.36, ONNX Runtime 1.32.0, AVX2", for a program
  /// "x86_64 glibc 2.36, AVX2".
  static func current(for model: any Model) -> String {
    guard model.runtime != nil || model.agreement == .program else { return machine }
    return [machine, model.runtime, vectorLevel(cpuinfo())].compactMap { $0 }.joined(separator: ", ")
  }

  /// Machine and C library.
  static var machine: String {
    #if arch(x86_64)
      let machine = "x86_64"
    #elseif arch(arm64)
      let machine = "aarch64"
    #else
      let machine = "other"
    #endif
    var text = [CChar](repeating: 0, count: 64)
    let count = confstr(Int32(_CS_GNU_LIBC_VERSION), &text, text.count)
    let library = String(
      decoding: text.prefix(max(0, count - 1)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return library.isEmpty ? machine : "\(machine) \(library)"
  }

  /// The widest vector instructions that the first processor offers; nil where it does not tell.
  ///
  /// **Source:** proc_cpuinfo(5), the line `flags` of x86 and `Features` of ARM.
  static func vectorLevel(_ cpuinfo: String) -> String? {
    let line = cpuinfo.split(separator: "\n").first { $0.hasPrefix("flags") || $0.hasPrefix("Features") }
    guard let line, let colon = line.firstIndex(of: ":") else { return nil }
    let flags = Set(line[line.index(after: colon)...].split(separator: " "))
    let levels: [(name: String, needs: Set<Substring>)] = [
      ("AVX-512 VNNI", ["avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512_vnni"]),
      ("AVX-512", ["avx512f", "avx512bw", "avx512dq", "avx512vl"]), ("AVX-512 F", ["avx512f"]),
      ("AVX2 VNNI", ["avx2", "fma", "avx_vnni"]), ("AVX2", ["avx2", "fma"]), ("AVX", ["avx"]),
      ("SSE4.1", ["sse4_1"]), ("SSE2", ["sse2"]),
      ("SVE", ["sve"]), ("I8MM", ["i8mm"]), ("DotProd", ["asimddp"]), ("NEON", ["asimd"]),
    ]
    return levels.first { $0.needs.isSubset(of: flags) }?.name
  }

  /// Its beginning, which tells of the first processor; files of /proc say that they are empty.
  private static func cpuinfo() -> String {
    let descriptor = open("/proc/cpuinfo", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    var filled = 0
    while filled < bytes.count {
      let room = bytes.count - filled
      let count = bytes.withUnsafeMutableBytes { buffer in
        buffer.baseAddress.map { read(descriptor, $0 + filled, room) } ?? 0
      }
      guard count > 0 else { break }
      filled += count
    }
    return String(decoding: bytes.prefix(filled), as: UTF8.self)
  }
}
