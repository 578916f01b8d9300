import Markdown
import Templates

/// A Mustache template made ready for rendering: its partials are put in, its names looked up, its text joined.
///
/// **Source:** mustache(5): variables, sections, inverted sections, partials, comments, and the rule that a tag
/// alone on its line takes the line with it.
struct PageTemplate: Sendable {
  private let steps: PageTemplateSteps

  init(_ steps: [TemplateStep<PageVariable>]) { self.steps = PageTemplateSteps(steps) }

  func render(_ context: PageContext, into html: inout HTMLBytes) {
    withExtendedLifetime(steps) {
      var rendering = Rendering(context: context, steps: steps.unowned, html: html)
      html = HTMLBytes()
      rendering.run(steps.all, .page)
      html = rendering.html
    }
  }

  /// What names are looked up in: an entry of a list has all names of entries, the page has the others.
  private enum Scope {
    case page
    case entry(PageEntry, isCurrent: Bool)
    case heading(RenderedDocument.Heading)
  }

  private struct Rendering {
    let context: PageContext
    let steps: PageTemplateSteps.Unowned
    var html: HTMLBytes

    mutating func run(_ range: Range<Int>, _ scope: Scope) {
      var place = range.lowerBound
      while place < range.upperBound {
        let step = steps[place]
        place += 1
        switch step.kind {
        case .text: html.append(steps.text(step))
        case .escaped:
          switch value(step.variable, scope) {
          case .text(let text): html.escape(text)
          case .bytes(let bytes): bytes.withUnsafeBufferPointer { html.escape($0) }
          case .number(let number): html.put(number)
          case .fragment(let identifier):
            html.put("#")
            html.escape(HTMLText.address(identifier))
          default: break
          }
        case .raw:
          switch value(step.variable, scope) {
          case .text(let text): html += text
          case .bytes(let bytes): html.append(bytes)
          case .number(let number): html.put(number)
          case .fragment(let identifier):
            html.put("#")
            html += HTMLText.address(identifier)
          default: break
          }
        case .section:
          run(step, place..<step.end, scope)
          place = step.end
        case .inverted:
          if !Self.isTrue(value(step.variable, scope)) { run(place..<step.end, scope) }
          place = step.end
        }
      }
    }

    private mutating func run(_ section: PageTemplateSteps.Step, _ inner: Range<Int>, _ scope: Scope) {
      let value = value(section.variable, scope)
      switch value {
      case .entries(let list): run(section, inner, list)
      case .entry(let entry): run(inner, .entry(entry, isCurrent: false))
      case .headings(let headings): for heading in headings { run(inner, .heading(heading)) }
      default: if Self.isTrue(value) { run(inner, scope) }
      }
    }

    /// The entries before and after the current one are put in as they were rendered for another page.
    private mutating func run(
      _ section: PageTemplateSteps.Step, _ inner: Range<Int>, _ list: EntryList
    ) {
      guard section.isOfEntry else {
        for place in list.range {
          if let current = list.current, current.place == place {
            run(inner, .entry(current.entry, isCurrent: current.isMarked))
          } else {
            run(inner, .entry(list.shared.entries[place], isCurrent: false))
          }
        }
        return
      }
      let rendered = list.shared.rendered(by: .init(template: steps.identity, place: inner.lowerBound)) {
        entry in
        var part = Rendering(context: context, steps: steps, html: HTMLBytes())
        part.run(inner, .entry(entry, isCurrent: false))
        return part.html.bytes
      }
      guard let current = list.current else { return html.append(rendered, list.range) }
      html.append(rendered, list.range.lowerBound..<current.place)
      run(inner, .entry(current.entry, isCurrent: current.isMarked))
      html.append(rendered, current.place + 1..<list.range.upperBound)
    }

    private static func isTrue(_ value: PageValue) -> Bool {
      switch value {
      case .absent: false
      case .text(let text): !text.isEmpty
      case .number, .fragment: true
      case .bytes(let bytes): !bytes.isEmpty
      case .flag(let isTrue): isTrue
      case .entry: true
      case .entries(let list): !list.isEmpty
      case .headings(let headings): !headings.isEmpty
      }
    }

    private func value(_ variable: PageVariable, _ scope: Scope) -> PageValue {
      switch scope {
      case .page: return context.value(variable)
      case .entry(let entry, let isCurrent):
        switch variable {
        case .name: return .text(entry.name)
        case .href: return .text(entry.href)
        case .isCurrent: return .flag(isCurrent)
        case .current: return .text(isCurrent ? "true" : "")
        case .items: return entry.items.map { .entries($0) } ?? .absent
        case .more: return .text(entry.more ?? "")
        case .hasMore: return .flag(entry.more != nil)
        default: return context.value(variable)
        }
      case .heading(let heading):
        switch variable {
        case .level: return .number(heading.level)
        case .name: return .text(heading.text)
        case .href: return .fragment(heading.identifier)
        default: return context.value(variable)
        }
      }
    }
  }
}

extension HTMLBytes {
  fileprivate mutating func append(_ rendered: SharedEntries.Rendered, _ places: Range<Int>) {
    rendered.bytes.withUnsafeBufferPointer { bytes in
      append(
        UnsafeBufferPointer(
          rebasing: bytes[rendered.starts[places.lowerBound]..<rendered.starts[places.upperBound]]))
    }
  }
}
