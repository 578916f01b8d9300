import CCurl
package import Diagnostics
import Glibc

extension Diagnostic.Identifier {
  package static let deliveryLibrary = Self("delivery-library")
}

/// libcurl, loaded by the first who needs a network: a program that sends nothing starts without its forty libraries.
///
/// `@unchecked Sendable`: addresses of functions, which never change; `curl_global_init` is called once, before any other.
struct CurlLibrary: @unchecked Sendable {
  typealias Make = @convention(c) () -> UnsafeMutableRawPointer?
  typealias Perform = @convention(c) (UnsafeMutableRawPointer) -> Int32
  typealias End = @convention(c) (UnsafeMutableRawPointer) -> Void
  typealias Append =
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>) -> UnsafeMutableRawPointer?
  typealias Describe = @convention(c) (Int32) -> UnsafePointer<CChar>?

  let make: Make
  let perform: Perform
  let reset: End
  let cleanup: End
  let append: Append
  let freeList: End
  let describe: Describe
  let setOption: UnsafeMutableRawPointer
  let getInfo: UnsafeMutableRawPointer

  private static let names = ["libcurl.so.4", "libcurl-gnutls.so.4"]

  private static let loaded: CurlLibrary? = load()

  /// **Throws:** `delivery-library` where it is not installed.
  static func required() throws(Diagnostic) -> CurlLibrary {
    guard let loaded else {
      throw Diagnostic(
        .deliveryLibrary, .failure, "libcurl can't be loaded, which talks to mail servers and web-hooks",
        next: "Install it: on Debian and Ubuntu `apt install libcurl4`.")
    }
    return loaded
  }

  private static func load() -> CurlLibrary? {
    for name in names {
      // What is not called of the libraries behind it is not looked up.
      guard let library = dlopen(name, RTLD_LAZY | RTLD_LOCAL) else { continue }
      let find = { (name: String) in dlsym(library, name) }
      guard let initialise = find("curl_global_init"), let make = find("curl_easy_init"),
        let perform = find("curl_easy_perform"), let reset = find("curl_easy_reset"),
        let cleanup = find("curl_easy_cleanup"), let append = find("curl_slist_append"),
        let freeList = find("curl_slist_free_all"), let describe = find("curl_easy_strerror"),
        let setOption = find("curl_easy_setopt"), let getInfo = find("curl_easy_getinfo")
      else { continue }
      // CURL_GLOBAL_ALL.
      let start = unsafeBitCast(initialise, to: (@convention(c) (Int) -> Int32).self)
      guard start(3) == 0 else { continue }
      return CurlLibrary(
        make: unsafeBitCast(make, to: Make.self), perform: unsafeBitCast(perform, to: Perform.self),
        reset: unsafeBitCast(reset, to: End.self), cleanup: unsafeBitCast(cleanup, to: End.self),
        append: unsafeBitCast(append, to: Append.self), freeList: unsafeBitCast(freeList, to: End.self),
        describe: unsafeBitCast(describe, to: Describe.self), setOption: setOption, getInfo: getInfo)
    }
    return nil
  }
}
