package import Diagnostics
import Glibc

extension ArtefactBundle {
  /// A page and the files beside it, read from its folder.
  ///
  /// `files` tells, from the page's bytes, which files it names. `name` is the page's name in the archive.
  /// **Throws:** what `files` throws, and every file that is not there, is no plain file, or lies outside the
  /// page's folder, also by way of a symbolic link.
  package static func gather(
    page path: String, as name: String, files: ([UInt8]) throws(Problems) -> [String]
  ) throws(Problems) -> ArtefactBundle {
    let page: [UInt8]
    do throws(Diagnostic) {
      page = try read(path, shownAs: path, limit: sizeLimit, of: path)
    } catch {
      throw Problems([error])
    }
    let names = try files(page)
    let folder = path.utf8.contains(0x2F) ? String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]) : "."
    guard let root = resolved(folder.isEmpty ? "/" : folder) else {
      throw Problems([unreadable(path, "its folder can't be found", of: path)])
    }
    var problems = Problems()
    var others: [(name: String, bytes: [UInt8])] = []
    var rest = sizeLimit - page.count
    for name in names {
      do throws(Diagnostic) {
        if let fault = fault(inName: name) { throw badName(name, fault, file: path) }
        guard let place = resolved("\(root)/\(name)") else {
          throw unreadable(name, String(cString: strerror(errno)), of: path)
        }
        guard place.utf8.starts(with: root == "/" ? "/".utf8 : "\(root)/".utf8) else {
          throw unreadable(name, "it lies outside the page's folder", of: path)
        }
        let bytes = try read(place, shownAs: name, limit: rest, of: path)
        rest -= bytes.count
        others.append((name, bytes))
      } catch {
        problems.add(error)
      }
    }
    try problems.throwIfAny()
    return try ArtefactBundle(main: (name, page), others: others, file: path)
  }

  /// The path without links and dots.
  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  private static func read(
    _ path: String, shownAs name: String, limit: Int, of page: String
  ) throws(Diagnostic) -> [UInt8] {
    // A pipe would block an open without O_NONBLOCK.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(name, String(cString: strerror(errno)), of: page) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw unreadable(name, "it is no plain file", of: page)
    }
    guard status.st_size <= limit else {
      throw excess(files: 1, size: sizeLimit - limit + Int(status.st_size), file: page)
        ?? unreadable(name, "it is too large", of: page)
    }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      while count < buffer.count {
        let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { break }
        count += got
      }
    }
    guard failure == 0 else { throw unreadable(name, String(cString: strerror(failure)), of: page) }
    guard bytes.count == Int(status.st_size) else {
      throw unreadable(name, "it became shorter while it was read", of: page)
    }
    return bytes
  }

  private static func unreadable(_ name: String, _ why: String, of page: String) -> Diagnostic {
    Diagnostic(
      .bundleFile, .configuration, at: .init(file: page), "the file \(quoted(name)) can't be taken: \(why)",
      next: name == page ? nil : "Put a copy of it beside the page.")
  }
}
