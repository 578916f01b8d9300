import Book
import Workspace

/// Shadow rows sorted out by version while they go by.
struct ShadowTally {
  let champion: EvaluatedVersion?
  let versions: [EvaluatedVersion: VersionRecord]
  let kind: OutcomeKind
  let candidates: [String]
  let decides: Bool
  var scores: [NightScores] = []
  /// By seat: the candidate column that is judged; nil for a version that gives none, and for the champion.
  private(set) var columns: [Int?] = []
  /// Few versions share one table, so a walk over their names beats a dictionary of texts.
  private var names: [(bytes: [UInt8], number: Double)] = []

  init(
    champion: EvaluatedVersion?, versions: [EvaluatedVersion: VersionRecord], kind: OutcomeKind,
    candidates: [String], decides: Bool
  ) {
    self.kind = kind
    self.decides = decides
    self.champion = champion
    self.versions = versions
    self.candidates = candidates
  }

  /// Where a row's version sits; nil where the row does not tell its version.
  mutating func seat(_ model: UnsafeRawBufferPointer?, _ number: Double, slots: Int) -> Int? {
    guard let model else { return nil }
    for (seat, name) in names.enumerated()
    where name.number == number && name.bytes.count == model.count && name.bytes.elementsEqual(model) {
      return seat
    }
    guard let exact = Int(exactly: number) else { return nil }
    let version = EvaluatedVersion(model: String(decoding: model, as: UTF8.self), number: exact)
    let chosen =
      version == champion ? nil : ScoreColumn.choose(among: candidates, kind, version: versions[version])
    names.append((Array(model), number))
    columns.append(chosen.flatMap { candidates.firstIndex(of: $0.name) })
    scores.append(
      NightScores(
        version: version, role: .shadow, isProbability: chosen?.isProbability ?? false, slots: slots,
        decides: decides))
    return names.count - 1
  }
}
