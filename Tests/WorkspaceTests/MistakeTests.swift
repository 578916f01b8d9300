import Testing

/// A mistake put into `small.yaml` and what is said about it.
struct Mistake: Sendable, CustomTestStringConvertible {
  var old: [String] = []
  var new: [String] = []
  var messages: [String] = []

  var testDescription: String { new.last ?? "without \(old.first ?? "")" }

  /// The cases of `problems.txt`, parted by blank lines.
  static let all: [Mistake] = {
    var cases: [Mistake] = []
    var current = Mistake()
    for line in text(ofFixture: "problems.txt").split(separator: "\n", omittingEmptySubsequences: false) {
      switch line.first {
      case "-": current.old.append(String(line.dropFirst(2)))
      case "+": current.new.append(String(line.dropFirst(2)))
      case ">": current.messages.append("scorebook.yaml:\(line.dropFirst(2))")
      default:
        if !current.old.isEmpty { cases.append(current) }
        current = Mistake()
      }
    }
    return current.old.isEmpty ? cases : cases + [current]
  }()
}

@Suite("Mistakes in scorebook.yaml")
struct MistakeTests {
  static let small = text(ofFixture: "small.yaml")

  @Test("the small workspace has none")
  func none() {
    #expect(problems(Self.small) == [])
    #expect(Mistake.all.count > 120)
  }

  @Test("each is told with its place, what was expected and found, and what to do", arguments: Mistake.all)
  func told(mistake: Mistake) throws {
    let old = mistake.old.joined(separator: "\n")
    let yaml: String
    if mistake.new.isEmpty {
      let range = try #require(Self.small.firstRange(of: old + "\n"))
      yaml = String(Self.small[..<range.lowerBound] + Self.small[range.upperBound...])
    } else {
      let range = try #require(Self.small.firstRange(of: old))
      let new = mistake.new.joined(separator: "\n")
      yaml = String(Self.small[..<range.lowerBound] + new + Self.small[range.upperBound...])
    }
    #expect(problems(yaml) == mistake.messages)
  }

  @Test("all are told at once, in the order of the lines")
  func atOnce() {
    let yaml = """
      name: Test
      kpi: {}
      jobs:
        night:
          model: churn
          every: 7
      site: {show_keys: no}
      """
    #expect(
      problems(yaml).map { String($0.prefix(24)) } == [
        "scorebook.yaml:2:1: unkn", "scorebook.yaml:4:3: job ", "scorebook.yaml:4:3: job ",
        "scorebook.yaml:4:3: job ", "scorebook.yaml:5:12: wro", "scorebook.yaml:6:12: wro",
        "scorebook.yaml:7:19: wro",
      ])
  }
}
