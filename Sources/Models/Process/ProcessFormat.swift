package import Diagnostics

/// Programs that read rows and write predictions: a page in YAML, and the files it names, in one bundle.
package enum ProcessFormat {
  /// The page's name in a bundle, whatever it was called: the same content has the same digest.
  package static let pageName = "process.yaml"

  /// Whether a file that starts so is a process model: a page, or a bundle whose page is one.
  ///
  /// 4096 bytes tell a page whose comments are not longer than that.
  package static func recognises(_ prefix: some RandomAccessCollection<UInt8>) -> Bool {
    if ArtefactBundle.recognises(prefix) {
      return prefix.starts(with: pageName.utf8) && prefix.dropFirst(pageName.utf8.count).first == 0
    }
    for line in prefix.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      if line.starts(with: "#".utf8) || line.starts(with: "---".utf8) || line.allSatisfy({ $0 == 0x20 }) {
        continue
      }
      return line.starts(with: "process:".utf8)
    }
    return false
  }

  /// Reads a whole artefact; starts nothing.
  ///
  /// **Throws:** every mistake in the page at once, each with its line.
  package static func open(
    bytes: [UInt8], name: String, options: ArtefactOptions
  ) throws(Problems) -> ProcessModel {
    var bundle: ArtefactBundle?
    if ArtefactBundle.recognises(bytes) { bundle = try ArtefactBundle(reading: bytes, name: name) }
    var reader = ProcessPageReader(file: bundle == nil ? name : "\(name)/\(pageName)")
    let page = try reader.read(bundle?.main.bytes ?? bytes)
    var problems = Problems(faults(page, options, name: name))
    let there = Set((bundle?.others ?? []).map(\.name))
    for file in page.files where !there.contains(file) {
      problems.add(
        Diagnostic(
          .processFiles, .configuration, at: .init(file: name),
          "the page names the file \(quoted(file)), which does not come with it",
          next: "Register the page from the folder that holds its files."))
    }
    for file in there.subtracting(page.files).sorted() {
      problems.add(
        Diagnostic(
          .processFiles, .configuration, at: .init(file: name),
          "the artefact holds the file \(quoted(file)), which its page does not name"))
    }
    try problems.throwIfAny()
    return ProcessModel(page, files: Array(bundle?.others ?? []), labels: options.labels)
  }

  /// Refuses what only a page that is registered already may say.
  ///
  /// **Throws** for a batch larger than what is read at a time: such a page opens, and its batches are cut.
  package static func checkNew(bytes: [UInt8], name: String) throws(Problems) {
    let isBundle = ArtefactBundle.recognises(bytes)
    let page = isBundle ? try ArtefactBundle(reading: bytes, name: name).main.bytes : bytes
    var reader = ProcessPageReader(file: isBundle ? "\(name)/\(pageName)" : name, takesLargeBatches: false)
    _ = try reader.read(page)
  }

  /// The page and its files from a folder, as the one artefact that `open` reads.
  ///
  /// **Throws:** every mistake in the page, and every file that is not there or lies elsewhere.
  package static func gather(page path: String) throws(Problems) -> ArtefactBundle {
    try ArtefactBundle.gather(page: path, as: pageName) { bytes throws(Problems) in
      var reader = ProcessPageReader(file: path)
      return try reader.read(bytes).files
    }
  }

  private static func faults(
    _ page: ProcessPage, _ options: ArtefactOptions, name: String
  ) -> [Diagnostic] {
    var faults: [Diagnostic] = []
    func add(_ summary: String, expected: String? = nil, found: String? = nil, next: String) {
      faults.append(
        Diagnostic(
          .processOptions, .configuration, at: .init(file: name), summary, expected: expected, found: found,
          next: next))
    }
    if options.iterations != nil {
      add("a process model has no iterations to choose from", next: "Leave out 'iterations'.")
    }
    if options.columns != nil {
      add("a process model names its own columns", next: "Leave out 'columns'.")
    }
    guard let given = options.labels else { return faults }
    switch ProcessTask.task(page.outputs, labels: given) {
    case .binary(let negative, let positive) where given == [negative, positive]: break
    case .multiclass(let labels) where given == labels: break
    case .binary(let negative, let positive):
      add(
        "other labels are given than the page's", expected: "'\(negative)', '\(positive)'",
        found: "'\(given.joined(separator: "', '"))'", next: "Leave out 'labels'.")
    default:
      add("labels are given that the page does not have", next: "Leave out 'labels'.")
    }
    return faults
  }
}
