/// Several sorted runs as one: the smallest key first, of equal keys that of the earlier run.
struct RunMerge {
  private struct Run {
    let rows: ScratchColumn<ScoreSorter.Row>
    var block: [ScoreSorter.Row] = []
    /// Where in the block, and how many rows were read into blocks.
    var place = 0
    var done = 0

    var head: ScoreSorter.Row { block[place] }

    /// Goes on by a row; false at the end.
    mutating func advance() -> Bool {
      place += 1
      if place < block.count { return true }
      return fill()
    }

    mutating func fill() -> Bool {
      guard done < rows.count else { return false }
      let end = min(rows.count, done + 4_096)
      rows.read(done..<end, into: &block)
      done = end
      place = 0
      return true
    }
  }

  private var runs: [Run] = []
  /// Numbers of runs that have a row, a heap with the smallest first.
  private var heap: [Int] = []

  init(_ columns: [ScratchColumn<ScoreSorter.Row>]) {
    for rows in columns {
      var run = Run(rows: rows)
      guard run.fill() else { continue }
      runs.append(run)
      heap.append(runs.count - 1)
    }
    for place in heap.indices.reversed() { sink(place) }
  }

  mutating func next() -> ScoreSorter.Row? {
    guard let first = heap.first else { return nil }
    let row = runs[first].head
    if !runs[first].advance() {
      heap.swapAt(0, heap.count - 1)
      heap.removeLast()
    }
    sink(0)
    return row
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    let (first, second) = (runs[a].head.key, runs[b].head.key)
    return first < second || (first == second && a < b)
  }

  private mutating func sink(_ start: Int) {
    var place = start
    while true {
      let (left, right) = (2 * place + 1, 2 * place + 2)
      var least = place
      if left < heap.count, precedes(heap[left], heap[least]) { least = left }
      if right < heap.count, precedes(heap[right], heap[least]) { least = right }
      if least == place { return }
      heap.swapAt(place, least)
      place = least
    }
  }
}
