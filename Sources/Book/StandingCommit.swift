/// What a target holds about one committed date: the truth from which the book is corrected.
package struct StandingCommit: Sendable, Hashable, Codable {
  package let job: String
  /// ISO date; "" for a job that keeps one result only.
  package let date: String
  package let runID: String
  /// `repurchase@2`: the champion.
  package let model: String
  package let modelDigest: String
  package let planDigest: String
  package let inputDigest: String
  package let sourceStamp: String
  package let rowsIn: Int
  package let rowsOut: Int
  package let rejects: Int
  /// RFC 3339.
  package let committedAt: String

  package init(
    job: String, date: String, runID: String, model: String, modelDigest: String, planDigest: String,
    inputDigest: String, sourceStamp: String, rowsIn: Int, rowsOut: Int, rejects: Int, committedAt: String
  ) {
    self.job = job
    self.date = date
    self.runID = runID
    self.model = model
    self.modelDigest = modelDigest
    self.planDigest = planDigest
    self.inputDigest = inputDigest
    self.sourceStamp = sourceStamp
    self.rowsIn = rowsIn
    self.rowsOut = rowsOut
    self.rejects = rejects
    self.committedAt = committedAt
  }
}
