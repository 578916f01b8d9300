import Datasets
import Glibc
package import Workspace

/// What the book calls a job's target, and which names that it holds mean the same place.
///
/// The name is relative to the workspace where the target lies inside it: one target has one name, however a command
/// was told where the workspace is. Books also hold names as an earlier command was given them, the workspace's
/// folder before the path: `ws/_out/s.db#scores`, `../_out/s.db#scores`.
package struct TargetName {
  /// `_out/cdnow.db#repurchase_scores`, `_out/nightly/:date.csv`; absolute outside the workspace where the
  /// configuration has it so.
  package let text: String
  private let configuration: Configuration
  private let job: Configuration.Job
  private let path: String
  /// `#TABLE`.
  private let ending: String

  package init(_ configuration: Configuration, _ job: Configuration.Job) {
    self.configuration = configuration
    self.job = job
    switch job.destination {
    case .sqlite(let file, let table): (path, ending) = (file, "#\(table)")
    case .csv(let file): (path, ending) = (file, "")
    }
    text = Self.relative(path, root: configuration.root) + ending
  }

  /// Whether a name in the book means this target.
  ///
  /// Where a command stood that wrote down a path with its workspace's folder before it, the book does not tell. Such a
  /// name is taken for this target only if nothing of the job stands at any other place that it could mean; what
  /// does not stand here was then written nowhere.
  package func isMeant(by name: String) -> Bool {
    if name == text { return true }
    guard name.hasSuffix(ending) else { return false }
    let written = String(name.dropLast(ending.count))
    let own = place(of: path)
    let asWritten = place(of: written)
    if asWritten == own { return true }
    let parts = written.split(separator: "/")
    let inside = parts.indices.dropFirst().map { place(of: parts[$0...].joined(separator: "/")) }
    guard inside.contains(own) else { return false }
    return ([asWritten] + inside).allSatisfy { $0 == own || !holdsRows($0) }
  }

  private func holdsRows(_ place: String) -> Bool {
    do {
      return try !configuration.target(of: job, at: place).commits(job: job.name).isEmpty
    } catch {
      return true
    }
  }

  private func place(of path: String) -> String { Self.place(of: path, root: configuration.root) }

  /// The absolute path, links resolved as far as it exists.
  private static func place(of path: String, root: String) -> String {
    var there = path.hasPrefix("/") ? path : root + "/" + path
    var missing = ""
    while !there.isEmpty {
      if let resolved = realpath(there, nil) {
        defer { free(resolved) }
        return normalizedPath(String(cString: resolved) + missing)
      }
      let slash = there.lastIndex(of: "/") ?? there.startIndex
      missing = there[slash...] + missing
      there = String(there[..<slash])
    }
    return normalizedPath(missing)
  }

  private static func relative(_ path: String, root: String) -> String {
    let parts = path.split(separator: "/").filter { $0 != "." }
    let plain = parts.joined(separator: "/")
    if !path.hasPrefix("/"), !parts.contains("..") { return plain }
    let place = place(of: path, root: root)
    if place.hasPrefix(root + "/") { return String(place.dropFirst(root.count + 1)) }
    return path.hasPrefix("/") ? "/" + plain : plain
  }
}
