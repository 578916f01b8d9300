import Book
import Markdown

/// What a version is, byte for byte, and where its source and licence are.
struct ProvenanceSection {
  let card: ModelCard
  let versions: [VersionRecord]

  func write(to page: inout PageWriter) {
    page.body.heading(2, "Provenance")
    page.body.table(
      [
        .init("version"), .init("artefact, SHA-256"), .init("framework"), .init("source commit"),
        .init("training data"),
      ],
      versions.map { version in
        [
          .plain(version.reference), .digest(version.digest), .plain(version.trainedWith ?? version.format),
          version.sourceCommit.map { .code(NumberText.short($0)) } ?? .recorded(nil),
          .digest(version.training?.dataDigest),
        ]
      })
    // Where people wrote more about it, their section follows.
    if let license = card.prose?.license, card.prose?.sections.has(.licence) != true {
      let link = card.prose?.licenseLink.map { InlineMarkdown.link(.plain(license), to: $0) }
      page.body.paragraph("Licence: \(link ?? .plain(license)).")
    }
    page.body.details("Digests") { inner in
      for version in versions {
        inner.paragraph(.strong(.plain(version.reference)))
        inner.facts([
          ("artefact", .code(version.digest)), ("format", .plain(version.format)),
          ("file", .code(version.fileName)),
          ("size", .plain(NumberText.size(version.size))),
          ("metadata", code(version.metadataDigest)),
          ("verification cases", code(version.verification.casesDigest)),
          ("training data", code(version.training?.dataDigest)),
          ("source commit", code(version.sourceCommit)),
        ])
      }
    }
  }

  private func code(_ text: String?) -> InlineMarkdown { text.map { .code($0) } ?? .recorded(nil) }
}
