extension Configuration {
  /// A program elsewhere that takes a report as JSON.
  package struct Webhook: Sendable, Hashable {
    package enum Address: Sendable, Hashable {
      /// Begins with `https://`.
      case written(String)
      case secret(Secret)
    }

    /// What the JSON looks like.
    package enum Template: String, Sendable, Hashable, CaseIterable {
      case slack, teams, mattermost, json
    }

    package let address: Address
    package let template: Template
    /// What the payload is signed with; nil for no signature.
    package let key: Secret?
    /// A file with the certificates of who signs the server's; nil for the system's.
    package let authorities: String?
    /// For one attempt. **Units:** seconds.
    package let timeLimit: Double
  }
}
