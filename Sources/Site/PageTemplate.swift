import Markdown
import Templates

/// A Mustache template made ready for rendering: its partials are put in, its names looked up, its text joined.
///
/// **Source:** mustache(5): variables, sections, inverted sections, partials, comments, and the rule that a tag
/// alone on its line takes the line with it.
struct PageTemplate: Sendable {
  enum Step: Sendable {
    case text([UInt8])
    case escaped(PageVariable)
    case raw(PageVariable)
    case section(Section)
  }

  /// A part that is there once for each entry of a list, or where a value is true; or, inverted, where it is not.
  final class Section: Sendable {
    let variable: PageVariable
    let isInverted: Bool
    let steps: [Step]
    /// Whether what it makes of an entry depends on the entry alone.
    let isOfEntry: Bool

    init(_ variable: PageVariable, isInverted: Bool, _ steps: [Step]) {
      self.variable = variable
      self.isInverted = isInverted
      self.steps = steps
      isOfEntry = steps.allSatisfy(\.isOfEntry)
    }
  }

  private let steps: [Step]

  init(_ steps: [TemplateStep<PageVariable>]) { self.steps = steps.map(Step.init) }

  func render(_ context: PageContext, into html: inout HTMLBytes) {
    var rendering = Rendering(context: context, html: html)
    html = HTMLBytes()
    rendering.run(steps, .page)
    html = rendering.html
  }

  /// What names are looked up in: an entry of a list has all names of entries, the page has the others.
  private enum Scope {
    case page
    case entry(PageEntry, isCurrent: Bool)
    case heading(RenderedDocument.Heading)
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
        case .section(let section): run(section, scope)
        }
      }
    }

    private mutating func run(_ section: Section, _ scope: Scope) {
      let value = value(section.variable, scope)
      if section.isInverted {
        if !Self.isTrue(value) { run(section.steps, scope) }
        return
      }
      switch value {
      case .entries(let list): run(section, list)
      case .entry(let entry): run(section.steps, .entry(entry, isCurrent: false))
      case .headings(let headings): for heading in headings { run(section.steps, .heading(heading)) }
      default: if Self.isTrue(value) { run(section.steps, scope) }
      }
    }

    /// The entries before and after the current one are put in as they were rendered for another page.
    private mutating func run(_ section: Section, _ list: EntryList) {
      guard section.isOfEntry else {
        for place in list.range {
          if let current = list.current, current.place == place {
            run(section.steps, .entry(current.entry, isCurrent: current.isMarked))
          } else {
            run(section.steps, .entry(list.shared.entries[place], isCurrent: false))
          }
        }
        return
      }
      let rendered = list.shared.rendered(by: section) { entry in
        var part = Rendering(context: context, html: HTMLBytes())
        part.run(section.steps, .entry(entry, isCurrent: false))
        return part.html.bytes
      }
      guard let current = list.current else { return html.append(rendered, list.range) }
      html.append(rendered, list.range.lowerBound..<current.place)
      run(section.steps, .entry(current.entry, isCurrent: current.isMarked))
      html.append(rendered, current.place + 1..<list.range.upperBound)
    }

    private static func isTrue(_ value: PageValue) -> Bool {
      switch value {
      case .absent: false
      case .text(let text): !text.isEmpty
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
        case .level: return .text(String(heading.level))
        case .name: return .text(heading.text)
        case .href: return .text("#" + HTMLText.address(heading.identifier))
        default: return context.value(variable)
        }
      }
    }
  }
}

extension PageTemplate.Step {
  init(_ step: TemplateStep<PageVariable>) {
    self =
      switch step {
      case .text(let bytes): .text(bytes)
      case .variable(let variable, isRaw: false): .escaped(variable)
      case .variable(let variable, isRaw: true): .raw(variable)
      case .section(let variable, let isInverted, let steps):
        .section(.init(variable, isInverted: isInverted, steps.map(Self.init)))
      }
  }

  /// Whether what it makes of an entry of a list depends on the entry alone.
  var isOfEntry: Bool {
    switch self {
    case .text: true
    case .escaped(let variable), .raw(let variable): variable.isOfEntry
    case .section(let section): section.variable.isOfEntry && section.isOfEntry
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
