import Diagnostics

extension ConfigurationChecks {
  /// Pipelines, jobs and datasets that wait for themselves.
  func cycleProblems() -> Problems {
    var problems = Problems()
    let pipelines = configuration.pipelines.mapValues { pipeline in
      pipeline.steps.compactMap { step in if case .pipeline(let name) = step { name } else { nil } }
    }
    for cycle in cycles(in: pipelines) {
      problems.add(
        cycleProblem("pipelines.\(cycle[0]).steps", "pipelines call each other in a circle", cycle))
    }
    for cycle in cycles(in: configuration.jobs.mapValues(\.dependsOn)) {
      problems.add(
        cycleProblem("jobs.\(cycle[0]).depends_on", "jobs depend on each other in a circle", cycle))
    }
    for cycle in cycles(in: configuration.datasets.mapValues(\.kind.tables)) {
      problems.add(
        cycleProblem("datasets.\(cycle[0]).tables", "datasets are made of each other in a circle", cycle))
    }
    return problems
  }

  private func cycleProblem(_ path: String, _ summary: String, _ cycle: [String]) -> Diagnostic {
    problem(
      .workspaceCycle, at: path, summary, found: (cycle + [cycle[0]]).joined(separator: " → "),
      next: "Remove one of these references.")
  }

  /// Each circle once, beginning with the first of its names in the alphabet; names that lead nowhere are left out.
  private func cycles(in edges: [String: [String]]) -> [[String]] {
    var done: Set<String> = []
    var found: Set<[String]> = []
    for start in edges.keys.sorted() where !done.contains(start) {
      // Depth first with a stack of our own: the depth is up to whoever wrote the file.
      var trail: [(name: String, next: Int)] = [(start, 0)]
      var onTrail: [String: Int] = [start: 0]
      while let (name, next) = trail.last {
        let targets = edges[name] ?? []
        guard next < targets.count else {
          done.insert(name)
          onTrail[name] = nil
          trail.removeLast()
          continue
        }
        trail[trail.count - 1].next += 1
        let target = targets[next]
        if let position = onTrail[target] {
          let cycle = trail[position...].map(\.name)
          let first = cycle.indices.min { cycle[$0] < cycle[$1] } ?? 0
          found.insert(Array(cycle[first...] + cycle[..<first]))
        } else if !done.contains(target), edges[target] != nil {
          onTrail[target] = trail.count
          trail.append((target, 0))
        }
      }
    }
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }
}

extension Configuration.Dataset.Kind {
  /// The datasets that a query is over, sorted.
  var tables: [String] {
    if case .query(_, let tables) = self { Set(tables.values).sorted() } else { [] }
  }
}
