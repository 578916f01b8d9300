import Diagnostics
import Tabular

/// Asks rule by rule, a tile of rows at once, until every row has its answer; the scratch of one worker.
///
/// An answer is a byte: 0 false, 1 neither, 2 true; so `all` is the least, `any` the greatest, `not` the rest to 2.
/// Nothing is allocated after `init`.
final class RulesScorer: Scorer {
  private static let rows = 256

  private let program: RuleProgram
  private let kinds: [Input.Kind]
  private let columns: [Int]
  private let outcomes: [Rules.Outcome]
  private let hasOtherwise: Bool
  private let names: [[UInt8]]
  /// Outputs that are wanted; -1 where one is not.
  private let number: Int
  private let label: Int
  private let rule: Int
  private let stack: UnsafeMutablePointer<UInt8>
  /// By row: the rule that applies, -1 for none so far.
  private let decided: UnsafeMutablePointer<Int32>
  /// Where a rule's name lies in the batch's predictions, missing while it does not.
  private let slices: UnsafeMutablePointer<TextSlice>

  init(_ model: RulesModel, _ request: ScoreRequest) {
    program = model.program
    kinds = model.rules.inputs.map(\.kind)
    columns = request.columns
    outcomes = model.rules.outcomes
    hasOtherwise = model.rules.otherwise != nil
    names = outcomes.map { Array($0.rule.utf8) }
    func place(_ names: [String]) -> Int {
      let index = model.signature.outputs.firstIndex { names.contains($0.name) }
      return index.map { request.wanted.contains($0) ? $0 : -1 } ?? -1
    }
    number = place([OutputNames.prediction, OutputNames.probability])
    label = place([OutputNames.label])
    rule = place([OutputNames.rule])
    stack = .allocate(capacity: program.height * RulesScorer.rows)
    stack.initialize(repeating: 0, count: program.height * RulesScorer.rows)
    decided = .allocate(capacity: RulesScorer.rows)
    decided.initialize(repeating: -1, count: RulesScorer.rows)
    slices = .allocate(capacity: max(names.count, 1))
    slices.initialize(repeating: .missing, count: max(names.count, 1))
  }

  deinit {
    stack.deallocate()
    decided.deallocate()
    slices.deallocate()
  }

  func score(_ batch: borrowing Batch, into predictions: Predictions) throws(Diagnostic) {
    precondition(batch.count <= predictions.capacity)
    predictions.count = batch.count
    slices.update(repeating: .missing, count: max(names.count, 1))
    var first = 0
    while first < batch.count {
      let rows = min(RulesScorer.rows, batch.count - first)
      decide(batch, first, rows)
      write(first, rows, predictions)
      first += rows
    }
  }

  private func decide(_ batch: borrowing Batch, _ first: Int, _ rows: Int) {
    decided.update(repeating: -1, count: rows)
    var open = rows
    var step = 0
    for (rule, end) in program.ends.enumerated() {
      var top = -1
      while step < end {
        switch program.steps[step] {
        case .test(let index):
          top += 1
          test(program.tests[index], batch, first, rows, stack + top * RulesScorer.rows)
        case .not:
          let answers = stack + top * RulesScorer.rows
          for row in 0..<rows { answers[row] = 2 &- answers[row] }
        case .and:
          top -= 1
          let (a, b) = (stack + top * RulesScorer.rows, stack + (top + 1) * RulesScorer.rows)
          for row in 0..<rows { a[row] = min(a[row], b[row]) }
        case .or:
          top -= 1
          let (a, b) = (stack + top * RulesScorer.rows, stack + (top + 1) * RulesScorer.rows)
          for row in 0..<rows { a[row] = max(a[row], b[row]) }
        }
        step += 1
      }
      for row in 0..<rows where stack[row] == 2 && decided[row] < 0 {
        decided[row] = Int32(truncatingIfNeeded: rule)
        open -= 1
      }
      if open == 0 { return }
    }
    guard hasOtherwise else { return }
    let otherwise = Int32(truncatingIfNeeded: outcomes.count - 1)
    for row in 0..<rows where decided[row] < 0 { decided[row] = otherwise }
  }

  private func test(
    _ test: RuleProgram.Test, _ batch: borrowing Batch, _ first: Int, _ rows: Int,
    _ answers: UnsafeMutablePointer<UInt8>
  ) {
    let column = columns[test.input]
    switch test.test {
    case .interval(let low, let high):
      let numbers = batch.numbers(column) + first
      for row in 0..<rows {
        let value = numbers[row]
        answers[row] = value.isNaN ? 1 : value >= low && value <= high ? 2 : 0
      }
    case .numbers(let wanted):
      let numbers = batch.numbers(column) + first
      for row in 0..<rows { answers[row] = numbers[row].isNaN ? 1 : 0 }
      for number in wanted {
        for row in 0..<rows where numbers[row] == number { answers[row] = 2 }
      }
    case .categories(let flags):
      let codes = batch.codes(column) + first
      flags.withUnsafeBufferPointer { flags in
        let unseen = flags.count - 1
        for row in 0..<rows {
          let code = codes[row]
          let index = code >= 0 && Int(code) < unseen ? Int(code) : unseen
          answers[row] = code == Storage.missingCode ? 1 : flags[index] ? 2 : 0
        }
      }
    case .missing:
      switch kinds[test.input] {
      case .number, .integer:
        let numbers = batch.numbers(column) + first
        for row in 0..<rows { answers[row] = numbers[row].isNaN ? 2 : 0 }
      case .category:
        let codes = batch.codes(column) + first
        for row in 0..<rows { answers[row] = codes[row] == Storage.missingCode ? 2 : 0 }
      case .text:
        let slices = batch.slices(column) + first
        for row in 0..<rows { answers[row] = slices[row].isMissing || slices[row].length == 0 ? 2 : 0 }
      }
    }
  }

  private func write(_ first: Int, _ rows: Int, _ predictions: Predictions) {
    outcomes.withUnsafeBufferPointer { outcomes in
      for row in 0..<rows {
        let applied = Int(decided[row])
        guard applied >= 0 else {
          predictions.status[first + row] = .refused
          if number >= 0 { predictions.numbers(number)[first + row] = .nan }
          if label >= 0 { predictions.labels(label)[first + row] = -1 }
          if rule >= 0 { predictions.slices(rule)[first + row] = .missing }
          continue
        }
        if number >= 0 { predictions.numbers(number)[first + row] = outcomes[applied].number ?? .nan }
        if label >= 0 {
          predictions.labels(label)[first + row] = Int32(truncatingIfNeeded: outcomes[applied].label ?? -1)
        }
        guard rule >= 0 else { continue }
        if slices[applied].isMissing {
          slices[applied] = names[applied].withUnsafeBytes { predictions.text.append($0) } ?? .missing
        }
        predictions.slices(rule)[first + row] = slices[applied]
      }
    }
  }
}
