/// Which way each category goes at each categorical split, as bits that are ready before a tree needs them.
///
/// For each feature that categorical splits read there is a record for each category that some set names, one
/// for missing and one for every other value. A bit that is set sends the row to the right. Seven splits of
/// one tree share a byte, so that a byte with one bit left is never negative; sixteen bytes are a block, the
/// unit that is transposed into columns of a tile.
struct CategoryTable: Sendable {
  /// One feature that categorical splits read.
  struct Feature: Sendable {
    let feature: Int
    /// Where its records start, and the bytes of one: a multiple of 16.
    let start: Int
    let width: Int
    /// `records[category]` for categories below `direct`; 0 is the record of what no set names.
    let recordsStart: Int
    let direct: Int
    /// Categories from `direct`, ascending; the record of the i-th is `largeRecord + i`.
    let large: [Int32]
    let largeRecord: Int32
    /// Its first byte column, and how many blocks of 16 it keeps at once.
    let column: Int
    let blocks: Int
  }

  /// A block that a tree needs and that is not there yet.
  struct Load: Sendable {
    let feature: Int32
    let block: Int32
    let column: Int32
  }

  /// Where a split finds its bit: it goes right where `column & bit != 0`.
  struct Address: Sendable {
    let column: Int
    let bit: UInt8
  }

  /// Record 0 is what no set names, record 1 what is missing; the named categories follow.
  static let unlistedRecord: Int32 = 0
  static let missingRecord: Int32 = 1
  /// Categories below this are looked up directly, larger ones by binary search.
  static let directLimit = 65_536
  /// Bytes that the records of a forest may take; beyond it the forest is walked plainly.
  static let byteLimit = 256 << 20
  static let splitsPerByte = 7

  let features: [Feature]
  let records: FixedTable<UInt8>
  let recordOf: FixedTable<Int32>
  /// Number of byte columns that hold blocks.
  let columns: Int
  /// By position of the tree in the order they are evaluated.
  let loads: [[Load]]
  /// By position of the tree, then by split; nil for numeric splits.
  let addresses: [[Address?]]

  /// nil where the records would take too much memory.
  init?(_ forest: Forest, order: [Int], firstColumn: Int) {
    var builders: [Int: CategoryTableBuilder] = [:]
    for tree in order {
      var touched = Set<Int>()
      for split in forest.trees[tree].splits {
        guard case .categories(let set, _) = split.rule else { continue }
        builders[split.feature, default: CategoryTableBuilder()].add(set: set)
        touched.insert(split.feature)
      }
      for feature in touched { builders[feature]?.endTree() }
    }
    let ordered = builders.keys.sorted()

    var size = 0
    for feature in ordered {
      builders[feature]?.close(forest)
      guard let builder = builders[feature] else { continue }
      let (bytes, overflow) = builder.width.multipliedReportingOverflow(by: builder.recordCount)
      guard !overflow, bytes <= CategoryTable.byteLimit - size else { return nil }
      size += bytes
    }

    var features: [Feature] = []
    var recordOf: [Int32] = []
    var start = 0
    var column = firstColumn
    for feature in ordered {
      guard let builder = builders[feature] else { continue }
      features.append(
        Feature(
          feature: feature, start: start, width: builder.width, recordsStart: recordOf.count,
          direct: builder.direct.count, large: builder.large, largeRecord: builder.largeRecord,
          column: column, blocks: builder.blocks))
      recordOf += builder.direct
      start += builder.width * builder.recordCount
      column += builder.blocks * 16
    }
    self.features = features
    self.recordOf = FixedTable(recordOf)
    self.columns = column - firstColumn

    let indexOf = Dictionary(uniqueKeysWithValues: features.enumerated().map { ($1.feature, $0) })
    var records = [UInt8](repeating: .max, count: size)
    var loads: [[Load]] = []
    var addresses: [[Address?]] = []
    var present = features.map { [Int](repeating: -1, count: $0.blocks) }
    var cursors = [Int](repeating: 0, count: features.count)
    for tree in order {
      var treeLoads: [Load] = []
      var treeAddresses: [Address?] = []
      for split in forest.trees[tree].splits {
        guard case .categories(let set, let missingLeft) = split.rule, let index = indexOf[split.feature],
          let place = builders[split.feature]?.places[cursors[index]]
        else {
          treeAddresses.append(nil)
          continue
        }
        cursors[index] += 1
        let feature = features[index]
        let bit = UInt8(1) << UInt8(place.bit)
        CategoryTable.mark(
          &records, feature, byte: place.byte, bit: bit, members: forest.sets[set], recordOf: recordOf,
          missingLeft: missingLeft)
        let block = place.byte / 16
        let slot = block % feature.blocks
        let column = feature.column + slot * 16
        if present[index][slot] != block {
          present[index][slot] = block
          treeLoads.append(Load(feature: Int32(index), block: Int32(block), column: Int32(column)))
        }
        treeAddresses.append(Address(column: column + place.byte % 16, bit: bit))
      }
      loads.append(treeLoads)
      addresses.append(treeAddresses)
    }
    self.records = FixedTable(records)
    self.loads = loads
    self.addresses = addresses
  }

  /// Clears one split's bit in every record that goes left.
  private static func mark(
    _ records: inout [UInt8], _ feature: Feature, byte: Int, bit: UInt8, members: CategorySet,
    recordOf: [Int32], missingLeft: Bool
  ) {
    if missingLeft { records[feature.start + Int(missingRecord) * feature.width + byte] &= ~bit }
    for category in members.members {
      let record = feature.record(of: category, recordOf: recordOf)
      records[feature.start + Int(record) * feature.width + byte] &= ~bit
    }
  }
}

extension CategoryTable.Feature {
  /// The record of a category that is not missing.
  func record(of category: Int, recordOf: [Int32]) -> Int32 {
    if category < direct { return recordOf[recordsStart + category] }
    return recordOfLarge(category)
  }

  /// The record of a category that is not below `direct`.
  func recordOfLarge(_ category: Int) -> Int32 {
    var low = 0
    var high = large.count
    while low < high {
      let middle = (low + high) / 2
      if Int(large[middle]) < category { low = middle + 1 } else { high = middle }
    }
    guard low < large.count, Int(large[low]) == category else { return CategoryTable.unlistedRecord }
    return largeRecord + Int32(low)
  }
}
