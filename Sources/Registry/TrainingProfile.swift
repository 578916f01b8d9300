import Book
import Diagnostics
import Models

/// The training profile that the metadata names, checked against the model.
enum TrainingProfile {
  static let largest = 16 << 20

  /// nil where the metadata names none.
  static func read(_ metadata: VersionMetadata, signature: Signature?) throws(Problems) -> Profile? {
    guard let path = metadata.profile else { return nil }
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path, limit: largest)
    } catch {
      throw Problems(
        Diagnostic(
          .registryUnreadable, .configuration, at: metadata.place(of: "profile"),
          "the training profile can't be read", found: "'\(path)': \(error.reason)"))
    }
    return try decode(bytes, file: path, signature: signature)
  }

  static func decode(_ bytes: [UInt8], file: String, signature: Signature?) throws(Problems) -> Profile {
    let place = Diagnostic.Place(file: file)
    let profile: Profile
    do {
      profile = try RecordJSON.value(Profile.self, from: bytes)
    } catch {
      throw Problems(
        Diagnostic(
          .registryProfile, .configuration, at: place, "the training profile can't be read",
          expected: "JSON with rows, inputs and outputs, as a training script writes it",
          found: (error as? DecodingError).map(told)))
    }
    var problems = Problems()
    for fault in profile.faults {
      problems.add(
        Diagnostic(
          .registryProfile, .configuration, at: place, "the training profile is not sound", found: fault))
    }
    if let signature {
      let inputs = signature.inputs.map(\.name)
      for column in profile.inputs where !inputs.contains(column.name) {
        problems.add(
          Diagnostic(
            .registryProfile, .configuration, at: place,
            "the training profile has column '\(column.name)', which is no input of the model",
            next: nearestName(to: column.name, among: inputs).map { "Did you mean '\($0)'?" }))
      }
    }
    try problems.throwIfAny()
    return profile
  }

  /// Where in the JSON, and what; never a value.
  private static func told(_ error: DecodingError) -> String {
    func path(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
      return path.hasPrefix(".") ? String(path.dropFirst()) : path.isEmpty ? "the top" : path
    }
    switch error {
    case .keyNotFound(let key, let context): return "no '\(key.stringValue)' in \(path(context))"
    case .valueNotFound(_, let context): return "no value at \(path(context))"
    case .typeMismatch(_, let context): return "another kind of value at \(path(context))"
    case .dataCorrupted(let context):
      return context.codingPath.isEmpty ? "no JSON" : "a wrong value at \(path(context))"
    @unknown default: return "something unknown"
    }
  }
}
