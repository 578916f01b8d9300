import Diagnostics
import Registry
import Testing

@Suite("A Hugging Face card as metadata")
struct HubCardTests {
  private func decode(_ text: String, file: String = "hub/README.md") throws(Problems) -> VersionMetadata {
    try VersionMetadata.decode(Array(text.utf8), file: file)
  }

  static let card = """
    ---
    license: other
    license_name: ours
    library_name: lightgbm
    tags: [shop]
    model-index:
      - name: again
        results:
          - task: {type: tabular-classification}
            dataset: {name: Orders, type: orders}
            metrics:
              - {type: roc_auc, name: AUC, value: 0.8012}
              - {type: log_loss, value: 5.0e-05}
          - dataset: {name: Orders, type: orders, config: spring}
            metrics: [{type: roc_auc, value: 0.771}]
          - dataset: {name: Others, type: others}
            metrics: [{type: roc_auc, value: 0.5}, {type: f1, value: 1}]
    ---

    # Again

    ---
    """

  @Test("framework, metrics by their data and the licence are kept")
  func kept() throws {
    let metadata = try decode(Self.card)
    #expect(metadata.framework == "lightgbm")
    #expect(
      metadata.metrics == [
        "roc_auc": 0.8012, "log_loss": 0.00005, "roc_auc (Orders, spring)": 0.771, "roc_auc (Others)": 0.5,
        "f1": 1,
      ])
    #expect(metadata.note == "Licence ours, as README.md says.")
    #expect(metadata.trainedUntil == nil && metadata.digest != nil)
    #expect(try decode(Self.card.replacing("\n", with: "\r\n")).metrics == metadata.metrics)
  }

  @Test("what is no number is told with its line of the file")
  func noNumber() throws {
    let problems = #expect(throws: Problems.self) {
      try decode(Self.card.replacing("0.8012", with: "\"20.0 ± 1.2\""))
    }
    #expect(problems?.list.first?.place?.line == 12, "\(String(describing: problems))")
  }

  @Test(
    "a card without what a version keeps is refused",
    arguments: ["# Again\n", "---\ntags: [a]\n---\n", "---\nopen: 1\n", ""])
  func nothing(text: String) throws {
    let problems = #expect(throws: Problems.self) { try decode(text) }
    #expect(problems?.list.map(\.identifier) == [.registryCard])
  }

  @Test("YAML stays what it was")
  func yaml() throws {
    #expect(try decode("framework: a\n", file: "m.yaml").framework == "a")
  }
}
