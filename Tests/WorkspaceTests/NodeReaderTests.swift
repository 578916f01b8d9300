import Diagnostics
import Testing
import Workspace

@Suite("Node reader")
struct NodeReaderTests {
  @Test("reads another file's keys and tells all that is wrong with them")
  func metadata() throws {
    let yaml =
      "framework: lightgbm\nrounds: 1e3\nlabels: [\"0\", \"1\"]\nmetrics: {auc: 0.79, loss: low}\ntrainedUntil: x\n"
    let node = try YAMLDocument.read(Array(yaml.utf8), file: "m.yaml")
    var reader = NodeReader()
    let keys = ["framework", "rounds", "labels", "metrics", "trained_until"]
    let read = reader.map(node, keys: keys, what: "the metadata", path: "")
    let map = try #require(read)
    let framework = reader.required(map, "framework", .text)
    let rounds = reader.value(map, "rounds", .wholeNumber(in: 1...Int.max))
    let labels = reader.list(map, "labels", .text)
    let metrics = reader.dictionary(map, "metrics", ValueParser<Double>.number)
    let until = reader.required(map, "trained_until", .date)
    #expect(framework == "lightgbm")
    #expect(rounds == nil)
    #expect(labels == ["0", "1"])
    #expect(metrics == ["auc": 0.79])
    #expect(until == nil)
    #expect(
      reader.problems.sorted().list.map(\.description) == [
        "m.yaml:1:1: the metadata has no 'trained_until'; expected a date such as 1997-11-02.",
        "m.yaml:2:9: wrong value for 'rounds' of the metadata; expected a whole number from 1, found '1e3'.",
        "m.yaml:4:28: wrong value for 'loss' in 'metrics' of the metadata; expected a number such as 12.5, found 'low'.",
        "m.yaml:5:1: unknown key 'trainedUntil' in the metadata. Did you mean 'trained_until'?",
      ])
    #expect(reader.places["metrics.auc"]?.description == "m.yaml:4:11")
  }

  @Test(
    "units",
    arguments: [
      ("28d", 2_419_200.0), ("4h", 14_400), ("30m", 1800), ("10s", 10), ("100ms", 0.1), ("0s", nil),
      ("1.5h", nil),
      ("1 h", nil), ("h", nil), ("-1h", nil), ("9999999999s", nil), ("１s", nil),
    ] as [(String, Double?)])
  func durations(text: String, seconds: Double?) {
    #expect((try? ValueParser<Double>.duration.parse(text)) == seconds)
  }

  @Test(
    "sizes",
    arguments: [
      ("512MiB", 536_870_912), ("64KiB", 65_536), ("2GiB", 2_147_483_648), ("7B", 7), ("512MB", nil),
      ("512", nil),
      ("MiB", nil), ("1.5GiB", nil),
    ] as [(String, Int?)])
  func sizes(text: String, bytes: Int?) {
    #expect((try? ValueParser<Int>.byteCount.parse(text)) == bytes)
  }

  @Test(
    "shares and numbers",
    arguments: [
      ("0.1%", 0.001), ("100%", 1), ("0%", 0), ("101%", nil), ("-1%", nil), ("0.1", nil), ("inf%", nil),
      ("0x1%", nil),
      ("nan%", nil), ("%", nil),
    ] as [(String, Double?)])
  func shares(text: String, share: Double?) {
    #expect((try? ValueParser<Double>.share.parse(text)) == share)
  }

  @Test(
    "model references",
    arguments: [
      ("a@champion", "a@champion"), ("a@3", "a@3"), ("a", nil), ("a@", nil), ("@3", nil), ("a@0", nil),
      ("a@03", nil),
      ("a@+3", nil), ("a@3@4", nil), ("A@3", nil), ("a@9999999999", nil), ("a@٣", nil), ("", nil),
    ] as [(String, String?)])
  func references(text: String, read: String?) { #expect(ModelReference(text)?.description == read) }
}
