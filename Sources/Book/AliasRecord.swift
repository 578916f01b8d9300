/// One change of an alias: who let it point where, when and why.
package struct AliasRecord: Sendable, Hashable, Codable {
  package let model: String
  package let alias: String
  package let number: Int
  /// RFC 3339.
  package let since: String
  package let by: String
  package let reason: String?
  /// What spoke for it: an evaluation, a gate; text.
  package let evidence: String?

  package init(
    model: String, alias: String, number: Int, since: String, by: String, reason: String?, evidence: String?
  ) {
    self.model = model
    self.alias = alias
    self.number = number
    self.since = since
    self.by = by
    self.reason = reason
    self.evidence = evidence
  }
}
