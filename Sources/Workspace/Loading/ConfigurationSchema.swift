/// The keys that `scorebook.yaml` may hold: the decoder accepts these, and the reference documents these.
package enum ConfigurationSchema {
  /// A kind of map and its keys, in the order of the reference.
  package struct Section: Sendable, Hashable {
    /// `jobs.NAME.output`; "" at the top. NAME stands for any name, a list is told by `[]`.
    package let path: String
    package let keys: [String]
  }

  package static let top = Section(
    path: "",
    keys: [
      "name", "timezone", "datasets", "models", "jobs", "evaluations", "experiments", "readouts", "kpis",
      "reports", "audiences", "channels", "site", "pipelines",
    ])
  package static let dataset = Section(
    path: "datasets.NAME",
    keys: [
      "csv", "sqlite", "query", "key", "columns", "delimiter", "quote", "header", "encoding", "decimal",
      "missing_values", "table", "date", "tables", "reaches", "quiet",
    ])
  package static let model = Section(
    path: "models.NAME",
    keys: ["question", "objective", "baseline", "owner", "card", "versions", "aliases", "promote_if"])
  package static let gate = Section(
    path: "models.NAME.promote_if", keys: ["evaluation", "metric", "better_by", "confidence", "guardrails"])
  package static let guardrail = Section(
    path: "models.NAME.promote_if.guardrails.METRIC", keys: ["worse_by_at_most"])
  package static let owner = Section(path: "models.NAME.owner", keys: ["team", "name", "email"])
  package static let version = Section(path: "models.NAME.versions[]", keys: ["artefact", "metadata"])
  package static let job = Section(
    path: "jobs.NAME",
    keys: [
      "input", "model", "shadow", "rename", "every", "since", "lookback", "depends_on", "time_limit",
      "threads", "outputs", "keep", "output", "max_rejects", "fallback", "split",
    ])
  package static let output = Section(path: "jobs.NAME.output", keys: ["csv", "sqlite", "table", "write"])
  package static let fallback = Section(
    path: "jobs.NAME.fallback", keys: ["model", "value", "default_output", "unsure_below", "after", "max"])
  package static let split = Section(path: "jobs.NAME.split", keys: ["name", "salt", "variants"])
  package static let variant = Section(path: "jobs.NAME.split.variants.NAME", keys: ["share", "model"])
  package static let evaluation = Section(
    path: "evaluations.NAME",
    keys: [
      "predictions", "versions", "input", "rename", "every", "since", "until", "max_rejects", "actuals",
      "outcome", "outcome_date", "matures_after", "metrics", "baseline", "correction", "by", "worst_slices",
      "quantile",
    ])
  package static let experiment = Section(
    path: "experiments.NAME",
    keys: ["question", "objective", "baseline", "import", "seed", "tolerances", "directions"])
  package static let readout = Section(
    path: "readouts.NAME",
    keys: [
      "split", "actuals", "matures_after", "metrics", "guardrails", "control", "cuped", "looks",
      "planned_keys", "since", "until", "correction", "without_outcome",
    ])
  package static let readoutMetric = Section(
    path: "readouts.NAME.metrics.NAME",
    keys: ["proportion", "mean", "ratio", "per", "direction", "winsorise", "worse_by_at_most"])
  package static let cuped = Section(path: "readouts.NAME.cuped", keys: ["covariate"])
  package static let kpi = Section(
    path: "kpis.NAME",
    keys: ["query", "tables", "period", "unit", "direction", "target", "owner", "limits"])
  package static let limits = Section(path: "kpis.NAME.limits", keys: ["xmr", "releases_of"])
  package static let report = Section(
    path: "reports.NAME", keys: ["title", "period", "contents", "send"])
  package static let content = Section(
    path: "reports.NAME.contents[]", keys: ["text", "kpi", "evaluation", "readout"])
  package static let sending = Section(path: "reports.NAME.send[]", keys: ["audience", "if"])
  package static let audience = Section(
    path: "audiences.NAME", keys: ["via", "from", "to", "detail", "unsubscribe", "attach"])
  package static let channel = Section(
    path: "channels.NAME", keys: ["smtp", "sendmail", "maildir", "webhook", "sms"])
  package static let smtp = Section(
    path: "channels.NAME.smtp",
    keys: ["host", "port", "tls", "auth", "user", "password", "ca", "time_limit", "retries"])
  package static let webhook = Section(
    path: "channels.NAME.webhook", keys: ["url", "template", "sign", "ca", "time_limit", "retries"])
  package static let sms = Section(
    path: "channels.NAME.sms",
    keys: ["url", "form", "template", "user", "password", "token", "ca", "time_limit", "retries"])
  package static let secret = Section(path: "channels.NAME.smtp.password", keys: ["env", "file", "command"])
  package static let site = Section(
    path: "site", keys: ["title", "base_url", "languages", "show_keys", "trusted_pages"])
  package static let pipeline = Section(path: "pipelines.NAME", keys: ["steps", "on_failure"])
  package static let onFailure = Section(path: "pipelines.NAME.on_failure", keys: ["audience"])
  package static let step = Section(
    path: "pipelines.NAME.steps[]", keys: ["run", "evaluate", "readout", "kpis", "site", "send", "pipeline"])

  /// All sections in the order of the reference.
  package static let sections = [
    top, dataset, model, owner, version, gate, guardrail, job, output, fallback, split, variant, evaluation,
    experiment, readout, readoutMetric, cuped, kpi, limits, report, content, sending, audience, channel,
    smtp, webhook, sms, secret, site, pipeline, onFailure, step,
  ]

  /// Every key path: `datasets.NAME.csv`.
  package static var keyPaths: [String] {
    sections.flatMap { section in section.keys.map { section.path.isEmpty ? $0 : "\(section.path).\($0)" } }
  }
}
