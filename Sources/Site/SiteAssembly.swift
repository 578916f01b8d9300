import Diagnostics
import Glibc
import Markdown
import Synchronization

/// Puts a planned site together out of what stands already and what is made anew, and exchanges it with the old one.
///
/// A file that stands in a site is never written to: it is replaced by another, so that the old site stays whole
/// until the exchange, though both may hold the same file by two names.
struct SiteAssembly: Sendable {
  let files: [SitePlan.File]
  /// The places of files of one folder each, which one thread makes.
  let parts: [Range<Int>]
  let reading: SiteReading
  let renderer: PageRenderer
  let place: SitePlace
  /// The place as problems name it.
  let folder: String
  let threads: Int

  /// Tells how many files were made anew, nil where the site stands as it should, and keeps the manifest with it.
  ///
  /// - Parameter known: what was known before.
  /// **Throws:** `site-write` with the system's reason, and what can't be read any more.
  func put(
    _ manifest: SiteManifest, known: SiteManifest?, standing: SiteStanding, state: SiteState?,
    spare: BesideThread<SiteListing?>?
  ) throws(Diagnostic) -> Int? {
    // Written down while the files are made.
    let count = files.count
    let pages = state.map { state in
      BesideThread { state.savePages(of: manifest, known: known, outputs: count) }
    }
    do throws(Diagnostic) {
      return try put(manifest, pages, standing: standing, state: state, spare: spare)
    } catch {
      if let pages {
        _ = pages.value
        state?.forgetPages()
      }
      throw error
    }
  }

  private func put(
    _ manifest: SiteManifest, _ pages: BesideThread<SiteState.PagesSaved>?, standing: SiteStanding,
    state: SiteState?, spare: BesideThread<SiteListing?>?
  ) throws(Diagnostic) -> Int? {
    let isWhole =
      standing.hasModes && standing.count == files.count
      && files.allSatisfy { standing.files.spelled(as: $0.path)?.key == $0.key }
    let old = standing
    let standing = standing.files
    var manifest = manifest
    if isWhole {
      manifest.folders = old.folders
      if let pages { state?.save(manifest, pages.value, outputs: standing.list) }
      return nil
    }
    try place.refuseMounts()
    place.sweep()
    let ordering = BesideThread { [self] in largestFirst }
    // Where nothing is known, or all is made again, the spare is not known either.
    let (building, kept) = try system { () throws(SystemFailure) in
      try opened(state, standing.isEmpty ? nil : spare?.value)
    }
    let made = FilesMade(files.count)
    do throws(Diagnostic) {
      for (index, stamp) in kept.enumerated() { made.stamps[index] = stamp }
      let ordered = ordering.value
      SiteWorkers.run(ordered.count, threads: writers, part: 1) { _, range in
        for part in ordered[range] { make(part, building, standing, made) }
      }
      if let problem = made.problem { throw problem }
      if state != nil { manifest.folders = building.settled(ordered, of: files, threads: threads) }
      // It may be another than it was when the build began.
      try place.refuseForeign()
      try place.refuseMounts()
      try system { () throws(SystemFailure) in try place.put(building.path) }
    } catch {
      building.giveUp()
      throw error
    }
    let keeping = BesideThread { building.keepOld(old) }
    if let pages {
      let outputs = files.indices.lazy.map { index in
        let output = SiteManifest.Output(key: files[index].key, stamp: made.stamps[index] ?? .none)
        return (key: files[index].path, value: output)
      }
      manifest.modes = building.modes
      state?.save(manifest, pages.value, outputs: outputs)
    }
    keeping.value
    return made.written
  }

  /// One thread more than the builder's, unless that is one: some of them wait for the disk, which has the places of new
  /// files to look up.
  private var writers: Int { threads == 1 ? 1 : threads + 1 }

  /// Files of one folder each; the largest first, so that no thread has one of them left when the other has nothing to do.
  /// Those that are about as large stay in the order of their paths, in which their contents were kept: what these took
  /// can be given back block by block.
  private var largestFirst: [Range<Int>] {
    parts.map { part in
      let whole = files[part].reduce(0) { $0 + size(of: $1) }
      return (part: part, doublings: Int.bitWidth - whole.leadingZeroBitCount)
    }.sorted { ($1.doublings, $0.part.lowerBound) < ($0.doublings, $1.part.lowerBound) }.map(\.part)
  }

  /// The folder to put the site together in, with the stamps of the files that stand there already.
  private func opened(
    _ state: SiteState?, _ spare: SiteListing?
  ) throws(SystemFailure) -> (folder: BuildingFolder, kept: [FileStamp?]) {
    let folder = try BuildingFolder(place, state, spare)
    do throws(SystemFailure) {
      return (folder, try folder.prepare(files, parts))
    } catch {
      folder.giveUp()
      // Somebody has locked what is known of the spare: it is made anew.
      if spare == nil { throw error }
      return try opened(state, nil)
    }
  }

  private func system<Value>(_ body: () throws(SystemFailure) -> Value) throws(Diagnostic) -> Value {
    do {
      return try body()
    } catch {
      throw SitePlace.unwritable(folder, error)
    }
  }

  /// About how long a file takes, in bytes of content; one takes as long as some thousands of them, whatever it holds,
  /// and what is made of all pages as long as some hundreds of these.
  private func size(of file: SitePlan.File) -> Int {
    let own =
      switch file.content {
      case .page(let number): reading.contentSize(at: number)
      case .bytes(let bytes): bytes.count
      case .made: 500 * reading.pages.count
      case .twin, .asset, .standing: 0
      }
    return 8192 + own
  }

  /// Makes the files of a range, all of one folder, unless they are there; stops at the first that fails, on any thread.
  private func make(
    _ range: Range<Int>, _ building: BuildingFolder, _ standing: SiteOutputs, _ made: FilesMade
  ) {
    var frame: FolderFrame?
    var folder: OpenFolder?
    // The same folder of the site that stands; one that became a link since it was looked at is not followed.
    lazy var old =
      standing.isEmpty
      ? nil : range.first.flatMap { try? OpenFolder(place.target, SitePath.folder(files[$0].path)) }
    for index in range where made.stamps[index] == nil && made.problem == nil {
      do throws(Diagnostic) {
        let file = files[index]
        let into: OpenFolder
        if let folder { into = folder } else { into = try open(SitePath.folder(file.path), of: building) }
        folder = into
        let known = standing.spelled(as: file.path)
        if let old, let known, known.key == file.key,
          let stamp = takeOver(file, known.stamp, from: old, into: into)
        {
          made.stamps[index] = stamp
          continue
        }
        made.stamps[index] = try write(file, known, from: old, into: into, &frame)
        made.count()
      } catch {
        made.fail(error)
      }
    }
    // A large folder has more than one range.
    if range.upperBound < files.count,
      SitePath.shareFolder(files[range.upperBound].path, files[range.upperBound - 1].path)
    {
      renderer.keep(&frame)
    }
  }

  private func open(_ folder: String, of building: BuildingFolder) throws(Diagnostic) -> OpenFolder {
    try system { () throws(SystemFailure) in
      try OpenFolder(building.path, folder)
    }
  }

  /// The file that stands in the site gets a second name; nil where that can't be had, or it is another file by now:
  /// another workspace may build a site at the same place.
  private func takeOver(
    _ file: SitePlan.File, _ stamp: FileStamp, from old: OpenFolder, into folder: OpenFolder
  ) -> FileStamp? {
    let name = SitePath.name(file.path)
    if linkat(old.descriptor, name, folder.descriptor, name, 0) == 0 {
      if Self.stamp(of: name, in: folder) == stamp { return stamp }
    } else if let copied = try? SystemFile.copy(name, from: old, in: folder),
      Self.stamp(of: name, in: old) == stamp
    {
      // A file system without hard links, or one that has as many of this file as it takes.
      return copied
    }
    unlinkat(folder.descriptor, name, 0)
    return nil
  }

  /// Of a file and no link; nil where there is none.
  private static func stamp(of name: String, in folder: OpenFolder) -> FileStamp? {
    var status = stat()
    guard fstatat(folder.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
      status.st_mode & S_IFMT == S_IFREG
    else { return nil }
    return FileStamp(own: status)
  }

  private func write(
    _ file: SitePlan.File, _ known: SiteManifest.Output?, from old: OpenFolder?, into folder: OpenFolder,
    _ frame: inout FolderFrame?
  ) throws(Diagnostic) -> FileStamp {
    let name = SitePath.name(file.path)
    let bytes: [UInt8]
    switch file.content {
    case .bytes(let given): bytes = given
    case .made(let make): bytes = make()
    case .standing:
      // It could not be taken over.
      let copied = try system { () throws(SystemFailure) in
        guard let old else { throw SystemFailure("open", place.target + "/" + SitePath.folder(file.path)) }
        return try SystemFile.copy(name, from: old, in: folder)
      }
      guard let known, let old, Self.stamp(of: name, in: old) == known.stamp else {
        throw SiteReading.changed(place.target + "/" + file.path)
      }
      return copied
    case .twin(let number):
      let page = reading.pages[number]
      // What is held is what the page was read from.
      if case .held(let held, _) = page.source.content {
        return try system { () throws(SystemFailure) in
          try held.withBytes { bytes in
            Result { () throws(SystemFailure) in try SystemFile.create(name, in: folder, bytes) }
          }.get()
        }
      }
      bytes = try page.source.content.bytes(source: page.source.source)
      // Of what is made for tags and folders, nothing is in memory while it stands in the site.
      if SiteDigester.of(bytes) != page.digest {
        throw SiteReading.changed(page.source.source)
      }
    case .page(let number):
      let page = reading.pages[number]
      bytes = renderer.html(of: page, content: try reading.content(at: number), in: &frame)
    case .asset(let number):
      let asset = reading.assets[number].asset
      switch asset.content {
      case .memory, .held, .kept: bytes = try asset.bytes()
      case .file(let source, let stamp):
        let copied = try system { () throws(SystemFailure) in
          try SystemFile.copy(source, to: name, in: folder)
        }
        // From when it was found until it is copied it was one and the same, so that its digest holds.
        guard FileStamp(of: source) == stamp else { throw SiteReading.changed(asset.source) }
        return copied
      }
    }
    return try system { () throws(SystemFailure) in try SystemFile.create(name, in: folder, bytes) }
  }
}

/// What the threads that make files tell.
private final class FilesMade: Sendable {
  private struct Told {
    var written = 0
    var problem: Diagnostic?
  }

  let stamps: SiteResults<FileStamp>
  private let told = Mutex(Told())

  init(_ count: Int) { stamps = SiteResults(count) }

  var written: Int { told.withLock { $0.written } }
  var problem: Diagnostic? { told.withLock { $0.problem } }

  func count() { told.withLock { $0.written += 1 } }

  func fail(_ problem: Diagnostic) { told.withLock { $0.problem = $0.problem ?? problem } }
}
