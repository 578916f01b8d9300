import Foundation
import Scoring
import Tabular
import Workspace

/// What the `xxhash` package and exact fractions say: `Tests/Fixtures/split`.
struct SplitOracle: Decodable {
  struct Key: Decodable, Sendable {
    let salt: String
    let name: String
    let fields: [String]
    let hash: String
    let cell: Int
  }

  struct Arcs: Decodable, Sendable {
    let shares: [String]
    let starts: [[Int]]
  }

  struct Bytes: Decodable, Sendable {
    let length: Int
    let hash: String

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      length = try list.decode(Int.self)
      hash = try list.decode(String.self)
    }
  }

  let bytes: [Bytes]
  let keys: [Key]
  let arcs: [Arcs]

  static func load() throws -> SplitOracle {
    let file = Bench.root + "Tests/Fixtures/split/expected.json"
    return try JSONDecoder().decode(SplitOracle.self, from: Data(contentsOf: URL(filePath: file)))
  }
}

/// Keys in a batch, as a reader leaves them there.
struct KeyBatch: ~Copyable {
  private(set) var batch: Batch
  private var text: [UInt8] = []
  private let base: UnsafeMutableRawPointer

  /// **Shape:** all keys have the same number of fields.
  init(_ keys: [[String]]) {
    let width = keys.first?.count ?? 1
    batch = Batch(
      Layout(
        columns: (0..<width).map { Column(source: "key\($0)", storage: .text) },
        capacity: max(256, (keys.count + 255) / 256 * 256)))
    batch.count = keys.count
    for (row, fields) in keys.enumerated() {
      for (column, field) in fields.enumerated() {
        batch.slices(column)[row] = TextSlice(start: UInt32(text.count), length: UInt32(field.utf8.count))
        text += field.utf8
      }
    }
    base = .allocate(byteCount: max(text.count, 1), alignment: 16)
    text.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: base, count: $0.count).copyMemory(from: $0) }
    batch.textBase = UnsafeRawPointer(base)
  }

  deinit { base.deallocate() }

  func hash(_ assignment: SplitAssignment, _ row: Int) -> UInt64 { assignment.hash(batch, row) }

  /// The variants of all keys, by their place.
  func variants(_ split: Configuration.Split) -> [Int] {
    let keys = Array(batch.layout.columns.indices)
    SplitAssignment(split, keys: keys).assign(batch)
    return (0..<batch.count).map { Int(batch.variants[$0]) }
  }
}

extension Configuration.Split {
  /// Variants `control`, `b`, `c` … with these shares in percent.
  static func sample(_ shares: [String], name: String = "winter_mail", salt: String = "winter-1997") -> Self {
    let names = ["control"] + (1...40).map { "variant_\($0)" }
    return Self(
      name: name, salt: salt,
      variants: zip(names, shares).map { name, share in
        Variant(name: name, share: Share("\(share)%") ?? Share(cells: -1))
      })
  }
}
