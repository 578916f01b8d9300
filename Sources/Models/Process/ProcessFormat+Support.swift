extension ProcessFormat {
  /// What the support matrix says of process models.
  package static let support = FormatSupport(
    format: "process", versions: "any program",
    agreement: "as the program answers; numbers pass both ways without losing a bit",
    elements: ProcessPage.Speech.allCases.map { speech in
      FormatSupport.Element("protocol", speech.rawValue, note: note(speech))
    })

  private static func note(_ speech: ProcessPage.Speech) -> String {
    switch speech {
    case .csv: "a header, then rows; an empty line ends a batch"
    case .jsonLines: "an object for each row; an empty line ends a batch"
    }
  }
}
