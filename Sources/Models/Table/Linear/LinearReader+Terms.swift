import Diagnostics
import Yams

extension LinearReader {
  /// The ways in which programs spell a level of an input: R, R with brackets, patsy, pandas, DictVectorizer.
  static func spellings(_ input: String, _ level: String) -> [String] {
    [
      "\(input)\(level)", "\(input)[\(level)]", "\(input)[T.\(level)]", "\(input)_\(level)",
      "\(input)=\(level)",
    ]
  }

  /// Puts the records together: an intercept, numbers, and levels of categories.
  mutating func assemble(
    _ rows: [Row], _ factors: [String: Factor], _ missing: Node?, _ link: Linear.Link, _ labels: [String],
    classes: Int
  ) -> Linear? {
    let spelt = spelt(factors)
    let misspelt = MisspeltLevels(factors.mapValues(\.levels), terms: rows.count)
    var intercepts = [Double](repeating: 0, count: classes)
    var order: [String] = []
    var numbers: [String: Row] = [:]
    var levels: [String: [String: [Double]]] = [:]
    var seen: [String: Int] = [:]
    for row in rows {
      func fault(_ summary: String, found: String? = nil, next: String? = nil) {
        yaml.add(
          .linearTerm, line: row.field.line, column: row.field.column, summary, found: found, next: next)
      }
      guard row.coefficients.count == classes else { return nil }
      if let line = seen[row.term] {
        fault("the term \(quoted(row.term)) is there twice", found: "the first one in line \(line)")
      }
      seen[row.term] = row.field.line
      if LinearReader.interceptNames.contains(row.term) {
        if row.mean != 0 || row.scale != 1 { fault("the intercept has a mean or a scale") }
        intercepts = row.coefficients
      } else if let (input, level) = spelt[row.term] {
        if row.mean != 0 || row.scale != 1 { fault("the level \(quoted(level)) has a mean or a scale") }
        if levels[input] == nil { order.append(input) }
        if levels[input, default: [:]].updateValue(row.coefficients, forKey: level) != nil {
          fault("the level \(quoted(level)) of \(quoted(input)) is there twice")
        }
      } else if row.term.contains(":") || row.term.contains("(") {
        fault(
          "the term \(quoted(row.term)) is an interaction or a function of inputs",
          next: "Compute it as a column of the dataset, and name that here.")
      } else if factors[row.term] != nil {
        fault("the input \(quoted(row.term)) has levels, and this term names none of them")
      } else if let meant = misspelt.find(row.term) {
        fault(
          "the term \(quoted(row.term)) names no level of \(quoted(meant.input))",
          next: meant.term.map { "Did you mean \(quoted($0))?" })
      } else {
        numbers[row.term] = row
        order.append(row.term)
      }
    }
    if !seen.keys.contains(where: { LinearReader.interceptNames.contains($0) }) {
      yaml.add(
        .linearTerm, at: nil, "there is no intercept",
        next: "Write the term '(Intercept)', with 0 where there is none.")
    }
    if order.isEmpty { yaml.add(.linearTerm, at: nil, "there is no term besides the intercept") }
    for (input, factor) in factors.sorted(by: { $0.key < $1.key }) where levels[input] == nil {
      yaml.add(
        .linearTerm, at: factor.mark, "no term names a level of \(quoted(input))",
        expected: YAMLReader.list(LinearReader.spellings(input, factor.levels[0])))
    }
    let stands = stands(missing, numbers: numbers)
    let terms = order.map { input -> Linear.Term in
      if let row = numbers[input] {
        let effect = Linear.Effect.number(coefficients: row.coefficients, mean: row.mean, scale: row.scale)
        return Linear.Term(
          input: input, effect: effect, missing: self.missing(stands[input], effect, classes))
      }
      let factor = factors[input]
      let names = factor?.levels ?? []
      // A level without a coefficient is the reference.
      let rows = names.map { levels[input]?[$0] ?? [Double](repeating: 0, count: classes) }
      let other = factor?.values["other"].flatMap { stand($0, of: "'other'", names, rows, classes) }
      let effect = Linear.Effect.categories(names, coefficients: rows, other: other)
      return Linear.Term(
        input: input, effect: effect, missing: self.missing(factor?.values["missing"], effect, classes))
    }
    return Linear(link: link, labels: labels, intercepts: intercepts, terms: terms)
  }

  /// Input and level by the term's spelling; those that could mean two are told.
  private mutating func spelt(_ factors: [String: Factor]) -> [String: (input: String, level: String)] {
    var spelt: [String: (input: String, level: String)] = [:]
    for (input, factor) in factors.sorted(by: { $0.key < $1.key }) {
      for level in factor.levels {
        for term in LinearReader.spellings(input, level) {
          if let known = spelt[term], known != (input, level) {
            yaml.add(
              .linearTerm, at: factor.mark, "the term \(quoted(term)) could mean two levels",
              found:
                "\(quoted(known.level)) of \(quoted(known.input)) and \(quoted(level)) of \(quoted(input))",
              next: "Rename one of the inputs.")
          }
          spelt[term] = (input, level)
        }
      }
    }
    return spelt
  }

  /// What stands for missing numbers, by input.
  private mutating func stands(_ node: Node?, numbers: [String: Row]) -> [String: Node] {
    guard let node else { return [:] }
    guard let mapping = node.mapping else {
      yaml.add(
        .linearValue, at: node.mark, "'missing' is not a mapping", expected: "'input: {value: number}'")
      return [:]
    }
    var stands: [String: Node] = [:]
    for (key, value) in mapping {
      guard let input = yaml.text(key, of: "an input") else { continue }
      if numbers[input] == nil {
        yaml.add(
          .linearTerm, at: key.mark, "there is no term for the input \(quoted(input))",
          next: yaml.suggestion(for: input, among: numbers.keys)
        )
      }
      stands[input] = value
    }
    return stands
  }
}
