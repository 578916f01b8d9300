/// A histogram held against a reference in the same bins: shares of a run as bars, those of the training rows
/// as an outline.
///
/// **Shape:** n + 1 edges make n bins; −∞ and +∞ at the ends are open bins. Bins are drawn equally wide,
/// whatever they span. **Missing values:** counted apart, in a slot of their own on the left.
package struct DistributionChart: Chart {
  package struct Counts: Sendable, Hashable {
    let name: String
    let bins: [Int]
    let missing: Int

    package init(_ name: String, bins: [Int], missing: Int = 0) {
      self.name = name
      self.bins = bins.map { max(0, $0) }
      self.missing = max(0, missing)
    }

    var total: Double { bins.reduce(Double(missing)) { $0 + Double($1) } }

    func share(_ bin: Int) -> Double? {
      total > 0 && bin < bins.count ? Double(bins[bin]) / total : nil
    }

    var missingShare: Double? { total > 0 ? Double(missing) / total : nil }
  }

  package let title: String
  let axis: String
  let format: NumberFormat
  let edges: [Double]
  let current: Counts
  let reference: Counts?

  /// `axis` names what is binned; `format` writes the edges.
  package init(
    title: String, axis: String, format: NumberFormat = .number, edges: [Double], current: Counts,
    reference: Counts? = nil
  ) {
    self.title = title
    self.axis = axis
    self.format = format
    self.edges = edges.filter { !$0.isNaN }
    self.current = current
    self.reference = reference
  }

  private var binCount: Int { max(0, edges.count - 1) }
  private var all: [Counts] { [current] + (reference.map { [$0] } ?? []) }
  private var hasMissing: Bool { all.contains { $0.missing > 0 } }

  package var summary: String {
    var words = "Histogram of \(axis) in \(binCount) bins: \(current.name), "
    words += "\(NumberFormat.grouped(Int(min(current.total, 9e18)))) rows"
    if let reference { words += "; outline: \(reference.name)" }
    if let most = (0..<binCount).max(by: { (current.share($0) ?? 0, $1) < (current.share($1) ?? 0, $0) }),
      let share = current.share(most), share > 0
    {
      words += ". Fullest bin \(name(most)) with \(NumberFormat.percent.detailed(share))"
    }
    return words + "."
  }

  private func name(_ bin: Int) -> String {
    let (low, high) = (edges[bin], edges[bin + 1])
    if !low.isFinite, !high.isFinite { return "all" }
    if !low.isFinite { return "below \(format.detailed(high))" }
    if !high.isFinite { return "\(format.detailed(low)) and above" }
    return "\(format.detailed(low)) to \(format.detailed(high))"
  }

  package var table: DataTable {
    func row(_ name: DataTable.Cell, _ values: (Counts) -> (Int, Double?)) -> [DataTable.Cell] {
      [name] + all.flatMap { [DataTable.Cell.count(values($0).0), .number(values($0).1, .percent)] }
    }
    var rows = (0..<binCount).map { bin in
      row(.text(name(bin))) { ($0.bins.indices.contains(bin) ? $0.bins[bin] : 0, $0.share(bin)) }
    }
    if hasMissing { rows.append(row(.text("missing")) { ($0.missing, $0.missingShare) }) }
    return DataTable(header: [axis] + all.flatMap { [$0.name, "\($0.name), share"] }, rows: rows)
  }

  package func draw(on canvas: inout Canvas) {
    let shares = all.flatMap { counts in (0..<binCount).map { counts.share($0) } + [counts.missingShare] }
    let scale = Scale(shares.compactMap { $0 }, zero: true, ceiling: 1)
    let labels = scale.labels(.percent)
    var entries = [Legend.Entry(sign: .bar(0), label: current.name)]
    if let reference { entries.append(.init(sign: .outline(1), label: reference.name)) }
    let legend = Legend(axis: "share of rows", entries: entries, width: canvas.width)
    legend.draw(on: &canvas)
    var frame = Frame(
      left: Frame.room(for: labels), right: canvas.width - 14, top: legend.height, bottom: canvas.height - 42)
    frame.drawValueAxis(scale, labels, on: &canvas)
    guard binCount > 0, all.contains(where: { $0.total > 0 }) else {
      frame.drawNothing(on: &canvas)
      return
    }
    if hasMissing {
      let width = max(46, frame.width / Double(binCount + 2))
      drawBars(from: frame.left + 3, to: frame.left + width - 12, scale, frame, on: &canvas) {
        $0.missingShare
      }
      canvas.text(
        "missing", frame.left + (width - 9) / 2, frame.bottom + 16, anchor: .middle, size: 11, opacity: 0.75)
      frame.left += width
    }
    let slot = frame.width / Double(binCount)
    for bin in 0..<binCount {
      let x = frame.left + slot * Double(bin)
      if let share = current.share(bin) {
        let y = frame.y(share, scale)
        canvas.rectangle(
          x + min(0.5, slot / 8), y, slot - min(1, slot / 4), frame.bottom - y, paint: Palette.series(0),
          opacity: 0.55)
      }
    }
    drawOutline(frame, slot, scale, on: &canvas)
    drawEdges(frame, slot, on: &canvas)
    canvas.text(
      Typeface.fitted(axis, to: frame.width), (frame.left + frame.right) / 2, canvas.height - 6,
      anchor: .middle, opacity: 0.75)
  }

  private func drawBars(
    from x1: Double, to x2: Double, _ scale: Scale, _ frame: Frame, on canvas: inout Canvas,
    _ value: (Counts) -> Double?
  ) {
    if let share = value(current) {
      let y = frame.y(share, scale)
      canvas.rectangle(x1, y, x2 - x1, frame.bottom - y, paint: Palette.series(0), opacity: 0.55)
    }
    if let share = reference.flatMap(value) {
      let y = frame.y(share, scale)
      canvas.stroke(
        Canvas.path([(x1, frame.bottom), (x1, y), (x2, y), (x2, frame.bottom)]), paint: Palette.series(1))
    }
  }

  private func drawOutline(_ frame: Frame, _ slot: Double, _ scale: Scale, on canvas: inout Canvas) {
    guard let reference, reference.total > 0 else { return }
    var outline: [(x: Double, y: Double)?] = [(frame.left, frame.bottom)]
    for bin in 0..<binCount {
      let y = frame.y(reference.share(bin) ?? 0, scale)
      outline.append((frame.left + slot * Double(bin), y))
      outline.append((frame.left + slot * Double(bin + 1), y))
    }
    outline.append((frame.right, frame.bottom))
    canvas.stroke(Canvas.path(outline), paint: Palette.series(1))
  }

  private func drawEdges(_ frame: Frame, _ slot: Double, on canvas: inout Canvas) {
    let finite = edges.filter(\.isFinite)
    let largest = finite.map(\.magnitude).max() ?? 0
    let gaps = zip(finite, finite.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
    let step = gaps.min() ?? max(largest / 10, 1)
    let even = gaps.allSatisfy { $0 <= step * 1.000001 }
    let texts = edges.map { edge -> String in
      guard let edge = Optional(edge).usable else { return "" }
      return even && edge.magnitude < 1e6 && Scale.isRound(step)
        ? format.label(edge, step: step, largest: largest) : format.brief(edge)
    }
    let widest = texts.map { Typeface.width($0, size: 11) }.max() ?? 0
    let every = max(1, Int(((widest + 8) / slot).rounded(.up)))
    // Counted from the first edge that has a label, so that an open first bin doesn't shift them all.
    let start = edges.first.map { $0.isFinite ? 0 : 1 } ?? 0
    for place in edges.indices where place >= start && (place - start) % every == 0 {
      let x = frame.left + slot * Double(place)
      canvas.hairline(x, frame.bottom, x, frame.bottom + 4, opacity: 0.45)
      canvas.text(texts[place], x, frame.bottom + 16, anchor: .middle, size: 11, opacity: 0.75)
    }
  }
}
