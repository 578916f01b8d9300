package import Diagnostics

/// Our own linear and logistic models, in YAML or CSV.
package enum LinearFormat {
  /// Whether a file that starts so is one: `linear:` in YAML, or a CSV that begins `# scorebook linear`.
  package static func recognises(_ prefix: some Collection<UInt8>) -> Bool {
    TableFile.form(prefix, kind: "linear", keys: LinearReader.keys) != nil
  }

  /// Reads a whole model.
  ///
  /// **Throws:** every mistake in it at once, up to a hundred, each with its line.
  package static func open(
    bytes: [UInt8], name: String, options: ArtefactOptions = .none
  ) throws(Problems) -> LinearModel {
    var reader = LinearReader(file: name)
    let isCSV = TableFile.form(bytes.prefix(1 << 16), kind: "linear", keys: LinearReader.keys) == .csv
    let linear = isCSV ? try reader.readCSV(bytes) : try reader.read(bytes)
    try TableOptions.check(options, labels: linear.labels, file: name, .linearOptions)
    return LinearModel(linear, isCSV: isCSV)
  }

  package static let support = FormatSupport(
    format: "linear model (YAML, CSV)", versions: "1",
    agreement: "the sum as written, from left to right in double; scikit-learn's within 1e-12",
    elements: Linear.Link.allCases.map { .init("link", $0.rawValue) } + [
      .init("term", "number", note: "with mean and scale"),
      .init("term", "category", note: "with a reference level"),
      .init("term", "interaction", .refused("is computed as a column of the dataset")),
    ])
}
