/// What a person asks for who sends a report.
package struct SendingOptions: Sendable {
  /// What happened to mails of which nobody knows.
  package enum Resolution: String, Sendable, CaseIterable {
    /// They arrived.
    case sent
    /// They did not: they are sent again.
    case again
  }

  /// Sends also what was sent.
  package var again = false
  package var resolution: Resolution?
  /// Tells, and does nothing.
  package var isDry = false

  package init(again: Bool = false, resolution: Resolution? = nil, isDry: Bool = false) {
    self.again = again
    self.resolution = resolution
    self.isDry = isDry
  }
}
