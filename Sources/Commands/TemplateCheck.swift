import Delivery
import Diagnostics
import Glibc
import Site
import Workspace

/// A workspace's own templates, read as a site build, a mail or a web-hook would read them.
struct TemplateCheck {
  let session: Session

  init(_ session: Session) { self.session = session }

  func problems() -> Problems {
    var problems = pages()
    do throws(Problems) { problems.add(try session.mailTemplates().warnings) } catch { problems.add(error) }
    for channel in session.configuration.channels.values.sorted(by: { $0.name < $1.name }) {
      do throws(Diagnostic) {
        switch channel.kind {
        case .webhook(let webhook):
          if case .template(let template) = try session.payload(of: webhook) { try template.check() }
        case .sms(let sms):
          if case .template(let template) = try session.payload(of: sms) { try template.check() }
        case .smtp, .sendmail, .maildir: continue
        }
      } catch {
        problems.add(error)
      }
    }
    return problems
  }

  private func pages() -> Problems {
    do throws(Problems) {
      _ = try TemplateLibrary(override: session.templatesFolder)
      return Problems()
    } catch {
      return error
    }
  }
}

extension Session {
  /// `templates/` beside scorebook.yaml, where there is one; a file of that name is told by who reads it.
  var templatesFolder: String? {
    let folder = configuration.location(of: "templates")
    var status = stat()
    return stat(folder, &status) == 0 ? folder : nil
  }

  /// The templates of mails, with the workspace's own in `templates/email`.
  ///
  /// **Throws:** all that is wrong with them.
  func mailTemplates() throws(Problems) -> MailTemplates {
    try MailTemplates(override: templatesFolder.map { $0 + "/email" })
  }
}
