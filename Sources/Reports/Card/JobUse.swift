import Book
import Workspace

/// A job that has a model in it, and as what.
struct JobUse {
  struct Role: Hashable {
    let role: RunRecord.Version.Role
    /// Of the split, for a variant's own model.
    let variant: String?
    let reference: ModelReference

    /// "shadow repurchase@challenger"
    var words: String {
      role.rawValue + (variant.map { " \($0)" } ?? "") + " \(reference)"
    }
  }

  let job: Configuration.Job
  let roles: [Role]

  /// By the job's name.
  static func all(of model: String, _ configuration: Configuration) -> [JobUse] {
    configuration.jobs.values.sorted { $0.name < $1.name }.compactMap { job in
      let roles =
        [Role(role: .champion, variant: nil, reference: job.model)]
        + job.shadows.map { Role(role: .shadow, variant: nil, reference: $0) }
        + (job.split?.variants ?? []).compactMap { variant in
          variant.model.map { Role(role: .variant, variant: variant.name, reference: $0) }
        }
        + [job.fallback?.model].compactMap { $0 }.map {
          Role(role: .fallback, variant: nil, reference: $0)
        }
      let own = roles.filter { $0.reference.name == model }
      return own.isEmpty ? nil : JobUse(job: job, roles: own)
    }
  }
}
