/// A numbered immutable artefact of a model, and all that is known about it.
package struct VersionRecord: Sendable, Hashable, Codable {
  /// A name with a value, kept in the order in which it was given.
  package struct Entry: Sendable, Hashable, Codable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// How much an input matters, by what the training framework left in the artefact.
  package struct Importance: Sendable, Hashable, Codable {
    package let input: String
    /// Total gain of the splits on it, in the objective's units.
    package let gain: Double
    package let splits: Int

    package init(input: String, gain: Double, splits: Int) {
      self.input = input
      self.gain = gain
      self.splits = splits
    }
  }

  /// What it was trained on.
  package struct Training: Sendable, Hashable, Codable {
    package let rows: Int?
    package let positives: Int?
    /// In words: "1997-04-06 to 1997-08-31, Sundays".
    package let dates: String?
    /// SHA-256 of the training data.
    package let dataDigest: String?
    package let script: String?

    package init(rows: Int?, positives: Int?, dates: String?, dataDigest: String?, script: String?) {
      self.rows = rows
      self.positives = positives
      self.dates = dates
      self.dataDigest = dataDigest
      self.script = script
    }
  }

  /// What replaying the framework's own predictions gave.
  package struct Verification: Sendable, Hashable, Codable {
    package enum State: String, Sendable, Hashable, Codable {
      case verified, unverified
      /// The last replay found other predictions than were recorded.
      case failed
    }

    package let state: State
    package let cases: Int
    /// The largest absolute difference from an expected value, over all outputs.
    package let maximumDifference: Double
    /// Values compared, and how many of them agreed to the last bit.
    package let compared: Int
    package let identical: Int
    /// RFC 3339; nil for an unverified version.
    package let verifiedAt: String?
    /// Where the cases lie in the artefact store.
    package let casesDigest: String?

    package init(
      state: State, cases: Int, maximumDifference: Double, compared: Int, identical: Int, verifiedAt: String?,
      casesDigest: String?
    ) {
      self.state = state
      self.cases = cases
      self.maximumDifference = maximumDifference
      self.compared = compared
      self.identical = identical
      self.verifiedAt = verifiedAt
      self.casesDigest = casesDigest
    }

    package static let unverified = Verification(
      state: .unverified, cases: 0, maximumDifference: 0, compared: 0, identical: 0, verifiedAt: nil,
      casesDigest: nil)
  }

  package let model: String
  /// From 1; never used twice.
  package private(set) var number: Int
  /// SHA-256 of the artefact, its name in the artefact store.
  package let digest: String
  /// `lightgbm`, `scorecard`, …: the name that the registry gives it.
  package let format: String
  /// Bytes.
  package let size: Int
  /// What the artefact was called when it was added, without folders.
  package let fileName: String
  package let signature: SignatureRecord
  /// Labels given with the artefact, where it does not hold them itself.
  package let labels: [String]?
  package let parameters: [Entry]
  package let metrics: [String: Double]
  package let framework: String?
  package let training: Training?
  /// Commit of the source that made the artefact.
  package let sourceCommit: String?
  /// ISO date: the last day whose data training or validation saw.
  package let trainedUntil: String?
  /// Nine cut points that part the training scores into tenths, fixed for ever.
  package let bands: [Double]?
  /// What the artefact tells about its inside, in the order it is shown.
  package let facts: [Entry]
  /// By input name; empty where the artefact holds none.
  package let importance: [Importance]
  package private(set) var verification: Verification
  /// Cases of our own: what this program answered when it was registered; nil for records of schema 1.
  package private(set) var recorded: Recorded?
  /// What is unusual in it: full sentences.
  package let remarks: [String]?
  /// "best" or "all": how many of a boosted model's iterations are used; nil: what its framework does.
  package let iterations: String?
  /// Names given to the columns of a model that does not name them itself.
  package let columns: [String]?
  /// What a signature beside the artefact demands of the inputs.
  package let schema: [SchemaColumn]?
  /// Where it came from, as the folder it was logged in tells: run, model and program of MLflow.
  package let origin: [Entry]?
  /// What the platform that serves it wrote down.
  package let service: Service?
  /// SHA-256 of the metadata file; nil where there was none, and for records of an earlier program.
  package let metadataDigest: String?
  package let registeredAt: String
  package let registeredBy: String
  package let note: String?

  package init(
    model: String, number: Int, digest: String, format: String, size: Int, fileName: String,
    signature: SignatureRecord, labels: [String]?, parameters: [Entry], metrics: [String: Double],
    framework: String?, training: Training?, sourceCommit: String?, trainedUntil: String?, bands: [Double]?,
    facts: [Entry], importance: [Importance], verification: Verification, registeredAt: String,
    registeredBy: String, note: String?, options: Options = .none, recorded: Recorded? = nil,
    remarks: [String]? = nil, origin: [Entry]? = nil, service: Service? = nil,
    metadataDigest: String? = nil
  ) {
    self.model = model
    self.number = number
    self.digest = digest
    self.format = format
    self.size = size
    self.fileName = fileName
    self.signature = signature
    self.labels = labels
    self.parameters = parameters
    self.metrics = metrics
    self.framework = framework
    self.training = training
    self.sourceCommit = sourceCommit
    self.trainedUntil = trainedUntil
    self.bands = bands
    self.facts = facts
    self.importance = importance
    self.verification = verification
    self.registeredAt = registeredAt
    self.registeredBy = registeredBy
    self.note = note
    self.recorded = recorded
    self.remarks = remarks
    iterations = options.iterations
    columns = options.columns
    schema = options.schema
    self.origin = origin
    self.service = service
    self.metadataDigest = metadataDigest
  }

  /// `repurchase@2`.
  package var reference: String { "\(model)@\(number)" }

  /// What tells it apart from other versions of the same bytes.
  package var options: Options {
    Options(labels: labels, iterations: iterations, columns: columns, schema: schema)
  }

  /// The same under another number.
  package func numbered(_ number: Int) -> VersionRecord {
    var record = self
    record.number = number
    return record
  }

  /// The same with another outcome of its verification.
  package func verified(_ verification: Verification, recorded: Recorded?) -> VersionRecord {
    var record = self
    record.verification = verification
    record.recorded = recorded
    return record
  }
}
