/// Versions of the text format that are read, as the file spells them.
enum LightGBMVersion: String, Sendable, CaseIterable {
  case v2, v3, v4

  /// Which versions of LightGBM write it.
  var writers: String {
    switch self {
    case .v2: "2.0 to 2.2"
    case .v3: "2.3 to 3.3"
    case .v4: "4.0 to 4.7"
    }
  }
}
