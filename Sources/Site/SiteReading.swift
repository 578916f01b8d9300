import Diagnostics
import Markdown

/// All pages of a site as far as other pages want to know, and their contents where they had to be rendered.
struct SiteReading: Sendable {
  /// In the order of their paths; drafts are left out.
  private(set) var pages: [SitePage] = []
  /// Where the content of each of them lies; nil of what was not rendered.
  private var places: [ContentSpool.Place?] = []
  /// In the order of their paths.
  let assets: [LinkResolver.Asset]
  let resolver: LinkResolver
  /// A digest of what the answers to links are made of.
  private let answering: SiteDigest
  /// Whether pages are found by the words of their text, too.
  let holdsWords: Bool
  /// Pages that are not published; the next build wants to know them again.
  private var drafts: [SitePage] = []
  /// Documents in which something is wrong.
  private(set) var unreadable: [SiteDocument] = []
  private let spools: [ContentSpool]

  /// The most of the contents that is held in memory. **Units:** bytes.
  private static let contentMemory = 56 << 20

  /// What a build knew of a document, and what this one finds.
  private enum Found: Sendable {
    case page(SitePage, ContentSpool.Place?)
    case wrong(Problems)
  }

  /// What the pages that somebody has written show of themselves, with what all pages have in common.
  private(set) var authored = SiteDigest.none
  /// The paths of documents that were made for tags and folders.
  private(set) var generated: [String] = []

  /// Reads everything that is not known already, and keeps what is wrong with any.
  ///
  /// - Parameter common: a digest of what all pages have in common.
  /// - Parameter standing: the files that stand as the known build wrote them.
  init(
    _ input: SiteInput, known: SiteManifest?, common: SiteDigest, standing: SiteOutputs,
    threads: Int, spoolFolder: String, _ problems: inout Problems
  ) {
    let documents = input.documents.sorted { $0.path < $1.path }
    holdsWords = SearchIndex.holdsText(pages: documents.count)
    // Pages whose words are asked for only now have to be read again.
    let known = known?.holdsWords == holdsWords ? known : nil
    assets = Self.digested(input.assets.sorted { $0.path < $1.path }, known, threads, &problems)
    resolver = LinkResolver(
      documents: documents,
      assets: Dictionary(assets.map { ($0.asset.path, $0) }, uniquingKeysWith: { first, _ in first }))
    spools = (0..<max(1, threads)).map {
      ContentSpool(folder: spoolFolder, worker: $0, memory: Self.contentMemory / max(1, threads))
    }
    answering = resolver.digest
    let isSame = known.map { $0.resolver == answering } ?? false

    read(documents, known, isSame, threads, &problems)
    var digester = SiteDigester()
    digester.add(common)
    for page in pages { digester.add(page.shown) }
    authored = digester.digest
    // The same pages have the same tags and folders; while their files stand, their documents need not be made.
    if let known, known.authored == authored, isSame,
      known.generated.allSatisfy({ standing.has($0) && standing.has(LinkTarget.pagePath($0)) }),
      let old = known.generatedPages
    {
      generated = known.generated
      pages += old
      places += Array(repeating: nil, count: pages.count - places.count)
    } else {
      let count = pages.count
      read(
        TagPages.documents(pages, written: resolver.documents, threads: threads), known, isSame, threads,
        &problems)
      read(SiteTree.missingIndexes(pages), known, isSame, threads, &problems)
      generated = pages[count...].map(\.source.path)
    }
    for spool in spools { spool.end() }
    let order = pages.indices.sorted { pages[$0].source.path < pages[$1].source.path }
    pages = order.map { pages[$0] }
    places = order.map { places[$0] }
  }

  /// All pages, those that are not published too.
  var everything: [SitePage] { pages + drafts }

  /// What is known now, with the stamps of files that have not changed in the last moments.
  func manifest(began: Int64) -> SiteManifest {
    var manifest = SiteManifest()
    manifest.resolver = answering
    manifest.authored = authored
    manifest.generated = generated
    manifest.holdsWords = holdsWords
    manifest.settled = began - FileStamp.settling
    for asset in assets {
      manifest.assets[asset.asset.path] = .init(
        stamp: manifest.settled(asset.asset.content.stamp), digest: asset.digest)
    }
    // A draft that has the name of a page but for its spelling would be taken for it.
    var paths = drafts.isEmpty ? [] : Set(pages.map(\.source.path))
    for draft in drafts where paths.insert(draft.source.path).inserted { manifest.add(draft, .none) }
    return manifest
  }

  /// The content of the page at a place, rendered again where it was not kept; what was kept is given away.
  func content(at index: Int) throws(Diagnostic) -> [UInt8] {
    if let place = places[index], let content = spools[place.worker].take(place) { return content }
    let page = pages[index]
    do throws(Problems) {
      let read = try PageReader(resolver: resolver, holdsWords: holdsWords).read(page.source)
      guard read.page.digest == page.digest else {
        throw Problems([Self.changed(page.source.source)])
      }
      return read.content
    } catch {
      throw error.list.first
        ?? Diagnostic(.siteRead, at: .init(file: page.source.source), "the document can't be read")
    }
  }

  /// The bytes of the content of the page at a place; 0 where it was not kept.
  func contentSize(at index: Int) -> Int { places[index]?.count ?? 0 }

  static func changed(_ source: String) -> Diagnostic {
    Diagnostic(
      .siteRead, at: .init(file: source), "the file has changed while the site was built",
      next: "Build it again.")
  }

  private mutating func read(
    _ documents: [SiteDocument], _ known: SiteManifest?, _ isSame: Bool, _ threads: Int,
    _ problems: inout Problems
  ) {
    let results = SiteResults<Found>(documents.count)
    let reader = PageReader(resolver: resolver, holdsWords: holdsWords)
    let spools = spools
    SiteWorkers.run(documents.count, threads: threads) { worker, range in
      for index in range {
        let document = documents[index]
        do throws(Problems) {
          if let known, let page = reader.known(document, in: known, sameAnswers: isSame) {
            results[index] = .page(page, nil)
          } else {
            let read = try reader.read(document)
            results[index] = .page(
              read.page, read.page.matter.isDraft ? nil : spools[worker].keep(read.content))
          }
        } catch {
          results[index] = .wrong(error)
        }
      }
    }
    pages.reserveCapacity(pages.count + documents.count)
    places.reserveCapacity(places.count + documents.count)
    for index in documents.indices {
      switch results[index] {
      case .page(let page, let place):
        if page.matter.isDraft {
          drafts.append(page)
          continue
        }
        pages.append(page)
        places.append(place)
      case .wrong(let found):
        unreadable.append(documents[index])
        problems.add(found)
      case nil: continue
      }
    }
  }

  private static func digested(
    _ assets: [SiteAsset], _ known: SiteManifest?, _ threads: Int, _ problems: inout Problems
  ) -> [LinkResolver.Asset] {
    let results = SiteResults<Result<SiteDigest, Diagnostic>>(assets.count)
    SiteWorkers.run(assets.count, threads: threads) { _, range in
      for index in range {
        let asset = assets[index]
        do throws(Diagnostic) {
          try SitePath.check(asset: asset.path, source: asset.source)
          if let old = known?.assets[asset.path], let stamp = asset.content.stamp, stamp == old.stamp {
            results[index] = .success(old.digest)
          } else {
            results[index] = .success(try asset.content.digest(source: asset.source))
          }
        } catch {
          results[index] = .failure(error)
        }
      }
    }
    var digested: [LinkResolver.Asset] = []
    for (asset, result) in zip(assets, results.all) {
      switch result {
      case .success(let digest): digested.append(.init(asset: asset, digest: digest))
      case .failure(let problem): problems.add(problem)
      case nil: continue
      }
    }
    return digested
  }
}

extension SiteManifest {
  /// A stamp that can be trusted; none of a file that may change again without it.
  func settled(_ stamp: FileStamp?) -> FileStamp {
    guard let stamp, stamp.isSettled(at: settled) else { return .none }
    return stamp
  }

  /// The pages of documents that were made for tags and folders; nil unless all are known.
  fileprivate var generatedPages: [SitePage]? {
    let pages = generated.compactMap { path in
      let document = SiteDocument(path: path, text: "")
      return knownPage(of: document).flatMap { known.page(at: $0.place, of: document) }
    }
    return pages.count == generated.count ? pages : nil
  }

  mutating func add(_ page: SitePage, _ context: SiteDigest) {
    pages.append(NewPage(stamp: settled(page.source.content.stamp), page: page, context: context))
  }
}
