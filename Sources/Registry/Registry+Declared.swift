import Book
package import Diagnostics
package import Workspace

extension Registry {
  /// Registered versions whose declared file is no longer what was registered: `repurchase@1`.
  ///
  /// A file that can't be read tells nothing: the version is used as it was registered.
  package func changedDeclarations(_ configuration: Configuration) throws(Diagnostic) -> Set<String> {
    var changed: Set<String> = []
    for (name, model) in configuration.models {
      for (position, version) in model.versions.enumerated() {
        guard let standing = try book.version(model: name, number: position + 1),
          let artefact = try? Artefact.open(configuration.location(of: version.artefact)),
          artefact.digest != standing.digest
        else { continue }
        changed.insert(standing.reference)
      }
    }
    return changed
  }
}
