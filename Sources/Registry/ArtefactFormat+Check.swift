import Book
import Diagnostics
import Models

extension ArtefactFormat {
  /// What a person may say about an artefact of this format that it does not say itself.
  package enum Option: String, Sendable, Hashable, CaseIterable {
    case labels, iterations, columns

    /// For the listing of `inspect`.
    package var meaning: String {
      switch self {
      case .labels: "names of the classes in the model's order, negative first"
      case .iterations: "best or all: up to the best iteration of early stopping, or every one"
      case .columns: "names for the inputs, in the model's order"
      }
    }
  }

  /// **Throws** for options that mean nothing to this format.
  func check(_ options: VersionRecord.Options, at file: String) throws(Problems) {
    var problems = Problems()
    let given: [(Option, Bool)] = [
      (.iterations, options.iterations != nil), (.columns, options.columns != nil),
    ]
    // Labels are the reader's: a table or a page may be given those that it has itself.
    for (option, isGiven) in given where isGiven && !self.options.contains(option) {
      problems.add(
        Diagnostic(
          .registryOptions, .configuration, at: .init(file: file),
          "'\(option.rawValue)' means nothing to a model in the format \(title)",
          next: self.options.isEmpty
            ? "Leave it out: it takes no options."
            : "Leave it out: it takes \(self.options.map { "'\($0.rawValue)'" }.joined(separator: " and ")).")
      )
    }
    try problems.throwIfAny()
  }
}

extension VersionRecord.Options {
  /// For messages: "iterations best; columns a, b". Of a signature, the columns in which it differs from another's.
  func told(beside other: VersionRecord.Options) -> String {
    let parts = [
      labels.map { "labels \($0.joined(separator: ", "))" }, iterations.map { "iterations \($0)" },
      columns.map { "columns \($0.joined(separator: ", "))" },
      schema.map { columns in
        let differing = columns.filter { !(other.schema ?? []).contains($0) }
        let words = differing.prefix(10).map { column in
          "\(quoted(column.name)) \(column.type)\(column.required ? "" : ", optional")"
        }
        let list = words.isEmpty ? "" : " with \(words.joined(separator: ", "))"
        return "a signature of \(columns.count) columns\(list)"
      },
    ].compactMap { $0 }
    return parts.isEmpty ? "none" : parts.joined(separator: "; ")
  }
}
