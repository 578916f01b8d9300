/// The files of a site as a build wrote them, mostly in the order of their paths.
struct SiteOutputs: Sendable {
  typealias Output = SiteManifest.Output

  private(set) var list: [(key: String, value: Output)] = []
  private var places: [String: Int] = [:]

  /// None.
  init() {}

  /// - Parameter count: about how many there will be.
  init(capacity count: Int) {
    list.reserveCapacity(count)
    places.reserveCapacity(count)
  }

  var count: Int { list.count }
  var isEmpty: Bool { list.isEmpty }

  /// Adds a file behind all others; false, and nothing is added, where there is one of that path, however spelled.
  mutating func append(_ path: String, _ output: Output) -> Bool {
    if let other = places.updateValue(list.count, forKey: path) {
      places[path] = other
      return false
    }
    list.append((path, output))
    return true
  }

  /// Adds a file, in the place of one of its path.
  mutating func set(_ path: String, _ output: Output) {
    if !append(path, output), let place = places[path] { list[place] = (path, output) }
  }

  /// Where the file of a path stands in the list, spelled in whatever way.
  ///
  /// - Parameter near: where it is looked for first: two lists of a site mostly have the same files.
  func place(like path: String, near: Int) -> Int? {
    if list.indices.contains(near), list[near].key.isSpelled(as: path) { return near }
    return places[path]
  }

  /// Where the file of a path stands in the list, nil also where there is one of another spelling of it.
  func place(of path: String) -> Int? {
    places[path].flatMap { list[$0].key.isSpelled(as: path) ? $0 : nil }
  }

  /// What is known of a path, nil also where it is known of another spelling of it.
  func spelled(as path: String) -> Output? { place(of: path).map { list[$0].value } }

  func has(_ path: String) -> Bool { place(of: path) != nil }

  /// Those at some places, in their order.
  func filter(_ isIn: (Int) -> Bool) -> SiteOutputs {
    var some = SiteOutputs(capacity: count)
    for (place, entry) in list.enumerated() where isIn(place) { some.set(entry.key, entry.value) }
    return some
  }
}
