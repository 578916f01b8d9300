package import Diagnostics

extension Diagnostic.Identifier {
  package static let bundleName = Self("bundle-name")
  package static let bundleSize = Self("bundle-size")
  package static let bundleEntry = Self("bundle-entry")
  package static let bundleTruncated = Self("bundle-truncated")
  package static let bundleFile = Self("bundle-file")
}
