import Diagnostics

extension SiteBuilder {
  /// The search's index, which is made while the rest of the site is planned and written.
  struct Search {
    let key: SiteDigest
    /// Nil where the one that stands holds.
    let script: BesideThread<[UInt8]>?
  }

  /// It is made again where what it keeps of any page has changed.
  func search(of pages: [SitePage], standing: SiteOutputs) -> Search {
    var digester = SiteDigester()
    digester.add(SiteManifest.version)
    for page in pages {
      digester.add(page.shown)
      for (word, count) in page.words.sorted(by: { $0.key < $1.key }) {
        digester.add(word)
        digester.add(UInt64(count))
      }
    }
    let key = digester.digest
    if standing.spelled(as: SearchIndex.path)?.key == key { return Search(key: key, script: nil) }
    return Search(
      key: key, script: BesideThread { SearchIndex(pages).script })
  }

  func addSearch(_ search: Search, _ plan: inout SitePlan, _ problems: inout Problems) {
    plan.add(
      SearchIndex.path, search.key, search.script.map { script in .made { script.value } } ?? .standing,
      from: SearchIndex.path,
      &problems)
  }
}
