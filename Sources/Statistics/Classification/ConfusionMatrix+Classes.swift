extension ConfusionMatrix {
  /// A measure of one class against all others.
  package enum ClassMeasure: Sendable, Hashable {
    case precision
    case recall
    case specificity
    /// Fβ, the weighted harmonic mean of precision and recall; β = 1 is F1, above 1 favours recall.
    case f(beta: Double)
  }

  /// The measure of one class. For two classes, class 1 is the usual, positive one.
  ///
  /// Precision TP/(TP+FP), recall TP/(TP+FN), specificity TN/(TN+FP), Fβ (1+β²)·TP/((1+β²)·TP+β²·FN+FP).
  /// **Throws:** where scikit-learn would put `zero_division`: `nothingPredicted` for precision,
  /// `nothingActual` for recall, `nothingElse` for specificity, `classAbsent` for Fβ of a class that neither
  /// occurs nor was predicted. `parameterOutOfRange` unless β > 0, and for a class that doesn't exist.
  /// **Source:** C. J. van Rijsbergen, Information Retrieval (1979).
  package func value(_ measure: ClassMeasure, of number: Int = 1) throws(Undefined) -> Double {
    guard number >= 0, number < classes else { throw .parameterOutOfRange("the class") }
    return try value(measure, number, measure == .specificity ? trueNegatives() : [])
  }

  private func value(
    _ measure: ClassMeasure, _ number: Int, _ trueNegatives: [Double]
  ) throws(Undefined) -> Double {
    let (above, below) = try fraction(measure, number, trueNegatives)
    guard below > 0 else {
      switch measure {
      case .precision: throw .nothingPredicted(class: number)
      case .recall: throw .nothingActual(class: number)
      case .specificity: throw .nothingElse(class: number)
      case .f: throw .classAbsent(number)
      }
    }
    return above / below
  }

  /// How the values of several classes become one.
  package enum Averaging: String, Sendable, Hashable, CaseIterable {
    /// Numerators and denominators summed over the classes.
    case micro
    /// The plain mean of the classes.
    case macro
    /// The mean weighted by the rows of each actual class; a class without rows has no say.
    case weighted
  }

  /// What happens in an average where the value of a class is undefined.
  package enum UndefinedClasses: String, Sendable, Hashable, CaseIterable {
    /// The average is undefined, for the reason of the first such class.
    case refused
    /// The class counts 0: scikit-learn's `zero_division=0`.
    case zero
    /// The class is left out: scikit-learn's `zero_division=nan`.
    case leftOut
  }

  /// The measure averaged over all declared classes.
  ///
  /// **Throws:** as `value(_:of:)` by the rule for undefined classes, or where none is defined.
  package func average(
    _ measure: ClassMeasure, _ averaging: Averaging, undefined: UndefinedClasses = .refused
  ) throws(Undefined) -> Double {
    let rejected = measure == .specificity ? trueNegatives() : []
    if averaging == .micro {
      var above = CompensatedSum()
      var below = CompensatedSum()
      for number in 0..<classes {
        let (part, whole) = try fraction(measure, number, rejected)
        above.add(part)
        below.add(whole)
      }
      guard below.value > 0 else { throw .noObservations }
      return above.value / below.value
    }
    var sum = CompensatedSum()
    var weights = CompensatedSum()
    var firstReason: Undefined?
    for number in 0..<classes {
      let weight = averaging == .macro ? 1 : actualTotals[number]
      guard weight > 0 else { continue }
      do throws(Undefined) {
        sum.add(weight * (try value(measure, number, rejected)))
      } catch {
        if case .parameterOutOfRange = error { throw error }
        if undefined == .refused { throw error }
        firstReason = firstReason ?? error
        if undefined == .leftOut { continue }
      }
      weights.add(weight)
    }
    guard weights.value > 0 else { throw firstReason ?? .noObservations }
    return sum.value / weights.value
  }

  private func fraction(
    _ measure: ClassMeasure, _ number: Int, _ trueNegatives: [Double]
  ) throws(Undefined) -> (Double, Double) {
    let hits = self[number, number]
    switch measure {
    case .precision: return (hits, predictedTotals[number])
    case .recall: return (hits, actualTotals[number])
    case .specificity:
      var others = CompensatedSum()
      for actual in 0..<classes where actual != number { others.add(actualTotals[actual]) }
      return (trueNegatives[number], others.value)
    case .f(let beta):
      guard beta > 0, beta.isFinite else { throw .parameterOutOfRange("beta") }
      let square = beta * beta
      return ((1 + square) * hits, square * actualTotals[number] + predictedTotals[number])
    }
  }

  /// Rows neither of the class nor predicted to be, for each class, in O(classes²) and without a subtraction in
  /// which small weights would vanish beside large ones.
  private func trueNegatives() -> [Double] {
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: classes)
    for actual in 0..<classes {
      var left = CompensatedSum()
      for number in 0..<classes {
        if number != actual { sums[number].add(left.value) }
        left.add(self[actual, number])
      }
      var right = CompensatedSum()
      for number in (0..<classes).reversed() {
        if number != actual { sums[number].add(right.value) }
        right.add(self[actual, number])
      }
    }
    return sums.map(\.value)
  }
}
