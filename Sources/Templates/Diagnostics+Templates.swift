package import Diagnostics

extension Diagnostic.Identifier {
  package static let templateUnknownFile = Self("template-unknown-file")
  package static let templateUnknownVariable = Self("template-unknown-variable")
  package static let templateUnknownPartial = Self("template-unknown-partial")
  package static let templateUse = Self("template-use")
  package static let templateCycle = Self("template-cycle")
  package static let templateSyntax = Self("template-syntax")
  package static let templateWithoutContent = Self("template-without-content")
  package static let templateRead = Self("template-read")
}
