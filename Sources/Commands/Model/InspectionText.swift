import Book
import Diagnostics
import Models
import Registry

/// A model as somebody reads it who did not train it: first what it is, then what it reads and gives, what matters
/// in it, what is unusual, and what may be said about it.
struct InspectionText {
  /// Inputs that are listed; the rest is counted.
  static let mostInputs = 20

  let text: String

  init(_ inspection: Inspection, named name: String) {
    var text = "\(visible(name))\n\(Self.headline(inspection))\n\n"
    text += Self.fields(Self.identity(inspection))
    text += Self.inputs(inspection)
    text += Self.outputs(inspection)
    let inside = inspection.facts.filter { !["format", "objective"].contains($0.name) }
    if !inside.isEmpty { text += "\nInside\n" + Self.fields(inside.map { ($0.name, visible($0.value)) }) }
    if !inspection.model.remarks.isEmpty {
      text += "\nUnusual\n"
      for remark in inspection.model.remarks { text += Self.wrapped(remark) }
    }
    let options = inspection.offeredOptions
    if !options.isEmpty {
      text += "\nYou may say\n"
      text += Self.fields(options.map { ("--\($0.rawValue)", $0.meaning) })
    }
    self.text = text
  }

  /// One sentence: what it does, from what, by what.
  private static func headline(_ inspection: Inspection) -> String {
    let count = inspection.signature.inputs.count
    let from = "from \(Quantity.count(count, "input"))"
    let task =
      switch inspection.signature.task {
      case .regression: "predicts a number \(from)"
      case .ranking: "gives each row a rank score \(from)"
      case .lookup: "looks answers up \(from)"
      case .binary(let negative, let positive):
        "tells '\(visible(positive))' from '\(visible(negative))' \(from)"
      case .multiclass(let labels): "tells \(Quantity.count(labels.count)) classes apart \(from)"
      case .targets(let targets): "predicts \(Quantity.count(targets.count)) numbers \(from)"
      }
    return "\(noun(inspection.format)) that \(task)"
  }

  private static func noun(_ format: ArtefactFormat) -> String {
    switch format {
    case .lightgbm: "LightGBM text model"
    case .xgboost: "XGBoost model"
    case .onnx: "ONNX model"
    case .scorecard: "Scorecard"
    case .lookup: "Look-up table"
    case .rules: "Set of rules"
    case .linear: "Linear model"
    case .process: "Program"
    }
  }

  private static func identity(_ inspection: Inspection) -> [(String, String)] {
    var fields: [(String, String)] = []
    if let framework = inspection.framework { fields.append(("framework", framework)) }
    for fact in inspection.facts where fact.name == "format" || fact.name == "objective" {
      fields.append((fact.name, visible(fact.value)))
    }
    if case .multiclass(let labels) = inspection.signature.task {
      fields.append(("classes", shortened(labels, most: 8)))
    }
    if case .targets(let targets) = inspection.signature.task {
      fields.append(("targets", shortened(targets, most: 8)))
    }
    fields += file(inspection)
    if let page = inspection.page { fields.append(("described by", page)) }
    for entry in inspection.origin where entry.name != "mlflow_version" {
      fields.append((entry.name.replacing("_", with: " "), entry.value))
    }
    if let iterations = inspection.options.iterations { fields.append(("iterations used", iterations)) }
    return fields + service(inspection)
  }

  /// Of a page with the files it names, size and digest are those of the archive that is registered.
  private static func file(_ inspection: Inspection) -> [(String, String)] {
    let size = "\(Quantity.count(inspection.size)) bytes"
    guard let files = inspection.gathered else {
      return [("file", "\(visible(inspection.path)), \(size)"), ("sha256", inspection.digest)]
    }
    let others = Array(files.dropFirst())
    return [
      ("file", visible(inspection.path)),
      ("with", others.isEmpty ? "no other file" : shortened(others, most: 6)),
      ("registered as", "one archive of \(Quantity.count(files.count, "file")), \(size)"),
      ("its sha256", inspection.digest),
    ]
  }

  private static func service(_ inspection: Inspection) -> [(String, String)] {
    guard let service = inspection.service else { return [] }
    let found: [(String, String?)] = [
      ("service", service.name), ("service id", service.serviceID), ("team", service.team),
      ("description", service.description), ("input type", service.inputType),
      ("answers within", service.sloMicroseconds.map { "\(Quantity.count($0)) µs" }),
      (
        "default output",
        service.defaultOutput.map { outputs in
          outputs.map { $0.name.isEmpty ? $0.value : "\($0.name) \($0.value)" }.joined(separator: ", ")
        }
      ),
      ("packages", service.packages.map { shortened($0, most: 6) }),
    ]
    return found.compactMap { name, value in value.map { (name, visible($0)) } }
  }

  private static func inputs(_ inspection: Inspection) -> String {
    let rows = InputImportance.rows(inspection)
    let isKnown = rows.contains { $0.splits > 0 }
    var columns: [(String, TextTable.Alignment)] = [("input", .left), ("kind", .left), ("missing", .left)]
    if isKnown { columns += [("gain", .right), ("", .left), ("splits", .right)] }
    var table = TextTable(columns)
    for row in rows.prefix(mostInputs) {
      var cells = [visible(row.input.name), kind(row.input.kind), row.input.required ? "refused" : "allowed"]
      if isKnown {
        cells += [
          row.splits > 0 ? Quantity.share(row.gainShare) : "–", bar(row.gainShare),
          row.splits > 0 ? Quantity.share(row.splitShare) : "–",
        ]
      }
      table.add(cells)
    }
    var text =
      "\nReads \(Quantity.count(rows.count, "input"))\(isKnown ? ", the most important first" : "")\n"
    text += indented(table.text)
    if rows.count > mostInputs {
      text += "  and \(Quantity.count(rows.count - mostInputs)) more (--json has all)\n"
    }
    let unused = rows.count { $0.splits == 0 }
    if isKnown, unused > 0 { text += "  \(Quantity.count(unused, "input")) never decided anything\n" }
    return text
  }

  private static func outputs(_ inspection: Inspection) -> String {
    var positive: String?
    if case .binary(_, let label) = inspection.signature.task { positive = label }
    let fields = inspection.signature.outputs.map { output in
      let kind =
        switch output.kind {
        case .number:
          output.name == OutputNames.probability
            ? positive.map { "number, of '\(visible($0))'" } ?? "number" : "number"
        case .label(let labels): "one of \(shortened(labels, most: 8))"
        case .text: "text"
        }
      return (visible(output.name), kind)
    }
    var text = "\nGives\n" + Self.fields(Array(fields.prefix(mostInputs)))
    if fields.count > mostInputs { text += "  and \(Quantity.count(fields.count - mostInputs)) more\n" }
    return text
  }

  static func kind(_ kind: Input.Kind) -> String {
    switch kind {
    case .number: "number"
    case .integer: "whole number"
    case .text: "text"
    case .category(let categories):
      categories.count == 1
        ? "\(shortened(categories, most: 3)) or another"
        : "one of \(Quantity.count(categories.count)): \(shortened(categories, most: 3))"
    }
  }

  /// Ten blocks for the whole.
  private static func bar(_ share: Double) -> String {
    guard share > 0 else { return "" }
    return String(repeating: "█", count: max(1, min(10, Int((share * 10).rounded()))))
  }

  /// "a, b, c, …", each at most 24 characters.
  private static func shortened(_ texts: [String], most: Int) -> String {
    let shown = texts.prefix(most).map { text in
      let plain = visible(text)
      return plain.isEmpty ? "''" : plain.count > 24 ? plain.prefix(23) + "…" : plain
    }
    return shown.joined(separator: ", ") + (texts.count > most ? ", …" : "")
  }

  private static func fields(_ fields: [(String, String)]) -> String {
    let width = fields.map(\.0.count).max() ?? 0
    return fields.map { name, value in
      "  \(name)\(String(repeating: " ", count: width - name.count + 2))\(value)\n"
    }.joined()
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  /// Lines of at most 100 characters, the first with a dash.
  private static func wrapped(_ sentence: String) -> String {
    var lines: [String] = []
    var line = ""
    for word in visible(sentence).split(separator: " ") {
      if !line.isEmpty, line.count + word.count > 96 {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    lines.append(line)
    return lines.enumerated().map { "  \($0 == 0 ? "–" : " ") \($1)\n" }.joined()
  }
}
