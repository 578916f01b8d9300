import Glibc
import Markdown

/// The folder that a site is put together in: the spare one with what still holds of it, or a new one. It bears our
/// marker from its first moment on.
///
/// `@unchecked Sendable`: threads only read it, and what it holds is set before they begin.
final class BuildingFolder: @unchecked Sendable {
  let path: String
  /// The files that stood in it as they were written.
  private var standing = SiteOutputs()
  private var others: [String] = []
  private var folders: [String] = []
  private var folderModes: [mode_t] = []
  /// The stamps of those that are as they were left.
  private var stamps: [[UInt8]: FileStamp] = [:]
  /// All that it will have, by their bytes, as the file system tells them apart.
  private var wanted: Set<[UInt8]> = []
  /// Whether a folder's time tells that something has come into it.
  private var tellsChanges = false
  /// The permissions of its folders.
  private(set) var modes = SiteManifest.FolderModes()
  private let state: SiteState?
  private let lock: Int32

  /// Takes the spare site where there is a state on the same file system, else makes a folder beside the place.
  ///
  /// - Parameter spare: what stands in the spare site; nil where nothing is known of it.
  init(_ place: SitePlace, _ state: SiteState?, _ spare: SiteListing?) throws(SystemFailure) {
    if let state, place.canExchange(with: state.folder), Self.opens(state, spare) {
      self.state = state
      lock = -1
      path = state.spare
      standing = spare?.sound ?? SiteOutputs()
      others = spare?.others ?? []
      folders = spare?.folders ?? []
      folderModes = spare?.modes ?? []
      for folder in spare?.knownFolders ?? [] where folder.stamp != .none {
        stamps[Array(folder.path.utf8)] = folder.stamp
      }
    } else {
      self.state = nil
      (path, lock) = try place.begin()
    }
    do throws(SystemFailure) {
      try mark()
    } catch {
      giveUp()
      throw error
    }
  }

  /// Whether a site can be made in the spare one: what is known of it stands, or nothing does.
  private static func opens(_ state: SiteState, _ spare: SiteListing?) -> Bool {
    // From here on the spare is no site any more, until it is told again what it holds.
    state.forgetSpare()
    if spare != nil, OwnFolder.isUsable(state.spare) { return true }
    state.clearSpare()
    return mkdir(state.spare, 0o777) == 0
  }

  /// Puts the marker in, unless it stands as it was written.
  private func mark() throws(SystemFailure) {
    let marker = SiteBuilder.marker
    if standing.spelled(as: marker)?.key == SiteBuilder.markerKey { return }
    others.removeAll { $0 == marker }
    standing.set(marker, .init(key: SiteBuilder.markerKey, stamp: try OwnFolder.mark(path)))
  }

  deinit { if lock >= 0 { close(lock) } }

  /// Takes out what the files will not be, and makes their folders.
  ///
  /// - Parameter parts: places of files of one folder each.
  /// - Returns: for each file the stamp of what stands there already, nil where it is to be made.
  func prepare(_ files: [SitePlan.File], _ parts: [Range<Int>]) throws(SystemFailure) -> [FileStamp?] {
    try setModes()
    try remove(others)
    let standing = standing
    var found = 0
    var kept = [FileStamp?](repeating: nil, count: files.count)
    var next = 0
    for index in files.indices where !standing.isEmpty {
      guard let place = standing.place(like: files[index].path, near: next) else { continue }
      found += 1
      next = place + 1
      if standing.list[place].value.key == files[index].key,
        standing.list[place].key.isSpelled(as: files[index].path)
      {
        kept[index] = standing.list[place].value.stamp
      } else {
        try remove([standing.list[place].key])
      }
    }
    if found < standing.count {
      let paths = Set(files.map(\.path))
      try remove(standing.list.lazy.map(\.key).filter { !paths.contains($0) })
    }
    for part in parts {
      var folder = SitePath.folder(files[part.lowerBound].path)
      while !folder.isEmpty, wanted.insert(Array(folder.utf8)).inserted { folder = SitePath.folder(folder) }
    }
    let there = Set(folders.map { Array($0.utf8) })
    // What lies within a folder sorts after it.
    for folder in Self.sorted(there.subtracting(wanted)).reversed() {
      let above = try OpenFolder(path, SitePath.folder(folder))
      guard unlinkat(above.descriptor, SitePath.name(folder), AT_REMOVEDIR) == 0 else {
        throw SystemFailure("rmdir", path + "/" + folder)
      }
    }
    for folder in Self.sorted(wanted.subtracting(there)) {
      let above = try OpenFolder(path, SitePath.folder(folder))
      guard OpenFolder.hasPath(path, folder), mkdirat(above.descriptor, SitePath.name(folder), 0o777) == 0
      else {
        throw SystemFailure("mkdir", path + "/" + folder)
      }
    }
    return kept
  }

  /// Gives the folders that are kept the permissions that new ones have: the mask may be another than it was, and
  /// somebody may have changed them.
  private func setModes() throws(SystemFailure) {
    let root = try OpenFolder(path)
    var status = stat()
    let wanted = 0o777 & ~FileSystemCalls.mask
    if fstat(root.descriptor, &status) == 0, status.st_mode & 0o777 != wanted {
      // Some file systems have but one for all.
      fchmod(root.descriptor, status.st_mode & 0o7000 | wanted)
      fstat(root.descriptor, &status)
    }
    modes.root = status.st_mode & 0o777
    // Their mask is not all that says what new folders may be.
    let probe = SiteBuilder.marker + ".folder"
    let before = root.setBack()
    guard mkdirat(root.descriptor, probe, 0o777) == 0 || errno == EEXIST else {
      throw SystemFailure("mkdir", root.path(of: probe))
    }
    // Some file systems keep no times of folders, or move none when a name comes in.
    if let before, let after = FileStamp(folder: root.descriptor) {
      tellsChanges = after.modified != before.modified
    }
    guard fstatat(root.descriptor, probe, &status, AT_SYMLINK_NOFOLLOW) == 0,
      unlinkat(root.descriptor, probe, AT_REMOVEDIR) == 0
    else { throw SystemFailure("rmdir", root.path(of: probe)) }
    modes.below = status.st_mode & 0o777
    for (folder, mode) in zip(folders, folderModes) where mode & 0o777 != modes.below {
      let open = try OpenFolder(path, folder)
      guard fchmod(open.descriptor, mode & 0o7000 | modes.below) == 0 else {
        throw SystemFailure("chmod", path + "/" + folder)
      }
    }
  }

  /// The folders now that all files are in them, so that the next build sees whether they are as they were left.
  ///
  /// - Parameter parts: files of one folder each.
  func settled(_ parts: [Range<Int>], of files: [SitePlan.File], threads: Int) -> [KnownFolder] {
    guard tellsChanges else { return [] }
    var own: [[UInt8]: [Range<Int>]] = [:]
    for part in parts {
      own[Array(SitePath.folder(files[part.lowerBound].path).utf8), default: []].append(part)
    }
    let folders = Self.sorted(wanted)
    var below: [[UInt8]: [String]] = [:]
    for folder in folders { below[Array(SitePath.folder(folder).utf8), default: []].append(folder) }
    return SiteWorkers.map(folders, threads: threads, part: 8) { [own, below] path in
      let bytes = Array(path.utf8)
      let places = own[bytes] ?? []
      let stamp = (try? OpenFolder(self.path, path))?.settled(self.stamps[bytes]) {
        var names = FolderNames()
        for place in places.joined() { names.add(lastOf: files[place].path) }
        for folder in below[bytes] ?? [] { names.add(lastOf: folder) }
        return names
      }
      return KnownFolder(path: path, stamp: stamp ?? .none, files: places)
    }
  }

  private static func sorted(_ folders: Set<[UInt8]>) -> [String] {
    folders.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
  }

  private func remove(_ files: some Sequence<String>) throws(SystemFailure) {
    var last: (path: String, folder: OpenFolder)?
    for file in files {
      let own = SitePath.folder(file)
      let folder: OpenFolder
      if let last, last.path.isSpelled(as: own) {
        folder = last.folder
      } else {
        folder = try OpenFolder(path, own)
      }
      last = (own, folder)
      guard unlinkat(folder.descriptor, SitePath.name(file), 0) == 0 else {
        throw SystemFailure("unlink", path + "/" + file)
      }
    }
  }

  /// The site was not put in its place: what there is of it goes, since the disk may be full.
  func giveUp() {
    if let state { state.clearSpare() } else { OwnFolder.discard(path) }
  }

  /// After the exchange the old site bears the name that was built under, if there was one.
  func keepOld(_ standing: SiteStanding) {
    guard let state else { return OwnFolder.discard(path) }
    state.keepAsSpare(standing)
  }
}
