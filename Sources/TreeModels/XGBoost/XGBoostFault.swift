/// Where and why a file's bytes can't be read.
struct XGBoostFault: Error {
  let offset: Int
  /// One clause.
  let what: String
  let isTruncated: Bool

  init(_ offset: Int, _ what: String, isTruncated: Bool = false) {
    self.offset = offset
    self.what = what
    self.isTruncated = isTruncated
  }

  static func end(_ offset: Int) -> XGBoostFault {
    XGBoostFault(offset, "the file ends too early", isTruncated: true)
  }
}
