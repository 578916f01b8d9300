/// What templates of one kind may do, and how a person is told that one does something else.
package struct TemplateRules: Sendable {
  /// The tags that there are not, by the character before their names.
  let refusedTags: Set<Character>
  /// What is told of such a tag behind its name, and what to do.
  let refusal: String
  let advice: String
  /// What is told of a name that there is not.
  let unknown: @Sendable (_ name: String, _ isSection: Bool) -> String
  /// What to do where no name is near; nil lists the names.
  let names: String?
  /// Begins what is told of wrong syntax.
  let syntax: String

  package init(
    refusing refusedTags: Set<Character> = ["<", "$", "=", "%"], refusal: String,
    advice: String = "Use variables, sections and partials.", names: String? = nil,
    syntax: String = "the template is not valid Mustache: ",
    unknown: @escaping @Sendable (_ name: String, _ isSection: Bool) -> String
  ) {
    self.refusedTags = refusedTags
    self.refusal = refusal
    self.advice = advice
    self.names = names
    self.syntax = syntax
    self.unknown = unknown
  }
}
