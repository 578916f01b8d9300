extension String {
  /// The text's bytes, good inside the body only; without the copy to change that `withUTF8` needs, whose counting of
  /// references costs more than most bodies.
  @inlinable
  package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    var text = self
    return text.withUTF8(body)
  }
}
