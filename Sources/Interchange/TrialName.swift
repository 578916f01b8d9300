extension String {
  /// Whether it can name a trial: anything that is seen. Sentences and links of blanks can't be read.
  package var isName: Bool {
    unicodeScalars.contains { !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint }
  }
}
