import Diagnostics
import Foundation
import Registry
import Testing

@Suite("Formats of artefacts")
struct FormatTests {
  @Test("told by content, whatever the file is called")
  func known() throws {
    let lightgbm = try Samples.bytes(Samples.models + "/repurchase_1.txt")
    #expect(try ArtefactFormat.detect(lightgbm, file: "model.onnx") == .lightgbm)
    let scorecard = try Samples.bytes(Samples.models + "/rfm.yaml")
    #expect(try ArtefactFormat.detect(scorecard, file: "model.txt") == .scorecard)
    #expect(try ArtefactFormat.detect(Array("{scorecard: {}}".utf8), file: "x") == .scorecard)
    // A broken one is told by its own reader.
    #expect(try ArtefactFormat.detect(Array("scorecard: [\n".utf8), file: "x") == .scorecard)
  }

  @Test(
    "anything else is called by its name",
    arguments: [
      ("", "an empty file"), ("hello", "something unknown"), ("a,b\n1,2\n", "something unknown"),
      ("<?xml version=\"1.0\"?><PMML version=\"4.4\">", "PMML"),
      ("<?xml version=\"1.0\"?><x/>", "an XML file"),
      ("{\"a\":1}", "a JSON file"), ("PK\u{3}\u{4}", "a zip archive"),
      ("RDX3\n", "R's RDS"), ("Tree=0\n", "a part of a LightGBM text model"),
    ])
  func foreign(text: String, name: String) {
    let found = problems { _ = try ArtefactFormat.detect(Array(text.utf8), file: "x") }
    #expect(found.map(\.identifier) == [.registryFormat])
    #expect(found.first?.found == name)
    #expect(found.first?.next?.contains("This version reads LightGBM text, ") == true)
  }

  @Test(
    "the files of other frameworks are recognised",
    arguments: [
      ("frame.rds", "R's RDS"), ("frame_gzip.rds", "a gzip file"), ("gzip.joblib", "a gzip file"),
      ("zlib.joblib", "a compressed joblib file"), ("plain.joblib", "a joblib file (a pickle)"),
      ("protocol_0.pickle", "a Python pickle"), ("protocol_2.pickle", "a Python pickle"),
      ("protocol_5.pickle", "a Python pickle"),
      ("xgboost_1.7.bin", "XGBoost's old binary format"),
      ("catboost.cbm", "a CatBoost model"), ("catboost.json", "CatBoost JSON"),
    ])
  func frameworks(file: String, name: String) {
    let found = problems { _ = try Inspection.of("\(Samples.fixtures)/foreign/\(file)") }
    #expect(found.map(\.identifier) == [.registryFormat])
    #expect(found.first?.found == name)
  }

  @Test(
    "a damaged mark of a table in CSV is told with the nearest",
    arguments: [
      ("# scorebok lookup\n# input: a\na,b\n", "'# scorebok lookup'", "Did you mean '# scorebook lookup'?"),
      ("\u{FEFF}# Scorebook Lookup\na,b\n", "'# Scorebook Lookup'", "Did you mean '# scorebook lookup'?"),
      ("#scorebook linear\r\na,b\r\n", "'#scorebook linear'", "Did you mean '# scorebook linear'?"),
      ("scorebook lookup\na,b\n", "'scorebook lookup'", "Did you mean '# scorebook lookup'?"),
      ("# a scorebook table of fees\na,b\n", "'# a scorebook table of fees'", "This version reads"),
    ])
  func marks(text: String, name: String, next: String) {
    let found = problems { _ = try ArtefactFormat.detect(Array(text.utf8), file: "x") }
    #expect(found.map(\.identifier) == [.registryFormat])
    #expect(found.first?.found == name)
    #expect(found.first?.expected == "'# scorebook lookup' or '# scorebook linear'")
    #expect(found.first?.next?.hasPrefix(next) == true)
    #expect(found.first?.place?.line == 1)
  }

  @Test("YAML that is no model is told by its keys")
  func yaml() {
    let found = problems { _ = try ArtefactFormat.detect(Array("scorecards: {}\n".utf8), file: "x") }
    #expect(found.first?.found == "'scorecards'")
    #expect(found.first?.next == "Did you mean 'scorecard'?")
  }
}
