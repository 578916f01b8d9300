import Book
import Diagnostics
import Models

extension VersionRecord.Service {
  /// The same with the default output held against the model's outputs.
  ///
  /// A value without a name stands for the first output that is a number. **Throws** for an output that the model
  /// does not have, and for a value that the output can't hold.
  func resolved(_ signature: Signature, file: String) throws(Problems) -> VersionRecord.Service {
    guard let defaultOutput else { return self }
    var problems = Problems()
    let names = signature.outputs.map(\.name)
    func refuse(_ summary: String, expected: String, found: String? = nil, next: String? = nil) {
      problems.add(
        Diagnostic(
          .registryDefaultOutput, .configuration, at: .init(file: file), summary, expected: expected,
          found: found, next: next))
    }
    var entries: [VersionRecord.Entry] = []
    for entry in defaultOutput {
      let output =
        entry.name.isEmpty
        ? signature.outputs.first { $0.name == OutputNames.probability }
          ?? signature.outputs.first { $0.kind == .number } ?? signature.outputs.first
        : signature.outputs.first { $0.name == entry.name }
      guard let output else {
        refuse(
          "'default_output' names \(quoted(entry.name)), which is no output of the model",
          expected: names.joined(separator: ", "),
          next: nearestName(to: entry.name, among: names).map { "Did you mean \(quoted($0))?" })
        continue
      }
      switch output.kind {
      case .number where DecimalNumber.parse(entry.value) == nil:
        refuse(
          "'default_output' gives \(quoted(output.name)) no number", expected: "a decimal number",
          found: quoted(entry.value))
      case .label(let labels) where !labels.contains(entry.value):
        refuse(
          "'default_output' gives \(quoted(output.name)) a class that the model does not have",
          expected: labels.prefix(10).joined(separator: ", "), found: quoted(entry.value))
      default: entries.append(.init(name: output.name, value: entry.value))
      }
    }
    try problems.throwIfAny()
    return VersionRecord.Service(
      name: name, serviceID: serviceID, team: team, description: description, inputType: inputType,
      sloMicroseconds: sloMicroseconds, defaultOutput: entries, packages: packages)
  }
}
