import Book
import Charts
import Markdown
import Workspace

/// A readout in one sentence and one small table, for a report that has more to tell.
struct ReadoutVerdict: Sendable {
  let name: String
  /// The newest look; nil before the first.
  let record: ReadoutRecord?
  /// The morning by which it was not looked at, though it was later; nil otherwise.
  let unseen: Day?

  /// - Parameter asOf: looks of later mornings are not seen.
  init(_ name: String, _ snapshot: BookSnapshot, asOf: Day? = nil) {
    self.name = name
    let looks = snapshot.readouts.filter { $0.name == name }
    let record = looks.last { asOf == nil || $0.asOf <= asOf?.iso ?? "" }
    self.record = record
    unseen = record == nil && !looks.isEmpty ? asOf : nil
  }

  var sentence: String { record?.sentence ?? "Readout \(name) was not looked at \(yet)." }

  private var yet: String { unseen.map { "by the morning of \($0.iso)" } ?? "yet" }

  /// What a look showed, for a page whose heading names it.
  static func sentence(_ record: ReadoutRecord) -> String {
    let prefix = "\(record.name): "
    let text = SentenceText.set(record.sentence)
    guard text.hasPrefix(prefix) else { return text }
    let rest = String(text.dropFirst(prefix.count))
    // A variant's name keeps its small letter.
    let isName = record.variants.contains { rest.hasPrefix($0.name + " ") }
    return isName ? rest : rest.prefix(1).uppercased() + rest.dropFirst()
  }

  /// The morning of the newest look.
  var newest: Day? { record.flatMap { Day(iso: $0.asOf) } }

  private func effects(_ verdict: ReadoutEffect.Verdict) -> [ReadoutEffect] {
    record?.status == .told ? record?.effects.filter { $0.verdict == verdict } ?? [] : []
  }

  /// What of it needs attention.
  var trouble: String? {
    guard let record else { return unseen == nil ? "readout \(name) was not looked at yet" : nil }
    if record.status == .mismatch { return "readout \(name) can't be read: its counts contradict the shares" }
    let bad = effects(.broken) + effects(.worse)
    guard !bad.isEmpty else { return nil }
    return "readout \(name): " + NumberText.list(bad.map { "\($0.variant) is worse by \($0.metric)" })
  }

  var change: String? {
    let better = effects(.better)
    guard !better.isEmpty else { return nil }
    return "readout \(name): " + NumberText.list(better.map { "\($0.variant) is better by \($0.metric)" })
  }

  var good: String? {
    trouble == nil && record?.status == .told && change == nil
      ? "readout \(name) has found no difference" : nil
  }

  func write(to page: inout PageWriter) {
    page.body.heading(2, "What the split showed: \(name)")
    guard let record else {
      page.body.paragraph(.plain("It was not looked at \(yet)."))
      if unseen == nil {
        page.aside("\(Command.readout(name)) does it.")
      } else {
        page.aside("Later looks stand on the page of the \(link(page)).", isPointer: true)
      }
      return
    }
    page.body.paragraph(.plain(Self.sentence(record)))
    let told = record.status == .told ? record.effects : []
    if !told.isEmpty {
      page.body.table(
        [
          .init("metric"), .init("variant"), .init(.plain("lift over \(record.control)"), .right),
          .init("verdict"),
        ],
        told.map { effect in
          [
            .plain(effect.metric), .plain(effect.variant), .plain(Self.lift(effect)),
            .plain(ReadoutSection.verdict(effect.verdict)),
          ]
        })
    }
    page.body.paragraph(
      "Looked at on \(record.asOf). Counts, intervals and looks stand on the page of the \(link(page)).")
  }

  private func link(_ page: PageWriter) -> InlineMarkdown {
    page.link("whole readout", PagePath.readout(name))
  }

  /// "−2.6% (−14.3% to +10.7%)".
  static func lift(_ effect: ReadoutEffect) -> String {
    func percent(_ value: Double) -> String { NumberText.signed(value * 100, 1) + "%" }
    guard let lift = effect.lift else { return NumberText.none }
    guard let lower = effect.liftLower, let upper = effect.liftUpper else { return percent(lift) }
    return "\(percent(lift)) (\(percent(lower)) to \(percent(upper)))"
  }
}
