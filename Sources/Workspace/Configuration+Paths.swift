extension Configuration {
  /// A path of the configuration as it is opened and as messages show it: relative to the working directory
  /// in the way the workspace itself was named, absolute where it was written so.
  package func location(of path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let slash = file.lastIndex(of: "/") else { return path }
    return file[..<slash] + "/" + path
  }
}
