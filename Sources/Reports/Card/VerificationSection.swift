import Book
import Markdown

/// What replaying the framework's own predictions gave, for each version.
struct VerificationSection {
  let versions: [VersionRecord]

  static func short(_ verification: VersionRecord.Verification) -> String {
    verification.state == .verified
      ? NumberText.count(verification.cases, "case") : verification.state == .failed ? "failed" : "no"
  }

  func write(to page: inout PageWriter) {
    page.body.heading(3, "Verification")
    write(list: &page.body)
  }

  /// Without a heading.
  func write(list body: inout MarkdownWriter) {
    body.list(
      versions.map { version in
        let result = version.verification
        let recorded: InlineMarkdown =
          version.recorded.map {
            " What it answered here in \(NumberText.count($0.cases, "case")) was recorded on \(NumberText.moment($0.recordedAt))."
          } ?? ""
        switch result.state {
        case .verified: break
        case .unverified:
          return
            "\(version.reference) is **unverified**: it came without cases, and nothing proves that it scores here as it did where it was made.\(recorded)"
        case .failed:
          return
            "\(version.reference) **failed**: the last replay of its cases gave other answers."
        }
        let identical =
          result.compared > 0
          ? "\(NumberText.count(result.identical)) of \(NumberText.count(result.compared)) values agree to the last bit"
          : "no value was compared"
        let told = InlineMarkdown.plain(
          "\(version.reference): \(NumberText.count(result.cases, "case")) replayed"
            + (result.verifiedAt.map { " on \(NumberText.moment($0))" } ?? "")
            + "; \(identical), the largest difference is \(NumberText.value(result.maximumDifference))."
        )
        return "\(told)\(recorded)"
      })
  }
}
