import Models
import Registry

/// An input with its share of the gain and of the splits of the whole model.
struct InputImportance {
  let input: Input
  let gain: Double
  let splits: Int
  let gainShare: Double
  let splitShare: Double

  /// The most important first; in the model's order where it tells no importance.
  static func rows(_ inspection: Inspection) -> [InputImportance] {
    let known = Dictionary(inspection.importance.map { ($0.input, $0) }) { first, _ in first }
    let gains = known.values.map(\.gain).filter { $0.isFinite && $0 > 0 }.reduce(0, +)
    let splits = known.values.reduce(0) { $0 &+ $1.splits }
    let rows = inspection.signature.inputs.map { input in
      let found = known[input.name]
      let gain = found?.gain ?? 0
      return InputImportance(
        input: input, gain: gain, splits: found?.splits ?? 0,
        gainShare: gains > 0 && gain.isFinite ? max(0, gain / gains) : 0,
        splitShare: splits > 0 ? Double(found?.splits ?? 0) / Double(splits) : 0)
    }
    return rows.enumerated().sorted { a, b in
      if a.element.gainShare != b.element.gainShare { return a.element.gainShare > b.element.gainShare }
      if a.element.splits != b.element.splits { return a.element.splits > b.element.splits }
      return a.offset < b.offset
    }.map(\.element)
  }
}
