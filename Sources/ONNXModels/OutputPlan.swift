import Diagnostics
import Models

/// How the graph's outputs become columns of predictions.
struct OutputPlan: Sendable, Hashable {
  /// One value of a row: which output of the graph, which of its columns.
  struct Element: Sendable, Hashable {
    let output: Int
    let column: Int
  }

  enum Source: Sendable, Hashable {
    case number(Element)
    case text(Element)
    /// The class that the graph itself chose.
    case label(Element)
    /// The class of the highest score; the first where several are.
    case best([Element])
    /// The second class where the probability is above one half.
    case half(Element)
  }

  let task: Signature.Task
  let outputs: [Output]
  /// **Shape:** one for each of `outputs`.
  let sources: [Source]
  let labels: ClassLabels?
  /// Values of a row by output of the graph, as the trial saw them.
  let shapes: [TrialReport.Output]
  private(set) var remarks: [String] = []

  init(
    _ report: TrialReport, _ document: ONNXDocument, keys: [String: [String]], titles: [String: String],
    _ options: ArtefactOptions, _ file: String
  ) throws(Diagnostic) {
    shapes = report.outputs
    let label = shapes.firstIndex { $0.width == 1 && !$0.element.isFloating }
    if let scores = Self.scores(report, keys: keys, options, hasLabel: label != nil) {
      let labels = try ClassLabels.find(
        label.map { report.outputs[$0] }, count: scores.elements.count, best: scores.best, keys: scores.keys,
        document, options.labels, file)
      let names = labels.names
      let task: Signature.Task =
        names.count == 2 ? .binary(negative: names[0], positive: names[1]) : .multiclass(names)
      let chosen: Source = label.map { .label(Element(output: $0, column: 0)) } ?? .best(scores.elements)
      let probabilities = scores.elements.map { Source.number($0) }
      let used = Set(scores.elements.map(\.output) + (label.map { [$0] } ?? []))
      let rest = Self.plain(shapes, besides: used, keys, titles)
      self.task = task
      self.labels = labels
      outputs = OutputNames.outputs(of: task, hasMargin: false) + rest.map(\.output)
      sources =
        (names.count == 2 ? [probabilities[1], chosen] : [chosen] + probabilities) + rest.map(\.source)
    } else if shapes.count == 1, let labels = options.labels, labels.count == 2, Set(labels).count == 2,
      shapes[0].isUnit, shapes[0].width == 1
    {
      task = .binary(negative: labels[0], positive: labels[1])
      self.labels = ClassLabels(keys: ["0", "1"], names: labels)
      outputs = OutputNames.outputs(of: task, hasMargin: false)
      let probability = Element(output: 0, column: 0)
      sources = [.number(probability), .half(probability)]
    } else {
      if options.labels != nil {
        throw Diagnostic(
          .onnxLabels, .configuration, at: .init(file: file),
          "labels are given, but no output of the model holds probabilities that add up to 1",
          next: "Remove the labels.")
      }
      labels = nil
      if shapes.count == 1, shapes[0].element.isFloating {
        let width = shapes[0].width
        task = width == 1 ? .regression : .targets((0..<width).map { String($0) })
        outputs = OutputNames.outputs(of: task)
        sources = (0..<width).map { .number(Element(output: 0, column: $0)) }
        if shapes[0].isDistribution {
          remarks.append(
            "Its output looks like probabilities of \(width) classes; name them with 'labels' to get classes."
          )
        }
      } else {
        let plain = Self.plain(shapes, besides: [], keys, titles)
        task = .lookup
        outputs = plain.map(\.output)
        sources = plain.map(\.source)
      }
    }
    try check(file)
  }

  private func check(_ file: String) throws(Diagnostic) {
    if outputs.count > ONNXDocument.Limit.columns {
      throw Diagnostic(
        .onnxLimit, .configuration, at: .init(file: file), "the model gives too many columns",
        expected: "at most \(ONNXDocument.Limit.columns)", found: "\(outputs.count)")
    }
    var seen: Set<String> = []
    for output in outputs where !seen.insert(output.name).inserted {
      throw Diagnostic(
        .onnxOutput, .configuration, at: .init(file: file),
        "two outputs would be called \(quoted(output.name))", next: "Rename the graph's output.")
    }
  }

  private struct Scores {
    let elements: [Element]
    let best: [Int]
    let keys: [String]?
  }

  /// The output, or outputs of one value each, that hold a probability for each class.
  private static func scores(
    _ report: TrialReport, keys: [String: [String]], _ options: ArtefactOptions, hasLabel: Bool
  ) -> Scores? {
    for (index, output) in report.outputs.enumerated() where output.width > 1 && output.element.isFloating {
      let own = keys[output.name].flatMap { $0.count == output.width ? $0 : nil }
      // A ZipMap may also hold raw scores, which are no probabilities.
      guard own != nil && output.isUnit || output.isDistribution,
        hasLabel || own != nil || options.labels?.count == output.width
      else { continue }
      return Scores(
        elements: (0..<output.width).map { Element(output: index, column: $0) }, best: output.best, keys: own)
    }
    guard let together = report.together, together.isDistribution, hasLabel else { return nil }
    let single = report.outputs.indices.filter {
      report.outputs[$0].width == 1 && report.outputs[$0].element.isFloating
    }
    return Scores(elements: single.map { Element(output: $0, column: 0) }, best: together.best, keys: nil)
  }

  /// Outputs under the graph's own names.
  private static func plain(
    _ shapes: [TrialReport.Output], besides used: Set<Int>, _ keys: [String: [String]],
    _ titles: [String: String]
  ) -> [(output: Output, source: Source)] {
    shapes.indices.filter { !used.contains($0) }.flatMap { index in
      let shape = shapes[index]
      return (0..<shape.width).map { column in
        let title = titles[shape.name] ?? shape.name
        let own = keys[shape.name].flatMap { $0.count == shape.width ? $0 : nil }
        let name = shape.width == 1 ? title : "\(title)_\(own?[column] ?? String(column))"
        let element = Element(output: index, column: column)
        if shape.element == .string { return (Output(name: name, kind: .text), Source.text(element)) }
        return (Output(name: name, kind: .number), Source.number(element))
      }
    }
  }
}
