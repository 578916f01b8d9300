import Diagnostics
import Workspace

extension WorkspaceCheck {
  /// Whether the versions that an evaluation scores fit its input, and whether dates tell that apart.
  func backtest(
    _ evaluation: Configuration.Evaluation, _ backtest: Configuration.Evaluation.Backtest,
    _ columns: [String: [String]], _ known: inout CheckedVersions, _ problems: inout Problems
  ) {
    let path = "evaluations.\(evaluation.name)"
    guard let available = columns[backtest.input] else { return }
    var versions: [PlannedVersion] = []
    for (index, reference) in backtest.versions.enumerated() {
      do throws(Problems) {
        switch try known.find(reference) {
        case .version(let version): versions.take(version.taking(versions.isEmpty ? .champion : .shadow))
        case .unsound: return
        // Only the first evaluation shows whether it fits.
        case .unknown: continue
        }
      } catch {
        let place = configuration.place(of: "\(path).versions.\(index)")
        problems.add(Problems(error.list.map { $0.at(place) }))
        return
      }
    }
    do throws(Diagnostic) {
      if let same = try catalogue.sameRows(of: evaluation, backtest) { problems.add(same) }
    } catch {
      problems.add(error)
    }
    guard !versions.isEmpty else { return }
    do throws(Problems) {
      _ = try BacktestPlan(
        evaluation, backtest, versions: versions, keys: configuration.datasets[backtest.input]?.key ?? [],
        available: available, sourceText: "", place: { configuration.place(of: "\(path).\($0)") })
    } catch {
      problems.add(error)
    }
  }
}
