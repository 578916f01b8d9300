package import Book
package import Diagnostics

extension Registry {
  /// A model with its versions and aliases, as a listing shows it.
  package struct ListedModel: Sendable, Hashable {
    package let name: String
    package let versions: [VersionRecord]
    package let aliases: [AliasRecord]

    /// Aliases that point at a version now, sorted.
    package func aliases(of number: Int) -> [String] { aliases.filter { $0.number == number }.map(\.alias) }
  }

  /// All models that have a version, by name.
  package func list() throws(Diagnostic) -> [ListedModel] {
    let versions = Dictionary(grouping: try book.versions(), by: \.model)
    let aliases = Dictionary(grouping: try book.aliases(), by: \.model)
    return versions.keys.sorted().map {
      ListedModel(name: $0, versions: versions[$0] ?? [], aliases: aliases[$0] ?? [])
    }
  }
}
