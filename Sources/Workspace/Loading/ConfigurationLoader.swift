package import Diagnostics

extension Diagnostic.Identifier {
  package static let workspaceNotFound = Self("workspace-not-found")
  package static let workspaceUnreadable = Self("workspace-unreadable")
  package static let workspaceKind = Self("workspace-kind")
  package static let workspaceUnknownReference = Self("workspace-unknown-reference")
  package static let workspacePrivateFolder = Self("workspace-private-folder")
  package static let workspaceDates = Self("workspace-dates")
  package static let workspaceCycle = Self("workspace-cycle")
  package static let workspaceOutputShared = Self("workspace-output-shared")
  package static let workspaceOutputIsInput = Self("workspace-output-is-input")
  package static let workspaceKey = Self("workspace-key")
  package static let workspaceBaseline = Self("workspace-baseline")
  package static let workspaceMetric = Self("workspace-metric")
}

/// Reads `scorebook.yaml` and what is laid over it.
package enum ConfigurationLoader {
  /// Reads the workspace in a folder.
  ///
  /// - Parameters:
  ///   - folder: The folder that holds `scorebook.yaml`, as a person named it.
  ///   - overlays: Files whose maps are laid over it key by key, the last on top (`--config`).
  /// **Throws:** all that is wrong with it, in the order of the places.
  package static func load(folder: String, overlays: [String] = []) throws(Problems) -> Configuration {
    let file =
      folder == "." || folder.isEmpty ? WorkspaceLocator.fileName : "\(folder)/\(WorkspaceLocator.fileName)"
    var problems = Problems()
    var layers: [Layer] = []
    for path in [file] + overlays {
      do {
        layers.append(try readLayer(path))
      } catch {
        problems.add(error)
      }
    }
    try problems.throwIfAny()
    return try decode(layers, file: file, root: WorkspaceLocator.absolute(folder))
  }

  /// Reads a workspace from text, as `load` does from a file.
  ///
  /// - Parameters:
  ///   - file: What messages call the text.
  ///   - root: The folder of the workspace, absolute.
  package static func decode(yaml: String, file: String, root: String) throws(Problems) -> Configuration {
    let bytes = Array(yaml.utf8)
    return try decode([(bytes, try YAMLDocument.read(bytes, file: file))], file: file, root: root)
  }

  /// A file's text and what it says.
  private typealias Layer = (bytes: [UInt8], node: YAMLNode)

  private static func readLayer(_ path: String) throws(Problems) -> Layer {
    let bytes: [UInt8]
    do {
      bytes = try readText(path)
    } catch {
      throw Problems([error])
    }
    return (bytes, try YAMLDocument.read(bytes, file: path))
  }

  private static func decode(_ layers: [Layer], file: String, root: String) throws(Problems)
    -> Configuration
  {
    var node = layers.first?.node ?? YAMLNode(.empty, at: Diagnostic.Place(file: file))
    for layer in layers.dropFirst() where layer.node.content != .empty {
      node = node.merged(with: layer.node)
    }
    var decoder = ConfigurationDecoder(root: root, file: file, layers: layers.map(\.bytes))
    let configuration = decoder.decode(node)
    var problems = decoder.reader.problems
    if let configuration {
      let checks = ConfigurationChecks(configuration, reader: decoder.reader)
      problems.add(checks.problems())
    }
    guard let configuration, problems.errors.isEmpty else { throw problems.sorted(first: file) }
    return configuration
  }
}
