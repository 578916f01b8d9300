import Foundation
import Site
import Testing

/// A site with every hostile text at every place that a text can take. What Chromium does with it is looked at by
/// `.ci/check-site`, for which it is written where `SCOREBOOK_HOSTILE_SITE` says.
@Suite("Hostile site")
struct HostileSiteTests {
  @Test("keeps a hundred and more attacks text, wherever they stand")
  func text() throws {
    #expect(HostileText.all.count >= 200)
    let output = try Fixtures.build(Self.input)
    for file in output.files where file.path.hasSuffix(".html") {
      let html = String(decoding: file.bytes, as: UTF8.self)
      let found = PlainMarkup.problems(in: html)
      #expect(found.isEmpty, "\(file.path): \(found.prefix(3))")
    }
    let index = try #require(output.files.first { $0.path == "assets/search.js" })
    #expect(!index.bytes.contains(UInt8(ascii: "<")))
    let read = try IndexReader(index.bytes)
    #expect(read.pages.count { $0.path.hasPrefix("hostile/") } > 200)
    if let folder = ProcessInfo.processInfo.environment["SCOREBOOK_HOSTILE_SITE"] {
      _ = try SiteBuilder(templates: TemplateLibrary()).build(Self.input, to: folder)
    }
  }

  private static let drawing = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 20"><title>A line</title><path d="M0 10h100" \
    stroke="var(--chart-1)"/></svg>
    """

  static var input: SiteInput {
    var documents = [
      SiteDocument(
        path: "index.md", text: "---\ntitle: \(HostileText.quoted("</title><script>__ran()</script>"))\n---\n"
      ),
      SiteDocument(path: "hostile/index.md", text: "# Hostile\n"),
    ]
    var assets = [SiteAsset(path: "hostile/line.svg", text: drawing)]
    for (number, text) in HostileText.all.enumerated() {
      documents.append(SiteDocument(path: "hostile/x\(number).md", text: page(text, number)))
      // A picture that holds it as markup.
      assets.append(
        SiteAsset(
          path: "hostile/drawing\(number).svg",
          text: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">\(text)</svg>"))
    }
    for name in ["<img src=x onerror=__ran()>", "\"onmouseover=\"__ran()", "'-__ran()-'", "{{{content}}}"] {
      documents.append(SiteDocument(path: "hostile/\(name).md", text: "# File\n\n[me](<\(name).md>)\n"))
    }
    return SiteInput(title: "</title><script>__ran()</script>", documents: documents, assets: assets)
  }

  private static func page(_ text: String, _ number: Int) -> String {
    let quoted = HostileText.quoted(text)
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    let cell = line.replacing("|", with: "\\|")
    let table = "| \(cell) | n |\n| --- | --- |\n" + String(repeating: "| \(cell) | 1 |\n", count: 6)
    return """
      ---
      title: \(quoted)
      description: \(quoted)
      tags: [\(quoted), b]
      layout: \(number % 2 == 0 ? "card" : "page")
      license: \(quoted)
      ---

      # \(line)

      ## \(line)

      Text \(line) text [\(line)](\(line)) [a](\(line)) [a](<\(line)>) [a](x.md "\(line)") [a](x.md '\(line)').

      ![\(line)](\(line)) ![a](<\(line)> "\(line)") ![\(line)](line.svg) <\(line)> `\(line)` **\(line)** a[^n]

      [a][r] [r] [b][]

      [r]: \(line)
      [b]: <\(line)> "\(line)"

      [^n]: \(line)

      \(table)

      ![\(line)](line.svg "\(line)")

      \(table)

      ![\(line)](drawing\(number).svg "\(line)")

      > [!NOTE]
      > \(line)

      > [!DETAILS] \(line)
      > \(line)

      - [ ] \(line)
      - \(line)

      ### Three

      ~~~~~\(line)
      \(text)
      ~~~~~

      ## Alone

      \(text)

      """
  }
}
