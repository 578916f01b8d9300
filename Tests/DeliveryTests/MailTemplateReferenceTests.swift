import Foundation
import Templates
import Testing

@testable import Delivery

@Suite("Reference of templates of mails")
struct MailTemplateReferenceTests {
  private let page: String

  init() throws {
    page = try String(
      contentsOfFile: TemplateFolder.repository + "/site/reference/templates.md", encoding: .utf8)
  }

  private func section(_ heading: String, _ mark: String = "\n## ") throws -> String {
    try #require(page.components(separatedBy: mark).first { $0.hasPrefix(heading + "\n") })
  }

  @Test("names each file that a workspace may replace, and no other")
  func files() throws {
    let files = try section("Mails").matches(of: #/(?m)^\| `([a-z_]+\.(?:mustache|css))` \|/#).map {
      String($0.1)
    }
    #expect(files.sorted() == EmbeddedMailTemplates.files.keys.sorted())
  }

  @Test("names each variable of each template, in their order, and no other")
  func variables() throws {
    var seen: [String] = []
    for part in try section("Mails").components(separatedBy: "\n### ").dropFirst() {
      let heading = try #require(part.split(separator: "\n").first)
      let documented = part.matches(of: #/(?m)^\| `([a-z_.]+)` \|/#).map { String($0.1) }
      for match in heading.matches(of: #/`([a-z_]+)`/#) {
        let template = try #require(MailTemplate(rawValue: String(match.1)))
        seen.append(template.rawValue)
        #expect(documented == Self.paths(template.names), "\(template)")
      }
    }
    #expect(seen.sorted() == MailTemplate.allCases.map(\.rawValue).sorted())
  }

  private static func paths(_ names: [MailTemplate.Name], _ before: String = "") -> [String] {
    names.flatMap { name -> [String] in
      let path = before + name.variable.rawValue
      guard case .list(let inner) = name.use else { return [path] }
      return [path] + paths(inner, path + ".")
    }
  }

  @Test("names each style with the value that it has")
  func styles() throws {
    let style = try MailTemplates().style
    let documented = try section("Fonts, sizes and colours of mails").matches(
      of: #/(?m)^\| `([a-z_]+)` \| `([^`]+)` \|/#
    ).map { [String($0.1), String($0.2)] }
    #expect(documented == MailStyle.Name.allCases.map { [$0.rawValue, style[$0]] })
  }

  @Test("names each element, attribute and function that a template may use, and no other")
  func allowed() throws {
    let lines = try section("What a mail may not have").components(separatedBy: "\n- ")
    func names(_ beginning: String) throws -> Set<String> {
      let line = try #require(lines.first { $0.hasPrefix(beginning) })
      return Set(line.matches(of: #/`([a-z0-9\-]+)`/#).map { String($0.1) })
    }
    #expect(try names("**Elements:**") == MailMarkup.elements.union(MailMarkup.frame))
    #expect(try names("**Attributes**") == MailMarkup.attributes)
    #expect(try names("**Styles**") == MailMarkup.functions.subtracting([""]))
  }

  @Test("the guide's own examples are taken")
  func guide() throws {
    let guide = try String(contentsOfFile: TemplateFolder.repository + "/site/guide/mail.md", encoding: .utf8)
    let part = try #require(guide.components(separatedBy: "\n## ").first { $0.hasPrefix("Your own look\n") })
    let codes = part.matches(of: #/(?s)```(?:css|mustache)\n(.*?)```/#).map { String($0.1) }
    #expect(codes.count == 3)
    for (name, code) in zip(["style.css", "logo.mustache", "footer.mustache"], codes) {
      #expect(TemplateFolder.told([name: code]) == [], "\(name)")
      #expect(
        try TemplateFolder.mail(try TemplateFolder.templates([name: code])).html.contains(
          name == "style.css" ? "#c8102e" : "Example GmbH"))
    }
  }
}
