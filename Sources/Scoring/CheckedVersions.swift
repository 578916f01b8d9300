import Diagnostics
import Registry
import Workspace

/// The versions that a check knows: declared ones as they were examined, the others opened from the book.
struct CheckedVersions {
  enum Found {
    case version(PlannedVersion)
    /// It can't score, which was told.
    case unsound
    /// Neither declared nor registered yet, and there is no book that could know better.
    case unknown
  }

  private let configuration: Configuration
  /// nil before the first command that writes a book.
  private let registry: Registry?
  /// By model and place from 0; nil for one that can't score, which was told.
  private let declared: [String: [PlannedVersion?]]
  /// From the book, by number.
  private var opened: [ModelReference: Found] = [:]

  init(_ configuration: Configuration, registry: Registry?, declared: [String: [PlannedVersion?]]) {
    self.configuration = configuration
    self.registry = registry
    self.declared = declared
  }

  /// What a reference would score with: an alias leads where the book lets it point, since a promotion stands there
  /// alone, and where the configuration does until it is set.
  ///
  /// **Throws** for a model, alias or number that is neither declared nor in the book, and for a registered version
  /// that can't be opened, once.
  mutating func find(_ reference: ModelReference) throws(Problems) -> Found {
    let number = try number(of: reference)
    let known = declared[reference.name] ?? []
    if let number, known.indices.contains(number - 1) {
      return known[number - 1].map { .version($0) } ?? .unsound
    }
    guard let registry else { return .unknown }
    let exact = number.map { ModelReference(name: reference.name, pointer: .number($0)) } ?? reference
    if let before = opened[exact] { return before }
    // What is told once is not told again for the next job.
    opened[exact] = .unsound
    let found = Found.version(PlannedVersion(.champion, try registry.open(exact)))
    opened[exact] = found
    return found
  }

  private func number(of reference: ModelReference) throws(Problems) -> Int? {
    do {
      let found = try registry?.number(of: reference) ?? nil
      if case .number(let number) = found?.pointer { return number }
    } catch {
      throw Problems([error])
    }
    switch reference.pointer {
    case .number(let number): return number
    case .alias(let alias): return configuration.models[reference.name]?.aliases[alias]
    }
  }
}
