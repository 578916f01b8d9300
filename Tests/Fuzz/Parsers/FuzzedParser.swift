/// A parser of ours under arbitrary bytes.
///
/// It may refuse them in whatever way it refuses; it may not trap, hang, or grow without bound. What a body
/// finds wrong besides, such as two readers that disagree, it tells by `precondition`.
package struct FuzzedParser: Sendable {
  /// The name of its folders of corpus and crashes, and of the target on the command line.
  package let name: String
  package let run: @Sendable ([UInt8]) -> Void

  init(_ name: String, _ run: @escaping @Sendable ([UInt8]) -> Void) {
    self.name = name
    self.run = run
  }

  /// Every parser; a new one is a file beside this and an entry here.
  package static let all: [FuzzedParser] = [
    .bundle, .casesCSV, .csvReaders, .dvcFiles, .frontMatter, .lightgbmText, .linearCSV, .lookupCSV,
    .mailTemplates, .markdown, .metadataYAML, .mlflowFolder, .mlmodel, .neutralMarkdown, .onnx,
    .processAnswers, .processPage,
    .scorecardYAML, .tablesYAML, .trialLines, .xgboostJSON, .xgboostUBJSON,
  ]
}
