import Diagnostics
import Yams

extension ProcessPageReader {
  /// A list of texts that may repeat.
  mutating func texts(_ node: Node, of what: String) -> [String] {
    guard let nodes = yaml.sequence(node, of: what) else { return [] }
    var texts: [String] = []
    for node in nodes {
      guard let text = yaml.text(node, of: "an entry of \(what)") else { continue }
      if text.utf8.contains(0) {
        yaml.add(.processValue, at: node.mark, "an entry of \(what) has a NUL")
      } else {
        texts.append(text)
      }
    }
    return texts
  }

  /// A list of texts that are all different.
  mutating func names(_ node: Node, of what: String, least: Int = 0) -> [String] {
    let names = texts(node, of: what)
    var seen: Set<[UInt8]> = []
    for name in names where !seen.insert(Array(name.utf8)).inserted {
      yaml.add(.processValue, at: node.mark, "\(what) has \(quoted(name)) twice")
    }
    if node.sequence != nil, names.count < least {
      yaml.add(
        .processValue, at: node.mark, "\(what) is too short", expected: "at least \(least)",
        found: "\(names.count)")
    }
    return names
  }

  mutating func files(_ node: Node) -> [String] {
    let files = names(node, of: "'files'")
    for name in files {
      let fault = name == ProcessFormat.pageName ? "is the page's own" : ArtefactBundle.fault(inName: name)
      if let fault {
        yaml.add(
          .processValue, at: node.mark, "the file name \(quoted(name)) \(fault)",
          expected: "a relative name with '/' between its parts")
      }
    }
    return files
  }

  mutating func speech(_ node: Node) -> ProcessPage.Speech? {
    if let speech = node.scalar.flatMap({ ProcessPage.Speech(rawValue: $0.string) }) { return speech }
    yaml.add(
      .processValue, at: node.mark, "'speaks' is none that is known", expected: "csv or json_lines",
      found: node.scalar.map { quoted($0.string) })
    return nil
  }

  mutating func batch(_ node: Node) -> Int {
    guard let number = node.scalar.flatMap({ Int($0.string) }), number > 0,
      takesLargeBatches || number <= ProcessPage.largestBatch
    else {
      yaml.add(
        .processValue, at: node.mark, "'batch' does not fit", expected: "1 to \(ProcessPage.largestBatch)",
        found: node.scalar.map { quoted($0.string) },
        next: "No batch is longer than what is read of the input at a time.")
      return ProcessPage.defaultBatch
    }
    return number
  }

  mutating func environment(_ node: Node) -> [String] {
    let names = names(node, of: "'environment'")
    for name in names where name.isEmpty || name.contains("=") {
      yaml.add(
        .processValue, at: node.mark, "'environment' has \(quoted(name))",
        expected: "names of variables, without values")
    }
    return names.sorted()
  }

  /// **Units:** milliseconds; `500ms`, `20s`, `2m`, `1h`, at most a day.
  mutating func duration(_ node: Node, of what: String) -> Int {
    let units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)]
    if let found = quantity(node, units), 1...86_400_000 ~= found { return found }
    yaml.add(
      .processValue, at: node.mark, "\(what) is no time that can be taken",
      expected: "a whole number with a unit, such as 500ms, 20s or 2m, at most 24h",
      found: node.scalar.map { quoted($0.string) })
    return 1
  }

  /// **Units:** bytes; `512MiB`, `1GiB`.
  mutating func memory(_ node: Node) -> Int {
    let units = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40)]
    if let found = quantity(node, units), found >= 1 << 20 { return found }
    yaml.add(
      .processValue, at: node.mark, "'memory_limit' is no size that can be taken",
      expected: "a whole number with a unit, such as 512MiB or 1GiB, at least 1MiB",
      found: node.scalar.map { quoted($0.string) })
    return ProcessPage.defaultMemory
  }

  private func quantity(_ node: Node, _ units: [(name: String, size: Int)]) -> Int? {
    guard let text = node.scalar?.string else { return nil }
    for unit in units where text.hasSuffix(unit.name) {
      let digits = text.dropLast(unit.name.count)
      guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 &- 0x30 <= 9 }), let number = Int(digits) else {
        continue
      }
      let (size, overflow) = number.multipliedReportingOverflow(by: unit.size)
      return overflow ? nil : size
    }
    return nil
  }
}
