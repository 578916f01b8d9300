import Diagnostics

/// A file that is made when something is to be written to it.
final class SpillFile {
  private let space: ScratchSpace
  private var file: ScratchFile?

  init(_ space: ScratchSpace) { self.space = space }

  /// **Throws** where the folder takes no file.
  func opened() throws(Diagnostic) -> ScratchFile {
    if let file { return file }
    let made = try ScratchFile(space)
    file = made
    return made
  }
}
