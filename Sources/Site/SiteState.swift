import Foundation
import Glibc
import Markdown

/// Where a site's manifest lies between builds, and the site before it, which the next one is made out of.
///
/// **Shape:** in a folder for each place of a site: `manifest` of the site that stands there, `pages-…` with what it
/// knows of some hundred pages each, named by their digests, `spare` with the site that stood there before,
/// `spare.manifest`, and `lock`.
final class SiteState: Sendable {
  let folder: String
  private let lock: Int32

  var spare: String { folder + "/spare" }

  /// Takes the lock, and waits for who has it. Nil where no state can be kept; the site is then built from nothing.
  ///
  /// - Parameter whenWaiting: told the lock's path where another has held it for a second.
  init?(_ root: String, target: String, whenWaiting: (String) -> Void) {
    folder = root + "/" + Self.name(of: target)
    let above = SitePath.folder(root)
    // The book lies there, too: nobody else's business.
    for path in [above, root] where mkdir(path, 0o700) != 0 && errno != EEXIST { return nil }
    // Whoever keeps the state elsewhere links to it above; what a place's own folder led to would be somebody else's.
    if OwnFolder.kind(of: folder) == .link { unlink(folder) }
    guard let lock = Self.locked(folder, whenWaiting) else { return nil }
    self.lock = lock
    Self.sweep(root, but: folder)
    let place = folder + "/target"
    if access(place, F_OK) != 0 { _ = try? SystemFile.create(place, Array(target.utf8)) }
  }

  /// Makes the folder and holds its lock; nil where it can't be had.
  private static func locked(_ folder: String, _ whenWaiting: (String) -> Void) -> Int32? {
    let path = folder + "/lock"
    for attempt in 1...20 {
      guard mkdir(folder, 0o700) == 0 || OwnFolder.kind(of: folder) == .folder else { return nil }
      let lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
      // It went between the two calls.
      if lock < 0, errno == ENOENT { continue }
      guard lock >= 0 else { return nil }
      guard take(lock, whenWaiting: { whenWaiting(path) }) else {
        close(lock)
        return nil
      }
      // Another build may have forgotten the place while it was waited for: what is held then is nobody's lock.
      var (held, there) = (stat(), stat())
      fstat(lock, &held)
      lstat(path, &there)
      // A file system may tell a file's number otherwise each time.
      let isSame = held.st_ino == there.st_ino && held.st_dev == there.st_dev
      if isSame || attempt == 20 { return lock }
      close(lock)
    }
    return nil
  }

  private static func take(_ lock: Int32, whenWaiting: () -> Void) -> Bool {
    let patience = FileStamp.now() + 1_000_000_000
    while flock(lock, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { return false }
      guard FileStamp.now() < patience else {
        whenWaiting()
        while flock(lock, LOCK_EX) != 0 {
          guard errno == EINTR else { return false }
        }
        return true
      }
      usleep(5000)
    }
    return true
  }

  /// Forgets sites whose place is gone: what we have written there, by its names, and nothing else.
  private static func sweep(_ root: String, but own: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [] {
      let path = root + "/" + name
      guard path != own, OwnFolder.kind(of: path) == .folder,
        let target = try? String(contentsOfFile: path + "/target", encoding: .utf8),
        name == Self.name(of: target), access(target, F_OK) != 0, errno == ENOENT
      else { continue }
      let lock = open(path + "/lock", O_RDWR | O_NOFOLLOW | O_CLOEXEC)
      guard lock >= 0 else { continue }
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { remove(path) }
      close(lock)
    }
  }

  private static func remove(_ folder: String) {
    OwnFolder.discard(folder + "/spare")
    func names() -> Set<String> {
      Set((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    }
    for name in names() where isOwn(name) { unlink(folder + "/" + name) }
    let last: Set = ["target", "lock"]
    // While there is anything else, the next build finds again that the place is gone.
    guard names().isSubset(of: last) else { return }
    for name in last { unlink(folder + "/" + name) }
    rmdir(folder)
  }

  /// Whether a name is that of a file that builds write and may be without.
  private static func isOwn(_ name: String) -> Bool {
    let whole = name.hasSuffix(".partial") ? String(name.dropLast(8)) : name
    return whole == "manifest" || whole == "spare.manifest" || whole.hasPrefix(pagesPrefix)
      || whole.hasPrefix("probe-")
  }

  private static func name(of target: String) -> String {
    var digester = SiteDigester()
    digester.add(target)
    return digester.digest.name
  }

  deinit { close(lock) }

  /// The manifest of the site that stands, nil where there is none that can be trusted.
  var manifest: SiteManifest? { load("manifest") }

  /// A manifest with its pages, nil where they can't be read.
  func withPages(_ manifest: SiteManifest) -> SiteManifest? {
    var parts: [[UInt8]] = []
    for digest in manifest.pageParts {
      guard let bytes = read(pages(digest)) else { return nil }
      parts.append(bytes)
    }
    return manifest.with(pages: parts)
  }

  /// What stands in the spare site; nil where nothing is known of it, or not all of it can be looked at.
  ///
  /// - Parameter standing: the files of the site that stand as they were written: most have a second name in the spare.
  func spareListing(_ standing: SiteOutputs) -> SiteListing? {
    guard OwnFolder.isUsable(spare) else { return nil }
    let listing = load("spare.manifest").map { SiteListing(spare, $0, beside: standing) }
    return listing.flatMap { $0.isWhole ? $0 : nil }
  }

  /// Takes away what stands in the spare's place: a site of ours, or a link, which is not followed. What is neither is
  /// given another name, which is told.
  func clearSpare() {
    switch OwnFolder.kind(of: spare) {
    case .nothing, .unknown: break
    case .link: unlink(spare)
    case .folder:
      OwnFolder.discard(spare)
      // Somebody has locked it, or what is mounted there stays.
      if OwnFolder.kind(of: spare) == .nothing || OwnFolder.isMarked(spare) { return }
      setAside()
    case .other: setAside()
    }
  }

  private func setAside() {
    for number in 1...1000 {
      let path = folder + "/" + Self.notOursPrefix + "\(number)"
      if OwnFolder.kind(of: path) == .nothing {
        rename(spare, path)
        return
      }
    }
  }

  /// Where everything lies that was ever set aside and is there still: a build that fails, or is killed, leaves it for
  /// the next to tell.
  var notOurs: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasPrefix(Self.notOursPrefix) }
      .sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
      .map { folder + "/" + $0 }
  }

  private static let notOursPrefix = "not-ours-"

  /// What was known of the spare does not hold any more.
  func forgetSpare() { unlink(folder + "/spare.manifest") }

  /// The site that stood is the spare now.
  func keepAsSpare(_ standing: SiteStanding) {
    var manifest = SiteManifest()
    manifest.folders = standing.folders
    save(manifest.encoded(outputs: standing.files.list), "spare.manifest")
  }

  /// Keeps the pages of a manifest. Until that is kept, too, those before them hold.
  ///
  /// - Parameter known: what was read from here.
  /// - Returns: the manifest as far as it is known before its files are written.
  func savePages(of manifest: SiteManifest, known: SiteManifest?, outputs: Int) -> PagesSaved {
    let digests = (known?.known ?? KnownPages()).parts(of: manifest.pages) { bytes, digest in
      save(bytes, Self.pagesPrefix + digest.name)
    }
    return PagesSaved(digests: digests, front: manifest.with(pageParts: digests).front(outputs: outputs))
  }

  struct PagesSaved: Sendable {
    let digests: [SiteDigest]
    let front: ManifestWriter
  }

  /// Keeps a manifest whose pages are kept.
  func save(
    _ manifest: SiteManifest, _ pages: PagesSaved,
    outputs: some Collection<(key: String, value: SiteManifest.Output)>
  ) {
    save(manifest.encoded(pages.front, outputs: outputs), "manifest")
    forgetPages(but: pages.digests)
  }

  /// Keeps a manifest that was read, with what has been put into it.
  func save(_ manifest: SiteManifest, outputs: some Collection<(key: String, value: SiteManifest.Output)>) {
    save(manifest.encoded(outputs: outputs), "manifest")
  }

  /// The site that pages were kept for did not come to stand: only those of the one that does are kept.
  func forgetPages() { forgetPages(but: manifest?.pageParts ?? []) }

  private func forgetPages(but digests: [SiteDigest]) {
    let own = Set(digests.map { Self.pagesPrefix + $0.name })
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasPrefix(Self.pagesPrefix) && !own.contains(name) {
      unlink(folder + "/" + name)
    }
  }

  private static let pagesPrefix = "pages-"

  private func pages(_ digest: SiteDigest) -> String { folder + "/" + Self.pagesPrefix + digest.name }

  private func load(_ name: String) -> SiteManifest? {
    read(folder + "/" + name).flatMap(SiteManifest.init(decoding:))
  }

  /// Asked for its size first: a file of some megabytes is then read by one call.
  private func read(_ path: String) -> [UInt8]? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return try? SystemFile.read(path, expected: Int(status.st_size))
  }

  /// A manifest that can't be written costs the next build time and nothing else.
  private func save(_ manifest: [UInt8], _ name: String) {
    let path = folder + "/" + name
    let partial = path + ".partial"
    unlink(partial)
    guard (try? SystemFile.create(partial, manifest)) != nil, rename(partial, path) == 0 else {
      unlink(partial)
      unlink(path)
      return
    }
  }
}
