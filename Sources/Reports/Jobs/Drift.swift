import Book
import Statistics

/// How far a column of a run lies from the training rows.
enum Drift: Sendable, Hashable {
  /// Population stability index over the cells of the training profile, missing values a cell of their own.
  case index(Double)
  /// It can't be told, for this reason.
  case unknown(String)

  /// By custom: below `stable` nothing has changed that matters, from `shifted` on it has.
  static let stable = 0.1
  static let shifted = 0.2

  init(from reference: ColumnProfile?, to current: ColumnProfile?) {
    switch (reference, current) {
    case (.number(let reference)?, .number(let current)?):
      guard reference.histogram.edges == current.histogram.edges, !reference.histogram.edges.isEmpty else {
        self = .unknown("the run was not counted in the cells of the training profile")
        return
      }
      self.init(
        reference.histogram.counts + [reference.missing], current.histogram.counts + [current.missing])
    case (.category(let reference)?, .category(let current)?):
      let labels = Set(reference.categories.map(\.label)).union(current.categories.map(\.label)).sorted()
      func counts(_ profile: CategoryProfile) -> [Int] {
        let known = Dictionary(
          profile.categories.map { ($0.label, $0.count) }, uniquingKeysWith: { $0 &+ $1 })
        return labels.map { known[$0] ?? 0 } + [profile.unseen, profile.missing]
      }
      self.init(counts(reference), counts(current))
    case (nil, _): self = .unknown("the training profile has no such column")
    case (_, nil): self = .unknown("the run's profile has no such column")
    default: self = .unknown("the column is of another kind than in training")
    }
  }

  private init(_ reference: [Int], _ current: [Int]) {
    do throws(Undefined) {
      self = .index(try PopulationStability(reference: reference, current: current).index)
    } catch {
      self = .unknown(error.reason)
    }
  }

  var value: Double? { if case .index(let value) = self { value } else { nil } }

  var text: String { value.map { NumberText.fixed($0, 3) } ?? NumberText.none }

  static func words(_ index: Double) -> String {
    index < stable ? "stable" : index < shifted ? "moving" : "shifted"
  }
}

extension Profile {
  func input(_ name: String) -> ColumnProfile? { inputs.first { $0.name == name } }
  func output(_ name: String) -> ColumnProfile? { outputs.first { $0.name == name } }

  /// The score that is compared with training: the probability, else the first number.
  var score: NumberProfile? {
    let numbers = outputs.compactMap { column -> NumberProfile? in
      guard case .number(let found) = column else { return nil }
      return found
    }
    return numbers.first { $0.name == "probability" } ?? numbers.first { $0.name == "prediction" }
      ?? numbers.first
  }
}
