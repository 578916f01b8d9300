extension ConfusionMatrix {
  /// The share of right decisions.
  package var accuracy: Double {
    var hits = CompensatedSum()
    for number in 0..<classes { hits.add(self[number, number]) }
    return hits.value / total
  }

  /// The mean recall of the classes: accuracy as if all classes were equally frequent.
  ///
  /// **Throws:** `nothingActual` for a class without rows; scikit-learn leaves such a class out, as
  /// `undefined: .leftOut` does. **Source:** K. H. Brodersen et al., ICPR (2010).
  package func balancedAccuracy(undefined: UndefinedClasses = .refused) throws(Undefined) -> Double {
    try average(.recall, .macro, undefined: undefined)
  }

  /// Matthews' correlation of decision and outcome, from −1 to 1; for several classes Gorodkin's R_K.
  ///
  /// (c·n − Σ tₖpₖ) / √((n² − Σ pₖ²)(n² − Σ tₖ²)) with c right decisions, tₖ actual and pₖ predicted counts, in
  /// compensated products of doubles: nothing overflows. **Throws:** `zeroVariance` where only one class
  /// occurs or only one was predicted; scikit-learn returns 0 there. **Source:** B. W. Matthews, Biochimica et
  /// Biophysica Acta 405 (1975); J. Gorodkin, Computational Biology and Chemistry 28 (2004).
  package func matthewsCorrelation() throws(Undefined) -> Double {
    guard actualTotals.count(where: { $0 > 0 }) > 1, predictedTotals.count(where: { $0 > 0 }) > 1 else {
      throw .zeroVariance
    }
    // n² − Σ t² is Σ tᵢ·tⱼ over i ≠ j, and the numerator a sum of 2 × 2 determinants: no subtraction of squares.
    var numerator = CompensatedSum()
    for number in 0..<classes {
      numerator.addProduct(self[number, number], total)
      numerator.addProduct(-actualTotals[number], predictedTotals[number])
    }
    func spread(_ totals: [Double]) -> Double {
      var sum = CompensatedSum()
      for value in totals { sum.addProduct(value, total - value) }
      return sum.value
    }
    let actual = spread(actualTotals)
    let predicted = spread(predictedTotals)
    let result = numerator.value / actual.squareRoot() / predicted.squareRoot()
    guard result.isFinite else { throw .overflow }
    return min(1, max(-1, result))
  }

  /// How much a disagreement costs in κ.
  package enum Disagreement: String, Sendable, Hashable, CaseIterable {
    /// Every disagreement alike.
    case equal
    /// |i − j|: for ordered classes.
    case linear
    /// (i − j)²: for ordered classes.
    case quadratic
  }

  /// Cohen's κ: agreement beyond what the two margins give by chance; 1 is perfect, 0 chance.
  ///
  /// 1 − Σ vᵢⱼ·nᵢⱼ / Σ vᵢⱼ·tᵢpⱼ/n with the cost v of a disagreement. **Throws:** `oneClass` where all rows lie in
  /// one and the same class by both, so that chance alone agrees. **Source:** J. Cohen, Educational and
  /// Psychological Measurement 20 (1960); weighted: Psychological Bulletin 70 (1968).
  package func cohenKappa(_ disagreement: Disagreement = .equal) throws(Undefined) -> Double {
    var observed = CompensatedSum()
    var expected = CompensatedSum()
    for actual in 0..<classes {
      for predicted in 0..<classes where predicted != actual {
        let distance = Double(abs(actual - predicted))
        let cost = disagreement == .equal ? 1 : disagreement == .linear ? distance : distance * distance
        observed.add(cost * self[actual, predicted])
        expected.add(cost * (actualTotals[actual] / total) * predictedTotals[predicted])
      }
    }
    guard expected.value > 0 else { throw .oneClass }
    let result = 1 - observed.value / expected.value
    guard result.isFinite else { throw .overflow }
    return result
  }
}
