import Site

/// A site of a usual make-up whose words follow Zipf's law: guide pages of some 900 words, model cards, many runs.
struct GeneratedSite {
  let guides: Int
  let cards: Int
  let runs: Int

  var input: SiteInput {
    var random = SplitMix(state: 20_261_129)
    var documents = [SiteDocument(path: "index.md", text: "# Start\n\nA generated site.\n")]
    for (folder, title) in [("guide", "Guide"), ("models", "Models"), ("runs", "Runs")] {
      documents.append(SiteDocument(path: "\(folder)/index.md", text: "# \(title)\n\nAll of \(folder).\n"))
    }
    for number in 0..<guides { documents.append(guidePage(number, &random)) }
    for number in 0..<cards { documents.append(cardPage(number, &random)) }
    for number in 0..<runs { documents.append(runPage(number, &random)) }
    // The four pages above are among those asked for.
    return SiteInput(title: "Generated", documents: documents.filter { !Self.left($0, guides, cards, runs) })
  }

  private static func left(_ document: SiteDocument, _ guides: Int, _ cards: Int, _ runs: Int) -> Bool {
    runs > 3 && (0..<4).contains { document.path == "runs/run-\(day(runs - 1 - $0)).md" }
  }

  static func guide(_ number: Int) -> String { "guide/page-\(number)" }
  /// Stands once on this page and nowhere else.
  static func rareWord(_ number: Int) -> String { "quokka" + letters(number) }

  private func guidePage(_ number: Int, _ random: inout SplitMix) -> SiteDocument {
    var text = "---\ntitle: Guide to \(Self.phrase(3, &random))\n"
    text += "description: \(Self.phrase(11, &random)).\n---\n\n# Guide\n\n"
    for section in 0..<6 {
      text += "## \(Self.phrase(3, &random))\n\n"
      for _ in 0..<3 { text += Self.phrase(50, &random) + ".\n\n" }
      if section == 2 { text += "The \(Self.rareWord(number)) stands here \(random.next() % 100_000).\n\n" }
    }
    return SiteDocument(path: "guide/page-\(number).md", text: text)
  }

  private func cardPage(_ number: Int, _ random: inout SplitMix) -> SiteDocument {
    var text = "---\ntitle: Model \(Self.word(&random)) \(number)\nlayout: card\n"
    text += "description: \(Self.phrase(12, &random)).\n---\n\n"
    for section in ["Purpose", "Evaluation", "Training data", "Limits"] {
      text += "## \(section)\n\n\(Self.phrase(70, &random)).\n\n| metric | value |\n| --- | --- |\n"
      for _ in 0..<6 { text += "| \(Self.word(&random)) | 0.\(random.next() % 10_000) |\n" }
      text += "\n"
    }
    return SiteDocument(path: "models/model-\(number).md", text: text)
  }

  private func runPage(_ number: Int, _ random: inout SplitMix) -> SiteDocument {
    let day = Self.day(number)
    var text = "---\ntitle: nightly, \(day)\ndate: \(day)\nlayout: run\n"
    text += "description: Rows of \(day) scored by repurchase.\n---\n\n# nightly, \(day)\n\n"
    text += "| rows in | rows out | rejects |\n| --- | --- | --- |\n| \(random.next() % 30_000) | 1 | 0 |\n\n"
    text += "Digest \(String(random.next(), radix: 16)). \(Self.phrase(60, &random)).\n"
    return SiteDocument(path: "runs/run-\(day).md", text: text)
  }

  private static func day(_ number: Int) -> String {
    let month = number / 28 % 12 + 1
    let day = number % 28 + 1
    return "\(1997 + number / 336)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }

  private static func phrase(_ count: Int, _ random: inout SplitMix) -> String {
    (0..<count).map { _ in word(&random) }.joined(separator: " ")
  }

  /// The rank is drawn with a density that falls as 1 / rank, among 9,000 words.
  private static func word(_ random: inout SplitMix) -> String {
    var rank = 1
    let limit = random.next() % 13_140
    // 2 to the power of a uniform draw between 0 and log2(9000), in steps of a thousandth.
    let steps = Int(limit / 1_000)
    for _ in 0..<steps { rank *= 2 }
    rank += Int(random.next() % UInt64(rank))
    return letters(rank)
  }

  /// Syllables that spell a number; longer words are the rarer ones.
  private static func letters(_ number: Int) -> String {
    let syllables = [
      "ra", "den", "mo", "ti", "sol", "ve", "ker", "lu", "an", "pro", "ge", "mis", "ta", "bel", "con", "ur",
      "der",
      "fi", "lan", "so",
    ]
    var rest = number
    var word = ""
    repeat {
      word += syllables[rest % syllables.count]
      rest /= syllables.count
    } while rest > 0
    return word
  }
}

/// **Source:** SplitMix64, Steele, Lea and Flood 2014.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
