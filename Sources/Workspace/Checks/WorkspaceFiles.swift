/// What a workspace is made of and what is written in it by its jobs: nothing that a command writes elsewhere may
/// take the place of it.
package struct WorkspaceFiles: Sendable {
  /// Why a file belongs to the workspace.
  package struct Part: Sendable, Hashable {
    /// As the configuration names it.
    package let name: String
    /// "which job 'welcome' writes"; nil where the name tells it.
    package let reason: String?
    /// Whether Scorebook writes it, in place of reading it.
    package let isWritten: Bool

    init(_ name: String, _ reason: String? = nil, isWritten: Bool = false) {
      self.name = name
      self.reason = reason
      self.isWritten = isWritten
    }
  }

  private let files: [(part: Part, patterns: [PathPattern])]
  /// Absolute, as they are named and with links followed.
  private let folders: [(part: Part, places: [String])]
  private let root: String

  /// - Parameters:
  ///   - root: The workspace's folder, absolute.
  ///   - configuration: nil where it can't be read: then only what each workspace has is known.
  package init(root: String, _ configuration: Configuration?) {
    self.root = root
    var list = List()
    list.add(WorkspaceLocator.fileName)
    list.folders += ["site", "templates", ".scorebook"].map { Part($0) }
    if let configuration { list.add(configuration) }
    files = list.files.map { part, glob in
      (part, Self.places(of: part.name, root: root).map { PathPattern($0, root: "/", glob: glob) })
    }
    // Experiments may be read from the workspace itself, or from what is around it.
    let own = [normalizedPath(root), FilePlace.followed(root)]
    folders = list.folders.map { ($0, Self.places(of: $0.name, root: root)) }.filter { folder in
      !folder.places.contains { place in
        own.contains { $0 == place || $0.hasPrefix(place + "/") || place == "/" }
      }
    }
  }

  /// That which a file of this path is or belongs to; nil where it is no part of the workspace.
  ///
  /// - Parameter path: As a person named it, from the folder that the program works in.
  package func part(at path: String) -> Part? {
    Self.places(of: path, root: FilePlace.workingFolder).lazy.compactMap(part(atPlace:)).first
  }

  private func part(atPlace path: String) -> Part? {
    let place = PathPattern(path, root: "/", glob: false)
    if let file = files.first(where: { $0.patterns.contains { $0.overlaps(place) } }) { return file.part }
    return folders.first { folder in
      folder.places.contains { path == $0 || path.hasPrefix($0 + "/") }
    }?.part
  }

  /// The absolute path as it reads, and where it leads.
  private static func places(of path: String, root: String) -> [String] {
    let whole = path.hasPrefix("/") ? path : "\(root)/\(path)"
    let read = normalizedPath(whole)
    let followed = FilePlace.followed(whole)
    return read == followed ? [read] : [read, followed]
  }
}

/// What is gathered from a configuration, in the order in which it is looked through.
private struct List {
  typealias Part = WorkspaceFiles.Part

  var files: [(part: Part, glob: Bool)] = []
  var folders: [Part] = []

  mutating func add(_ name: String, _ reason: String? = nil, isWritten: Bool = false, glob: Bool = false) {
    files.append((Part(name, reason, isWritten: isWritten), glob))
  }

  mutating func add(_ configuration: Configuration) {
    for dataset in configuration.datasets.values.sorted(by: { $0.name < $1.name }) { add(dataset) }
    for model in configuration.models.values.sorted(by: { $0.name < $1.name }) { add(model) }
    for kpi in configuration.kpis.values.sorted(by: { $0.name < $1.name }) {
      add(kpi.query, "which KPI '\(kpi.name)' asks")
    }
    for report in configuration.reports.values.sorted(by: { $0.name < $1.name }) {
      for case .text(let file) in report.contents { add(file, "a text of report '\(report.name)'") }
    }
    for experiment in configuration.experiments.values.sorted(by: { $0.name < $1.name }) {
      folders += experiment.sources.map(\.path).map {
        Part($0, "which experiment '\(experiment.name)' is read from")
      }
    }
    for channel in configuration.channels.values.sorted(by: { $0.name < $1.name }) { add(channel) }
    for job in configuration.jobs.values.sorted(by: { $0.name < $1.name }) {
      for file in job.destination.files { add(file, "which job '\(job.name)' writes", isWritten: true) }
    }
  }

  private mutating func add(_ dataset: Configuration.Dataset) {
    let reason = "which dataset '\(dataset.name)' reads"
    switch dataset.kind {
    case .csv(let path, _): add(path, reason, glob: true)
    case .sqliteTable(let file, _, _): add(database: file, reason)
    case .sqliteQuery(let file, let query):
      add(database: file, reason)
      add(query, reason)
    case .query(let query, _): add(query, reason)
    }
  }

  private mutating func add(database file: String, _ reason: String) {
    for ending in Configuration.Job.Destination.databaseEndings { add(file + ending, reason) }
  }

  private mutating func add(_ model: Configuration.Model) {
    for version in model.versions {
      add(version.artefact, "an artefact of model '\(model.name)'")
      if let metadata = version.metadata { add(metadata, "metadata of model '\(model.name)'") }
      // Some artefacts are folders.
      folders.append(Part(version.artefact, "an artefact of model '\(model.name)'"))
    }
    if let card = model.card { add(card, "the card of model '\(model.name)'") }
  }

  private mutating func add(_ channel: Configuration.Channel) {
    let reason = "which channel '\(channel.name)' uses"
    if case .maildir(let folder) = channel.kind {
      folders.append(Part(folder, "where channel '\(channel.name)' puts mails", isWritten: true))
    }
    for file in channel.kind.files { add(file, reason) }
  }
}

extension Configuration.Channel.Kind {
  /// What it reads: programs, templates, certificates and secrets.
  fileprivate var files: [String] {
    let authorities: String?
    let template: String?
    let secrets: [Configuration.Secret?]
    switch self {
    case .maildir: return []
    case .sendmail(let program): return [program]
    case .smtp(let server):
      (authorities, template, secrets) = (server.authorities, nil, [server.login?.password])
    case .webhook(let webhook):
      if case .file(let file) = webhook.template { template = file } else { template = nil }
      (authorities, secrets) = (webhook.authorities, [webhook.address.secret, webhook.key])
    case .sms(let gateway):
      var all = [gateway.address.secret]
      switch gateway.access {
      case .token(let secret), .password(let secret, user: _): all.append(secret)
      case nil: break
      }
      switch gateway.payload {
      case .template(let file): template = file
      case .form(let fields):
        template = nil
        for case .secret(let secret) in fields.map(\.value) { all.append(secret) }
      }
      (authorities, secrets) = (gateway.authorities, all)
    }
    return [authorities, template].compactMap(\.self)
      + secrets.compactMap { if case .file(let file)? = $0 { file } else { nil } }
  }
}

extension Configuration.Webhook.Address {
  fileprivate var secret: Configuration.Secret? { if case .secret(let secret) = self { secret } else { nil } }
}

extension Configuration.Job.Destination {
  /// What stands beside a SQLite file while it is written to, first nothing: the file itself.
  static let databaseEndings = ["", "-wal", "-shm", "-journal"]

  /// The file of the rows and those that are written beside it.
  fileprivate var files: [String] {
    switch self {
    case .sqlite(let file, _): Self.databaseEndings.map { file + $0 }
    case .csv(let path): [path] + Self.sidePaths(of: path)
    }
  }

  /// What stands beside a CSV output `NAME.csv`: all of them, since a commit without rejects or shadows removes
  /// those of the run before.
  static func sidePaths(of path: String) -> [String] {
    let name = path.split(separator: "/").last ?? ""
    let stem = name.hasSuffix(".csv") ? String(path.dropLast(4)) : path
    return ["shadow.csv", "rejects.csv", "commit.json"].map { "\(stem).\($0)" }
  }
}
