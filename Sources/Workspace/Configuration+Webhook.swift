extension Configuration {
  /// A gateway that sends an SMS for each call.
  package struct SMS: Sendable, Hashable {
    /// What a call says.
    package enum Payload: Sendable, Hashable {
      /// Path of the Mustache template of a call's JSON, relative to the workspace or absolute.
      case template(String)
      case form([Field])
    }

    /// A field of a form.
    package struct Field: Sendable, Hashable {
      package enum Value: Sendable, Hashable {
        /// The number it goes to.
        case number
        /// What is sent.
        case text
        case written(String)
        case secret(Secret)
      }

      /// As the gateway calls it.
      package let name: String
      package let value: Value

      package init(name: String, value: Value) {
        self.name = name
        self.value = value
      }
    }

    /// What a gateway knows us by.
    package enum Access: Sendable, Hashable {
      case token(Secret)
      case password(Secret, user: String)
    }

    package let address: Webhook.Address
    package let payload: Payload
    /// Nil where it needs nothing.
    package let access: Access?
    package let authorities: String?
    /// For one attempt. **Units:** seconds.
    package let timeLimit: Double
    /// Waits before one that said "later" is asked again. **Units:** seconds.
    package let retries: [Double]
  }

  /// A program elsewhere that takes a report as JSON.
  package struct Webhook: Sendable, Hashable {
    package enum Address: Sendable, Hashable {
      /// Begins with `https://`.
      case written(String)
      case secret(Secret)
    }

    /// What the JSON looks like.
    package enum Shape: String, Sendable, Hashable, CaseIterable {
      /// **Source:** Slack, Block Kit: `header`, `section`, `rich_text_preformatted`.
      case slack
      /// **Source:** Microsoft, Adaptive Cards 1.4 in a message, as Teams' workflows take it.
      case teams
      /// **Source:** Mattermost, incoming web-hooks: `text` in Markdown.
      case mattermost
      /// Our own, for a program.
      case json
    }

    package enum Template: Sendable, Hashable {
      case shape(Shape)
      /// Path of a Mustache template, relative to the workspace or absolute.
      case file(String)
    }

    package let address: Address
    package let template: Template
    /// What the payload is signed with; nil for no signature.
    package let key: Secret?
    /// A file with the certificates of who signs the server's; nil for the system's.
    package let authorities: String?
    /// For one attempt. **Units:** seconds.
    package let timeLimit: Double
    /// Waits before one that said "later" is asked again. **Units:** seconds.
    package let retries: [Double]
  }
}
