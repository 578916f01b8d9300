package import Diagnostics
package import Workspace

/// The addresses of audiences, read as who sends mail reads them.
package enum AddressCheck {
  package static func problems(_ configuration: Configuration) -> Problems {
    var problems = Problems()
    for audience in configuration.audiences.values.sorted(by: { $0.name < $1.name })
    where configuration.channels[audience.channel]?.kind.carriesMail == true {
      let path = "audiences.\(audience.name)"
      let places =
        (audience.from.map { [($0, path + ".from")] } ?? [])
        + audience.to.enumerated().map { ($1, "\(path).to.\($0)") }
      for (text, path) in places {
        do throws(Diagnostic) {
          _ = try MailAddress(text, at: configuration.place(of: path))
        } catch {
          problems.add(error)
        }
      }
    }
    return problems
  }
}
