import Foundation
import Site
import Testing

@Suite("Sizes of pictures")
struct ImageSizeTests {
  /// First bytes as the formats' specifications have them.
  private static let pictures: [(String, [UInt8])] = [
    (
      "a.png",
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + [
        0, 0, 1, 64, 0, 0, 0, 200, 8,
      ]
    ),
    ("a.gif", Array("GIF89a".utf8) + [64, 1, 200, 0, 0, 0]),
    (
      "a.jpg",
      [
        0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xC2, 0, 17, 8, 0, 200, 1, 64, 3, 1, 0x22, 0, 2, 0x11,
        1,
      ]
    ),
    (
      "a.webp",
      Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBPVP8X".utf8) + [
        10, 0, 0, 0, 0, 0, 0, 0, 63, 1, 0, 199, 0, 0,
      ]
    ),
    (
      "b.webp",
      Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBPVP8 ".utf8) + [
        9, 0, 0, 0, 0, 0, 0, 0x9D, 0x01, 0x2A, 64, 1, 200, 0,
      ]
    ),
    // 319 and 199 in 14 bits each, lowest first.
    (
      "c.webp",
      Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBPVP8L".utf8) + [
        9, 0, 0, 0, 0x2F, 0x3F, 0xC1, 0x31, 0, 0, 0, 0, 0, 0,
      ]
    ),
    ("a.svg", Array("<?xml version=\"1.0\"?>\n<svg viewBox=\"0 0 319.6 200\"><script/></svg>".utf8)),
    ("b.svg", Array("<svg width='320' height='200'><script/></svg>".utf8)),
  ]

  @Test("stand at pictures in figures and in lines", arguments: pictures.map(\.0))
  func sizes(name: String) throws {
    let assets = Self.pictures.map { SiteAsset(path: $0.0, bytes: $0.1) }
    let output = try Fixtures.build(
      ["index.md": "# A\n\n![one](\(name))\n\ntwo ![two](\(name)) two\n"], assets: assets)
    let html = try #require(output.text("index.html"))
    #expect(html.matches(of: /<img [^>]*width="320" height="200"[^>]*>/).count == 2, "\(html)")
  }

  @Test(
    "are left out where a file does not tell",
    arguments: [
      [], [0xFF, 0xD8, 0xFF], [0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0],
      Array("RIFF0000WEBPVP8X".utf8),
      Array("<svg viewBox='0 0 nan 1e999'><script/>".utf8), Array("GIF8".utf8),
      Array("<svg width='100%' height='-1'>".utf8),
    ])
  func unknown(bytes: [UInt8]) throws {
    let output = try Fixtures.build(
      ["index.md": "# A\n\n![one](a.png)\n"], assets: [SiteAsset(path: "a.png", bytes: bytes)])
    let html = try #require(output.text("index.html"))
    #expect(html.contains(/<img src="a(-[0-9a-f]+)?\.png" alt="one">/), "\(html)")
  }
}
