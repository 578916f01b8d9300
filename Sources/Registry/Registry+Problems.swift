package import Diagnostics

extension Diagnostic.Identifier {
  package static let registryUnreadable = Self("registry-unreadable")
  package static let registryFormat = Self("registry-format")
  package static let registryName = Self("registry-name")
  package static let registryMetadataPath = Self("registry-metadata-path")
  package static let registryProfile = Self("registry-profile")
  package static let registryNoCases = Self("registry-no-cases")
  package static let registryCases = Self("registry-cases")
  package static let registryUnknownModel = Self("registry-unknown-model")
  package static let registryUnknownVersion = Self("registry-unknown-version")
  package static let registryUnknownAlias = Self("registry-unknown-alias")
  package static let registryDeclaredChanged = Self("registry-declared-changed")
  package static let registryDeclaredBroken = Self("registry-declared-broken")
  package static let registryFailed = Self("registry-failed")
  package static let registryUnverified = Self("registry-unverified")
  package static let registryUnanswered = Self("registry-unanswered")
  package static let registryGivenAgain = Self("registry-given-again")
  package static let registryExport = Self("registry-export")
  package static let registryOptions = Self("registry-options")
  package static let registryColumns = Self("registry-columns")
  package static let registrySignature = Self("registry-signature")
  package static let registryFolder = Self("registry-folder")
  package static let registryFolderPath = Self("registry-folder-path")
  package static let registryMlflow = Self("registry-mlflow")
  package static let registryMlproject = Self("registry-mlproject")
  package static let registryDefaultOutput = Self("registry-default-output")
  package static let registryRecordedChanged = Self("registry-recorded-changed")
  package static let registryImport = Self("registry-import")
}

extension Problems {
  init(_ one: Diagnostic) { self.init([one]) }
}

/// Runs what throws one diagnostic where several may be told.
func several<Value>(_ body: () throws(Diagnostic) -> Value) throws(Problems) -> Value {
  do {
    return try body()
  } catch {
    throw Problems(error)
  }
}
