import Glibc
import Markdown

/// A folder below a site's own as a build left it, so that it need not be listed again.
struct KnownFolder: Sendable {
  /// Its path below the site's own, which is changed by each exchange and listed each time.
  let path: String
  /// While it has this stamp it holds its files, the folders below it that are known, and nothing else; none where that
  /// can't be told.
  let stamp: FileStamp
  /// Where its files are among those of the site.
  let files: [Range<Int>]

  func with(stamp: FileStamp) -> KnownFolder { KnownFolder(path: path, stamp: stamp, files: files) }
}

extension OpenFolder {
  /// The folder's stamp, by which whatever is changed in it from now on will be seen; none where the file system can't do
  /// that, or the folder holds other names than it should.
  ///
  /// A folder may change twice within one moment of the file system's clock. So that its time is another after every
  /// change to come, it is set to one that is past, and only then looked at: what came before is found, and what comes
  /// after is seen.
  ///
  /// - Parameters:
  ///   - known: a stamp that is such a one already.
  ///   - names: all names that should be in it.
  func settled(_ known: FileStamp?, names: () -> FolderNames) -> FileStamp {
    guard let stamp = FileStamp(folder: descriptor) else { return .none }
    if stamp == known { return stamp }
    guard let settled = setBack(), self.names == names() else { return .none }
    return settled
  }

  /// Sets the time of the folder's last change back; nil where that can't be had.
  func setBack() -> FileStamp? {
    let past = FileStamp.now() - 2 * FileStamp.settling
    let time = timespec(tv_sec: Int(past / 1_000_000_000), tv_nsec: Int(past % 1_000_000_000))
    // Its time of access stays. **Source:** utimensat(2), `UTIME_OMIT`.
    let times = [timespec(tv_sec: 0, tv_nsec: (1 << 30) - 2), time]
    guard times.withUnsafeBufferPointer({ futimens(descriptor, $0.baseAddress) }) == 0,
      let stamp = FileStamp(folder: descriptor)
    else { return nil }
    // Some file systems tell whole seconds, or two.
    return past - FileStamp.settling <= stamp.modified && stamp.modified <= past ? stamp : nil
  }

  /// What is in it now; nil where that can't be read.
  private var names: FolderNames? {
    // Of its own, since it is read to its end and closed.
    let descriptor = openat(self.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    guard let directory = fdopendir(descriptor) else {
      close(descriptor)
      return nil
    }
    defer { closedir(directory) }
    var names = FolderNames()
    while true {
      errno = 0
      guard let entry = readdir(directory) else { break }
      withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        let name = UnsafeRawBufferPointer(rebasing: bytes.prefix { $0 != 0 })
        if !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8) { names.add(name) }
      }
    }
    return errno == 0 ? names : nil
  }
}

/// The names in a folder in whatever order: how many they are, and the sum of their digests.
struct FolderNames: Sendable, Hashable {
  private var count = 0
  private var high: UInt64 = 0
  private var low: UInt64 = 0

  mutating func add(_ name: UnsafeRawBufferPointer) {
    let digest = SiteDigester.of(name)
    count += 1
    high &+= digest.high
    low &+= digest.low
  }

  /// Adds the last part of a path.
  mutating func add(lastOf path: String) {
    path.withBytes { bytes in
      let start = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
      add(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start...])))
    }
  }
}

extension FileStamp {
  /// Of an open folder.
  init?(folder descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(source: status)
  }
}
