import Templates

/// The steps of a template one behind the other, with all their text in one piece.
///
/// Threads that render pages share them. Were steps arrays and classes, each step of each page would count a reference
/// to them up and down, and threads wait for each other's counting: it took a fifth of what rendering a page takes.
///
/// `@unchecked Sendable`: nothing is changed once it is made.
final class PageTemplateSteps: @unchecked Sendable {
  enum Kind: UInt8 {
    case text, escaped, raw
    /// A part that is there once for each entry of a list, or where a value is true.
    case section
    /// A part that is there where a value is not true.
    case inverted
  }

  struct Step {
    let kind: Kind
    /// Whether what a section makes of an entry depends on the entry alone.
    let isOfEntry: Bool
    /// Of text it means nothing.
    let variable: PageVariable
    /// Of text, where it begins.
    let start: Int
    /// Where the text ends, or the place of the step behind a section's last one.
    let end: Int
  }

  /// A section of a template.
  struct SectionName: Equatable {
    let template: ObjectIdentifier
    /// That of its first step.
    let place: Int
  }

  /// The steps without a reference to them; good while they are held.
  struct Unowned {
    fileprivate let steps: UnsafePointer<Step>
    fileprivate let bytes: UnsafePointer<UInt8>
    let identity: ObjectIdentifier

    subscript(place: Int) -> Step { steps[place] }

    func text(_ step: Step) -> UnsafeBufferPointer<UInt8> {
      UnsafeBufferPointer(start: bytes + step.start, count: step.end - step.start)
    }
  }

  /// The places of all steps.
  let all: Range<Int>
  private let steps: UnsafeMutablePointer<Step>
  private let bytes: UnsafeMutablePointer<UInt8>

  init(_ nested: [TemplateStep<PageVariable>]) {
    var flat = Flat()
    flat.add(nested)
    all = flat.steps.indices
    steps = .allocate(capacity: flat.steps.count)
    steps.initialize(from: flat.steps, count: flat.steps.count)
    bytes = .allocate(capacity: flat.bytes.count)
    bytes.initialize(from: flat.bytes, count: flat.bytes.count)
  }

  deinit {
    steps.deallocate()
    bytes.deallocate()
  }

  var unowned: Unowned { Unowned(steps: steps, bytes: bytes, identity: ObjectIdentifier(self)) }

  private struct Flat {
    var steps: [Step] = []
    var bytes: [UInt8] = []

    mutating func add(_ nested: [TemplateStep<PageVariable>]) {
      for step in nested {
        let start = bytes.count
        switch step {
        case .text(let text):
          bytes += text
          steps.append(.init(kind: .text, isOfEntry: true, variable: .title, start: start, end: bytes.count))
        case .variable(let variable, let isRaw):
          steps.append(
            .init(
              kind: isRaw ? .raw : .escaped, isOfEntry: variable.isOfEntry, variable: variable, start: start,
              end: start))
        case .section(let variable, let isInverted, let inner):
          let place = steps.count
          // Its end is known when its steps are there.
          steps.append(.init(kind: .section, isOfEntry: false, variable: variable, start: start, end: place))
          add(inner)
          let isOfEntry = inner.allSatisfy(\.isOfEntry)
          steps[place] = .init(
            kind: isInverted ? .inverted : .section, isOfEntry: isOfEntry, variable: variable, start: start,
            end: steps.count)
        }
      }
    }
  }
}

extension TemplateStep<PageVariable> {
  /// Whether what it makes of an entry of a list depends on the entry alone.
  fileprivate var isOfEntry: Bool {
    switch self {
    case .text: true
    case .variable(let variable, _): variable.isOfEntry
    case .section(let variable, _, let inner): variable.isOfEntry && inner.allSatisfy(\.isOfEntry)
    }
  }
}
