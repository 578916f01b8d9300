package import Diagnostics
import Foundation
import Glibc

extension SiteOutput {
  /// The file that tells a site of ours from any other folder.
  package static let marker = ".scorebook-site"
  static let markerText = "Scorebook made this folder and replaces it whole. Keep nothing else in it.\n"

  /// Writes the site as a whole: readers see the old one or the new one.
  ///
  /// It is written beside its place and exchanged with what stands there, which must be empty or a site of ours.
  /// **Throws:** `site-not-ours`, and `site-write` with the system's reason; the old site then stands as it was.
  package func write(to folder: String) throws(Diagnostic) {
    let target = Self.resolved(folder)
    try Self.refuseForeign(target)
    let place = SitePlace(target)
    do {
      try place.makeParent()
      place.sweep()
      let building = try place.begin()
      defer { close(building.lock) }
      do {
        try fill(building.path)
        guard FileSystemCalls.flush(building.lock) else { throw SystemFailure("syncfs", building.path) }
        try place.put(building.path)
      } catch {
        SitePlace.remove(building.path)
        throw error
      }
      // After the exchange the old site bears the name that was built under.
      SitePlace.remove(building.path)
    } catch let failure as SystemFailure {
      throw Diagnostic(
        .siteWrite, at: .init(file: folder), "the site can't be written (\(failure.reason))",
        next: "Look at permissions and free space of the folder it stands in.")
    } catch {
      throw Diagnostic(.siteWrite, at: .init(file: folder), "the site can't be written")
    }
  }

  private func fill(_ folder: String) throws {
    var made: Set<String> = []
    // The marker goes first: what is swept later is only what bears it.
    let ordered = files.filter { $0.path == Self.marker } + files.filter { $0.path != Self.marker }
    for file in ordered {
      var parent = ""
      for part in file.path.split(separator: "/").dropLast() {
        parent += (parent.isEmpty ? "" : "/") + part
        if made.insert(parent).inserted, mkdir(folder + "/" + parent, 0o777) != 0 {
          throw SystemFailure("mkdir", parent)
        }
      }
      try Self.writeFile(folder + "/" + file.path, file.bytes)
    }
  }

  private static func writeFile(_ path: String, _ bytes: [UInt8]) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw SystemFailure("open", path) }
    defer { close(descriptor) }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw SystemFailure("write", path) }
      done += count
    }
  }

  /// Where a link leads to, so that the link itself stays.
  private static func resolved(_ folder: String) -> String {
    var path = folder
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func refuseForeign(_ folder: String) throws(Diagnostic) {
    var status = stat()
    guard lstat(folder, &status) == 0 else { return }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    if isFolder {
      if access(folder + "/" + marker, F_OK) == 0 { return }
      if (try? FileManager.default.contentsOfDirectory(atPath: folder))?.isEmpty == true { return }
    }
    throw Diagnostic(
      .siteNotOurs, .configuration, at: .init(file: folder),
      isFolder
        ? "the folder holds files and was not made by Scorebook" : "there is a file where the site should go",
      expected: "no folder, an empty one, or one with the file '\(marker)'",
      next: "Choose another folder, or empty this one yourself.")
  }
}
