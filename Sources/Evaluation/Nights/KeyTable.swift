/// A number for each key, in the order in which they came.
///
/// **Units:** 16 bytes for each key and 8 to 16 for finding it.
struct KeyTable {
  private(set) var keys: [JoinKey] = []
  /// Numbers at the places that their keys' hashes tell, or the next free ones; -1 for none. A power of two.
  private var table: [Int32] = [Int32](repeating: -1, count: 16)

  var count: Int { keys.count }

  subscript(key: JoinKey) -> Int32? {
    let number = table[place(of: key)]
    return number < 0 ? nil : number
  }

  /// The number of a key, and whether it is new.
  mutating func insert(_ key: JoinKey) -> (number: Int32, isNew: Bool) {
    let place = place(of: key)
    if table[place] >= 0 { return (table[place], false) }
    let number = Int32(keys.count)
    table[place] = number
    keys.append(key)
    if keys.count * 2 > table.count { grow() }
    return (number, true)
  }

  private func place(of key: JoinKey) -> Int {
    // Keys are hashes: any of their bits do, mixed so that no column of texts can aim at one place.
    let mixed = (key.low ^ key.high) &* 0x9E37_79B9_7F4A_7C15
    let mask = table.count - 1
    var place = Int(truncatingIfNeeded: mixed >> 20) & mask
    while table[place] >= 0, keys[Int(table[place])] != key { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    table = [Int32](repeating: -1, count: table.count * 2)
    for (number, key) in keys.enumerated() { table[place(of: key)] = Int32(number) }
  }
}
