extension Configuration {
  /// `channels:` how reports travel.
  package struct Channel: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      case smtp(SMTP)
      /// Path of the program.
      case sendmail(String)
      /// Path of the folder, relative to the workspace or absolute.
      case maildir(String)
      case webhook(Webhook)
      case sms(SMS)

      /// Whether mails travel by it, which have addresses.
      package var carriesMail: Bool {
        switch self {
        case .webhook, .sms: false
        case .smtp, .sendmail, .maildir: true
        }
      }

      /// The key of the map that a channel of this kind is.
      package var key: String {
        switch self {
        case .smtp: "smtp"
        case .sendmail: "sendmail"
        case .maildir: "maildir"
        case .webhook: "webhook"
        case .sms: "sms"
        }
      }
    }

    /// Waits before who said "later" is asked again, where nothing else is written. **Units:** seconds.
    package static let usualRetries = [2.0, 8.0, 30.0]

    package let name: String
    package let kind: Kind
  }

  /// A mail server.
  package struct SMTP: Sendable, Hashable {
    package enum Security: String, Sendable, Hashable, CaseIterable {
      /// TLS from the first byte.
      case implicit
      /// TLS before anything else is said.
      case starttls
      case none
    }

    package enum Authentication: String, Sendable, Hashable, CaseIterable {
      case plain, login
    }

    package struct Login: Sendable, Hashable {
      package let method: Authentication
      package let user: String
      package let password: Secret

      package init(method: Authentication, user: String, password: Secret) {
        self.method = method
        self.user = user
        self.password = password
      }
    }

    package let host: String
    package let port: Int
    package let security: Security
    package let login: Login?
    /// A file with the certificates of who signs the server's; nil for the system's.
    package let authorities: String?
    /// For one message. **Units:** seconds.
    package let timeLimit: Double
    /// Waits before a server that said "later" is asked again. **Units:** seconds.
    package let retries: [Double]

    package init(
      host: String, port: Int, security: Security, login: Login? = nil, authorities: String? = nil,
      timeLimit: Double = 600, retries: [Double] = Channel.usualRetries
    ) {
      self.host = host
      self.port = port
      self.security = security
      self.login = login
      self.authorities = authorities
      self.timeLimit = timeLimit
      self.retries = retries
    }
  }

  /// Where a secret is had from when it is needed; the configuration never holds it.
  package enum Secret: Sendable, Hashable {
    /// The name of a variable of the environment.
    case environment(String)
    /// A file whose first line it is.
    case file(String)
    /// A program with its arguments, whose first line of output it is.
    case command([String])
  }

  /// `audiences:` who gets reports, and how much of them.
  package struct Audience: Sendable, Hashable {
    package enum Detail: String, Sendable, Hashable, CaseIterable {
      /// The numbers, what is to be said of them, and the first charts with their first sentence.
      case summary
      /// All that doesn't fold.
      case full
      /// One sentence.
      case line
    }

    /// A file that comes along with a mail.
    package enum Attachment: String, Sendable, Hashable, CaseIterable {
      /// The numbers of each figure.
      case csv
      /// The whole report in one file.
      case html
      case pdf
    }

    package let name: String
    package let channel: String
    /// As `Name <address>` or an address; nil of an audience that gets no mail.
    package let from: String?
    /// Mail addresses, or numbers of telephones; empty of an audience that a web-hook tells.
    package let to: [String]
    package let detail: Detail
    package let attachments: [Attachment]
    /// Where a reader asks not to get it any more; nil for a mail to the sender.
    package let unsubscribe: String?
  }

  /// What a report is sent to an audience for.
  package struct Sending: Sendable, Hashable {
    package enum Condition: String, Sendable, Hashable, CaseIterable {
      case always
      /// A KPI of the report has a signal in its period.
      case kpiSignal = "kpi_signal"
      /// Scores or inputs of a model that the report evaluates drift.
      case drift
      /// A run of the report's period has failed.
      case failedRun = "failed_run"
      /// A model that the report evaluates has another champion since the period before.
      case newChampion = "new_champion"
    }

    package let audience: String
    /// One of them is enough.
    package let conditions: [Condition]

    package init(audience: String, conditions: [Condition]) {
      self.audience = audience
      self.conditions = conditions
    }
  }
}
