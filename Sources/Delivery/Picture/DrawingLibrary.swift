package import Diagnostics
import Glibc

extension Diagnostic.Identifier {
  package static let deliveryFont = Self("delivery-font")
}

/// librsvg and what it draws with, loaded by the first who needs a picture: a program that draws none starts without
/// their ninety libraries.
///
/// `@unchecked Sendable`: addresses of functions, which never change.
struct DrawingLibrary: @unchecked Sendable {
  typealias Pointer = UnsafeMutableRawPointer

  let newHandle: @convention(c) (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<Pointer?>?) -> Pointer?
  let size: @convention(c) (Pointer, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Int32
  let render:
    @convention(c) (Pointer, Pointer, UnsafePointer<Double>, UnsafeMutablePointer<Pointer?>?) -> Int32
  let newSurface: @convention(c) (Int32, Int32, Int32) -> Pointer?
  let surfaceStatus: @convention(c) (Pointer) -> Int32
  let write:
    @convention(c) (
      Pointer, @convention(c) (Pointer?, UnsafePointer<UInt8>?, UInt32) -> Int32, Pointer?
    ) -> Int32
  let newContext: @convention(c) (Pointer) -> Pointer?
  let setColour: @convention(c) (Pointer, Double, Double, Double) -> Void
  let paint: @convention(c) (Pointer) -> Void
  let endContext: @convention(c) (Pointer) -> Void
  let endSurface: @convention(c) (Pointer) -> Void
  let endObject: @convention(c) (Pointer) -> Void
  let endError: @convention(c) (Pointer) -> Void
  /// How many fonts are installed.
  let fonts: Int

  private static let loaded: DrawingLibrary? = load()

  /// **Throws:** `delivery-library` where it is not installed; `delivery-font` where no font is, since all text would
  /// be left out of drawings without a word.
  static func required() throws(Diagnostic) -> DrawingLibrary {
    guard let loaded else {
      throw Diagnostic(
        .deliveryLibrary, .failure, "librsvg can't be loaded, which makes the pictures of a mail",
        next: "Install it: on Debian and Ubuntu `apt install librsvg2-2 fonts-dejavu-core`.")
    }
    guard loaded.fonts > 0 else {
      throw Diagnostic(
        .deliveryFont, .failure, "there is no font on this machine, so that charts would have no text",
        next: "Install one: on Debian and Ubuntu `apt install fonts-dejavu-core`.")
    }
    return loaded
  }

  private static func load() -> DrawingLibrary? {
    // What is not called of the thirty libraries behind these is not looked up.
    func open(_ name: String) -> Pointer? { dlopen(name, RTLD_LAZY | RTLD_LOCAL) }
    guard let rsvg = open("librsvg-2.so.2"), let cairo = open("libcairo.so.2"),
      let object = open("libgobject-2.0.so.0"), let glib = open("libglib-2.0.so.0"),
      let fontconfig = open("libfontconfig.so.1"),
      let newHandle = dlsym(rsvg, "rsvg_handle_new_from_data"),
      let size = dlsym(rsvg, "rsvg_handle_get_intrinsic_size_in_pixels"),
      let render = dlsym(rsvg, "rsvg_handle_render_document"),
      let newSurface = dlsym(cairo, "cairo_image_surface_create"),
      let surfaceStatus = dlsym(cairo, "cairo_surface_status"),
      let write = dlsym(cairo, "cairo_surface_write_to_png_stream"),
      let newContext = dlsym(cairo, "cairo_create"),
      let setColour = dlsym(cairo, "cairo_set_source_rgb"), let paint = dlsym(cairo, "cairo_paint"),
      let endContext = dlsym(cairo, "cairo_destroy"),
      let endSurface = dlsym(cairo, "cairo_surface_destroy"),
      let endObject = dlsym(object, "g_object_unref"), let endError = dlsym(glib, "g_error_free"),
      let fonts = fonts(fontconfig)
    else { return nil }
    func cast<Function>(_ address: Pointer) -> Function { unsafeBitCast(address, to: Function.self) }
    return DrawingLibrary(
      newHandle: cast(newHandle), size: cast(size), render: cast(render), newSurface: cast(newSurface),
      surfaceStatus: cast(surfaceStatus), write: cast(write), newContext: cast(newContext),
      setColour: cast(setColour), paint: cast(paint), endContext: cast(endContext),
      endSurface: cast(endSurface), endObject: cast(endObject), endError: cast(endError), fonts: fonts)
  }

  /// Fontconfig's sets begin with their number of fonts.
  private static func fonts(_ library: Pointer) -> Int? {
    guard let load = dlsym(library, "FcInitLoadConfigAndFonts"), let get = dlsym(library, "FcConfigGetFonts")
    else { return nil }
    guard let configuration = unsafeBitCast(load, to: (@convention(c) () -> Pointer?).self)() else {
      return 0
    }
    var count = 0
    // Those of the system, and those of the program.
    for set in [Int32(0), 1] {
      let fonts = unsafeBitCast(get, to: (@convention(c) (Pointer, Int32) -> Pointer?).self)(
        configuration, set)
      count += fonts.map { Int($0.load(as: Int32.self)) } ?? 0
    }
    return count
  }
}
