/// What a rendering may do, and what it asks its caller.
package struct RenderOptions: Sendable {
  /// Which tables of one row are shown as a row of tiles, each a label and a value.
  package enum Tiles: Sendable, Hashable {
    case none
    /// Those before the first heading of level 2.
    case lead
    case all
  }

  /// What the caller knows of a figure's image.
  package struct Figure: Sendable, Hashable {
    /// The SVG itself, put into the page so that its colours follow the page's; nil keeps the image a file.
    package let svg: String?
    /// The same drawn for a phone, which takes its place there.
    package let narrowSVG: String?
    /// Where the numbers behind it can be had, relative to the page.
    package let data: String?

    package init(svg: String?, narrowSVG: String? = nil, data: String?) {
      self.svg = svg
      self.narrowSVG = narrowSVG
      self.data = data
    }
  }

  /// Keeps raw HTML, except the tags that the GFM specification filters.
  package let isTrusted: Bool
  package let tiles: Tiles
  /// Identifiers that the page around uses itself.
  package let reservedIdentifiers: Set<String>
  /// The address to write for a local path, which may begin with `/` for the site's root.
  package let address: @Sendable (_ path: String) -> String
  /// The address to write for a picture that stays a file.
  package let picture: @Sendable (_ path: String) -> String
  package let figure: @Sendable (_ source: String) -> Figure?
  /// How large a picture is, where that is known, so that the page keeps room for it.
  package let size: @Sendable (_ source: String) -> (width: Int, height: Int)?

  package init(
    isTrusted: Bool = false, tiles: Tiles = .none, reservedIdentifiers: Set<String> = [],
    address: @escaping @Sendable (_ path: String) -> String = { LinkTarget.pagePath($0) },
    picture: (@Sendable (_ path: String) -> String)? = nil,
    figure: @escaping @Sendable (_ source: String) -> Figure? = { _ in nil },
    size: @escaping @Sendable (_ source: String) -> (width: Int, height: Int)? = { _ in nil }
  ) {
    self.isTrusted = isTrusted
    self.tiles = tiles
    self.reservedIdentifiers = reservedIdentifiers
    self.address = address
    self.picture = picture ?? address
    self.figure = figure
    self.size = size
  }
}
