import Glibc

/// Values, and files that are too large to be read for it, that pages are made from: equal stamps, equal pages.
///
/// It is taken before anything is read, so that what changes meanwhile is seen the next time.
package struct SourceStamp: Sendable {
  let digest: SiteDigest
  /// Whether a change from now on will be seen; false where a file changed so lately that it may change again within
  /// the same moment.
  let isSettled: Bool

  /// Such files are databases and the like, whose time their own programs set; nobody sets it back. A file that is not
  /// there and an empty one are the same: a database's empty log holds nothing.
  package init(files: [String], values: [[UInt8]]) {
    let settled = FileStamp.now() - FileStamp.settling
    var digester = SiteDigester()
    var isSettled = true
    for path in files {
      var status = stat()
      let stamp = stat(path, &status) == 0 && status.st_size > 0 ? FileStamp(own: status) : FileStamp.none
      if !stamp.isSettled(at: settled) { isSettled = false }
      digester.add(path)
      digester.add(UInt64(bitPattern: stamp.size))
      digester.add(UInt64(bitPattern: stamp.modified))
      digester.add(stamp.inode)
    }
    for value in values { digester.add(SiteDigester.of(value)) }
    digester.add(UInt64(values.count))
    digest = digester.digest
    self.isSettled = isSettled
  }
}
