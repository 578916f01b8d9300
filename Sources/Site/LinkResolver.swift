import Diagnostics
import Markdown

/// What a link, a picture or a figure of a page leads to in this site.
struct LinkResolver: Sendable {
  /// One question of a page.
  struct Lookup: Sendable, Hashable {
    enum Kind: UInt8, Sendable { case link, picture, figure }

    let kind: Kind
    let text: String
  }

  /// An asset with the digest of its content.
  struct Asset: Sendable {
    let asset: SiteAsset
    let digest: SiteDigest
  }

  private static let pictureEndings = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"]

  /// **Units:** bytes; larger pictures are not measured, since nobody should have to load them.
  private static let mostMeasured: Int64 = 8 << 20

  /// The paths of all documents.
  let documents: Set<String>
  /// A digest of all that answers are made of: while it stands, no answer changes.
  let digest: SiteDigest
  private let folders: Set<String>
  let assets: [String: Asset]

  /// - Parameter documents: in the order of their paths.
  init(documents: [SiteDocument], assets: [String: Asset]) {
    var paths = Set<String>(minimumCapacity: documents.count)
    var folders: Set<String> = [""]
    var last: String?
    var digester = SiteDigester()
    for document in documents {
      paths.insert(document.path)
      digester.add(document.path)
      var folder = SitePath.folder(document.path)
      // Those of a folder come together.
      if folder == last { continue }
      last = folder
      while folders.insert(folder).inserted { folder = SitePath.folder(folder) }
    }
    self.documents = paths
    self.folders = folders
    self.assets = assets
    digester.add(UInt64(documents.count))
    for (path, asset) in assets.sorted(by: { $0.key < $1.key }) {
      digester.add(path)
      digester.add(asset.digest)
    }
    digest = digester.digest
  }

  /// A link to a page's Markdown leads to the page; one from the root is made relative, so that it holds anywhere.
  /// Every folder has an index, and tags have their pages, written or made.
  func address(_ link: String, from path: String) -> String {
    if let address = neighbour(link, from: path) { return address }
    guard let target = SitePath.resolve(link, from: path) else { return link }
    // By the names that files have: a link may be written with other code points.
    if target.hasSuffix(".md") {
      let known = documents.firstIndex(of: target).map { documents[$0] }
      if let page = known ?? (TagPages.isPage(target) ? target : nil) {
        return SitePath.address(from: path, to: LinkTarget.pagePath(page))
      }
    }
    let folder = target.hasSuffix("/") ? String(target.dropLast()) : target
    let known = folders.firstIndex(of: folder).map { folders[$0] }
    if let folder = known ?? (folder == TagPages.folder ? folder : nil) {
      return SitePath.address(from: path, to: folder.isEmpty ? "index.html" : folder + "/index.html")
    }
    return link.hasPrefix("/") ? SitePath.address(from: path, to: target) : link
  }

  /// The same for what most links are: the plain name of a page in the same folder. Nil for all others.
  private func neighbour(_ link: String, from path: String) -> String? {
    let isPlain = link.withBytes { bytes in
      bytes.count > 3 && bytes[bytes.count - 3] == UInt8(ascii: ".")
        && bytes[bytes.count - 2] == UInt8(ascii: "m")
        && bytes[bytes.count - 1] == UInt8(ascii: "d") && bytes[0] != UInt8(ascii: ".")
        && bytes.allSatisfy {
          switch $0 {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
          default: false
          }
        }
    }
    guard isPlain, documents.contains(SitePath.beside(path, link)) else { return nil }
    return LinkTarget.pagePath(link)
  }

  /// A picture is asked for by a name with its digest, so that a browser keeps it as long as it stays the same.
  func picture(_ source: String, from path: String) -> String {
    guard let target = pictureAsset(source, from: path), let asset = assets[target] else {
      return address(source, from: path)
    }
    return SitePath.address(from: path, to: Self.named(asset.asset.path, asset.digest))
  }

  /// How large a picture is; where that changes, its digest and so its address do.
  func size(_ source: String, from path: String) -> (width: Int, height: Int)? {
    guard let target = pictureAsset(source, from: path), let asset = assets[target]?.asset,
      asset.content.stamp.map({ $0.size <= Self.mostMeasured }) ?? true,
      let bytes = try? asset.content.bytes(source: asset.source)
    else { return nil }
    return ImageSize.of(bytes)
  }

  /// The asset of a picture that has a name with its digest.
  func pictureAsset(_ source: String, from path: String) -> String? {
    guard let target = SitePath.resolve(source, from: path), assets[target] != nil,
      Self.isPicture(target)
    else { return nil }
    return target
  }

  static func isPicture(_ path: String) -> Bool { pictureEndings.contains(where: path.hasSuffix) }

  /// The bytes that a digest makes a name longer by.
  static let nameOfDigest = 17

  static func named(_ path: String, _ digest: SiteDigest) -> String {
    guard let dot = path.lastIndex(of: ".") else { return path }
    return path[..<dot] + "-" + digest.name + path[dot...]
  }

  func figure(_ source: String, from path: String) -> RenderOptions.Figure? {
    guard let (svg, data, narrow) = figureAssets(source, from: path) else { return nil }
    return .init(
      svg: Self.text(svg), narrowSVG: narrow.flatMap(Self.text),
      data: data.map { SitePath.address(from: path, to: $0.asset.path) })
  }

  private func figureAssets(_ source: String, from path: String) -> (Asset, data: Asset?, narrow: Asset?)? {
    guard let target = SitePath.resolve(source, from: path), target.hasSuffix(".svg"),
      let asset = assets[target]
    else { return nil }
    return (asset, assets[target.dropLast(3) + "csv"], assets[target.dropLast(3) + "narrow.svg"])
  }

  private static func text(_ asset: Asset) -> String? {
    guard let bytes = try? asset.asset.content.bytes(source: asset.asset.source) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The digest of the answers to the questions of a page.
  func answers(to lookups: [Lookup], from path: String) -> SiteDigest {
    var digester = SiteDigester()
    for lookup in lookups { add(lookup, from: path, to: &digester) }
    return digester.digest
  }

  private func add(_ lookup: Lookup, from path: String, to digester: inout SiteDigester) {
    switch lookup.kind {
    case .link: digester.add(address(lookup.text, from: path))
    case .picture: digester.add(picture(lookup.text, from: path))
    case .figure: addFigure(lookup.text, from: path, to: &digester)
    }
  }

  private func addFigure(_ source: String, from path: String, to digester: inout SiteDigester) {
    let found = figureAssets(source, from: path)
    for asset in [found?.0, found?.data, found?.narrow] { digester.add(asset?.digest ?? .none) }
  }

  /// Answers the questions of one page, and keeps them. Used by one thread.
  final class Answering: @unchecked Sendable {
    private let resolver: LinkResolver
    private let path: String
    private(set) var lookups: [Lookup] = []
    private var digester = SiteDigester()

    init(_ resolver: LinkResolver, from path: String) {
      self.resolver = resolver
      self.path = path
    }

    /// The same as the resolver's for all the lookups.
    var digest: SiteDigest { digester.digest }

    func address(_ link: String) -> String {
      lookups.append(Lookup(kind: .link, text: link))
      let address = resolver.address(link, from: path)
      digester.add(address)
      return address
    }

    func picture(_ source: String) -> String {
      lookups.append(Lookup(kind: .picture, text: source))
      let address = resolver.picture(source, from: path)
      digester.add(address)
      return address
    }

    func size(_ source: String) -> (width: Int, height: Int)? { resolver.size(source, from: path) }

    func figure(_ source: String) -> RenderOptions.Figure? {
      lookups.append(Lookup(kind: .figure, text: source))
      resolver.addFigure(source, from: path, to: &digester)
      return resolver.figure(source, from: path)
    }
  }
}
