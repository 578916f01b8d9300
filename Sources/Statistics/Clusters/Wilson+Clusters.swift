extension Interval {
  /// Wilson's interval of a share whose rows come in clusters: as if there were n* = p(1 − p)/s² independent rows, s
  /// the cluster-robust standard error, but no more than there are rows.
  ///
  /// Where p is 0 or 1, and s says nothing, n* is the number of clusters. **Throws:** `noObservations`,
  /// `levelOutOfRange`. **Source:** E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998), with Wilson's
  /// interval in place of Clopper and Pearson's.
  package static func wilson(
    of share: ClusteredEstimate, rows: Int, confidence: Double = 0.95
  ) throws(Undefined) -> Interval {
    let p = share.value
    let clusters = Double(share.clusters)
    guard clusters > 0, rows > 0 else { throw .noObservations }
    var effective = clusters
    do throws(Undefined) {
      let error = try share.standardError()
      effective = min(Double(rows), p * (1 - p) / (error * error))
    } catch {}
    let z = try Normal.twoSidedQuantile(confidence: confidence)
    let square = z * z / effective
    let half = z * (p * (1 - p) / effective + square / (4 * effective)).squareRoot()
    return Interval(
      lower: (p + square / 2 - half) / (1 + square), upper: (p + square / 2 + half) / (1 + square)
    ).clamped(to: 0, 1)
  }
}
