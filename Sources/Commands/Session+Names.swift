package import Diagnostics
import Workspace

extension Session {
  /// What is said of a name that the configuration does not have.
  func unknown<Value>(
    _ kind: String, _ name: String, _ names: KeyPath<Configuration, [String: Value]>
  ) -> Diagnostic {
    Diagnostic(
      .commandUnknownName, .configuration, at: .init(file: configuration.file),
      "there is no \(kind) '\(name)'",
      next: nameAdvice(for: name, among: configuration[keyPath: names].keys))
  }

  /// `repurchase@champion` or `repurchase@3`; a bare name is its champion.
  func modelReference(_ text: String) throws(Diagnostic) -> ModelReference {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else {
      throw Diagnostic(
        .commandModelReference, .configuration, "'\(text)' is no model",
        expected: "NAME@ALIAS or NAME@NUMBER, such as repurchase@champion or repurchase@3")
    }
    let name = String(parts[0])
    guard parts.count == 2 else { return ModelReference(name: name, pointer: .alias("champion")) }
    if let number = Int(parts[1]) { return ModelReference(name: name, pointer: .number(number)) }
    return ModelReference(name: name, pointer: .alias(String(parts[1])))
  }
}

extension Diagnostic.Identifier {
  package static let commandUnknownName = Self("command-unknown-name")
  package static let commandModelReference = Self("command-model-reference")
}
