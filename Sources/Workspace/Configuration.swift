package import Diagnostics

/// A workspace's `scorebook.yaml`, read and checked in itself: names, kinds, units and references are right;
/// files, SQL, columns and models are for others to look at.
package struct Configuration: Sendable, Hashable {
  /// The folder of the workspace, absolute.
  package let root: String
  /// The file it was read from, as a person named it.
  package let file: String
  package let name: String
  /// IANA name of the zone whose days are the dates.
  package let timezone: String
  package let datasets: [String: Dataset]
  package let models: [String: Model]
  package let jobs: [String: Job]
  package let evaluations: [String: Evaluation]
  package let experiments: [String: Experiment]
  package let readouts: [String: Readout]
  package let kpis: [String: KPI]
  package let reports: [String: Report]
  package let audiences: [String: Audience]
  package let channels: [String: Channel]
  package let site: Site
  package let pipelines: [String: Pipeline]
  /// Where each key stands, by its path: `jobs.nightly.keep`.
  package let places: [String: Diagnostic.Place]
  /// What the files held that it was read from, the one on top last.
  package let layers: [[UInt8]]

  /// The nearest known place of a key path: its own, or that of what holds it.
  package func place(of path: String) -> Diagnostic.Place {
    var rest = path[...]
    while true {
      if let place = places[String(rest)] { return place }
      guard let dot = rest.lastIndex(of: ".") else { return Diagnostic.Place(file: file) }
      rest = rest[..<dot]
    }
  }
}

extension Configuration {
  /// `datasets:` named rows.
  package struct Dataset: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      /// Path, glob, or with `:date`; relative to the workspace.
      case csv(path: String, dialect: Dialect)
      case sqliteTable(file: String, table: String, dateColumn: String?)
      case sqliteQuery(file: String, query: String)
      /// SQL file over other datasets: name in the SQL → dataset.
      case query(file: String, tables: [String: String])
    }

    package let name: String
    package let kind: Kind
    package let key: [String]
    /// Declared types by column; a column not named is text.
    package let columns: [String: ColumnType]
    /// The column that tells the day of a row: the rows reach to the newest.
    package let reaches: String?
    /// **Units:** days without rows behind the newest that are usual.
    package let quiet: Int
  }

  /// What the text of a column means.
  package enum ColumnType: String, Sendable, Hashable, CaseIterable {
    case text, number, integer, date, boolean
  }

  /// How a CSV file is written.
  package struct Dialect: Sendable, Hashable {
    package let delimiter: String
    /// nil: no quoting.
    package let quote: String?
    package let header: Bool
    /// utf-8, latin-1, windows-1252 or utf-16.
    package let encoding: String
    package let decimal: String
    package let missingValues: [String]

    /// The defaults are those of `datasets.NAME`.
    package init(
      delimiter: String = ",", quote: String? = "\"", header: Bool = true, encoding: String = "utf-8",
      decimal: String = ".", missingValues: [String] = ["", "NA"]
    ) {
      self.delimiter = delimiter
      self.quote = quote
      self.header = header
      self.encoding = encoding
      self.decimal = decimal
      self.missingValues = missingValues
    }
  }

  /// `models:` what may score.
  package struct Model: Sendable, Hashable {
    package struct Version: Sendable, Hashable {
      package let artefact: String
      package let metadata: String?
    }

    package struct Owner: Sendable, Hashable {
      package let team: String?
      package let name: String?
      package let email: String?
    }

    package let name: String
    package let question: String?
    package let objective: String?
    package let baseline: ModelReference?
    package let owner: Owner?
    /// Markdown prose for the model card.
    package let card: String?
    /// Declared versions, number 1 first.
    package let versions: [Version]
    package let aliases: [String: Int]
    /// What `model promote --gate` asks for; nil where nothing is said.
    package let gate: Gate?
  }

  /// `jobs:` what to score with what, and where to write it.
  package struct Job: Sendable, Hashable {
    /// The field's words for outputs; one of several classes or targets stands for a column of each.
    package enum Prediction: String, Sendable, Hashable, CaseIterable {
      case prediction, margin, probability, `class`, band
    }

    package enum Destination: Sendable, Hashable {
      case sqlite(file: String, table: String)
      case csv(path: String)
    }

    package enum WriteMode: String, Sendable, Hashable, CaseIterable {
      case byDate = "by_date"
      case latest
    }

    package enum Threads: Sendable, Hashable {
      case all
      case count(Int)
    }

    package let name: String
    package let input: String
    package let model: ModelReference
    package let shadows: [ModelReference]
    /// Dataset column → the model's input.
    package let rename: [String: String]
    /// Days between two dates; nil: only the date that a command names.
    package let every: Int?
    package let since: CalendarDate?
    /// Days; 0: a standing date is never scored again by itself.
    package let lookback: Int
    /// Seconds.
    package let timeLimit: Double?
    package let threads: Threads
    /// Words of `Prediction` and names of the model's own outputs; nil: all that the model has except `band`.
    package let outputs: [String]?
    package let keep: [String]
    package let destination: Destination
    package let write: WriteMode
    package let maxRejects: Limit
    /// Jobs whose run of the same date must stand first.
    package let dependsOn: [String]
    /// nil: what the champion can't score is a reject, and its failure the run's.
    package let fallback: Fallback?
    /// nil: all keys are scored alike.
    package let split: Split?
  }

  /// A limit that is a count or a share.
  package enum Limit: Sendable, Hashable {
    case count(Int)
    /// 0…1.
    case share(Double)
  }

  /// `kpis:` a number over time by SQL.
  package struct KPI: Sendable, Hashable {
    package enum Period: String, Sendable, Hashable, CaseIterable { case day, week, month }
    package enum Direction: String, Sendable, Hashable, CaseIterable { case up, down }

    package let name: String
    package let query: String
    package let tables: [String: String]
    package let period: Period
    package let unit: String?
    package let direction: Direction?
    package let target: Double?
    package let owner: String?
    package let limits: Limits

    /// `limits:` from which values the natural limits of an XmR chart are made.
    package struct Limits: Sendable, Hashable {
      package enum Rule: String, Sendable, Hashable, CaseIterable {
        /// From the newest values, however the process behind them changed.
        case recent
        /// From all values since the last release: phases between releases have limits of their own.
        case restartAtRelease = "restart_at_release"
      }

      package let rule: Rule
      /// The models whose new champions are releases; nil for all models.
      package let releasesOf: [String]?

      package init(rule: Rule = .recent, releasesOf: [String]? = nil) {
        self.rule = rule
        self.releasesOf = releasesOf
      }
    }
  }

  /// `reports:` a page made from the book.
  package struct Report: Sendable, Hashable {
    package enum Content: Sendable, Hashable {
      /// Path of a Markdown file.
      case text(String)
      case kpi(String)
      case evaluation(String)
      case readout(String)
    }

    package let name: String
    package let title: String
    package let period: KPI.Period
    package let contents: [Content]
    /// To whom it goes when; nobody where it is empty.
    package let sendings: [Sending]
  }

  /// `site:` the published book.
  package struct Site: Sendable, Hashable {
    package let title: String
    package let baseURL: String?
    /// BCP 47; the first is the pages' language.
    package let languages: [String]
    package let showKeys: Bool
    package let trustedPages: [String]
  }

  /// `pipelines:` steps in order.
  package struct Pipeline: Sendable, Hashable {
    package enum Step: Sendable, Hashable {
      case run(job: String)
      case evaluate(String)
      case readout(String)
      /// nil: all.
      case kpis(String?)
      case siteBuild
      /// Sends a report.
      case send(report: String)
      case pipeline(String)
    }

    package let name: String
    package let steps: [Step]
    /// The audience that is told when a step fails.
    package let onFailure: String?
  }
}
