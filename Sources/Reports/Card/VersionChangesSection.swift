import Book
import Markdown

/// What changed from version to version, folded; nothing for a model of one version.
struct VersionChangesSection {
  let versions: [VersionRecord]

  func write(to page: inout PageWriter) {
    for (before, after) in zip(versions, versions.dropFirst()) {
      page.body.details("What changed from \(before.reference) to \(after.reference)") { inner in
        inner.table(
          [.init(""), .init(.plain(before.reference), .left), .init(.plain(after.reference), .left)],
          VersionChanges(from: before, to: after).changes.map {
            [.plain($0.what), .plain($0.before), .plain($0.after)]
          })
      }
    }
  }
}
