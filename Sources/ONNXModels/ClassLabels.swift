import Diagnostics

/// The classes of a classifier: what its label output says, and what they are called.
struct ClassLabels: Sendable, Hashable {
  /// What the label output gives for each class, as text.
  let keys: [String]
  let names: [String]

  /// Classes in the order of their scores.
  ///
  /// A ZipMap's keys tell, else a classifier's own list, else the list in the file that agrees with what the trial
  /// saw, else 0, 1, …
  /// - Parameter label: the label output as the trial saw it; nil where there is none.
  static func find(
    _ label: TrialReport.Output?, count: Int, best: [Int], keys: [String]?, _ document: ONNXDocument,
    _ given: [String]?, _ file: String
  ) throws(Diagnostic) -> ClassLabels {
    let own = keys ?? label.flatMap { Self.own($0, count: count, best: best, document) }
    let isBool = label?.element == .bool
    guard let given else {
      guard let own else {
        throw Diagnostic(
          .onnxLabels, .configuration, at: .init(file: file),
          "the file does not tell which of its \(count) scores belongs to which class",
          next:
            "Name the classes in the order of the scores: --labels first,second, or 'labels: [first, second, …]' in "
            + "the metadata beside the artefact.")
      }
      return ClassLabels(keys: own, names: isBool && own == ["0", "1"] ? ["false", "true"] : own)
    }
    if let twice = given.first(where: { name in given.count { $0 == name } > 1 }) {
      throw Diagnostic(
        .onnxLabels, .configuration, at: .init(file: file), "the label \(quoted(twice)) stands twice",
        expected: "\(count) different labels")
    }
    guard given.count == count else {
      throw Diagnostic(
        .onnxLabels, .configuration, at: .init(file: file), "the labels do not fit the model's classes",
        expected: "\(count) labels", found: "\(given.count)")
    }
    if let own, own != given, Set(own) == Set(given) {
      throw Diagnostic(
        .onnxLabels, .configuration, at: .init(file: file), "the labels are not in the model's order",
        expected: own.map { quoted($0) }.joined(separator: ", "))
    }
    let plain = label?.element == .string ? given : (0..<count).map { String($0) }
    return ClassLabels(keys: own ?? plain, names: given)
  }

  private static func own(
    _ label: TrialReport.Output, count: Int, best: [Int], _ document: ONNXDocument
  ) -> [String]? {
    func fits(_ list: [String]) -> Bool { list.count == count && Set(list).isSuperset(of: label.values) }
    func agreement(_ list: [String]) -> Int {
      zip(label.values, best).count { $1 < list.count && list[$1] == $0 }
    }
    let classifiers = document.classifierLabels.filter(fits)
    if classifiers.count == 1 { return classifiers[0] }
    let plain = label.element == .string ? [] : [(0..<count).map { String($0) }]
    let ranked = (classifiers + document.labelCandidates.filter(fits) + plain.filter(fits))
      .map { (list: $0, agreement: agreement($0)) }.sorted { $0.agreement > $1.agreement }
    guard let first = ranked.first, first.agreement * 2 >= label.values.count else { return nil }
    let rivals = ranked.filter { $0.agreement == first.agreement && $0.list != first.list }
    return rivals.isEmpty ? first.list : nil
  }
}
