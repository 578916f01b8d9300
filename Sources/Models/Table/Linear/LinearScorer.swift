import Diagnostics
import Glibc
import Tabular

/// Adds up terms, one after the other over a tile of rows; the scratch of one worker.
///
/// Nothing is allocated after `init`. No product is fused with its sum, so that the margin is what the page says.
final class LinearScorer: Scorer {
  private static let rows = 256

  /// A term laid out for the loops.
  private struct Term {
    let input: Int
    let column: Int
    let isCategory: Bool
    let mean: Double
    let scale: Double
    /// The number that stands for a missing one; NaN where there is none.
    let stand: Double
    /// What is added by class: for a number its coefficients, for a category those of each code behind each other,
    /// then those of `other`; NaN where that is refused.
    let coefficients: [Double]
    /// What a missing value adds by class; NaN where it is refused, or a number stands for it.
    let missing: [Double]
  }

  private let terms: [Term]
  private let intercepts: [Double]
  private let link: Linear.Link
  private let classes: Int
  /// By class, then by row.
  private let totals: UnsafeMutablePointer<Double>
  /// What each row is worth to a term before its coefficient.
  private let values: UnsafeMutablePointer<Double>
  /// Outputs that are wanted; -1 where one is not.
  private let prediction: Int
  private let label: Int
  private let margins: [Int]
  private let probabilities: [Int]

  init(_ model: LinearModel, _ request: ScoreRequest) {
    let linear = model.linear
    let classes = linear.intercepts.count
    let refused = [Double](repeating: .nan, count: classes)
    terms = zip(linear.terms, request.columns).enumerated().map { input, pair in
      let (term, column) = pair
      var stand = Double.nan
      var missing = refused
      switch term.missing {
      case .refused: break
      case .value(let value): stand = value
      case .coefficients(let coefficients): missing = coefficients
      }
      switch term.effect {
      case .number(let coefficients, let mean, let scale):
        return Term(
          input: input, column: column, isCategory: false, mean: mean, scale: scale, stand: stand,
          coefficients: coefficients, missing: missing)
      case .categories(_, let coefficients, let other):
        return Term(
          input: input, column: column, isCategory: true, mean: 0, scale: 1, stand: stand,
          coefficients: coefficients.flatMap { $0 } + (other ?? refused), missing: missing)
      }
    }
    intercepts = linear.intercepts
    link = linear.link
    self.classes = classes
    let place = OutputPlaces(model.signature, wanted: request.wanted)
    prediction = place(OutputNames.prediction)
    label = place(OutputNames.label)
    if linear.link == .softmax {
      margins = linear.labels.map { place(OutputNames.margin(of: $0)) }
      probabilities = linear.labels.map { place(OutputNames.probability(of: $0)) }
    } else {
      margins = [place(OutputNames.margin)]
      probabilities = [place(OutputNames.probability)]
    }
    totals = .allocate(capacity: classes * LinearScorer.rows)
    totals.initialize(repeating: 0, count: classes * LinearScorer.rows)
    values = .allocate(capacity: LinearScorer.rows)
    values.initialize(repeating: 0, count: LinearScorer.rows)
  }

  deinit {
    totals.deallocate()
    values.deallocate()
  }

  func score(_ batch: borrowing Batch, into predictions: Predictions) throws(Diagnostic) {
    precondition(batch.count <= predictions.capacity)
    predictions.count = batch.count
    var first = 0
    while first < batch.count {
      let rows = min(LinearScorer.rows, batch.count - first)
      for index in 0..<classes {
        (totals + index * LinearScorer.rows).update(repeating: intercepts[index], count: rows)
      }
      let (status, blame) = (predictions.status + first, predictions.blame + first)
      for term in terms {
        if term.isCategory {
          add(term, codes: batch.codes(term.column) + first, rows, status, blame)
        } else {
          add(term, numbers: batch.numbers(term.column) + first, rows, status, blame)
        }
      }
      write(rows, first, predictions)
      first += rows
    }
  }

  @inline(__always)
  private func refuse(
    _ why: RowStatus, _ row: Int, _ term: Term, _ status: UnsafeMutablePointer<RowStatus>,
    _ blame: UnsafeMutablePointer<Int32>
  ) {
    guard status[row] == .scored else { return }
    status[row] = why
    blame[row] = Int32(truncatingIfNeeded: term.input)
  }

  private func add(
    _ term: Term, numbers: UnsafePointer<Double>, _ rows: Int, _ status: UnsafeMutablePointer<RowStatus>,
    _ blame: UnsafeMutablePointer<Int32>
  ) {
    var isPlain = true
    for row in 0..<rows {
      let value = (numbers[row] - term.mean) / term.scale
      values[row] = value
      // Both NaN and infinities differ from themselves once they are taken from themselves.
      isPlain = isPlain && numbers[row] - numbers[row] == 0
    }
    if !isPlain {
      for row in 0..<rows where !numbers[row].isFinite {
        if numbers[row].isInfinite {
          refuse(.invalidInput, row, term, status, blame)
        } else if !term.stand.isNaN {
          values[row] = (term.stand - term.mean) / term.scale
        } else if term.missing[0].isNaN {
          refuse(.missingInput, row, term, status, blame)
        }
      }
    }
    for index in 0..<classes {
      let target = totals + index * LinearScorer.rows
      let coefficient = term.coefficients[index]
      if isPlain || !term.stand.isNaN || term.missing[0].isNaN {
        for row in 0..<rows { target[row] += coefficient * values[row] }
      } else {
        let missing = term.missing[index]
        for row in 0..<rows { target[row] += numbers[row].isNaN ? missing : coefficient * values[row] }
      }
    }
  }

  private func add(
    _ term: Term, codes: UnsafePointer<Int32>, _ rows: Int, _ status: UnsafeMutablePointer<RowStatus>,
    _ blame: UnsafeMutablePointer<Int32>
  ) {
    term.coefficients.withUnsafeBufferPointer { coefficients in
      let other = coefficients.count / classes - 1
      for row in 0..<rows {
        let code = codes[row]
        let isMissing = code == Storage.missingCode
        let place = (code >= 0 && Int(code) < other ? Int(code) : other) * classes
        for index in 0..<classes {
          let added = isMissing ? term.missing[index] : coefficients[place + index]
          totals[index * LinearScorer.rows + row] += added
          if added.isNaN { refuse(isMissing ? .missingInput : .invalidInput, row, term, status, blame) }
        }
      }
    }
  }

  private func write(_ rows: Int, _ first: Int, _ predictions: Predictions) {
    if link == .softmax { return writeClasses(rows, first, predictions) }
    let (margin, probability) = (margins[0], probabilities[0])
    for row in 0..<rows {
      let total = totals[row]
      let result =
        switch link {
        case .identity, .softmax: total
        case .log: exp(total)
        case .logit: probability >= 0 ? 1 / (1 + exp(-total)) : 0
        }
      if !total.isFinite || !result.isFinite, predictions.status[first + row] == .scored {
        predictions.status[first + row] = .refused
      }
      let isScored = predictions.status[first + row] == .scored
      if prediction >= 0 { predictions.numbers(prediction)[first + row] = isScored ? result : .nan }
      if margin >= 0 { predictions.numbers(margin)[first + row] = isScored ? total : .nan }
      if probability >= 0 { predictions.numbers(probability)[first + row] = isScored ? result : .nan }
      if label >= 0 { predictions.labels(label)[first + row] = !isScored ? -1 : total > 0 ? 1 : 0 }
    }
  }

  private func writeClasses(_ rows: Int, _ first: Int, _ predictions: Predictions) {
    let needsProbability = probabilities.contains { $0 >= 0 }
    for row in 0..<rows {
      var best = 0
      var isFinite = true
      for index in 0..<classes {
        let total = totals[index * LinearScorer.rows + row]
        isFinite = isFinite && total.isFinite
        if total > totals[best * LinearScorer.rows + row] { best = index }
        if margins[index] >= 0 { predictions.numbers(margins[index])[first + row] = total }
      }
      if !isFinite, predictions.status[first + row] == .scored { predictions.status[first + row] = .refused }
      let isScored = predictions.status[first + row] == .scored
      if label >= 0 {
        predictions.labels(label)[first + row] = isScored ? Int32(truncatingIfNeeded: best) : -1
      }
      if !isScored {
        for margin in margins where margin >= 0 { predictions.numbers(margin)[first + row] = .nan }
      }
      guard needsProbability else { continue }
      let greatest = totals[best * LinearScorer.rows + row]
      var sum = 0.0
      for index in 0..<classes {
        let power = exp(totals[index * LinearScorer.rows + row] - greatest)
        totals[index * LinearScorer.rows + row] = power
        sum += power
      }
      for index in 0..<classes where probabilities[index] >= 0 {
        predictions.numbers(probabilities[index])[first + row] =
          isScored ? totals[index * LinearScorer.rows + row] / sum : .nan
      }
    }
  }
}
