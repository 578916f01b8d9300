package import Diagnostics
import Tabular

/// CSV files as a dataset: one or several with the same columns, packed or not, or standard input.
///
/// The rows are those of all files in the order given. Record numbers count through all of them, lines within
/// each.
package struct CSVSource: DatasetSource {
  package let name: String
  /// Paths, globbed and sorted; `-` alone is standard input.
  package let files: [String]
  package let dialect: CSVDialect
  package let declared: [DeclaredColumn]
  let limits: ChunkQueue.Limits
  let input: StandardInput?

  /// - Throws: `csv-dialect` for settings that cannot be told apart.
  package init(
    name: String, files: [String], dialect: CSVDialect = CSVDialect(), declared: [DeclaredColumn] = []
  ) throws(Diagnostic) {
    try self.init(
      name: name, files: files, dialect: dialect, declared: declared, limits: ChunkQueue.Limits(),
      input: files == ["-"] ? StandardInput(descriptor: 0) : nil)
  }

  init(
    name: String, files: [String], dialect: CSVDialect, declared: [DeclaredColumn],
    limits: ChunkQueue.Limits, input: StandardInput?
  ) throws(Diagnostic) {
    try dialect.check()
    if input == nil, files.isEmpty || files.contains("-") {
      throw Diagnostic(
        .csvNoFiles, .configuration,
        "dataset '\(name)' has \(files.isEmpty ? "no files" : "'-' among other files")",
        expected: "files, or '-' alone for standard input", next: "Check its csv path.")
    }
    self.name = name
    self.files = files
    self.dialect = dialect
    self.declared = declared
    self.limits = limits
    self.input = input
  }

  /// The columns of the first file, in its order; only headers are read.
  package func columnNames() throws(Diagnostic) -> [String] {
    if let input { return try input.header(dialect, limits).names }
    return try header(0, expected: nil)?.names ?? []
  }

  package func makeReaders(_ plan: ReadPlan) throws(Diagnostic) -> [any RowReader] {
    let queue = ChunkQueue(dialect: dialect, limits: limits, open: try opener(plan.layout))
    let context = ReadContext(dialect: dialect, layout: plan.layout)
    return (0..<max(1, plan.readers)).map { _ in
      BlockReader(queue: queue, context: context, plan: plan, chunkSize: limits.chunk)
    }
  }

  /// One reader that leaves fields, quotes and records to libcsv: what `makeReaders` is measured against.
  package func makeReferenceReader(_ plan: ReadPlan) throws(Diagnostic) -> any RowReader {
    LibCSVReader(
      records: LibCSVRecords(dialect: dialect, limit: limits.record, open: try opener(plan.layout)),
      context: ReadContext(dialect: dialect, layout: plan.layout), plan: plan, chunk: limits.chunk)
  }

  /// Checks all headers, then gives the files one by one.
  func opener(_ layout: Layout) throws(Diagnostic) -> ChunkQueue.Opener {
    if let input {
      let header = try input.take(dialect, limits)
      let file = OpenFile(header, try plan(header.names, input.file, layout))
      return { index throws(Diagnostic) in index == 0 ? file : nil }
    }
    let expected = try columnNames()
    for index in files.indices {
      guard let header = try header(index, expected: expected) else { continue }
      _ = try plan(header.names, files[index], layout)
    }
    return { index throws(Diagnostic) in
      guard index < files.count else { return nil }
      let found = try header(index, expected: expected)
      let header = found ?? OpenedHeader(names: expected, stream: ByteStream(), dataLine: 1)
      return OpenFile(header, try plan(header.names, files[index], layout))
    }
  }

  private func plan(_ names: [String], _ file: String, _ layout: Layout) throws(Diagnostic) -> FilePlan {
    try FilePlan(file: file, names: names, layout: layout, declared: declared, dataset: name)
  }

  /// nil for an empty file among others that have no header either.
  private func header(_ index: Int, expected: [String]?) throws(Diagnostic) -> OpenedHeader? {
    let file = files[index]
    let stream = try ByteStream.text(path: file, dialect: dialect)
    guard let header = try OpenedHeader.read(stream, file: file, dialect: dialect, limit: limits.record)
    else {
      if !dialect.header, expected != nil { return nil }
      throw .csvEmpty(file, header: dialect.header)
    }
    if let expected { try CSVHeader.compare(header.names, file: file, with: expected, of: files[0]) }
    return header
  }
}

extension Diagnostic {
  static func csvEmpty(_ file: String, header: Bool) -> Diagnostic {
    Diagnostic(
      .csvEmpty, at: .init(file: file), "the file is empty", expected: header ? "a header line" : "a record",
      next: "Check whether it has been delivered whole.")
  }
}

extension Diagnostic.Identifier {
  package static let csvNoFiles = Self("csv-no-files")
  package static let csvEmpty = Self("csv-empty")
}
