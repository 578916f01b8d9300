import Book
import Markdown

/// What is unusual in a version, what its platform says of the service behind it, and where it was logged.
struct ServiceSection {
  let version: VersionRecord

  func write(to page: inout PageWriter) {
    if let remarks = version.remarks, !remarks.isEmpty {
      page.body.heading(2, "What is unusual")
      page.body.list(remarks.map { .plain($0) })
    }
    let service = version.service
    let found: [(String, String?)] = [
      ("service", service?.name), ("service id", service?.serviceID), ("team", service?.team),
      ("description", service?.description), ("input type", service?.inputType),
      ("answers within", service?.sloMicroseconds.map { "\(NumberText.count($0)) µs" }),
      (
        "default output",
        service?.defaultOutput.map { $0.map { "\($0.name) \($0.value)" }.joined(separator: ", ") }
      ),
      ("packages", service?.packages?.joined(separator: ", ")),
    ]
    let facts =
      found.compactMap { name, value in value.map { (name, $0) } }
      + (version.origin ?? []).map { ($0.name.replacing("_", with: " "), $0.value) }
    guard !facts.isEmpty else { return }
    page.body.heading(2, "Where it comes from")
    page.body.facts(facts.map { ($0.0, .plain($0.1)) })
  }
}
