/// What all pages of a site have in common.
struct SiteSettings: Sendable {
  let title: String
  let language: String
  let base: BaseURL?

  func add(to digester: inout SiteDigester) {
    digester.add(title)
    digester.add(language)
    digester.add(base?.text)
  }
}
