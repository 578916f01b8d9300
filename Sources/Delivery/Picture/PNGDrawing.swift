package import Diagnostics

extension Diagnostic.Identifier {
  package static let deliveryPicture = Self("delivery-picture")
}

/// A drawing as a picture that any mail program shows.
package struct PNGDrawing: Sendable, Hashable {
  /// A PNG, at twice the size it is shown at.
  package let bytes: [UInt8]
  /// **Units:** pixels as it is shown.
  package let width: Int
  package let height: Int

  private static let scale = 2
  /// White around the drawing, whose text would touch the edge, as a dark screen shows. **Units:** pixels as it is shown.
  private static let margin = 4
  /// The largest side that is drawn. **Units:** pixels of the picture.
  private static let largest = 8192

  /// Draws an SVG on white, in the colours it has by day.
  ///
  /// - Parameter name: by which problems name it.
  ///
  /// **Throws:** `delivery-picture`, `delivery-library` and `delivery-font`.
  package init(svg: [UInt8], name: String) throws(Diagnostic) {
    let library = try DrawingLibrary.required()
    guard let text = String(validating: svg, as: UTF8.self) else {
      throw Self.failed(name, "it is not valid UTF-8")
    }
    let source = Array(DayColours.resolved(text).utf8)
    var error: UnsafeMutableRawPointer?
    guard let handle = library.newHandle(source, source.count, &error) else {
      throw Self.failed(name, Self.reason(error, library))
    }
    defer { library.endObject(handle) }
    var (width, height) = (0.0, 0.0)
    guard library.size(handle, &width, &height) != 0, width >= 1, height >= 1,
      (max(width, height) + 2 * Double(Self.margin)) * Double(Self.scale) <= Double(Self.largest)
    else { throw Self.failed(name, "its size is not told in pixels, or is too large") }
    self.width = Int(width.rounded(.up)) + 2 * Self.margin
    self.height = Int(height.rounded(.up)) + 2 * Self.margin

    // CAIRO_FORMAT_RGB24.
    guard
      let surface = library.newSurface(1, Int32(self.width * Self.scale), Int32(self.height * Self.scale)),
      library.surfaceStatus(surface) == 0, let context = library.newContext(surface)
    else { throw Self.failed(name, "there is no memory for the picture") }
    defer {
      library.endContext(context)
      library.endSurface(surface)
    }
    library.setColour(context, 1, 1, 1)
    library.paint(context)
    let scale = Double(Self.scale)
    let corner = Double(Self.margin) * scale
    let viewport = [corner, corner, width * scale, height * scale]
    guard library.render(handle, context, viewport, &error) != 0 else {
      throw Self.failed(name, Self.reason(error, library))
    }
    let collected = Collected()
    let status = library.write(
      surface,
      { closure, bytes, count in
        guard let closure else { return 1 }
        Unmanaged<Collected>.fromOpaque(closure).takeUnretainedValue().bytes +=
          UnsafeBufferPointer(start: bytes, count: Int(count))
        return 0
      }, Unmanaged.passUnretained(collected).toOpaque())
    guard status == 0 else { throw Self.failed(name, "the picture can't be written") }
    bytes = collected.bytes
  }

  private final class Collected {
    var bytes: [UInt8] = []
  }

  /// A `GError` holds two numbers before its message.
  private static func reason(_ error: UnsafeMutableRawPointer?, _ library: DrawingLibrary) -> String {
    guard let error else { return "the drawing can't be read" }
    defer { library.endError(error) }
    let message = error.load(fromByteOffset: 8, as: UnsafePointer<CChar>?.self)
    return message.map { String(cString: $0).split(whereSeparator: \.isNewline).joined(separator: " ") } ?? ""
  }

  private static func failed(_ name: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      .deliveryPicture, .failure, at: .init(file: name), "the chart can't be made into a picture (\(reason))",
      next: "Look at it on the site; without it nothing is sent.")
  }
}
