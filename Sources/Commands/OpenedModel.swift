import ArgumentParser
import Book
package import Diagnostics
import Glibc
import Models
import Registry
import Workspace

/// A model named on the command line: a file, or a version of the workspace's registry.
struct OpenedModel {
  let label: String
  let model: any Model
  let bands: [Double]?

  init(_ text: String, folder: String?, options: VersionRecord.Options) throws {
    if access(text, F_OK) == 0 {
      label = text
      model = try Inspection.of(text, options: options).model
      bands = nil
      return
    }
    guard text.contains("@") else {
      throw Diagnostic(
        .commandNoModel, .configuration, "there is no file '\(text)'",
        expected: "an artefact's path, or NAME@VERSION of a workspace")
    }
    guard options == .none else {
      throw Diagnostic(
        .commandModelOptions, .configuration,
        "'\(text)' is a registered version, which was given its options when it was registered",
        next: "Leave out --labels, --iterations and --columns, or name the artefact's file.")
    }
    let session = try Session(GlobalOptions.parse(folder.map { ["-C", $0] } ?? []))
    guard let book = try session.existingBook() else {
      throw Diagnostic(
        .commandNoModel, .configuration, "the workspace has no book yet, and so no '\(text)'",
        next: "'scorebook model add' or a first 'scorebook run' makes it.")
    }
    let registry = Registry(book: book)
    let reference = try session.modelReference(text)
    try registry.refuseChanged(reference, in: session.configuration)
    let opened = try registry.open(reference)
    label = opened.record.reference
    model = opened.model
    bands = opened.record.bands
  }
}

extension Diagnostic.Identifier {
  package static let commandNoModel = Self("command-no-model")
  package static let commandModelOptions = Self("command-model-options")
}
