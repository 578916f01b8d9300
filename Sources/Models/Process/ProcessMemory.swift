import Glibc

/// Memory in use by a process group.
enum ProcessMemory {
  /// Bytes resident, pages that several processes share counted for each of them.
  ///
  /// **Source:** proc(5): fields 5 (group) and 24 (resident pages) of `/proc/PID/stat`.
  static func inUse(group: Int32) -> Int {
    guard let folder = opendir("/proc") else { return 0 }
    defer { closedir(folder) }
    var pages = 0
    while let entry = readdir(folder) {
      let first = entry.pointee.d_name.0
      guard first >= 0x31, first <= 0x39 else { continue }
      let process = withUnsafeBytes(of: &entry.pointee.d_name) { name in
        name.prefix { $0 != 0 }.reduce(0) { $0 &* 10 &+ Int($1 &- 0x30) }
      }
      pages += resident(process, of: group)
    }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }

  private static func resident(_ process: Int, of group: Int32) -> Int {
    let descriptor = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return 0 }
    defer { close(descriptor) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1024) { buffer in
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      // The name between brackets may hold anything, a bracket included.
      guard count > 0, let bracket = buffer.prefix(count).lastIndex(of: 0x29) else { return 0 }
      var field = 2
      var owner = 0
      var pages = 0
      for byte in buffer[(bracket + 1)..<count] {
        if byte == 0x20 { field += 1 }
        guard byte &- 0x30 <= 9 else { continue }
        if field == 5 { owner = owner &* 10 &+ Int(byte &- 0x30) }
        if field == 24 { pages = pages &* 10 &+ Int(byte &- 0x30) }
      }
      return owner == Int(group) ? pages : 0
    }
  }
}
