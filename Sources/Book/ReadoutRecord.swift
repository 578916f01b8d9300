/// What a split had shown by one morning.
package struct ReadoutRecord: Sendable, Hashable, Codable {
  package enum Status: String, Sendable, Hashable, Codable {
    /// Effects were told.
    case told
    /// The planned end is not there yet, or nobody's outcomes are complete: nothing is told.
    case early
    /// The counts contradict the shares: nothing may be told.
    case mismatch
  }

  /// One variant's keys.
  package struct Variant: Sendable, Hashable, Codable {
    package var name: String
    /// As it is written: `50%`.
    package var share: String
    /// All keys that the split showed to it.
    package var keys = 0
    /// Of these: outcomes not complete yet; complete ones without a row in the outcomes; and those that count.
    package var waiting = 0
    package var withoutOutcome = 0
    package var counted = 0
    /// Of those that count: the covariate is not known, and taken as the mean of all.
    package var withoutCovariate = 0

    package init(name: String, share: String) {
      self.name = name
      self.share = share
    }

    enum CodingKeys: String, CodingKey {
      case name, share, keys, waiting
      case withoutOutcome = "without_outcome"
      case counted
      case withoutCovariate = "without_covariate"
    }
  }

  /// Whether counts are as the shares want them: on all keys, on those that count, and on the part that is lost.
  package struct SampleRatio: Sendable, Hashable, Codable {
    /// χ²; nil where the shares give a variant fewer than five keys. Then, of two variants, p is that of the exact
    /// binomial test, and more than two are not tested: there is no p either.
    package var statistic: Double?
    package var pValue: Double?
    package var countedStatistic: Double?
    package var countedPValue: Double?
    package var isMismatched: Bool
    /// Whether the same part of each variant's keys has no outcome; nil where none is lost, or too few to tell.
    package var lossStatistic: Double?
    package var lossPValue: Double?

    package init(
      statistic: Double?, pValue: Double?, countedStatistic: Double?, countedPValue: Double?,
      isMismatched: Bool, lossStatistic: Double? = nil, lossPValue: Double? = nil
    ) {
      self.statistic = statistic
      self.pValue = pValue
      self.countedStatistic = countedStatistic
      self.countedPValue = countedPValue
      self.isMismatched = isMismatched
      self.lossStatistic = lossStatistic
      self.lossPValue = lossPValue
    }

    enum CodingKeys: String, CodingKey {
      case statistic
      case pValue = "p"
      case countedStatistic = "counted_statistic"
      case countedPValue = "counted_p"
      case isMismatched = "is_mismatched"
      case lossStatistic = "loss_statistic"
      case lossPValue = "loss_p"
    }
  }

  /// The readout's name in the configuration.
  package var name: String
  /// ISO date: the morning on which it was looked at.
  package var asOf: String
  package var job: String
  package var split: String
  package var control: String
  /// "at_end" or "sequential".
  package var looks: String
  package var plannedKeys: Int?
  package var status: Status
  /// ISO dates: the first and the last on which keys entered; nil before any.
  package var firstDate: String?
  package var lastDate: String?
  /// Dates on which keys could enter, and of these the ones whose outcomes are not complete.
  package var dates = 0
  package var waitingDates = 0
  package var variants: [Variant] = []
  package var sampleRatio: SampleRatio?
  /// By metric in the order of the configuration, then by variant; empty unless told.
  package var effects: [ReadoutEffect] = []
  /// All of it for a person.
  package var sentence = ""
  /// What else a reader must know.
  package var notes: [String] = []
  package var planDigest: String
  package var dataDigest: String
  /// RFC 3339.
  package var computedAt: String

  package init(
    name: String, asOf: String, job: String, split: String, control: String, looks: String,
    plannedKeys: Int?, status: Status, planDigest: String, dataDigest: String, computedAt: String
  ) {
    self.name = name
    self.asOf = asOf
    self.job = job
    self.split = split
    self.control = control
    self.looks = looks
    self.plannedKeys = plannedKeys
    self.status = status
    self.planDigest = planDigest
    self.dataDigest = dataDigest
    self.computedAt = computedAt
  }

  enum CodingKeys: String, CodingKey {
    case name
    case asOf = "as_of"
    case job, split, control, looks
    case plannedKeys = "planned_keys"
    case status
    case firstDate = "first_date"
    case lastDate = "last_date"
    case dates
    case waitingDates = "waiting_dates"
    case variants
    case sampleRatio = "sample_ratio"
    case effects, sentence, notes
    case planDigest = "plan_digest"
    case dataDigest = "data_digest"
    case computedAt = "computed_at"
  }

  /// Keys that count, of all variants.
  package var counted: Int { variants.reduce(0) { $0 + $1.counted } }
}
