import Glibc
import Markdown

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
  /// Those that the known build left, with their stamps where they still have them; none where not all of its files stand,
  /// since they are known by their places among these.
  private(set) var knownFolders: [KnownFolder] = []
  /// Whether all folders, the root too, have the permissions that they are known to have.
  private(set) var hasModes = true
  /// Whether every folder could be looked into.
  private(set) var isWhole = true

  /// Nothing.
  init() {}

  /// A folder that is not there is empty; one that is a link can't be looked into. The folders of one depth are looked
  /// through side by side; one that is as it was left is not listed, since it is known what it holds.
  ///
  /// - Parameter beside: files of another folder of the same file system that were found as they were written: a second
  ///   name of one of them need not be asked for its stamp.
  init(_ root: String, _ known: SiteManifest, beside: SiteOutputs = SiteOutputs()) {
    let outputs = known.outputs
    let left = LeftFolders(known.folders)
    var unchanged: Set<[UInt8]> = []
    var found: [[Int]] = []
    var waiting = [""]
    var mount: Mount?
    while !waiting.isEmpty {
      let looks = SiteWorkers.map(waiting, threads: SiteWorkers.processors, part: 8) { folder in
        Look(at: folder, of: root, outputs, left, beside: beside)
      }
      if mount == nil { mount = looks.first?.mount }
      for (folder, look) in zip(waiting, looks) {
        if !folder.isEmpty { modes.append(look.mode) }
        if look.isUnchanged { unchanged.insert(Array(folder.utf8)) }
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
    } else {
      knownFolders = known.folders.map {
        unchanged.contains(Array($0.path.utf8)) ? $0 : $0.with(stamp: .none)
      }
    }
  }

  /// The folders that a build left, by their paths as these are written.
  private struct LeftFolders: Sendable {
    private var folders: [[UInt8]: KnownFolder] = [:]
    private var below: [[UInt8]: [String]] = [:]

    init(_ list: [KnownFolder]) {
      for folder in list {
        folders[Array(folder.path.utf8)] = folder
        below[Array(SitePath.folder(folder.path).utf8), default: []].append(folder.path)
      }
    }

    /// A folder that still has the stamp that it was left with, and the folders in it.
    func unchanged(_ path: String, _ status: stat) -> (folder: KnownFolder, below: [String])? {
      let bytes = Array(path.utf8)
      guard let folder = folders[bytes], folder.stamp != .none, folder.stamp == FileStamp(source: status)
      else { return nil }
      return (folder, below[bytes] ?? [])
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
    var isUnchanged = false
    var mount: Mount?
    var mode: mode_t = 0

    /// What is neither file nor folder counts as a file without a stamp.
    init(
      at folder: String, of root: String, _ outputs: SiteOutputs, _ left: LeftFolders,
      beside: SiteOutputs
    ) {
      let descriptor = OpenFolder.open(root, folder)
      guard descriptor >= 0 else {
        isWhole = errno == ENOENT
        return
      }
      var own = stat()
      if fstat(descriptor, &own) == 0 {
        (mount, mode) = (Mount(of: descriptor, own), own.st_mode & 0o7777)
        if let known = left.unchanged(folder, own) {
          defer { close(descriptor) }
          folders = known.below
          isUnchanged = true
          look(at: known.folder, descriptor, outputs, beside: beside)
          return
        }
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

    /// What has been written into a file of it is seen by the file's own stamp alone.
    private mutating func look(
      at folder: KnownFolder, _ descriptor: Int32, _ outputs: SiteOutputs, beside: SiteOutputs
    ) {
      let start = folder.path.utf8.count + 1
      found.reserveCapacity(folder.files.reduce(0) { $0 + $1.count })
      for place in folder.files.joined() {
        let (path, wanted) = (outputs.list[place].key, outputs.list[place].value.stamp)
        if let twin = beside.place(like: path, near: place), beside.list[twin].value.stamp == wanted {
          found.append(place)
          continue
        }
        var status = stat()
        let isTold =
          path.utf8.count > start
          && path.withCString { fstatat(descriptor, $0 + start, &status, AT_SYMLINK_NOFOLLOW) } == 0
        if isTold, status.st_mode & S_IFMT == S_IFREG, FileStamp(own: status) == wanted {
          found.append(place)
        } else if isTold || errno != ENOENT {
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
