package import Diagnostics
import Glibc
import Markdown

/// Makes a site from documents and assets, and puts it in its place: a pure function of its input, whatever was
/// known before.
package struct SiteBuilder: Sendable {
  /// The file that tells a site of ours from any other folder.
  package static let marker = ".scorebook-site"
  static let markerBytes = Array(
    "Scorebook made this folder and replaces it whole. Keep nothing else in it.\n".utf8)
  static let markerKey = SiteDigester.of(markerBytes)

  /// What a build did.
  package struct Report: Sendable {
    /// Pages of the site, those made for folders and tags among them.
    package let pages: Int
    /// Files that were made anew; 0 also where what changed could be taken from the site before.
    package let written: Int
    /// Whether the site is another one than stood there.
    package let isChanged: Bool
    /// Of a changed site, what was not made by us and is not where it was: files of the site before, and what lies by
    /// another name where that is kept.
    package let setAside: Problems
  }

  /// What a server shows in the place of pages that are missing.
  private static let missingPage = "404.html"
  /// The pages that every site has, unless a person has put another at their paths.
  static let ownPages = [PageIndex.path, missingPage]

  let templates: TemplateLibrary
  let threads: Int

  /// A builder that renders with these templates; without a number, on as many threads as there are processors.
  package init(templates: TemplateLibrary, threads: Int? = nil) {
    self.templates = templates
    self.threads = threads ?? SiteWorkers.processors
  }

  /// Builds the site into a folder, which readers see as it was or as it will be; drafts are left out.
  ///
  /// With `state`, a folder for what is known between builds, only what differs is made again. The site is the same
  /// to the byte as one built without. `isFull` makes all of it again.
  /// **Throws:** every problem of every document at once, `site-not-ours`, and `site-write` with the system's
  /// reason; the old site then stands as it was.
  package func build(
    _ input: SiteInput, to folder: String, state: String? = nil, isFull: Bool = false
  ) throws(Problems) -> Report {
    try build(to: folder, state: state, isFull: isFull) { _ in input }
  }

  /// The same of an input that is made when it is known what has not changed since the last build, so that it need not
  /// be looked at, nor made, for it.
  package func build(
    to folder: String, state: String? = nil, isFull: Bool = false,
    of makeInput: (SiteKnown) throws(Problems) -> SiteInput
  ) throws(Problems) -> Report {
    try build(to: folder, state: state, isFull: isFull, reading: { () throws(Problems) in }) {
      (_, known) throws(Problems) in try makeInput(known)
    }
  }

  /// The same of an input that is made of texts, which are read while it is looked at what is known. It is asked for
  /// again where what was made then does not stand any more.
  ///
  /// `whenWaiting` is told the path of the lock where another build has held it for a second.
  package func build<Texts>(
    to folder: String, state: String? = nil, isFull: Bool = false,
    whenWaiting: (_ lock: String) -> Void = { _ in },
    reading read: () throws(Problems) -> Texts,
    of makeInput: (Texts, SiteKnown) throws(Problems) -> SiteInput
  ) throws(Problems) -> Report {
    let place: SitePlace
    do throws(Diagnostic) {
      place = try SitePlace(folder)
    } catch {
      throw Problems([error])
    }
    let state = state.flatMap { SiteState($0, target: place.target, whenWaiting: whenWaiting) }
    do throws(Problems) {
      return try build(place, to: folder, state, isFull: isFull, reading: read, of: makeInput)
    } catch {
      // What stands there has the stamp of what was written, and is another: nothing that is known is believed then.
      let site = place.target + "/"
      guard !isFull, error.list.contains(where: { $0.identifier == .siteRead && $0.isAbout(site) }) else {
        throw error
      }
      return try build(place, to: folder, state, isFull: true, reading: read, of: makeInput)
    }
  }

  private func build<Texts>(
    _ place: SitePlace, to folder: String, _ state: SiteState?, isFull: Bool,
    reading read: () throws(Problems) -> Texts,
    of makeInput: (Texts, SiteKnown) throws(Problems) -> SiteInput
  ) throws(Problems) -> Report {
    let began = FileStamp.now()
    let target = place.target
    // What is known, and then what stands, is looked at while it is read what it should be.
    let knowing = BesideThread { isFull ? nil : state?.manifest }
    let looking = BesideThread { SiteStanding(target, knowing.value) }
    let texts = try read()
    let brief = knowing.value
    var input = try makeInput(texts, SiteKnown(brief, in: target))

    var problems = Problems()
    let base = problems.gather { () throws(Problems) in try BaseURL(input.baseURL) } ?? nil
    let isSound = problems.isEmpty
    let settings = SiteSettings(title: input.title, language: input.language, base: base)
    let common = common(settings)
    let fingerprint = SiteFingerprint.of(input, brief, common: common)
    let isKnown = brief.map { $0.fingerprint == fingerprint } ?? false
    if let brief, isKnown, isSound, looking.value.isWhole(brief) {
      brief.note(input.made, state)
      return Report(pages: brief.published, written: 0, isChanged: false, setAside: Problems())
    }
    // So is the spare, now that a site will be made in it.
    let spare =
      brief == nil ? nil : state.map { state in BesideThread { state.spareListing(looking.value.files) } }
    var known = brief.flatMap { state?.withPages($0) }
    let standing = looking.value
    if !input.isKept(in: standing.files) {
      var forgetful = brief
      forgetful?.made = nil
      input = try makeInput(texts, SiteKnown(forgetful, in: target))
    }
    let reading = SiteReading(
      input, known: known, common: common, standing: standing.files, threads: threads,
      spoolFolder: place.parent, &problems)
    // Both are known from the pages alone, while it is found out how these belong together.
    let found = BesideThread { [self] in
      (
        search: search(of: reading.pages, standing: standing.files),
        fingerprint: SiteFingerprint.of(reading, common: common)
      )
    }
    let style = "assets/style-\(contentDigest(templates.stylesheet.utf8)).css"
    let script = "assets/script-\(contentDigest(templates.script.utf8)).js"
    let tree = SiteTree(reading.pages)
    let unreadable = reading.unreadable
    let named = unreadable.isEmpty ? tree : SiteTree(reading.pages, withUnreadable: unreadable)
    for problem in named.unknownNames() { problems.add(problem) }
    let renderer = PageRenderer(
      settings: settings, tree: tree, templates: templates, style: style, script: script)

    var manifest = reading.manifest(began: began)
    manifest.published = reading.pages.count
    manifest.made = input.made
    if let brief { manifest.modes = brief.modes }
    let contexts = contexts(of: reading, renderer, known: known, &manifest)
    var plan = SitePlan(count: 2 * reading.pages.count + 2 * reading.assets.count + 64)
    addPages(reading, contexts, renderer, &plan, &problems)
    manifest.fingerprint = found.value.fingerprint
    addDerived(
      renderer, reading.pages, shown: manifest.shown, standing.files, found.value.search, &plan, &problems)
    plan.add(style, Array(templates.stylesheet.utf8), from: "stylesheet.css", &problems)
    plan.add(script, Array(templates.script.utf8), from: "script.js", &problems)
    let files = plan.sorted
    let parts = files.byFolder
    for problem in plan.clashes(sorted: files, parts: parts) { problems.add(problem) }
    try problems.throwIfAny()

    let assembly = SiteAssembly(
      files: files, parts: parts, reading: reading, renderer: renderer, place: place, folder: folder,
      threads: threads)
    let pages = reading.pages.count
    let foreign = standing.foreign
    do throws(Diagnostic) {
      let filled = manifest
      manifest = SiteManifest()
      let written = try assembly.put(
        filled, known: known, standing: standing, state: state, spare: spare)
      // What one build needs nobody waits for to be given back.
      BesideThread.release(
        (known.take(), consume brief, consume knowing, consume looking, consume spare, consume found))
      BesideThread.release(
        (consume input, consume reading, consume renderer, consume tree, consume contexts, consume plan))
      BesideThread.release((consume filled, consume assembly, consume standing))
      return Report(
        pages: pages, written: written ?? 0, isChanged: written != nil,
        setAside: written == nil ? Problems() : Self.setAside(in: state, foreign, of: target))
    } catch {
      var problems = Problems([error])
      problems.add(Self.setAside(in: state, [], of: target))
      throw problems
    }
  }

  /// - Parameter foreign: what somebody has put into the site that stood at the target.
  private static func setAside(in state: SiteState?, _ foreign: [String], of target: String) -> Problems {
    var told = Problems((state?.notOurs ?? []).map(Diagnostic.setAside))
    if let first = foreign.first {
      var kept: String?
      if let state, access(state.spare + "/" + first, F_OK) == 0 { kept = state.spare + "/" + first }
      told.add(Diagnostic.foreign(target + "/" + first, more: foreign.count - 1, kept: kept))
    }
    return told
  }

  /// A digest of what all pages have in common.
  private func common(_ settings: SiteSettings) -> SiteDigest {
    var digester = SiteDigester()
    settings.add(to: &digester)
    digester.add(templates.digest)
    return digester.digest
  }

  /// The digest of what stands around each page's content. Those of an earlier build hold where nothing has
  /// changed of what pages show of each other, and the page itself has not.
  private func contexts(
    of reading: SiteReading, _ renderer: PageRenderer, known: SiteManifest?, _ manifest: inout SiteManifest
  ) -> [SiteDigest] {
    var digester = SiteDigester()
    digester.add(common(renderer.settings))
    for page in reading.pages { digester.add(page.shown) }
    manifest.shown = digester.digest
    let isSame = known?.shown == manifest.shown
    let results = SiteResults<SiteDigest>(reading.pages.count)
    let pages = reading.pages
    // Those of a folder by one thread, which makes what is around them once.
    let folders = pages.indices.reduce(into: [Range<Int>]()) { ranges, index in
      if let last = ranges.last, pages[last.lowerBound].folder == pages[index].folder {
        ranges[ranges.count - 1] = last.lowerBound..<(index + 1)
      } else {
        ranges.append(index..<(index + 1))
      }
    }
    SiteWorkers.run(folders.count, threads: threads, part: 8) { _, range in
      for folder in folders[range] {
        var frame: FolderFrame?
        for index in folder {
          let page = pages[index]
          if isSame, let old = page.knownPlace.flatMap({ known?.known.entry(at: $0) }) {
            results[index] = old.context
          } else {
            results[index] = renderer.contextDigest(of: page, in: &frame)
          }
        }
        renderer.keep(&frame)
      }
    }
    let contexts = results.all.map { $0 ?? .none }
    for (page, context) in zip(pages, contexts) { manifest.add(page, context) }
    return contexts
  }

  private func addPages(
    _ reading: SiteReading, _ contexts: [SiteDigest], _ renderer: PageRenderer, _ plan: inout SitePlan,
    _ problems: inout Problems
  ) {
    for (index, asset) in reading.assets.enumerated() {
      plan.add(asset.asset.path, asset.digest, .asset(index), from: asset.asset.source, &problems)
    }
    var pictures: Set<String> = []
    for (index, page) in reading.pages.enumerated() {
      var digester = SiteDigester()
      digester.add(page.digest)
      digester.add(page.answers)
      digester.add(page.source.isTrusted ? 1 : 2)
      digester.add(contexts[index])
      digester.add(templates.digest)
      // In the order of paths.
      plan.add(page.path, digester.digest, .page(index), from: page.source.source, &problems)
      plan.add(page.source.path, page.digest, .twin(index), from: page.source.source, &problems)
      for lookup in page.hasPictures ? page.lookups : [] where lookup.kind == .picture {
        if let path = reading.resolver.pictureAsset(lookup.text, from: page.path) { pictures.insert(path) }
      }
    }
    for (index, asset) in reading.assets.enumerated() where pictures.contains(asset.asset.path) {
      plan.add(
        LinkResolver.named(asset.asset.path, asset.digest), asset.digest, .asset(index),
        from: asset.asset.source, &problems)
    }
    for page in reading.pages {
      for alias in page.matter.aliases { addRedirect(alias, to: page, renderer, &plan, &problems) }
    }
  }

  private func addRedirect(
    _ alias: String, to page: SitePage, _ renderer: PageRenderer, _ plan: inout SitePlan,
    _ problems: inout Problems
  ) {
    let path = SitePath.redirect(from: alias)
    do throws(Diagnostic) {
      try SitePath.check(alias: path, of: page)
      plan.add(path, renderer.redirect(from: path, to: page), from: page.source.source, &problems)
    } catch {
      problems.add(error)
    }
  }

  /// What is made of all pages together; what a person has put at its path stays.
  ///
  /// - Parameter shown: a digest of all that these files are made of: with their path it is their key, so that what
  ///   stands at that path and was somebody's own does not pass for them.
  private func addDerived(
    _ renderer: PageRenderer, _ pages: [SitePage], shown: SiteDigest,
    _ standing: SiteOutputs, _ search: Search, _ plan: inout SitePlan, _ problems: inout Problems
  ) {
    func add(_ path: String, _ bytes: @escaping @Sendable () -> [UInt8]) {
      if plan.has(path) { return }
      var digester = SiteDigester()
      digester.add("derived")
      digester.add(path)
      digester.add(shown)
      let key = digester.digest
      let isThere = standing.spelled(as: path)?.key == key
      plan.add(path, key, isThere ? .standing : .made(bytes), from: path, &problems)
    }
    add(PageIndex.path) { renderer.pageIndex() }
    add(Self.missingPage) { renderer.notFound() }
    addSearch(search, &plan, &problems)
    let feeds = SiteFeeds(settings: renderer.settings, pages: pages)
    for path in feeds.paths { add(path) { feeds.bytes(path) } }
    // There from the folder's first moment on.
    plan.add(Self.marker, Self.markerKey, .bytes(Self.markerBytes), from: Self.marker, &problems)
  }
}

extension Diagnostic {
  /// Whether it names a file whose path begins so.
  fileprivate func isAbout(_ start: String) -> Bool { place?.file.hasPrefix(start) ?? false }
}

extension Problems {
  /// Keeps what the body throws, so that the next document can be read too.
  mutating func gather<Value>(_ body: () throws(Problems) -> Value) -> Value? {
    do {
      return try body()
    } catch {
      add(error)
      return nil
    }
  }
}
