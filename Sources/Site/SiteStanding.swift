/// What stands in the place of a site before it is built.
struct SiteStanding: Sendable {
  /// How many files there are, whoever put them there.
  let count: Int
  /// Those that stand as the known build wrote them.
  let files: SiteOutputs
  /// Files that the known build has not put there, in the order of their paths; none where no build is known.
  let foreign: [String]

  /// Its folders, with their stamps where they are as the known build left them.
  let folders: [KnownFolder]

  /// Whether its folders have the permissions that they were made with.
  let hasModes: Bool

  init(_ folder: String, _ known: SiteManifest?) {
    let listing = known.map { SiteListing(folder, $0) } ?? SiteListing()
    count = listing.count
    files = listing.sound
    foreign = listing.foreign.sorted()
    folders = listing.knownFolders
    hasModes = listing.hasModes
  }

  /// Every file and folder stands as it was made, and there is no other file.
  func isWhole(_ known: SiteManifest) -> Bool {
    hasModes && count == known.outputs.count && files.count == known.outputs.count
  }
}
