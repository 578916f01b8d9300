/// What went wrong in a run, as it may stand on a page.
package enum ProblemText {
  /// The text with the cells in it left out: messages about a cell quote it after "holds".
  package static func shown(_ problems: String, showsValues: Bool) -> String {
    guard !showsValues else { return problems }
    return problems.split(separator: "\n", omittingEmptySubsequences: false).map { masked(String($0)) }
      .joined(separator: "\n")
  }

  private static func masked(_ line: String) -> String {
    var result = ""
    var rest = line[...]
    while let start = rest.firstRange(of: " holds '") {
      result += rest[..<start.upperBound] + "…'"
      rest = rest[start.upperBound...]
      // The cell may hold a quote itself; the clause after it is ours.
      if let end = rest.firstRange(of: "'; ") ?? rest.firstRange(of: "'") {
        rest = rest[rest.index(after: end.lowerBound)...]
      } else {
        rest = rest[rest.endIndex...]
      }
    }
    return result + rest
  }
}
