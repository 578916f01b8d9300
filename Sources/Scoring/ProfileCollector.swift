package import Models
package import Statistics
import Tabular

/// Which columns of a run are profiled, and under which names.
package struct ProfilePlan: Sendable, Hashable {
  package enum Place: Sendable, Hashable {
    /// Column of the batch.
    case input(Int)
    /// Output of the champion.
    case output(Int)
  }

  package enum Measure: Sendable, Hashable {
    case number
    case category([String])
  }

  package struct Item: Sendable, Hashable {
    package let name: String
    package let place: Place
    package let measure: Measure

    package init(name: String, place: Place, measure: Measure) {
      self.name = name
      self.place = place
      self.measure = measure
    }
  }

  package let items: [Item]

  /// The champion's inputs under its own names, then its wanted outputs.
  package init(signature: Signature, request: ScoreRequest) {
    var items: [Item] = []
    for (index, input) in signature.inputs.enumerated() {
      switch input.storage {
      case .number:
        items.append(Item(name: input.name, place: .input(request.columns[index]), measure: .number))
      case .category(let labels):
        items.append(
          Item(name: input.name, place: .input(request.columns[index]), measure: .category(labels)))
      case .text: continue
      }
    }
    for index in request.wanted.sorted() {
      let output = signature.outputs[index]
      switch output.kind {
      case .number: items.append(Item(name: output.name, place: .output(index), measure: .number))
      case .label(let labels):
        items.append(Item(name: output.name, place: .output(index), measure: .category(labels)))
      case .text: continue
      }
    }
    self.items = items
  }
}

/// One worker's counts: integers only, so that any order of merging gives the same.
final class ProfileCollector {
  let plan: ProfilePlan
  fileprivate(set) var sketches: [QuantileSketch]
  /// Counts by code, then unseen, then missing.
  fileprivate(set) var codes: [[Int]]
  /// Of the chunk that is being read; number columns only, by item.
  private(set) var chunkMoments: [Moments]
  /// Rows that were added.
  private(set) var rows = 0
  /// Values of the champion's rows, where others score the rest.
  private var picked = (numbers: [Double](), codes: [Int32]())

  init(_ plan: ProfilePlan) {
    self.plan = plan
    sketches = plan.items.map { _ in QuantileSketch() }
    codes = plan.items.map { item in
      if case .category(let labels) = item.measure {
        [Int](repeating: 0, count: labels.count + 2)
      } else {
        []
      }
    }
    chunkMoments = plan.items.map { _ in Moments() }
  }

  func beginChunk() {
    for index in chunkMoments.indices { chunkMoments[index] = Moments() }
  }

  /// Adds a batch. Rows that the champion refused count as inputs, and as missing among its outputs.
  ///
  /// - Parameter own: the champion's rows; nil: all.
  func add(_ batch: borrowing Batch, _ champion: Predictions, _ own: SeatRows? = nil) {
    if let own, let list = own.list { return addPicked(batch, champion, list, own.count) }
    rows += batch.count
    for (index, item) in plan.items.enumerated() {
      switch (item.measure, item.place) {
      case (.number, .input(let column)):
        add(UnsafePointer(batch.numbers(column)), batch.count, index)
      case (.number, .output(let output)):
        add(UnsafePointer(champion.numbers(output)), batch.count, index)
      case (.category(let labels), .input(let column)):
        add(UnsafePointer(batch.codes(column)), batch.count, labels.count, index)
      case (.category(let labels), .output(let output)):
        add(UnsafePointer(champion.labels(output)), batch.count, labels.count, index)
      }
    }
  }

  private func addPicked(
    _ batch: borrowing Batch, _ champion: Predictions, _ list: UnsafePointer<UInt32>, _ count: Int
  ) {
    rows += count
    for (index, item) in plan.items.enumerated() {
      switch item.measure {
      case .number:
        let values =
          switch item.place {
          case .input(let column): batch.numbers(column)
          case .output(let output): champion.numbers(output)
          }
        picked.numbers.removeAll(keepingCapacity: true)
        for place in 0..<count { picked.numbers.append(values[Int(list[place])]) }
        picked.numbers.withUnsafeBufferPointer { if let base = $0.baseAddress { add(base, count, index) } }
      case .category(let labels):
        let values =
          switch item.place {
          case .input(let column): batch.codes(column)
          case .output(let output): champion.labels(output)
          }
        picked.codes.removeAll(keepingCapacity: true)
        for place in 0..<count { picked.codes.append(values[Int(list[place])]) }
        picked.codes.withUnsafeBufferPointer {
          if let base = $0.baseAddress { add(base, count, labels.count, index) }
        }
      }
    }
  }

  private func add(_ values: UnsafePointer<Double>, _ count: Int, _ index: Int) {
    sketches[index].add(values, count: count)
    chunkMoments[index].add(values, count: count)
  }

  private func add(_ values: UnsafePointer<Int32>, _ count: Int, _ labels: Int, _ index: Int) {
    codes[index].withUnsafeMutableBufferPointer { counts in
      for row in 0..<count {
        let code = values[row]
        counts[code >= 0 ? Int(code) : code == Storage.unseenCode ? labels : labels + 1] += 1
      }
    }
  }
}

/// A run's profile, all workers' counts together.
package struct ProfileResult: Sendable {
  package let plan: ProfilePlan
  package private(set) var sketches: [QuantileSketch]
  package private(set) var codes: [[Int]]
  package private(set) var moments: [Moments]
  /// Rows that were added: all that could be read, or the champion's where a split has other models too.
  package private(set) var rows = 0

  init(_ plan: ProfilePlan) {
    let empty = ProfileCollector(plan)
    self.plan = plan
    sketches = empty.sketches
    codes = empty.codes
    moments = empty.chunkMoments
  }

  mutating func merge(_ collector: ProfileCollector) {
    rows += collector.rows
    for index in plan.items.indices {
      sketches[index].merge(collector.sketches[index])
      for code in codes[index].indices { codes[index][code] += collector.codes[index][code] }
    }
  }

  /// Adds the next chunk's sums; called in the order of the chunks.
  mutating func fold(_ parts: [Moments]) {
    for (index, part) in parts.enumerated() { moments[index].merge(part) }
  }
}
