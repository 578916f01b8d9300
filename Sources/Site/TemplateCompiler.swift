import Diagnostics

/// Makes templates ready for rendering out of their texts.
struct TemplateCompiler {
  /// By name, without the ending.
  let texts: [String: String]
  /// The files that problems name, where they are not the program's own.
  let places: [String: String]

  private enum Token {
    case text(Substring)
    case variable(PageVariable, isRaw: Bool)
    case open(PageVariable, isInverted: Bool, line: Int)
    case close(String, line: Int)
    case partial(String)
    case comment
  }

  /// The template of a name with all its partials; names are known and nothing includes itself, as was checked.
  ///
  /// **Throws:** `template-syntax` where a section is not closed, or another is.
  func compile(_ name: String) throws(Diagnostic) -> PageTemplate {
    PageTemplate(Self.joined(try steps(of: name)))
  }

  private func steps(of name: String) throws(Diagnostic) -> [PageTemplate.Step] {
    let file = places[name] ?? name + ".mustache"
    var open: [(variable: PageVariable, isInverted: Bool, line: Int, steps: [PageTemplate.Step])] = []
    var steps: [PageTemplate.Step] = []
    for token in try Self.tokens(texts[name] ?? "", file: file) {
      switch token {
      case .text(let text): steps.append(.text(Array(text.utf8)))
      case .variable(let variable, let isRaw): steps.append(isRaw ? .raw(variable) : .escaped(variable))
      case .comment: continue
      case .partial(let partial): steps += try self.steps(of: partial)
      case .open(let variable, let isInverted, let line):
        open.append((variable, isInverted, line, steps))
        steps = []
      case .close(let name, let line):
        guard let section = open.popLast(), section.variable.rawValue == name else {
          throw Self.wrong("the section '\(name)' is closed and was not opened last", line, file)
        }
        steps =
          section.steps + [
            .section(.init(section.variable, isInverted: section.isInverted, Self.joined(steps)))
          ]
      }
    }
    if let section = open.last {
      throw Self.wrong("the section '\(section.variable.rawValue)' is not closed", section.line, file)
    }
    return steps
  }

  private static func wrong(_ what: String, _ line: Int, _ file: String) -> Diagnostic {
    Diagnostic(
      .templateSyntax, .configuration, at: .init(file: file, line: line),
      "the template is not valid Mustache: \(what)", next: "Mend this line.")
  }

  /// Text beside text becomes one.
  private static func joined(_ steps: [PageTemplate.Step]) -> [PageTemplate.Step] {
    var result: [PageTemplate.Step] = []
    for step in steps {
      switch step {
      case .text(let more):
        if case .text(let bytes) = result.last {
          result[result.count - 1] = .text(bytes + more)
        } else if !more.isEmpty {
          result.append(step)
        }
      default: result.append(step)
      }
    }
    return result
  }

  /// Takes a text apart; a tag that is no variable and stands alone on its line takes the line with it.
  private static func tokens(_ text: String, file: String) throws(Diagnostic) -> [Token] {
    var tokens: [Token] = []
    var cursor = text.startIndex
    for tag in TemplateTags.tags(in: text) {
      guard let token = token(tag) else { continue }
      var end = tag.range.lowerBound
      var next = tag.range.upperBound
      if case .variable = token {
      } else if let line = alone(tag.range, in: text) {
        end = line.lowerBound
        next = line.upperBound
      }
      tokens.append(.text(text[cursor..<end]))
      tokens.append(token)
      cursor = next
    }
    let rest = text[cursor...]
    if let open = rest.firstRange(of: "{{") {
      let line = 1 + text[..<open.lowerBound].utf8.count { $0 == UInt8(ascii: "\n") }
      throw wrong("the tag is not closed", line, file)
    }
    tokens.append(.text(rest))
    return tokens
  }

  /// The line that holds nothing but the tag, with its end; nil where there is more on it.
  private static func alone(_ tag: Range<String.Index>, in text: String) -> Range<String.Index>? {
    let before = text[..<tag.lowerBound]
    let start = before.lastIndex(of: "\n").map(text.index(after:)) ?? text.startIndex
    let after = text[tag.upperBound...]
    let end = after.firstIndex(of: "\n") ?? text.endIndex
    let isBlank = { (part: Substring) in part.allSatisfy { $0 == " " || $0 == "\t" } }
    guard isBlank(text[start..<tag.lowerBound]), isBlank(text[tag.upperBound..<end]) else { return nil }
    return start..<(end == text.endIndex ? end : text.index(after: end))
  }

  private static func token(_ tag: TemplateTags.Tag) -> Token? {
    switch tag.kind {
    case "!": return .comment
    case ">": return .partial(tag.name)
    case "/": return .close(tag.name, line: tag.line)
    case "#", "^":
      return PageVariable(rawValue: tag.name).map {
        .open($0, isInverted: tag.kind == "^", line: tag.line)
      }
    default:
      return PageVariable(rawValue: tag.name).map {
        .variable($0, isRaw: tag.kind == "{" || tag.kind == "&")
      }
    }
  }
}
