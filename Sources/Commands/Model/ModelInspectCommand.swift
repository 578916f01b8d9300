import ArgumentParser
import Diagnostics
import Models
import Registry

struct ModelInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "What a file is, without registering it; needs no workspace.")

  @Argument(help: "The artefact.")
  var file: String
  @OptionGroup var output: OutputOptions

  func run() throws {
    let inspection = try Inspection.of(file)
    if output.json {
      let shown = Shown(
        format: inspection.format.rawValue, sha256: inspection.digest, size: inspection.size,
        inputs: inspection.signature.inputs.map(\.name), outputs: inspection.signature.outputs.map(\.name),
        facts: Dictionary(inspection.facts.map { ($0.name, $0.value) }) { first, _ in first })
      return Terminal.standardOutput.write(try JSONText.encode(shown))
    }
    var text = "\(file): \(inspection.format.title), \(Quantity.count(inspection.size)) bytes\n"
    text += "sha256 \(inspection.digest)\n"
    for fact in inspection.facts { text += "\(fact.name): \(fact.value)\n" }
    var table = TextTable([("input", .left), ("kind", .left), ("gain", .right), ("splits", .right)])
    let importance = Dictionary(inspection.importance.map { ($0.input, $0) }) { first, _ in first }
    for input in inspection.signature.inputs {
      let known = importance[input.name]
      table.add([
        input.name, ModelInspectCommand.kind(input.kind), known.map { Quantity.fixed($0.gain, 1) } ?? "",
        known.map { Quantity.count($0.splits) } ?? "",
      ])
    }
    text += "\n" + table.text
    text += "\noutputs: \(inspection.signature.outputs.map(\.name).joined(separator: ", "))\n"
    Terminal.standardOutput.write(text)
  }

  private struct Shown: Encodable {
    let format: String
    let sha256: String
    let size: Int
    let inputs: [String]
    let outputs: [String]
    let facts: [String: String]
  }

  private static func kind(_ kind: Input.Kind) -> String {
    switch kind {
    case .number: "number"
    case .integer: "integer"
    case .text: "text"
    case .category(let categories): "one of \(categories.count) categories"
    }
  }
}
