package import Diagnostics
import Markdown
import Templates

/// The templates of mails, ready for rendering: the program's own, or a workspace's, one by one.
package struct MailTemplates: Sendable {
  private let templates: [MailTemplate: Template<MailVariable>]
  let style: MailStyle
  /// nil where there is none, or no template shows it.
  let logo: MailLogo?
  /// Of what can be done and is hardly meant.
  package let warnings: Problems

  /// Reads a workspace's `templates/email` folder over the program's own; a folder that is not there overrides nothing.
  ///
  /// **Throws:** every problem at once: what is wrong with any template, and where nothing is, as `template-markup`, what a
  /// mail promises not to have.
  package init(override folder: String? = nil) throws(Problems) {
    let files = try TemplateFiles(
      EmbeddedMailTemplates.files, override: folder, endings: [".mustache", ".css"])
    let logo: MailLogo?
    do throws(Problems) {
      logo = try folder.flatMap { (name) throws(Problems) in try MailLogo(in: name) }
    } catch {
      var problems = error
      do throws(Problems) { _ = try Self(files, logo: nil) } catch { problems.add(error) }
      throw problems
    }
    try self.init(files, logo: logo)
  }

  /// Makes them ready from their texts.
  init(_ files: TemplateFiles, logo: MailLogo?) throws(Problems) {
    try Self.checkSizes(files)
    (style, warnings) = try Self.style(files)
    let constants = style.constants
    let compiler = try TemplateCompiler<MailVariable>(
      files,
      vocabulary: { name in
        let template = MailTemplate(rawValue: name)
        return TemplateVocabulary(
          template?.names ?? [], constants: template?.isHTML == false ? [:] : constants)
      }, partials: Set(MailTemplate.allCases.filter(\.isPartial).map(\.rawValue))
    ) { name in
      TemplateRules(refusal: "is not available in templates of mails") { written, isSection in
        "'\(name)' of mails has no \(isSection ? "section" : "variable") '\(written)'"
      }
    }
    var problems = Problems()
    var templates: [MailTemplate: Template<MailVariable>] = [:]
    // Partials come first: where one is wrong, so is the frame, at a place that says less.
    for template in MailTemplate.allCases.sorted(by: { $0.isPartial && !$1.isPartial }) {
      let nodes = compiler.nodes(of: template.rawValue)
      if template.isHTML, template != .mail || problems.isEmpty {
        do throws(Diagnostic) { try MailMarkup.check(nodes, of: template) } catch { problems.add(error) }
      }
      templates[template] = Template(TemplateStep.steps(nodes))
    }
    if problems.isEmpty { problems.add(compiler.unmet(MailDemands.all, in: files)) }
    try problems.throwIfAny()
    self.templates = templates
    self.logo = compiler.nodes(of: MailTemplate.mail.rawValue).contains { $0.names(.picture) } ? logo : nil
  }

  /// The program's own styles, with what the workspace's says otherwise.
  private static func style(
    _ files: TemplateFiles
  ) throws(Problems) -> (style: MailStyle, warnings: Problems) {
    let name = "style.css"
    var style = MailStyle()
    try style.read(EmbeddedMailTemplates.files[name] ?? "", file: name)
    guard let own = files.files[name], let path = own.path else { return (style, Problems()) }
    try style.read(own.text, file: path)
    return (style, style.faint(file: path))
  }

  /// No file that is larger than a whole mail may be is read any further.
  private static func checkSizes(_ files: TemplateFiles) throws(Problems) {
    var problems = Problems()
    for (_, file) in files.files.sorted(by: { $0.key < $1.key })
    where file.text.utf8.count > ReportMail.mostHTML {
      problems.add(
        Diagnostic(
          .deliveryTooLarge, .configuration, at: file.path.map { .init(file: $0) },
          "the template has \(file.text.utf8.count) bytes",
          expected: "less than \(ReportMail.mostHTML), where large mail clients cut a mail",
          next: "Make it smaller."))
    }
    try problems.throwIfAny()
  }

  private static let html = TemplateEscape { text, bytes in
    var escaped = HTMLBytes()
    escaped.escape(text)
    bytes += escaped.bytes
  }

  /// Puts a template of the HTML part behind the bytes.
  func render(_ template: MailTemplate, _ fields: TemplateFields<MailVariable>, into bytes: inout [UInt8]) {
    templates[template]?.render(fields, escape: template.isHTML ? Self.html : .none, into: &bytes)
  }

  /// What comes of a template.
  func text(_ template: MailTemplate, _ fields: TemplateFields<MailVariable>) -> String {
    var bytes: [UInt8] = []
    render(template, fields, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension TemplateNode<MailVariable> {
  /// Whether it puts a variable in.
  fileprivate func names(_ wanted: MailVariable) -> Bool {
    switch self {
    case .variable(let variable, _, _): variable == wanted
    case .section(_, _, let inner, _): inner.contains { $0.names(wanted) }
    case .text, .partial: false
    }
  }
}
