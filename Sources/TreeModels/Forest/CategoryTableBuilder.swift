/// Gives the categorical splits on one feature their bits, and its categories their records.
struct CategoryTableBuilder {
  struct Place {
    let byte: Int
    let bit: Int
  }

  /// One for each split on the feature, in the order the trees are evaluated.
  private(set) var places: [Place] = []
  private(set) var direct: [Int32] = []
  private(set) var large: [Int32] = []
  private(set) var largeRecord: Int32 = 2
  private(set) var blocks = 1
  private var sets: [Int] = []
  /// Splits of the tree that is being added.
  private var pending = 0
  private var nextByte = 0

  var recordCount: Int { Int(largeRecord) + large.count }
  var width: Int { (nextByte + 15) / 16 * 16 }

  mutating func add(set: Int) {
    sets.append(set)
    pending += 1
  }

  /// Places the tree's splits: inside one block where they fit into one.
  mutating func endTree() {
    guard pending > 0 else { return }
    let perByte = CategoryTable.splitsPerByte
    let bytes = (pending + perByte - 1) / perByte
    if bytes <= 16, nextByte / 16 != (nextByte + bytes - 1) / 16 { nextByte = (nextByte + 15) / 16 * 16 }
    for split in 0..<pending {
      places.append(Place(byte: nextByte + split / perByte, bit: split % perByte))
    }
    blocks = max(blocks, (nextByte + bytes - 1) / 16 - nextByte / 16 + 1)
    nextByte += bytes
    pending = 0
  }

  /// Numbers the categories that the sets name.
  mutating func close(_ forest: Forest) {
    var named = Set<Int>()
    for set in Set(sets) { named.formUnion(forest.sets[set].members) }
    let ordered = named.sorted()
    let small = ordered.prefix { $0 < CategoryTable.directLimit }
    direct = [Int32](repeating: CategoryTable.unlistedRecord, count: small.last.map { $0 + 1 } ?? 0)
    var record: Int32 = 2
    for category in small {
      direct[category] = record
      record += 1
    }
    largeRecord = record
    large = ordered.dropFirst(small.count).map { Int32($0) }
  }
}
