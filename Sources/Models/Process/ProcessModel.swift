package import Diagnostics

/// A program that reads rows and writes predictions, and what its page says of it.
///
/// **Missing values:** sent as an empty field or null; a required input that is missing is refused as
/// `missingInput`, a category that the page does not list as `invalidInput`, and neither row is sent. A row whose
/// answer is empty in all fields is `refused`.
package struct ProcessModel: Model {
  package let page: ProcessPage
  package let signature: Signature
  /// The program's files, by name.
  let files: [(name: String, bytes: [UInt8])]

  init(_ page: ProcessPage, files: [(name: String, bytes: [UInt8])], labels: [String]?) {
    self.page = page
    self.files = files
    let task = ProcessTask.task(page.outputs, labels: labels)
    signature = Signature(
      task: task, inputs: page.inputs, outputs: ProcessTask.ordered(page.outputs, task))
  }

  package var batchRows: Int { (page.batch + 255) / 256 * 256 }
  package var importance: [FeatureImportance] { [] }
  package var agreement: Agreement { .program }

  package var facts: [(name: String, value: String)] {
    var facts: [(name: String, value: String)] = [
      ("format", "process"),
      ("command", page.command.map { ProcessModel.shown($0) }.joined(separator: " ")),
      ("speaks", page.speaks.rawValue),
    ]
    for file in files { facts.append(("file \(visible(file.name))", "\(file.bytes.count) bytes")) }
    facts.append(("rows in a batch", "at most \(page.batch)"))
    facts.append(
      (
        "time limit",
        "\(ProcessModel.seconds(page.startLimit)) to start, "
          + "\(ProcessModel.seconds(page.batchLimit)) for a batch"
      ))
    facts.append(("memory limit", "\(page.memoryLimit >> 20) MiB"))
    facts.append(
      ("environment", page.environment.isEmpty ? "nothing" : page.environment.joined(separator: ", ")))
    return facts
  }

  package var remarks: [String] {
    let program = page.command.first ?? ""
    let covered =
      page.files.contains(program)
      ? "the packages and files of the machine that it uses"
      : "\(quoted(program)) itself and the packages and files of the machine that it uses"
    let cut =
      page.askedBatch > page.batch
      ? [
        "Its page asks for batches of \(page.askedBatch) rows, and gets \(page.batch) at most: no more are read at a time."
      ] : []
    return cut + [
      "A process model is code: it runs with the rights of whoever runs Scorebook, and there is no sandbox.",
      "Its digest covers the page and its files, and not \(covered): the verification cases tell when those "
        + "give other answers.",
    ]
  }

  package func makeScorer(_ request: ScoreRequest) throws(Diagnostic) -> any Scorer {
    ProcessScorer(self, request)
  }

  /// Removes what a crash left of programs' private folders.
  package static func sweep(_ place: String) { ProcessFolder.sweep(place, settling: ProcessFolder.settling) }

  private static func seconds(_ milliseconds: Int) -> String {
    milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
  }

  /// An argument, in quotes where it would not stand alone.
  private static func shown(_ argument: String) -> String {
    argument.isEmpty || argument.utf8.contains(0x20) || argument.utf8.contains(0x27)
      ? quoted(argument) : visible(argument)
  }
}
