import ArgumentParser
import Book
import Registry
import Workspace

struct ModelShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "All that the book knows about a version.")

  @OptionGroup var global: GlobalOptions
  @Argument(
    help: ArgumentHelp(
      "NAME@ALIAS, NAME@NUMBER, or NAME for its champion, else its newest version.", valueName: "name@version"
    ))
  var model: String

  func run() throws {
    let session = try Session(global)
    let reference = try session.modelReference(model)
    let (book, registry) = try session.shownRegistry(for: [reference])
    let (name, number) = try session.shownVersion(model, reference, registry)
    let record = try registry.record(.init(name: name, pointer: .number(number)))
    let attempts = try book.gateAttempts(of: record.model, number: record.number)
    if global.output.json {
      return session.print(try JSONText.encode(VersionShown(version: record, gate: attempts)))
    }
    let aliases = try book.aliases(of: record.model).filter { $0.number == record.number }
    session.print(
      VersionText(record, aliases: aliases.map(\.alias)).text + GateAttemptText.text(attempts))
  }
}

/// A version as a person reads it on a terminal.
struct VersionText {
  let text: String

  init(_ record: VersionRecord, aliases: [String]) {
    var fields: [(String, String)] = [("version", record.reference)]
    if !aliases.isEmpty { fields.append(("aliases", aliases.joined(separator: ", "))) }
    fields.append(("artefact", "\(record.fileName), \(record.format), \(Quantity.count(record.size)) bytes"))
    fields.append(("sha256", record.digest))
    if let framework = record.framework { fields.append(("framework", framework)) }
    fields.append(("registered", "\(record.registeredAt) by \(record.registeredBy)"))
    if let until = record.trainedUntil { fields.append(("trained until", until)) }
    if let training = record.training {
      let parts = [
        training.rows.map { "\(Quantity.count($0)) rows" },
        training.positives.map { "\(Quantity.count($0)) positives" },
        training.dates,
      ].compactMap { $0 }
      if !parts.isEmpty { fields.append(("training", parts.joined(separator: ", "))) }
    }
    fields.append(
      (
        "verification",
        record.verification.state == .failed
          ? "the last replay failed, \(record.verification.verifiedAt ?? "")" : VerificationText.short(record)
      ))
    fields += Self.described(record)
    for metric in record.metrics.sorted(by: { $0.key < $1.key }) {
      fields.append((metric.key, "\(metric.value)"))
    }
    for entry in record.facts + record.parameters { fields.append((entry.name, entry.value)) }
    let width = fields.map(\.0.count).max() ?? 0
    var text = fields.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2) + value + "\n"
    }.joined()
    var inputs = TextTable([
      ("input", .left), ("kind", .left), ("missing", .left), ("gain", .right), ("splits", .right),
    ])
    let importance = Dictionary(record.importance.map { ($0.input, $0) }) { first, _ in first }
    for input in record.signature.inputs {
      let known = importance[input.name]
      inputs.add([
        input.name, input.categories.map { "one of \($0.count) categories" } ?? input.kind.rawValue,
        input.required ? "refused" : "allowed", known.map { Quantity.fixed($0.gain, 1) } ?? "",
        known.map { Quantity.count($0.splits) } ?? "",
      ])
    }
    text +=
      "\n" + inputs.text + "\noutputs: \(record.signature.outputs.map(\.name).joined(separator: ", "))\n"
    for remark in record.remarks ?? [] { text += "\n\(remark)\n" }
    self.text = text
  }

  /// Options, where it came from, and what its platform says.
  private static func described(_ record: VersionRecord) -> [(String, String)] {
    var found: [(String, String?)] = [
      ("iterations used", record.iterations),
      ("names given", record.columns?.joined(separator: ", ")),
      (
        "signature",
        record.schema.map { schema in
          schema.map { "\($0.name): \($0.required ? "" : "optional ")\($0.type)" }.joined(separator: ", ")
        }
      ),
    ]
    found += (record.origin ?? []).map { ($0.name.replacing("_", with: " "), $0.value) }
    let service = record.service
    found += [
      ("service", service?.name), ("service id", service?.serviceID), ("team", service?.team),
      ("description", service?.description), ("input type", service?.inputType),
      ("answers within", service?.sloMicroseconds.map { "\(Quantity.count($0)) µs" }),
      (
        "default output",
        service?.defaultOutput.map { $0.map { "\($0.name) \($0.value)" }.joined(separator: ", ") }
      ),
      ("packages", service?.packages?.joined(separator: ", ")),
    ]
    if service?.defaultOutput != nil { found.append(("offered to a job", FallbackText.takenOver)) }
    return found.compactMap { name, value in value.map { (name, $0) } }
  }
}
