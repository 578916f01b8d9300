import Datasets
import Diagnostics
import Models
import Workspace

/// What a fallback puts into the champion's columns, gathered with all that is wrong with it.
struct FallbackAnswers {
  let columns: [OutputColumn]
  /// `department@2`, for messages.
  let champion: String
  private(set) var values: [String: OutputColumn.Value] = [:]
  private(set) var wanted: Set<Int> = []
  private(set) var problems = Problems()

  init(columns: [OutputColumn], champion: String) {
    self.columns = columns
    self.champion = champion
  }

  /// The outputs of a model, by name.
  mutating func take(
    _ version: PlannedVersion, asked: [String]?, position: Int, place: Diagnostic.Place?
  ) throws(Problems) {
    let selection = try OutputSelection(
      model: position, label: version.label, signature: version.model.signature, asked: asked,
      bands: version.bands, lenient: true, place: place)
    for column in columns {
      guard let given = selection.columns.first(where: { $0.name == column.name }) else { continue }
      if given.kind == .text, column.kind != .text {
        problems.add(
          Diagnostic(
            .fallbackValue, .configuration, at: place,
            "\(version.label) gives '\(column.name)' as text, and \(champion) as a number"))
        continue
      }
      values[column.name] = given.value
      switch given.value {
      case .prediction(_, let output), .band(_, let output, _): wanted.insert(output)
      case .input, .constant, .constantInteger, .constantNumber, .null, .either, .variants: break
      }
    }
  }

  /// Constants, by column.
  ///
  /// - Parameter strictly: whether a name that is no column is a mistake; what was recorded with a version may
  ///   hold outputs that the job leaves out.
  mutating func take(_ texts: [String: String], strictly: Bool, place: (String) -> Diagnostic.Place?) {
    for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
      guard let column = columns.first(where: { $0.name == name }) else {
        if !strictly { continue }
        let names = columns.map(\.name)
        problems.add(
          Diagnostic(
            .fallbackValue, .configuration, at: place(name), "the job writes no output '\(name)'",
            next: nearestName(to: name, among: names).map { "Did you mean '\($0)'?" }
              ?? "It writes \(names.joined(separator: ", "))."))
        continue
      }
      switch column.kind {
      case .text: values[name] = .constant(text)
      case .real:
        guard let number = try? ValueParser<Double>.number.parse(text) else {
          refuse(name, text, expected: ValueParser<Double>.number.expected, place(name))
          continue
        }
        values[name] = .constantNumber(number)
      case .integer:
        let parser = ValueParser<Int>.wholeNumber(in: 1...10)
        guard let number = try? parser.parse(text) else {
          refuse(name, text, expected: parser.expected, place(name))
          continue
        }
        values[name] = .constantInteger(number)
      }
    }
  }

  /// Whether its rows would hold no prediction: nothing at all, or of a model only what stands beside predictions,
  /// such as reasons, since the one foretells a number and the other a class.
  func isUseless(_ champion: Signature, isModel: Bool) -> Bool {
    let known = Set(OutputNames.outputs(of: champion.task).map(\.name) + [OutputNames.band])
    let predictions = columns.map(\.name).filter(known.contains)
    guard isModel, !predictions.isEmpty else { return values.isEmpty }
    return predictions.allSatisfy { values[$0] == nil }
  }

  private mutating func refuse(_ name: String, _ text: String, expected: String, _ place: Diagnostic.Place?) {
    problems.add(
      Diagnostic(
        .fallbackValue, .configuration, at: place, "the fallback's '\(name)' does not fit its column",
        expected: expected, found: quoted(text)))
  }
}
