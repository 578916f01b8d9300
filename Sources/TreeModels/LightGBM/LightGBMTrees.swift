import Diagnostics

/// Reads the trees of a model file, and finds out whether all of them are there.
enum LightGBMTrees {
  /// **Shape:** `areEarly` where the file does not name their end, as LightGBM before 2.2 wrote it.
  static func read(
    _ text: inout LightGBMText, header: LightGBMHeader
  ) throws(Problems) -> (trees: [LightGBMTree], areEarly: Bool) {
    var problems = Problems()
    var trees: [LightGBMTree] = []
    var sizes: [Int] = []
    var sets = 0
    var ended = false
    var areEarly = false
    while let line = text.nextLine() {
      if text.starts(line, with: "end of trees") {
        ended = true
        break
      }
      if endsWithoutSaying(text, line, header) {
        // The blank line before it is not the last tree's own.
        if let size = sizes.popLast() { sizes.append(size - 1) }
        ended = true
        areEarly = true
        break
      }
      if line.bytes.isEmpty { continue }
      guard text.starts(line, with: "Tree=") else {
        problems.add(
          Diagnostic(
            .lightgbmMalformed, .configuration, at: text.place(line.number),
            "there is \(text.quoted(line.bytes)) between the trees", expected: "'Tree=' or 'end of trees'"))
        throw problems
      }
      let index = trees.count
      guard LightGBMNumber.integer(text.bytes, line.bytes.dropFirst(5)) == index else {
        problems.add(
          Diagnostic(
            .lightgbmMalformed, .configuration, at: text.place(line.number), "the trees are not in order",
            expected: "'Tree=\(index)'", found: text.quoted(line.bytes)))
        throw problems
      }
      let reader = LightGBMTreeReader(
        text, values: lines(&text), header: line.number, features: header.featureNames.count,
        output: index % header.outputs, firstSet: sets)
      do {
        let tree = try reader.tree()
        sets += tree.sets.count
        trees.append(tree)
      } catch {
        // A tree cut short is told as that, not as the many things it lacks.
        problems.add(text.position >= text.count ? truncated(text, header, trees.count) : error)
        throw problems
      }
      sizes.append(endOfTree(text) - line.start)
    }
    if !ended {
      problems.add(truncated(text, header, trees.count))
    } else if let expected = header.treeSizes,
      expected.count != trees.count || (!text.hasCarriageReturns && expected != sizes)
    {
      let differs = zip(expected, sizes).enumerated().first { $1.0 != $1.1 }?.offset
      problems.add(
        Diagnostic(
          .lightgbmTruncated, .configuration, at: text.place(nil),
          differs.map { "tree \($0) is not as long as 'tree_sizes' says" }
            ?? "the model has \(trees.count) trees; 'tree_sizes' has \(expected.count)",
          next: "Copy or save the file again."))
    }
    // Without trees nothing bounds the number of classes, for which scorers allocate.
    if trees.count % header.outputs != 0 || (trees.isEmpty && header.outputs > 1024) {
      problems.add(
        Diagnostic(
          .lightgbmMalformed, .configuration, at: text.place(nil),
          "the model has \(trees.count) trees, not the same number for each of \(header.outputs) classes"))
    }
    try problems.throwIfAny()
    return (trees, areEarly)
  }

  /// LightGBM before 2.2 writes no end; the sizes of its trees tell whether all are there.
  static func endsWithoutSaying(
    _ text: LightGBMText, _ line: LightGBMText.Line, _ header: LightGBMHeader
  ) -> Bool {
    header.version == .v2 && header.treeSizes != nil && text.starts(line, with: "feature importances:")
  }

  /// The lines of one tree, up to the blank one.
  private static func lines(_ text: inout LightGBMText) -> [String: (line: Int, value: Range<Int>)] {
    var values: [String: (line: Int, value: Range<Int>)] = [:]
    while let line = text.peekLine(), !line.bytes.isEmpty,
      !text.starts(line, with: "Tree="), !text.starts(line, with: "end of trees")
    {
      _ = text.nextLine()
      if let (key, value) = text.keyAndValue(line) { values[key] = (line.number, value) }
    }
    return values
  }

  /// Where the next tree starts: a tree's size counts the blank lines after it.
  private static func endOfTree(_ text: LightGBMText) -> Int {
    var copy = text
    var end = copy.position
    while let line = copy.nextLine(), line.bytes.isEmpty { end = copy.position }
    return end
  }

  private static func truncated(_ text: LightGBMText, _ header: LightGBMHeader, _ read: Int) -> Diagnostic {
    Diagnostic(
      .lightgbmTruncated, .configuration, at: text.place(text.lineNumber), "the model ends inside its trees",
      expected: header.treeSizes.map { "\($0.count) trees and 'end of trees'" } ?? "'end of trees'",
      found: "\(read) whole trees", next: "Copy or save the file again.")
  }
}
