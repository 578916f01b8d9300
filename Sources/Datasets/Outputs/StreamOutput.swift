#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
package import Diagnostics

extension Diagnostic.Identifier {
  /// Who reads our output has closed it: not an error to tell anybody, the program ends quietly.
  package static let outputBrokenPipe = Self("output-broken-pipe")
}

/// Rows as text to standard output or one file, without commits: what `score` writes.
///
/// A file is written beside its place and renamed when it is whole; at the end of a symbolic link the file it
/// leads to is replaced, and the link stays. Standard output, pipes and devices are written as the rows come, in
/// chunk order. Rejects go to a file of their own where one is named.
package struct StreamOutput: OutputTarget {
  package enum Destination: Sendable, Hashable {
    /// An open descriptor: 1 for standard output. It stays open.
    case descriptor(Int32)
    case file(String)
  }

  let destination: Destination
  let format: RowFormat
  let rejectsPath: String?
  let stagingFolder: String

  /// Key hashes beyond the memory's limit go to the staging folder; it is made when it is needed, and then
  /// removed at the end.
  package init(
    _ destination: Destination, format: RowFormat, rejectsPath: String? = nil, stagingFolder: String
  ) {
    self.destination = destination
    self.format = format
    self.rejectsPath = rejectsPath
    self.stagingFolder = stagingFolder
  }

  package var name: String {
    switch destination {
    case .descriptor: "standard output"
    case .file(let path): path
    }
  }

  package func recover(job: String) {}
  package func standing(job: String, date: String?) -> CommitRecord? { nil }
  package func commits(job: String) -> [CommitRecord] { [] }

  package func stage(_ plan: OutputPlan) throws(Diagnostic) -> any OutputStage {
    // A closed pipe shall be an error of `write`, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    return try StreamStage(self, plan)
  }
}
