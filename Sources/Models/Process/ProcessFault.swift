import Diagnostics

/// How asking a program can go wrong.
enum ProcessFault: Error {
  /// It is gone, and may be started and asked again; how it went, as a clause.
  case died(String)
  /// It did what it must not.
  case failed(Diagnostic)
}
