package import Diagnostics

extension Diagnostic.Identifier {
  package static let processSyntax = Self("process-syntax")
  package static let processKey = Self("process-key")
  package static let processValue = Self("process-value")
  package static let processTask = Self("process-task")
  package static let processFiles = Self("process-files")
  package static let processOptions = Self("process-options")
  package static let processCommand = Self("process-command")
  package static let processFolder = Self("process-folder")
  package static let processStart = Self("process-start")
  package static let processHeader = Self("process-header")
  package static let processDied = Self("process-died")
  package static let processRestarts = Self("process-restarts")
  package static let processTime = Self("process-time")
  package static let processMemory = Self("process-memory")
  package static let processRows = Self("process-rows")
  package static let processAnswer = Self("process-answer")
  package static let processTooMuch = Self("process-too-much")
}
