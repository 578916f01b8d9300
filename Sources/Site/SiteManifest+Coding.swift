import Glibc
import Markdown

extension SiteManifest {
  /// Set a new number whenever pages come out otherwise from the same input, or the format changes.
  static let version: UInt64 = 9

  /// Of the digest at the end. **Units:** bytes.
  private static let digestSize = 16

  private static let magic = Array("scorebook site\n".utf8)

  /// The program that builds, and what the files that it makes may not be: another one may make other pages of the same
  /// input, and with another mask all files are others.
  private static let program: SiteDigest = {
    var digester = SiteDigester()
    var status = stat()
    digester.add(version)
    digester.add(UInt64(FileSystemCalls.mask))
    if stat("/proc/self/exe", &status) == 0 {
      let stamp = FileStamp(own: status)
      digester.add(UInt64(bitPattern: stamp.size))
      digester.add(UInt64(bitPattern: stamp.modified))
    }
    return digester.digest
  }()

  /// The bytes without the pages, with a digest of them at the end.
  func encoded(outputs: some Collection<(key: String, value: Output)>) -> [UInt8] {
    encoded(front(outputs: outputs.count), outputs: outputs)
  }

  /// All that does not depend on what the build has written, but for the number of files.
  func front(outputs: Int) -> ManifestWriter {
    let documents = max(heads.count, pages.count)
    var writer = ManifestWriter(Self.magic, capacity: 128 * (documents + outputs) + 1024)
    writer.digest(Self.program)
    writer.digest(fingerprint)
    writer.digest(authored)
    writer.list(generated) { $0.text($1) }
    writer.digest(resolver)
    writer.digest(shown)
    writer.number(holdsWords ? 1 : 0)
    writer.number(UInt64(published))
    writer.list(pageParts) { $0.digest($1) }
    if pages.isEmpty {
      writer.list(heads.sorted { $0.value.place < $1.value.place }) {
        $0.head($1.key, $1.value.stamp, $1.value.digest)
      }
    } else {
      writer.list(pages) { $0.head($1.page.source.path, $1.stamp, $1.page.digest) }
    }
    writer.list(assets) { writer, entry in
      writer.text(entry.key)
      writer.stamp(entry.value.stamp)
      writer.digest(entry.value.digest)
    }
    return writer
  }

  /// All of them, with what the build has written.
  func encoded(_ front: ManifestWriter, outputs: some Collection<(key: String, value: Output)>) -> [UInt8] {
    var writer = front
    writer.list(outputs) { writer, entry in
      writer.text(entry.key)
      writer.digest(entry.value.key)
      writer.stamp(entry.value.stamp)
    }
    writer.number(UInt64(modes.root))
    writer.number(UInt64(modes.below))
    writer.list(folders) { writer, folder in
      writer.text(folder.path)
      writer.stamp(folder.stamp)
      writer.list(folder.files) { writer, files in
        writer.number(UInt64(files.lowerBound))
        writer.number(UInt64(files.count))
      }
    }
    writer.made(made ?? .untold)
    writer.digest(SiteDigester.of(writer.bytes))
    return writer.bytes
  }

  /// Nil where the bytes are not those of a manifest of this version, whole and undamaged.
  init?(decoding bytes: [UInt8]) {
    guard bytes.count > Self.magic.count + Self.digestSize, bytes.starts(with: Self.magic) else { return nil }
    var trailer = ManifestReader(bytes, from: bytes.count - Self.digestSize)
    var digester = SiteDigester()
    bytes.withUnsafeBytes { digester.add(UnsafeRawBufferPointer(rebasing: $0.dropLast(Self.digestSize))) }
    guard trailer.digest() == digester.digest else { return nil }
    var reader = ManifestReader(bytes, from: Self.magic.count)
    guard reader.digest() == Self.program else { return nil }
    fingerprint = reader.digest()
    authored = reader.digest()
    generated = reader.texts()
    resolver = reader.digest()
    shown = reader.digest()
    holdsWords = reader.number() == 1
    published = Int(truncatingIfNeeded: reader.number())
    for _ in 0..<reader.count() { pageParts.append(reader.digest()) }
    let count = reader.count()
    heads.reserveCapacity(count)
    for place in 0..<count {
      let path = reader.text()
      let head = Head(stamp: reader.stamp(), digest: reader.digest(), place: place)
      // Of two names that Unicode takes for one, neither page would be found.
      guard heads.updateValue(head, forKey: path) == nil else { return nil }
    }
    for _ in 0..<reader.count() {
      let path = reader.text()
      assets[path] = KnownAsset(stamp: reader.stamp(), digest: reader.digest())
    }
    let files = reader.count()
    outputs = SiteOutputs(capacity: files)
    for _ in 0..<files {
      let path = reader.text()
      guard outputs.append(path, Output(key: reader.digest(), stamp: reader.stamp())) else { return nil }
    }
    modes = .init(
      root: mode_t(truncatingIfNeeded: reader.number()), below: mode_t(truncatingIfNeeded: reader.number()))
    guard let folders = reader.folders(of: files) else { return nil }
    self.folders = folders
    made = reader.made()
    guard reader.isSound else { return nil }
  }

  /// The same with its pages; nil where the bytes are not theirs.
  func with(pages parts: [[UInt8]]) -> SiteManifest? {
    guard let known = KnownPages(decoding: parts, pageParts, count: heads.count) else { return nil }
    var whole = self
    whole.known = known
    return whole
  }
}

extension ManifestWriter {
  fileprivate mutating func head(_ path: String, _ stamp: FileStamp, _ digest: SiteDigest) {
    text(path)
    self.stamp(stamp)
    self.digest(digest)
  }

  fileprivate mutating func made(_ made: SiteMade) {
    digest(made.stamp)
    list(made.texts) { writer, text in
      writer.text(text.path)
      writer.number(text.digest == nil ? 0 : 1)
      writer.digest(text.digest ?? .none)
    }
    for paths in [made.documents, made.expanded, made.assets] { list(paths) { $0.text($1) } }
  }

  /// The digests of document and answers come first: they are looked at without the rest.
  mutating func page(_ page: SitePage) {
    digest(page.digest)
    digest(page.answers)
    digest(page.shown)
    text(page.title)
    optional(page.heading)
    text(page.summary)
    list(page.headings) { writer, heading in
      writer.number(UInt64(heading.level))
      writer.text(heading.identifier)
      writer.text(heading.text)
    }
    list(page.words.sorted { $0.key < $1.key }) { writer, word in
      writer.text(word.key)
      writer.number(UInt64(word.value))
    }
    list(page.lookups) { writer, lookup in
      writer.number(UInt64(lookup.kind.rawValue))
      writer.text(lookup.text)
    }
    let matter = page.matter
    optional(matter.title)
    optional(matter.description)
    optional(matter.date)
    optional(matter.weight.map { String($0) })
    number(matter.isDraft ? 1 : 0)
    optional(matter.layout?.rawValue)
    list(matter.aliases) { $0.text($1) }
    list(matter.tags) { $0.text($1) }
    list(matter.navigation) { $0.text($1) }
    number(UInt64(matter.navigationLine))
  }
}

extension ManifestReader {
  /// Nil where one has files that the site has not, or another has, too.
  fileprivate mutating func folders(of files: Int) -> [KnownFolder]? {
    var folders: [KnownFolder] = []
    var isTaken = [Bool](repeating: false, count: files)
    for _ in 0..<count() {
      let path = text()
      let stamp = self.stamp()
      var own: [Range<Int>] = []
      for _ in 0..<count() {
        let (start, count) = (number(), number())
        guard start <= files, count <= UInt64(files) - start else { return nil }
        let range = Int(start)..<Int(start + count)
        guard !isTaken[range].contains(true) else { return nil }
        for place in range { isTaken[place] = true }
        own.append(range)
      }
      folders.append(KnownFolder(path: path, stamp: stamp, files: own))
    }
    return folders
  }

  fileprivate mutating func made() -> SiteMade {
    let stamp = digest()
    var made: [SiteMade.Text] = []
    for _ in 0..<count() {
      let path = text()
      let isThere = number() == 1
      let found = digest()
      made.append(.init(path: path, digest: isThere ? found : nil))
    }
    return SiteMade(stamp: stamp, texts: made, documents: texts(), expanded: texts(), assets: texts())
  }

  /// The page of a document; nil where what stands there is none.
  ///
  /// - Parameter place: where it stands among the known ones.
  mutating func page(of source: SiteDocument, place: Int) -> SitePage? {
    let digest = digest()
    let answers = self.digest()
    let shown = self.digest()
    let title = text()
    let heading = optional()
    let summary = text()
    var headings: [RenderedDocument.Heading] = []
    for _ in 0..<count() {
      let level = Int(truncatingIfNeeded: number())
      let identifier = text()
      headings.append(.init(level: level, identifier: identifier, text: text()))
    }
    var words: [String: Int] = [:]
    for _ in 0..<count() {
      let word = text()
      words[word] = Int(truncatingIfNeeded: number())
    }
    var lookups: [LinkResolver.Lookup] = []
    for _ in 0..<count() {
      guard let kind = LinkResolver.Lookup.Kind(rawValue: UInt8(truncatingIfNeeded: number())) else {
        return nil
      }
      lookups.append(.init(kind: kind, text: text()))
    }
    var matter = FrontMatter()
    matter.title = optional()
    matter.description = optional()
    matter.date = optional()
    matter.weight = optional().flatMap { Int($0) }
    matter.isDraft = number() == 1
    matter.layout = optional().flatMap { PageLayout(rawValue: $0) }
    matter.aliases = texts()
    matter.tags = texts()
    matter.navigation = texts()
    matter.navigationLine = Int(truncatingIfNeeded: number())
    guard isSound else { return nil }
    return SitePage(
      source: source, digest: digest, matter: matter, title: title, heading: heading, summary: summary,
      headings: headings, words: words, lookups: lookups, answers: answers, shown: shown,
      knownPlace: place)
  }
}
