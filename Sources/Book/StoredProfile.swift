package import Diagnostics

/// A profile as the book holds it: of very many, reading the JSON is most of the work, and may be shared by threads.
package struct StoredProfile: Sendable {
  let text: String
  let file: String

  /// **Throws** for a damaged book.
  package func profile() throws(Diagnostic) -> Profile {
    if let profile = ProfileReader.profile(text) { return profile }
    do {
      return try RecordJSON.stored(Profile.self, text, of: "a profile")
    } catch {
      throw Diagnostic(book: error, file: file)
    }
  }
}
