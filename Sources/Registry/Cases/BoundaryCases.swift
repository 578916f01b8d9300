import Models

/// Rows at which a model's answer may change: values on its thresholds and one step to either side, missing ones,
/// known and unseen categories, everything else as in one row.
enum BoundaryCases {
  /// Rows that are made at most.
  static let most = 48
  /// Values of one input that are tried at most.
  static let mostOfInput = 12
  /// A category that no training has seen.
  static let unseen = "never-seen-in-training"

  /// **Shape:** rows of fields, one for each input of the signature.
  /// - Parameter base: a row that the model knows; without one, the middle of its thresholds is taken.
  static func rows(_ model: any Model, base: [String]?) -> [[String]] {
    let inputs = model.signature.inputs
    let thresholds = model.boundaryValues(limit: mostOfInput)
    let base = base ?? middle(inputs, thresholds)
    let candidates = zip(inputs, thresholds).map { values(of: $0, thresholds: $1) }
    var rows = [base]
    // The most important inputs first, so that a wide model spends its rows where they tell most.
    let gains = Dictionary(model.importance.map { ($0.input, $0.gain) }) { first, _ in first }
    let order = inputs.indices.sorted {
      let (a, b) = (gains[inputs[$0].name] ?? 0, gains[inputs[$1].name] ?? 0)
      return a == b ? $0 < $1 : a > b
    }
    for round in 0..<(candidates.map(\.count).max() ?? 0) {
      for input in order where round < candidates[input].count {
        guard rows.count < most else { return rows }
        var row = base
        row[input] = candidates[input][round]
        if row != base { rows.append(row) }
      }
    }
    return rows
  }

  private static func middle(_ inputs: [Input], _ thresholds: [[Double]]) -> [String] {
    zip(inputs, thresholds).map { input, values in
      switch input.kind {
      case .number: values.isEmpty ? "0" : values[values.count / 2].description
      case .integer: whole(values).dropFirst(whole(values).count / 2).first ?? "0"
      case .category(let categories): categories.first ?? ""
      case .text: ""
      }
    }
  }

  /// What is tried for an input, the most telling first.
  private static func values(of input: Input, thresholds: [Double]) -> [String] {
    switch input.kind {
    case .number: spread(thresholds.filter(\.isFinite).map(\.description), missing: [""])
    case .integer: spread(whole(thresholds), missing: [""])
    case .category(let categories):
      [unseen, ""] + [categories.last, categories.dropFirst().first].compactMap { $0 }
    case .text: ["", unseen]
    }
  }

  /// Whole numbers on and beside the thresholds.
  private static func whole(_ thresholds: [Double]) -> [String] {
    var found: [String] = []
    for value in thresholds where value.magnitude <= 9_007_199_254_740_992 {
      for text in [value.rounded(.down), value.rounded(.up)].map({ String(Int64($0)) })
      where found.last != text { found.append(text) }
    }
    return found
  }

  /// The middle first, then alternately to both ends; the missing value second.
  private static func spread(_ values: [String], missing: [String]) -> [String] {
    guard !values.isEmpty else { return missing }
    let middle = values.count / 2
    let around = values.indices.sorted {
      abs($0 - middle) == abs($1 - middle) ? $0 < $1 : abs($0 - middle) < abs($1 - middle)
    }
    let ordered = around.map { values[$0] }
    return [ordered[0]] + missing + ordered.dropFirst()
  }
}
