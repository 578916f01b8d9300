import Diagnostics
import Models
import Testing

@Suite("Rules")
struct RulesTests {
  private let kind = TableKind.rules

  private func rules(_ lines: String...) -> String {
    "rules:\n  rules:\n" + lines.map { "    - \($0)\n" }.joined()
  }

  @Test("tell each mistake with its line")
  func mistakes() {
    kind.expect("rules: {}\n", "rules-key", 1, "'rules'")
    kind.expect("rules:\n  rules: []\n", "rules-value", 2, "empty")
    kind.expect("rules:\n  labels: [a]\n  rules: []\n", "rules-value", 2, "two or more")
    kind.expect(rules("{rule: a, when: {x: {min: 1}}}"), "rules-outcome", 3, "no 'prediction'")
    kind.expect(
      rules("{rule: a, when: {x: {min: 1}}, prediction: 1, class: b}"), "rules-outcome", 3, "no 'labels'")
    kind.expect(rules("{rule: a, when: {x: {min: 1}}, prediction: .inf}"), "rules-value", 3, "finite")
    kind.expect(rules("{rule: a, prediction: 1}"), "rules-key", 3, "'otherwise'")
    kind.expect(rules("{when: {x: {min: 1}}, prediction: 1}"), "rules-name", 3, "no name")
    kind.expect(
      rules("{rule: a, when: {x: {min: 1}}, prediction: 1}", "{rule: a, when: {x: {max: 0}}, prediction: 1}"),
      "rules-name", 4, "line 3")
    kind.expect(
      rules("{rule: a, when: {x: {minn: 1}}, prediction: 1}"), "rules-key", 3, "Did you mean 'min'?")
    kind.expect(rules("{rule: a, when: {x: north}, prediction: 1}"), "rules-condition", 3, "{is: north}")
    kind.expect(
      rules("{rule: a, when: {x: {min: 1, above: 2}}, prediction: 1}"), "rules-condition", 3, "beside")
    kind.expect(rules("{rule: a, when: {x: {in: []}}, prediction: 1}"), "rules-condition", 3, "empty")
    kind.expect(
      rules("{rule: a, when: {x: {missing: true, min: 1}}, prediction: 1}"), "rules-condition", 3, "beside")
    kind.expect(rules("{rule: a, when: {x: {missing: perhaps}}, prediction: 1}"), "rules-value", 3, "neither")
    kind.expect(rules("{rule: a, when: {}, prediction: 1}"), "rules-condition", 3, "empty")
    kind.expect(rules("{rule: a, when: {x: {}}, prediction: 1}"), "rules-condition", 3, "tests nothing")
    kind.expect(rules("{rule: a, when: {any: []}, prediction: 1}"), "rules-condition", 3, "empty")
    kind.expect(
      rules(
        "{rule: a, when: {x: {min: 1}}, prediction: 1}", "{rule: b, when: {x: {is: one}}, prediction: 1}"),
      "rules-condition", 4, "'one'")
    let labels = "rules:\n  labels: [no, yes]\n  rules:\n"
    kind.expect(labels + "    - {rule: a, when: {x: {min: 1}}}\n", "rules-outcome", 4, "neither 'class'")
    kind.expect(
      labels + "    - {rule: a, when: {x: {min: 1}}, class: yess}\n", "rules-outcome", 4,
      "Did you mean 'yes'?")
    kind.expect(
      labels + "    - {rule: a, when: {x: {min: 1}}, probability: 1.5}\n", "rules-value", 4, "0 to 1")
    kind.expect(
      labels + "    - {rule: a, when: {x: {min: 1}}, probability: 1}\n  otherwise: {class: no}\n",
      "rules-outcome", 5,
      "no 'probability'")
    let several = kind.problems(
      rules("{rule: a, whn: {x: {min: 1}}}", "{rule: '', when: {x: {is: ''}}, prediction: b}"))
    #expect(several.count == 6, "\(several)")
  }

  @Test("refuse nesting beyond the bound, in either style")
  func depth() {
    var condition = "{x: {min: 1}}"
    for _ in 0..<20 { condition = "{not: \(condition)}" }
    kind.expect(
      rules("{rule: a, when: \(condition), prediction: 1}"), "rules-condition", 3, "nested too deeply")
    var block = "rules:\n  rules:\n    - rule: a\n      prediction: 1\n      when:\n"
    for level in 0..<100 { block += String(repeating: " ", count: 8 + level) + "not:\n" }
    block += String(repeating: " ", count: 110) + "x: {min: 1}\n"
    #expect(kind.problems(block).contains { $0.identifier == .rulesCondition })
  }

  @Test("tell rules that can never apply")
  func unreachable() {
    func first(_ condition: String) -> String { "{rule: a, when: \(condition), prediction: 1}" }
    func second(_ condition: String) -> String { "{rule: b, when: \(condition), prediction: 2}" }
    for (a, b) in [
      ("{x: {min: 1}}", "{x: {min: 1}}"),
      ("{x: {min: 1}}", "{x: {above: 1}}"),
      ("{x: {min: 1}}", "{x: {min: 2, max: 5}, y: {is: a}}"),
      ("{y: {not_in: [a]}}", "{y: {is: b}}"),
      ("{y: {in: [a, b]}}", "{any: [{y: {is: a}}, {y: {is: b}}]}"),
      ("{any: [{x: {max: 3}}, {y: {is: a}}]}", "{y: {is: a}, x: {min: 9}}"),
      ("{x: {missing: false}}", "{x: {min: 2}}"),
      ("{not: {not: {x: {min: 1}}}}", "{not: {not: {x: {min: 1}}}}"),
    ] {
      kind.expect(rules(first(a), second(b)), "rules-unreachable", 4, "'a' in line 3")
    }
    for condition in [
      "{all: [{x: {min: 2}}, {x: {below: 2}}]}", "{all: [{y: {is: a}}, {y: {is: b}}]}",
      "{all: [{x: {missing: true}}, {x: {min: 2}}]}",
    ] {
      kind.expect(rules(first(condition)), "rules-unreachable", 3, "never apply")
    }
    kind.expect(rules(first("{x: {min: 2, below: 2}}")), "rules-unreachable", 3, "no number fits")
    for (a, b) in [
      ("{x: {above: 1}}", "{x: {min: 1}}"), ("{x: {min: 1}, y: {is: a}}", "{x: {min: 1}}"),
      ("{x: {min: 1}}", "{x: {missing: true}}"), ("{y: {in: [a, b]}}", "{y: {not_in: [a]}}"),
      ("{not: {x: {min: 1}}}", "{x: {below: 1}}"),
    ] {
      #expect(kind.problems(rules(first(a), second(b))).isEmpty, "\(a), \(b)")
    }
  }

  @Test("name what no rule says, and a class against its probability")
  func remarks() throws {
    let model = try kind.open(try TableFixture("rules/rfm-1").bytes)
    #expect(model.remarks == ["'asked to be called' gives the class '1' at a probability of 0.5."])
    let routes = try kind.open(try TableFixture("rules/routes-1").bytes)
    #expect(routes.remarks.count == 1)
    #expect(routes.signature.task == .multiclass(["returns", "delivery", "payment"]))
    #expect(
      routes.signature.inputs.map(\.kind) == [
        .category(["parcel", "invoice", "refund"]), .number, .category(["ch", "li"]),
      ])
  }

  @Test("looks at a thousand rules in good time", .timeLimit(.minutes(1)))
  func many() throws {
    var text = "rules:\n  rules:\n"
    for rule in 0..<1000 {
      let parts = (0..<4).map { "{x: {min: \(rule), max: \(rule)}, y: {is: c\($0)}}" }.joined(
        separator: ", ")
      text += "    - {rule: r\(rule), when: {any: [\(parts)]}, prediction: \(rule)}\n"
    }
    let model = try kind.open(Array(text.utf8))
    let run = try TableRun(model, [["17", "c3"], ["999", "c3"], ["17.5", "c3"], ["17", "d"]])
    #expect((0..<4).map { run.text(0, $0) } == ["17.0", "999.0", "", ""])
    kind.expect(text + "    - {rule: more, when: {x: {min: 5}}, prediction: 1}\n", "rules-value", 3, "1000")
  }
}
