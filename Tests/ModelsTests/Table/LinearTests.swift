import Diagnostics
import Models
import Testing

@Suite("Linear models")
struct LinearTests {
  private let kind = TableKind.linear
  private let head = "# scorebook linear\n"

  private func linear(_ lines: String...) -> String {
    "linear:\n  intercept: 1\n  terms:\n" + lines.map { "    - \($0)\n" }.joined()
  }

  @Test("tell each mistake of the YAML form with its line")
  func yaml() {
    kind.expect("linear: {}\n", "linear-key", 1, "'intercept'")
    kind.expect("linear: {}\n", "linear-key", 1, "'terms'")
    kind.expect("linear:\n  link: logti\n", "linear-value", 2, "Did you mean 'logit'?")
    kind.expect("linear:\n  link: logit\n", "linear-labels", 2, "no 'labels'")
    kind.expect("linear:\n  labels: [a, b]\n", "linear-labels", 2, "no labels beside")
    kind.expect("linear:\n  link: softmax\n  labels: [a, a]\n", "linear-labels", 3, "different")
    kind.expect(
      "linear:\n  link: softmax\n  labels: [a, b]\n  intercept: [1]\n", "linear-value", 4, "2 numbers")
    kind.expect("linear:\n  intercept: .nan\n", "linear-value", 2, "finite")
    kind.expect(linear("{input: a}"), "linear-term", 4, "neither")
    kind.expect(linear("{input: a, coefficient: 1, categories: {a: 1}}"), "linear-term", 4, "both")
    kind.expect(linear("{input: a, coefficient: 1, scale: 0}"), "linear-value", 4, "'scale' is 0")
    kind.expect(
      linear("{input: a, coefficient: 1, other: {value: 1}}"), "linear-term", 4, "without 'categories'")
    kind.expect(linear("{input: a, categories: {b: 1}, mean: 1}"), "linear-term", 4, "beside 'categories'")
    kind.expect(linear("{input: a, categories: {b: 1}, reference: b}"), "linear-term", 4, "among")
    kind.expect(
      linear("{input: a, categories: {blue: 1}, missing: {value: bleu}}"), "linear-term", 4,
      "Did you mean 'blue'?")
    kind.expect(linear("{input: a, categories: {b: 1}, missing: {}}"), "linear-key", 4, "one of them")
    kind.expect(
      linear("{input: a, coefficient: 1}", "{input: a, coefficient: 2}"), "linear-term", 5, "line 4")
    kind.expect(linear("{input: a, coeficient: 1}"), "linear-key", 4, "Did you mean 'coefficient'?")
  }

  @Test("tell each mistake of the CSV form with its line")
  func csv() {
    kind.expect(head, "linear-column", nil, "no header")
    kind.expect(head + "term,coeficient\n", "linear-column", 2, "Did you mean 'coefficient'?")
    kind.expect(head + "term,coefficient,estimate\n", "linear-column", 2, "do not fit")
    kind.expect(head + "name,coefficient\n", "linear-column", 2, "no column 'term'")
    kind.expect(head + "term,coefficient\na,1\n", "linear-term", nil, "no intercept")
    let start = head + "term,coefficient\n(Intercept),1\n"
    kind.expect(start, "linear-term", nil, "besides the intercept")
    kind.expect(start + "a,NA\n", "linear-value", 4, "'NA'")
    kind.expect(start + "a,\n", "linear-value", 4, "not a number")
    kind.expect(start + "a,1\na,2\n", "linear-term", 5, "line 4")
    kind.expect(start + "a:b,1\n", "linear-term", 4, "interaction")
    kind.expect(start + "a\n", "linear-term", 4, "1 fields")
    kind.expect(start + "\"a,1\n", "linear-syntax", 4, "never closed")
    kind.expect(
      head + "# link: logit\nterm,coefficient\n(Intercept),1\na,1\n", "linear-labels", 2, "no 'labels'")
    kind.expect(
      head + "# missing: {aa: {value: 1}}\nterm,coefficient\n(Intercept),1\nab,1\n", "linear-term", 2,
      "Did you mean 'ab'?")
    kind.expect(
      head + "# categories: {r: [x, y]}\nterm,coefficient\n(Intercept),1\na,1\n", "linear-term", 2, "'rx'")
    kind.expect(
      head + "# categories: {r: [xa], rx: [a]}\nterm,coefficient\n(Intercept),1\nrxa,1\n", "linear-term", 2,
      "two levels")
    kind.expect(
      head + "# categories: {r: [x]}\nterm,coefficient,mean\n(Intercept),1,\nrx,1,2\n", "linear-term", 5,
      "mean")
    kind.expect(
      head + "# link: softmax\n# labels: [a, c]\nterm,a,b\n(Intercept),1,2\nx,1,2\n", "linear-labels", 3,
      "not the labels")
  }

  @Test("refuse infinite numbers and sums beyond a double")
  func infinite() throws {
    let text = linear(
      "{input: a, coefficient: 2, missing: {value: 3}}",
      "{input: b, coefficient: 0, missing: {coefficient: 5}}")
    let run = try TableRun(
      kind.open(Array(text.utf8)),
      [["inf", "1"], ["1", "-inf"], ["1e308", "1"], ["", ""], ["2", "7"], ["", "inf"]])
    #expect(
      (0..<6).map { "\(run.predictions.status[$0])" }
        == ["invalidInput", "invalidInput", "refused", "scored", "scored", "invalidInput"])
    #expect((0..<6).map { run.text(0, $0) } == ["", "", "", "12.0", "5.0", ""])
    #expect((0..<6).map { run.predictions.blame[$0] } == [0, 1, -1, -1, -1, 1])
  }

  @Test("add in the order that is written, and fuse nothing")
  func order() throws {
    let terms = (0..<7).map {
      "{input: x\($0), coefficient: \([0.1, 1e16, -1e16, 3.3, 1e-9, 0.7, -2.1][$0])}"
    }
    let text = "linear:\n  intercept: 0.1\n  terms:\n" + terms.map { "    - \($0)\n" }.joined()
    var generator = SplitMix(state: 5)
    let rows = (0..<300).map { _ in (0..<7).map { _ in String(Double.random(in: -3...3, using: &generator)) }
    }
    let run = try TableRun(kind.open(Array(text.utf8)), rows)
    for (row, fields) in rows.enumerated() {
      var sum = 0.1
      for (field, coefficient) in zip(fields, [0.1, 1e16, -1e16, 3.3, 1e-9, 0.7, -2.1]) {
        let product = coefficient * (Double(field) ?? 0)
        sum += product
      }
      #expect(run.predictions.numbers(0)[row] == sum)
    }
  }

  @Test("tell what is wrong with labels, intercept and terms together")
  func together() {
    let told = kind.problems(
      """
      linear:
        link: logit
        labels: ["0"]
        intercept: x
        terms:
          - {input: a, coefficient: 1, scale: 0}
          - {inpt: b, coefficient: 1}

      """)
    #expect(Set(told.compactMap { $0.place?.line }) == [3, 4, 6, 7], "\(told)")
  }

  @Test(
    "refuse a term that must mean a level, and is none",
    arguments: [
      ("colour=rde", "Did you mean 'colour=red'?"), ("color=red", "Did you mean 'colour=red'?"),
      ("colour[rde]", "Did you mean 'colour[red]'?"), ("colour[T.bleu]", "Did you mean 'colour[T.blue]'?"),
      ("colourbleu", "Did you mean 'colourblue'?"), ("colour_bleu", "Did you mean 'colour_blue'?"),
      ("colour=violet", "names no level of 'colour'"),
    ])
  func misspelt(term: String, words: String) {
    kind.expect(
      head + "# categories: {colour: [red, blue]}\nterm,coefficient\n(Intercept),1\ncolourred,1\n\(term),2\n",
      "linear-term", 6, words)
  }

  @Test("take other terms for numbers, and remark on those that look like levels")
  func numbers() throws {
    let text = head + "# categories: {colour: [red, blue]}\nterm,coefficient\n(Intercept),1\ncolourred,1\n"
    let model = try kind.open(Array((text + "colour_depth,2\nregion=north,3\nsize[cm],4\n").utf8))
    #expect(model.signature.inputs.map(\.name) == ["colour", "colour_depth", "region=north", "size[cm]"])
    #expect(model.signature.inputs.dropFirst().allSatisfy { $0.kind == .number })
    #expect(model.remarks.count == 2 && model.remarks.allSatisfy { $0.contains("'# categories'") })
  }

  @Test("read every spelling of a level")
  func spellings() throws {
    for term in ["regionnorth", "region[north]", "region[T.north]", "region_north", "region=north"] {
      let text = head + "# categories: {region: [east, north]}\nterm,coefficient\nIntercept,1\n\(term),2\n"
      let run = try TableRun(kind.open(Array(text.utf8)), [["east"], ["north"], ["west"]])
      #expect((0..<3).map { run.text(0, $0) } == ["1.0", "3.0", ""])
    }
  }
}
