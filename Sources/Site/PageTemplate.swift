import Markdown

/// A Mustache template made ready for rendering: its partials are put in, its names looked up, its text joined.
///
/// **Source:** mustache(5): variables, sections, inverted sections, partials, comments, and the rule that a tag
/// alone on its line takes the line with it.
struct PageTemplate: Sendable {
  indirect enum Step: Sendable {
    case text([UInt8])
    case escaped(PageVariable)
    case raw(PageVariable)
    case section(PageVariable, isInverted: Bool, [Step])
  }

  private let steps: [Step]

  init(_ steps: [Step]) { self.steps = steps }

  func render(_ context: PageContext, into html: inout HTMLBytes) {
    var rendering = Rendering(context: context, html: html)
    rendering.run(steps, .page)
    html = rendering.html
  }

  /// What names are looked up in: an entry of a list, and in the end the page.
  private indirect enum Scope {
    case page
    case link(PageContext.Link, Scope)
    case group(PageContext.Group, Scope)
    case heading(RenderedDocument.Heading, Scope)
  }

  private struct Rendering {
    let context: PageContext
    var html: HTMLBytes

    mutating func run(_ steps: [Step], _ scope: Scope) {
      for step in steps {
        switch step {
        case .text(let bytes): html.append(bytes)
        case .escaped(let variable):
          switch value(variable, scope) {
          case .text(let text): html.escape(text)
          case .bytes(let bytes): bytes.withUnsafeBufferPointer { html.escape($0) }
          default: break
          }
        case .raw(let variable):
          switch value(variable, scope) {
          case .text(let text): html += text
          case .bytes(let bytes): html.append(bytes)
          default: break
          }
        case .section(let variable, let isInverted, let inner):
          section(value(variable, scope), isInverted, inner, scope)
        }
      }
    }

    private mutating func section(
      _ value: TemplateValue, _ isInverted: Bool, _ steps: [Step], _ scope: Scope
    ) {
      if isInverted {
        if !Self.isTrue(value) { run(steps, scope) }
        return
      }
      switch value {
      case .links(let links): for link in links { run(steps, .link(link, scope)) }
      case .groups(let groups): for group in groups { run(steps, .group(group, scope)) }
      case .headings(let headings): for heading in headings { run(steps, .heading(heading, scope)) }
      default: if Self.isTrue(value) { run(steps, scope) }
      }
    }

    private static func isTrue(_ value: TemplateValue) -> Bool {
      switch value {
      case .absent: false
      case .text(let text): !text.isEmpty
      case .bytes(let bytes): !bytes.isEmpty
      case .flag(let isTrue): isTrue
      case .links(let links): !links.isEmpty
      case .groups(let groups): !groups.isEmpty
      case .headings(let headings): !headings.isEmpty
      }
    }

    private func value(_ variable: PageVariable, _ scope: Scope) -> TemplateValue {
      switch scope {
      case .page: return context.value(variable)
      case .link(let link, let outer):
        let found = Self.value(variable, link)
        if case .absent = found { return value(variable, outer) }
        return found
      case .group(let group, let outer):
        switch variable {
        case .items: return .links(group.items)
        case .more: return .text(group.more ?? "")
        case .hasMore: return .flag(group.more != nil)
        default:
          let found = Self.value(variable, group.link)
          if case .absent = found { return value(variable, outer) }
          return found
        }
      case .heading(let heading, let outer):
        switch variable {
        case .level: return .text(String(heading.level))
        case .name: return .text(heading.text)
        case .href: return .text("#" + HTMLText.address(heading.identifier))
        case .isCurrent: return .flag(false)
        default: return value(variable, outer)
        }
      }
    }

    private static func value(_ variable: PageVariable, _ link: PageContext.Link) -> TemplateValue {
      switch variable {
      case .name: .text(link.name)
      case .href: .text(link.href)
      case .isCurrent: .flag(link.isCurrent)
      case .current: .text(link.isCurrent ? "true" : "")
      default: .absent
      }
    }
  }
}
