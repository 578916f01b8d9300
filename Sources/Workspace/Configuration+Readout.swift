extension Configuration {
  /// `readouts:` the result of a split.
  package struct Readout: Sendable, Hashable {
    /// What is measured of each key, in columns of the outcomes.
    package enum Measure: Sendable, Hashable {
      /// A column of 0 and 1.
      case proportion(String)
      /// A column of numbers.
      case mean(String)
      /// The sum of one column over the sum of another.
      case ratio(String, per: String)

      package var columns: [String] {
        switch self {
        case .proportion(let column), .mean(let column): [column]
        case .ratio(let column, let other): [column, other]
        }
      }
    }

    package struct Metric: Sendable, Hashable {
      package let name: String
      package let measure: Measure
      package let direction: KPI.Direction
      /// 0…1: values above this quantile of all variants together are cut to it; nil: none are.
      package let winsorise: Double?
      /// Whether it may not get worse, rather than decide.
      package let isGuardrail: Bool
      /// **Units:** a share of control's value; nil: any loss that can be seen is one.
      package let worseByAtMost: Double?

      package init(
        name: String, measure: Measure, direction: KPI.Direction = .up, winsorise: Double? = nil,
        isGuardrail: Bool = false, worseByAtMost: Double? = nil
      ) {
        self.name = name
        self.measure = measure
        self.direction = direction
        self.winsorise = winsorise
        self.isGuardrail = isGuardrail
        self.worseByAtMost = worseByAtMost
      }
    }

    /// How often it may be looked at.
    package enum Looks: String, Sendable, Hashable, CaseIterable {
      /// Once, when the planned keys or days are there.
      case atEnd = "at_end"
      /// Every night: intervals hold at all looks together.
      case sequential
    }

    /// What a key without a row in the outcomes means.
    package enum Absence: String, Sendable, Hashable, CaseIterable {
      case leaveOut = "leave_out"
      /// Nothing happened: every outcome is 0.
      case zero
    }

    /// For how many keys sequential intervals are shortest where nothing is said.
    package static let standardKeys = 10_000

    package let name: String
    package let job: String
    package let split: String
    package let actuals: String
    /// Days after its first date when a key's outcomes are complete.
    package let maturesAfter: Int
    /// The first and the last date on which keys enter; nil: the first of the split, and no end.
    package let since: CalendarDate?
    package let until: CalendarDate?
    /// Keys of all variants together.
    package let plannedKeys: Int?
    /// nil: the first variant.
    package let control: String?
    /// In the order of the file.
    package let metrics: [Metric]
    /// A column known before the date, of the job's output or else its input.
    package let covariate: String?
    package let looks: Looks
    package let correction: Evaluation.Correction
    package let withoutOutcome: Absence

    package init(
      name: String, job: String, split: String, actuals: String, maturesAfter: Int = 0,
      since: CalendarDate? = nil, until: CalendarDate? = nil, plannedKeys: Int? = nil,
      control: String? = nil, metrics: [Metric], covariate: String? = nil, looks: Looks = .atEnd,
      correction: Evaluation.Correction = .holm, withoutOutcome: Absence = .leaveOut
    ) {
      self.name = name
      self.job = job
      self.split = split
      self.actuals = actuals
      self.maturesAfter = maturesAfter
      self.since = since
      self.until = until
      self.plannedKeys = plannedKeys
      self.control = control
      self.metrics = metrics
      self.covariate = covariate
      self.looks = looks
      self.correction = correction
      self.withoutOutcome = withoutOutcome
    }
  }
}
