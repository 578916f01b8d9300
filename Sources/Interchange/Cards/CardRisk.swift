/// A statement on risks as formats want it: what it is called, without what is done about it.
struct CardRisk {
  let name: String

  init(_ statement: CardSource.Statement) {
    name =
      [statement.name, statement.detail.isEmpty ? nil : statement.detail].compactMap { $0 }.joined(
        separator: ": ")
  }
}
