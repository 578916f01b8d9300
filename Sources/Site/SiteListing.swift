import Glibc

/// What stands in a site's folder, held against what a build knows that it wrote.
struct SiteListing: Sendable {
  /// How many files there are, whoever put them there.
  private(set) var count = 0
  /// Those that stand as they were written.
  private(set) var sound = SiteOutputs()
  /// All others.
  private(set) var others: [String] = []
  /// Those of them that the known build has not written by any name.
  private(set) var foreign: [String] = []
  private(set) var folders: [String] = []
  /// The permissions of each of them.
  private(set) var modes: [mode_t] = []
  /// Whether all folders, the root too, have the permissions that they are known to have.
  private(set) var hasModes = true
  /// Whether every folder could be looked into.
  private(set) var isWhole = true

  /// Nothing.
  init() {}

  /// A folder that is not there is empty; one that is a link can't be looked into. The folders of one depth are looked through side by side.
  ///
  /// - Parameter beside: files of another folder of the same file system that were found as they were written: a second
  ///   name of one of them need not be asked for its stamp.
  init(_ root: String, _ known: SiteManifest, beside: SiteOutputs = SiteOutputs()) {
    let outputs = known.outputs
    var found: [[Int]] = []
    var waiting = [""]
    var mount: Mount?
    while !waiting.isEmpty {
      let looks = SiteWorkers.map(waiting, threads: SiteWorkers.processors, part: 8) { folder in
        Look(at: folder, of: root, outputs, beside: beside)
      }
      if mount == nil { mount = looks.first?.mount }
      for (folder, look) in zip(waiting, looks) {
        if !folder.isEmpty { modes.append(look.mode) }
        if look.mode & 0o777 != (folder.isEmpty ? known.modes.root : known.modes.below) { hasModes = false }
      }
      waiting = looks.flatMap(\.folders)
      folders += waiting
      for look in looks {
        // What is mounted there is nobody's to change.
        if !look.isWhole || look.mount != mount { isWhole = false }
        found.append(look.found)
        others += look.others
        foreign += look.foreign
      }
    }
    let written = found.reduce(0) { $0 + $1.count }
    count = written + others.count
    sound = outputs
    if written < outputs.count {
      let places = Set(found.joined())
      sound = outputs.filter(places.contains)
    }
  }

  /// One look at one folder.
  private struct Look: Sendable {
    /// Where those that stand as they were written are among the known ones.
    var found: [Int] = []
    var others: [String] = []
    var foreign: [String] = []
    var folders: [String] = []
    var isWhole = true
    var mount: Mount?
    var mode: mode_t = 0

    /// What is neither file nor folder counts as a file without a stamp.
    init(
      at folder: String, of root: String, _ outputs: SiteOutputs, beside: SiteOutputs
    ) {
      let descriptor = OpenFolder.open(root, folder)
      guard descriptor >= 0 else {
        isWhole = errno == ENOENT
        return
      }
      var own = stat()
      if fstat(descriptor, &own) == 0 {
        (mount, mode) = (Mount(of: descriptor, own), own.st_mode & 0o7777)
      }
      guard let directory = fdopendir(descriptor) else {
        close(descriptor)
        isWhole = false
        return
      }
      defer { closedir(directory) }
      while let entry = readdir(directory) {
        let name = OpenFolder.name(of: entry)
        if name == "." || name == ".." { continue }
        let path = folder.isEmpty ? name : folder + "/" + name
        var status: stat?
        var type = Int32(entry.pointee.d_type)
        if type != Int32(DT_DIR), type != Int32(DT_REG) {
          // Some file systems don't tell what it is.
          status = Self.status(of: name, in: directory)
          guard let mode = status?.st_mode else { continue }
          if mode & S_IFMT == S_IFDIR { type = Int32(DT_DIR) }
        }
        if type == Int32(DT_DIR) {
          folders.append(path)
          continue
        }
        guard let place = outputs.place(of: path) else {
          others.append(path)
          foreign.append(path)
          continue
        }
        let wanted = outputs.list[place].value.stamp
        let twin =
          wanted.inode == UInt64(entry.pointee.d_ino) ? beside.place(like: path, near: place) : nil
        if let twin, beside.list[twin].value.stamp == wanted {
          found.append(place)
        } else if let status = status ?? Self.status(of: name, in: directory),
          status.st_mode & S_IFMT == S_IFREG, FileStamp(own: status) == wanted
        {
          found.append(place)
        } else {
          others.append(path)
        }
      }
    }

    private static func status(of name: String, in directory: OpaquePointer) -> stat? {
      var status = stat()
      return fstatat(dirfd(directory), name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
    }
  }
}
