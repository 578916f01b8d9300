/// One statement of a workspace, as it was written, and what its parameters stand for.
package struct SQLQuery: Sendable, Hashable {
  /// The SQL text.
  package let text: String
  /// The file it stands in, for messages.
  package let file: String
  /// The line of that file on which the text begins.
  package let firstLine: Int
  /// Values of `:date`, `:from`, `:to`, by name without the colon; bound as text, never pasted.
  package let parameters: [String: String]
  /// How long SQLite may work on it in all; time between two reads of rows does not count.
  package let timeLimit: Duration

  /// All parameters that there are in a workspace.
  package static let parameterNames = ["date", "from", "to"]

  package init(
    text: String, file: String, firstLine: Int = 1, parameters: [String: String] = [:],
    timeLimit: Duration = .seconds(300)
  ) {
    self.text = text
    self.file = file
    self.firstLine = firstLine
    self.parameters = parameters
    self.timeLimit = timeLimit
  }

  /// The same statement with other values of its parameters.
  package func with(parameters: [String: String]) -> SQLQuery {
    SQLQuery(text: text, file: file, firstLine: firstLine, parameters: parameters, timeLimit: timeLimit)
  }

  /// Canonical text of the statement and its parameters, for stamps.
  var stampText: String {
    let bound = parameters.sorted { $0.key < $1.key }.map { ":\($0.key)=\($0.value)" }
    return (["sql \(text.utf8.count)", text] + bound).joined(separator: "\n")
  }
}
