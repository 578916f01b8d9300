/// What a process model's page says: the program, how it is spoken to, and its limits.
package struct ProcessPage: Sendable, Hashable {
  /// The form of rows and answers.
  package enum Speech: String, Sendable, Hashable, CaseIterable {
    case csv
    case jsonLines = "json_lines"
  }

  /// The program and its arguments, each as it is: no shell reads them.
  package let command: [String]
  /// The files beside the page that the program gets a copy of.
  package let files: [String]
  package let speaks: Speech
  package let inputs: [Input]
  /// As the page lists them.
  package let outputs: [Output]
  /// Rows sent before their answers are awaited, at most: a batch also ends where what was read of the input ends.
  package let batch: Int
  /// What the page itself says: more than `batch` where it was registered before there was a largest one.
  package let askedBatch: Int
  /// **Units:** milliseconds.
  package let startLimit: Int
  /// **Units:** milliseconds.
  package let batchLimit: Int
  /// Bytes of memory in use by the program and all it starts.
  package let memoryLimit: Int
  /// Names of the only variables it sees.
  package let environment: [String]

  static let defaultBatch = 4096
  /// So many rows of SQLite are read at a time, and about as many of an ordinary CSV file; a larger batch would be
  /// cut.
  package static let largestBatch = 8192
  static let defaultStart = 60_000
  static let defaultBatchLimit = 60_000
  static let defaultMemory = 4 << 30
  static let defaultEnvironment = ["LANG", "PATH"]
  /// More columns than that no page lists.
  static let columnLimit = 4096
}
