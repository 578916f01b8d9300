import Diagnostics
import Glibc
import Synchronization

/// ONNX Runtime, loaded once for a process and never unloaded; nothing else knows its C functions.
final class ONNXRuntime: @unchecked Sendable {  // Its handles are constants, and its functions thread-safe.
  let version: String
  let table: RuntimeTable
  private let environment: RuntimeTable.Handle
  let memoryInfo: RuntimeTable.Handle
  let allocator: RuntimeTable.Handle

  private static let loaded = Mutex<Result<ONNXRuntime, Diagnostic>?>(nil)

  /// The runtime of this process.
  ///
  /// **Throws** what to install.
  static func shared() throws(Diagnostic) -> ONNXRuntime {
    let result: Result<ONNXRuntime, Diagnostic> = loaded.withLock { loaded in
      if let loaded, case .success = loaded { return loaded }
      let result = Result { () throws(Diagnostic) in try ONNXRuntime(path: try RuntimeLibrary.find()) }
      loaded = result
      return result
    }
    return try result.get()
  }

  private struct Base {
    let getAPI: @convention(c) (UInt32) -> UnsafePointer<UnsafeRawPointer?>?
    let getVersion: @convention(c) () -> UnsafePointer<CChar>?
  }

  init(path: String) throws(Diagnostic) {
    func unusable(_ why: String) -> Diagnostic {
      Diagnostic(
        .onnxRuntimeUnusable, .configuration, at: .init(file: path),
        "the file can't be used as ONNX Runtime: \(why)",
        next:
          "Install version \(RuntimeLibrary.version) with .ci/onnxruntime, or set \(RuntimeLibrary.variable)."
      )
    }
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw unusable(dlerror().map { visible(String(cString: $0)) } ?? "it can't be loaded")
    }
    guard let symbol = dlsym(library, "OrtGetApiBase") else {
      throw unusable("it has no function OrtGetApiBase")
    }
    typealias GetBase = @convention(c) () -> UnsafeRawPointer?
    guard let base = unsafeBitCast(symbol, to: GetBase.self)()?.assumingMemoryBound(to: Base.self) else {
      throw unusable("OrtGetApiBase gives nothing")
    }
    version = base.pointee.getVersion().map { String(cString: $0) } ?? "unknown"
    guard let functions = base.pointee.getAPI(RuntimeTable.apiVersion) else {
      throw unusable("version \(version) is older than 1.13")
    }
    table = RuntimeTable(base: functions)
    do {
      let table = table
      // Severity 4 is fatal: errors come back as a status and need no second way.
      environment = try Self.make(table) { table.createEnvironment(4, "scorebook", $0) }
      try Self.check(table, table.disableTelemetry(environment))
      // An allocator of the device (0), memory of the default kind (0).
      memoryInfo = try Self.make(table) { table.createCPUMemoryInfo(0, 0, $0) }
      allocator = try Self.make(table) { table.defaultAllocator($0) }
    } catch {
      throw unusable(error.message)
    }
  }

  static func check(_ table: RuntimeTable, _ status: RuntimeTable.Status) throws(RuntimeFailure) {
    guard let status else { return }
    let message = table.errorMessage(status).map { String(cString: $0) } ?? "an error without words"
    table.releaseStatus(status)
    throw RuntimeFailure(message: message)
  }

  static func make(
    _ table: RuntimeTable, _ body: (RuntimeTable.Out) -> RuntimeTable.Status
  ) throws(RuntimeFailure) -> RuntimeTable.Handle {
    var handle: RuntimeTable.Handle?
    try check(table, body(&handle))
    guard let handle else { throw RuntimeFailure(message: "no object was made") }
    return handle
  }

  func check(_ status: RuntimeTable.Status) throws(RuntimeFailure) { try Self.check(table, status) }

  func make(_ body: (RuntimeTable.Out) -> RuntimeTable.Status) throws(RuntimeFailure) -> RuntimeTable.Handle {
    try Self.make(table, body)
  }

  /// Parses and optimises a model; it may be run by many threads at once, each of them alone.
  func session(_ bytes: [UInt8]) throws(RuntimeFailure) -> ONNXSession {
    let options = try make { table.createSessionOptions($0) }
    defer { table.releaseSessionOptions(options) }
    try check(table.setLogSeverity(options, 4))
    // All optimisations: what Python's InferenceSession does.
    try check(table.setOptimizationLevel(options, 99))
    try check(table.setIntraOpThreads(options, 1))
    try check(table.setInterOpThreads(options, 1))
    let session = try make { out in
      bytes.withUnsafeBytes { bytes in
        bytes.baseAddress.map { table.createSessionFromArray(environment, $0, bytes.count, options, out) }
          ?? nil
      }
    }
    return ONNXSession(self, session)
  }
}

/// A model that ONNX Runtime has read; shared by all workers.
final class ONNXSession: @unchecked Sendable {  // ONNX Runtime allows concurrent runs of one session.
  let runtime: ONNXRuntime
  let handle: RuntimeTable.Handle

  fileprivate init(_ runtime: ONNXRuntime, _ handle: RuntimeTable.Handle) {
    self.runtime = runtime
    self.handle = handle
  }

  deinit { runtime.table.releaseSession(handle) }
}
