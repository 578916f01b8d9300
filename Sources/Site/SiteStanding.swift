/// What stands in the place of a site before it is built.
struct SiteStanding: Sendable {
  /// How many files there are, whoever put them there.
  let count: Int
  /// Those that stand as the known build wrote them.
  let files: [String: SiteManifest.Output]

  init(_ folder: String, _ known: SiteManifest?) {
    let listing = known.map { SiteListing(folder, $0) } ?? SiteListing()
    count = listing.count
    files = listing.sound
  }

  /// Every file stands as it was written, and there is no other.
  func isWhole(_ known: SiteManifest) -> Bool {
    count == known.outputs.count && files.count == known.outputs.count
  }
}
