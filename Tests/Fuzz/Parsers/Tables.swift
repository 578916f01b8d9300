import Models
import Registry

extension FuzzedParser {
  /// A look-up in CSV.
  static let lookupCSV = FuzzedParser("lookup-csv") { bytes in
    guard let model = try? LookupFormat.open(bytes: bytes, name: "model.csv") else { return }
    OddRows.score(model, texts: OddRows.pieces(of: bytes))
  }

  /// A linear model in CSV.
  static let linearCSV = FuzzedParser("linear-csv") { bytes in
    guard let model = try? LinearFormat.open(bytes: bytes, name: "model.csv") else { return }
    OddRows.score(model)
  }

  /// Whatever table a file is taken for, which is told first.
  static let tablesYAML = FuzzedParser("tables-yaml") { bytes in
    guard let format = try? ArtefactFormat.detect(bytes, file: "model.yaml"),
      [.scorecard, .lookup, .rules, .linear].contains(format),
      let model = try? format.open(bytes, name: "model.yaml", options: .none)
    else { return }
    _ = (model.facts, model.remarks)
    OddRows.score(model, texts: OddRows.pieces(of: bytes))
  }
}
