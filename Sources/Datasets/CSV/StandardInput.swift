package import Diagnostics
import Synchronization

/// A pipe as a dataset: its header may be looked at first, its rows are read once.
final class StandardInput: Sendable {
  private struct State {
    var header: OpenedHeader?
    var isTaken = false
  }

  /// What places call it.
  let file: String
  private let descriptor: Int32
  private let state = Mutex(State())

  init(descriptor: Int32, file: String = "standard input") {
    self.descriptor = descriptor
    self.file = file
  }

  func header(_ dialect: CSVDialect, _ limits: ChunkQueue.Limits) throws(Diagnostic) -> OpenedHeader {
    try state.withLock { state throws(Diagnostic) -> OpenedHeader in
      if let header = state.header { return header }
      let raw = DescriptorBytes(descriptor: descriptor, closes: false, name: file)
      let stream = try ByteStream.text(raw, name: file, dialect: dialect)
      let header = try OpenedHeader.read(stream, file: file, dialect: dialect, limit: limits.record)
      guard let header else { throw .csvEmpty(file, header: dialect.header) }
      state.header = header
      return header
    }
  }

  /// The header with the stream behind it, once.
  func take(_ dialect: CSVDialect, _ limits: ChunkQueue.Limits) throws(Diagnostic) -> OpenedHeader {
    let header = try header(dialect, limits)
    let isFirst = state.withLock { state in
      defer { state.isTaken = true }
      return !state.isTaken
    }
    guard isFirst else {
      throw Diagnostic(
        .csvReadTwice, .failure, "standard input can be read only once",
        next: "Write it to a file and name that.")
    }
    return header
  }
}

extension Diagnostic.Identifier {
  package static let csvReadTwice = Self("csv-read-twice")
}
