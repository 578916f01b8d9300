package import Diagnostics
import Foundation
import Templates

extension Diagnostic.Identifier {
  package static let templateLogo = Self("template-logo")
}

/// A workspace's own picture at the top of each mail, which the mail carries itself.
///
/// It has twice the size at which it is shown, as charts have, for screens of many pixels.
struct MailLogo: Sendable {
  static let endings = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif"]
  private static let names = ["logo.png": "image/png", "logo.jpg": "image/jpeg"]
  /// **Units:** bytes; each recipient gets them with each mail.
  private static let mostBytes = 102_400
  /// A mail is 600 wide. **Units:** pixels.
  private static let mostPixels = 1200

  /// What the parts of a mail call it.
  static let identifier = "logo"

  let name: String
  let mediaType: String
  let bytes: [UInt8]
  /// **Units:** pixels as it is shown.
  let width: Int
  let height: Int

  /// nil where the folder has none.
  ///
  /// **Throws:** `template-logo` of what can't be read, is none of the two formats, or too large; `template-unknown-file`
  /// of any other picture.
  init?(in folder: String) throws(Problems) {
    let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().filter {
      name in
      !name.hasPrefix(".") && Self.endings.contains { name.lowercased().hasSuffix($0) }
    }
    var problems = Problems()
    for name in files where Self.names[name] == nil {
      problems.add(
        Diagnostic(
          .templateUnknownFile, .configuration, at: .init(file: folder + "/" + name),
          "a mail carries no picture '\(name)'", expected: "logo.png or logo.jpg",
          next: "Rename or remove it."))
    }
    let own = files.filter { Self.names[$0] != nil }
    if own.count > 1 {
      problems.add(Self.wrong("there are two logos", folder, next: "Keep logo.png or logo.jpg."))
    }
    try problems.throwIfAny()
    guard let name = own.first, let mediaType = Self.names[name] else { return nil }
    let path = folder + "/" + name
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Problems([Self.wrong("the logo can't be read", path, next: "Look at its permissions.")])
    }
    guard data.count <= Self.mostBytes else {
      throw Problems([
        Self.wrong(
          "the logo has \(data.count) bytes, which come with each mail", path,
          expected: "at most \(Self.mostBytes)", next: "Make it smaller.")
      ])
    }
    let bytes = Array(data)
    guard let size = mediaType == "image/png" ? Self.png(bytes) : Self.jpeg(bytes) else {
      throw Problems([
        Self.wrong(
          "the logo is no \(mediaType == "image/png" ? "PNG" : "JPEG"), or does not say how large it is",
          path,
          next: "Save it again.")
      ])
    }
    guard (2...Self.mostPixels).contains(size.width), (2...Self.mostPixels).contains(size.height) else {
      throw Problems([
        Self.wrong(
          "the logo is \(size.width) by \(size.height) pixels", path,
          expected: "at most \(Self.mostPixels) by \(Self.mostPixels); it is shown at half its size",
          next: "Make it smaller.")
      ])
    }
    self.name = name
    self.mediaType = mediaType
    self.bytes = bytes
    width = size.width / 2
    height = size.height / 2
  }

  /// As a mail carries it.
  var picture: MailMessage.Picture {
    .init(identifier: Self.identifier, name: name, mediaType: mediaType, bytes: bytes)
  }

  /// **Source:** PNG, sections 5.2 and 11.2.1: the signature, then the header.
  private static func png(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    let start: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52,
    ]
    guard bytes.starts(with: start), bytes.count >= 24 else { return nil }
    return (number(bytes[16..<20]), number(bytes[20..<24]))
  }

  /// **Source:** ITU-T T.81, B.1.1.3 and B.2.2: segments by their lengths, up to the frame header.
  private static func jpeg(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
    var index = 2
    while index + 9 <= bytes.count, bytes[index] == 0xFF {
      let marker = bytes[index + 1]
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
        return (number(bytes[(index + 7)..<(index + 9)]), number(bytes[(index + 5)..<(index + 7)]))
      }
      // A marker may be filled up with further FF.
      index += marker == 0xFF ? 1 : 2 + number(bytes[(index + 2)..<(index + 4)])
    }
    return nil
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

  private static func wrong(
    _ what: String, _ file: String, expected: String? = nil, next: String
  ) -> Diagnostic {
    Diagnostic(.templateLogo, .configuration, at: .init(file: file), what, expected: expected, next: next)
  }
}
