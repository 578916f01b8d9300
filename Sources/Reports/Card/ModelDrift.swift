import Synchronization

/// The drift of each model, reckoned when a page first asks for it.
final class ModelDrift: Sendable {
  private let known = Mutex<[String: DriftSeries?]>([:])

  func series(of model: String, _ snapshot: BookSnapshot) -> DriftSeries? {
    if let known = known.withLock({ $0[model] }) { return known }
    // Not under the lock: other threads ask for other models. Two that ask for one find the same.
    let series = DriftSeries(model: model, snapshot: snapshot)
    known.withLock { $0[model] = .some(series) }
    return series
  }
}
