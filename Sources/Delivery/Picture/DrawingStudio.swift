package import Diagnostics

/// Makes pictures of drawings, each once: the audiences of a report mostly get the same.
package final class DrawingStudio {
  private var done: [[UInt8]: PNGDrawing] = [:]

  package init() {}

  /// - Parameter name: by which problems name it.
  ///
  /// **Throws:** `delivery-picture`, `delivery-library` and `delivery-font`.
  package func picture(of svg: [UInt8], name: String) throws(Diagnostic) -> PNGDrawing {
    if let picture = done[svg] { return picture }
    let picture = try PNGDrawing(svg: svg, name: name)
    done[svg] = picture
    return picture
  }
}
