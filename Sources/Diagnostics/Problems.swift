/// Several diagnostics at once: what `check` and a model's registration find, all of it.
package struct Problems: Error, Sendable, Hashable {
  /// In the order of their places: file, line, column.
  package private(set) var list: [Diagnostic]

  package init(_ list: [Diagnostic] = []) { self.list = list }

  package var isEmpty: Bool { list.isEmpty }
  package var errors: [Diagnostic] { list.filter { $0.severity == .error } }

  package mutating func add(_ diagnostic: Diagnostic) { list.append(diagnostic) }
  package mutating func add(_ problems: Problems) { list += problems.list }

  /// Runs the body and keeps what it throws, so that the next thing can be looked at too.
  package mutating func collect<Value>(_ body: () throws -> Value) rethrows -> Value? {
    do {
      return try body()
    } catch let problem as Diagnostic {
      add(problem)
    } catch let problems as Problems {
      add(problems)
    }
    return nil
  }

  /// Throws all of it if one is an error.
  package func throwIfAny() throws(Problems) {
    if !errors.isEmpty { throw self }
  }
}
