package import Diagnostics
import Glibc

/// Where ONNX Runtime's shared library is.
package enum RuntimeLibrary {
  /// The environment variable that names the library itself.
  package static let variable = "SCOREBOOK_ONNXRUNTIME"
  /// The version that our expectations were made with.
  package static let version = "1.32.0"

  /// Folders that are looked into, in their order.
  package static func places(executable: String?, home: String?) -> [String] {
    var places: [String] = []
    if let executable, let slash = executable.lastIndex(of: "/") {
      let folder = String(executable[..<slash])
      places += [folder, folder + "/../lib/scorebook"]
    }
    if let home, home.hasPrefix("/") { places.append(home + "/.local/lib/scorebook") }
    return places + [
      "/usr/local/lib/scorebook", "/usr/local/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
    ]
  }

  /// The library's path.
  ///
  /// **Throws** what to install where it is in none of the places.
  static func find() throws(Diagnostic) -> String {
    try find(
      named: environment(variable), in: places(executable: executable, home: environment("HOME")))
  }

  /// - Parameter path: what the variable says; nil where it is not set.
  package static func find(named path: String?, in places: [String]) throws(Diagnostic) -> String {
    if let path {
      guard access(path, R_OK) == 0 else {
        throw Diagnostic(
          .onnxRuntimeMissing, .configuration,
          "\(variable) names a file that can't be read: \(quoted(path))",
          next: "Set it to the path of libonnxruntime.so.\(version), or unset it. \(advice)")
      }
      return path
    }
    for folder in places {
      if let path = newest(in: folder) { return path }
    }
    throw Diagnostic(
      .onnxRuntimeMissing, .configuration,
      "ONNX models need ONNX Runtime's shared library, which is not installed",
      next: advice)
  }

  private static var advice: String {
    "Take the file onnxruntime/capi/libonnxruntime.so.\(version) out of the PyPI wheel 'onnxruntime' "
      + "\(version) (pip download --no-deps onnxruntime==\(version); a wheel is a zip archive) and put it into "
      + "/usr/local/lib/scorebook or ~/.local/lib/scorebook; in a checkout of Scorebook, .ci/onnxruntime does that."
  }

  private static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  private static var executable: String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &buffer, buffer.count)
    guard length > 0, length < buffer.count else { return nil }
    return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The library of the highest version in a folder.
  static func newest(in folder: String) -> String? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var best: (version: [Int], name: String)?
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name == "libonnxruntime.so" || name.hasPrefix("libonnxruntime.so.") else { continue }
      let numbers = name.dropFirst("libonnxruntime.so".count).split(separator: ".").map { Int($0) }
      guard numbers.allSatisfy({ $0 != nil }), access("\(folder)/\(name)", R_OK) == 0 else { continue }
      let version = numbers.compactMap { $0 }
      if best.map({ $0.version.lexicographicallyPrecedes(version) }) ?? true { best = (version, name) }
    }
    return best.map { "\(folder)/\($0.name)" }
  }
}
