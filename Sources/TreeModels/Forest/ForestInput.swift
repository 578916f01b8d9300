/// Where a feature's values of a tile lie.
package enum ForestInput {
  /// Numbers; categories as numbers too. **Missing values:** NaN.
  case numbers(UnsafePointer<Double>)
  /// Codes. **Missing values:** every negative code.
  case codes(UnsafePointer<Int32>)
}
