import Book
package import Diagnostics
import Models
import ONNXModels

/// What a path holds: an artefact's bytes, and what the folder it lies in tells about it.
package struct Artefact: Sendable {
  package let bytes: [UInt8]
  /// The file itself.
  package let path: String
  /// What the folder's page says of it, the options among them.
  let page: ArtefactPage?

  /// SHA-256 of the bytes.
  package let digest: String

  init(_ bytes: [UInt8], path: String, page: ArtefactPage? = nil) {
    self.bytes = bytes
    self.path = path
    self.page = page
    digest = ContentDigest.sha256(bytes)
  }

  /// Names of the files that were made into one archive; nil where the bytes are those of the file at `path`.
  package var gathered: [String]? {
    guard ArtefactBundle.recognises(bytes.prefix(4096)),
      let prefix = FilePrefix.read(path, count: 4096), !ArtefactBundle.recognises(prefix),
      let bundle = try? ArtefactBundle(reading: bytes, name: path)
    else { return nil }
    return bundle.files.map(\.name)
  }

  /// A bare file with the files it names, an MLflow model folder or its `MLmodel`, an `MLproject` or its folder.
  ///
  /// **Throws** all that is wrong with the page at once, and for a folder that is none of these.
  package static func open(_ path: String) throws(Problems) -> Artefact {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    if FolderFile.isFolder(path) {
      let folder = FolderFile(folder: path)
      let names = try several { () throws(Diagnostic) in try folder.names() ?? [] }
      if names.contains(MLmodelPage.name) { return try MLmodelPage.open(folder) }
      if let name = names.first(where: { MLprojectPage.isName($0) }) {
        return try MLprojectPage.open(folder, name: name)
      }
      throw Problems(
        Diagnostic(
          .registryFolder, .configuration, at: .init(file: path),
          "the folder holds no model that can be read",
          expected: "an 'MLmodel' of MLflow, or an 'MLproject'",
          found: names.isEmpty ? "nothing" : names.prefix(5).map { quoted($0) }.joined(separator: ", "),
          next: "Name the artefact itself."))
    }
    let (folder, name) = FolderFile.split(path)
    if name == MLmodelPage.name { return try MLmodelPage.open(FolderFile(folder: folder)) }
    if MLprojectPage.isName(name) {
      return try MLprojectPage.open(FolderFile(folder: folder), name: name)
    }
    let bytes = try several { () throws(Diagnostic) in try Registry.bytes(of: path) }
    return Artefact(try whole(bytes, path: path), path: path)
  }

  /// What the model of an ONNX bundle is called in it.
  static let onnxName = "model.onnx"

  /// The bytes with the files that they name beside them: a page of a process, an ONNX model whose weights lie in
  /// files of their own; all others are whole as they are.
  ///
  /// **Throws** for files that are not there or lie outside the folder.
  static func whole(_ bytes: [UInt8], path: String) throws(Problems) -> [UInt8] {
    if ArtefactBundle.recognises(bytes.prefix(4096)) { return bytes }
    if ProcessFormat.recognises(bytes.prefix(4096)) { return try ProcessFormat.gather(page: path).bytes }
    guard ArtefactFormat.recognise(bytes) == .onnx else { return bytes }
    let names = try several { () throws(Diagnostic) in try ONNXFormat.externalFiles(bytes: bytes, name: path)
    }
    guard !names.isEmpty else { return bytes }
    return try ArtefactBundle.gather(page: path, as: onnxName) { _ throws(Problems) in names }.bytes
  }
}

/// What a page beside an artefact says of it, whoever wrote the page.
struct ArtefactPage: Sendable {
  /// The page's own path.
  let file: String
  /// "MLflow 3.17.2", "MLproject".
  let title: String
  var framework: String?
  var options: VersionRecord.Options = .none
  /// Columns of the signature's only tensor, where it is one that holds all inputs.
  var tensorWidth: Int?
  /// Where the artefact came from, in the order it is shown.
  var origin: [VersionRecord.Entry] = []
  var service: VersionRecord.Service?
  /// Rows of the page's input example.
  var example: ExampleRows?
  var warnings: [Diagnostic] = []

  /// **Throws** where the signature's tensor has another width than the model.
  func check(_ model: any Model) throws(Problems) {
    let count = model.signature.inputs.count
    guard let tensorWidth, tensorWidth != count else { return }
    throw Problems(
      Diagnostic(
        .registrySignature, .configuration, at: .init(file: file),
        "the signature's tensor and the model have different widths",
        expected: "\(count), as the model reads", found: "\(tensorWidth)",
        next: "Infer the signature from the rows that the model was trained on, and log it again."))
  }
}

/// Rows of an input example as text, as a CSV file would hold them.
struct ExampleRows: Sendable, Hashable {
  /// nil: the columns have no names, and stand in the model's order.
  let columns: [String]?
  /// **Missing values:** the empty text.
  let rows: [[String]]
}
