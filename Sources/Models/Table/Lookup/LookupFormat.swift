package import Diagnostics

/// Our own look-ups, in YAML or CSV.
package enum LookupFormat {
  /// Whether a file that starts so is a look-up: `lookup:` in YAML, or a CSV that begins `# scorebook lookup`.
  package static func recognises(_ prefix: some Collection<UInt8>) -> Bool {
    TableFile.form(prefix, kind: "lookup", keys: LookupReader.keys) != nil
  }

  /// Reads a whole look-up.
  ///
  /// **Throws:** every mistake in it at once, up to a hundred, each with its line.
  package static func open(
    bytes: [UInt8], name: String, options: ArtefactOptions = .none
  ) throws(Problems) -> LookupModel {
    var reader = LookupReader(file: name)
    let isCSV = TableFile.form(bytes.prefix(1 << 16), kind: "lookup", keys: LookupReader.keys) == .csv
    let model = LookupModel(isCSV ? try reader.readCSV(bytes) : try reader.read(bytes), isCSV: isCSV)
    try TableOptions.check(options, labels: [], file: name, .lookupOptions)
    return model
  }

  package static let support = FormatSupport(
    format: "look-up (YAML, CSV)", versions: "1",
    agreement: "texts and labels byte by byte, numbers as doubles",
    elements: [
      .init("form", "YAML", note: "up to 8 MiB"),
      .init("form", "CSV", note: "up to 1 GiB"),
      .init("key", "one column"),
      .init("key", "several columns"),
      .init("value", "text"),
      .init("value", "number"),
      .init("value", "label"),
      .init("key", "partly missing", .refused("a key is missing as a whole or not at all")),
    ])
}
