import Testing
import Workspace

@Suite("Reference of scorebook.yaml")
struct ConfigurationReferenceTests {
  private let page: String

  init() throws {
    let path = "\(repositoryRoot)/site/reference/configuration.md"
    page = String(decoding: try ConfigurationLoader.readText(path), as: UTF8.self)
  }

  @Test("documents exactly the keys that the decoder knows, in its order")
  func keys() {
    var section: String?
    var documented: [String] = []
    for line in page.split(separator: "\n") {
      if line.hasPrefix("## ") {
        let title = line.dropFirst(3)
        section =
          title == "Top level" ? "" : title.hasPrefix("`") ? String(title.dropFirst().dropLast()) : nil
      } else if let section, line.hasPrefix("| `"), let key = line.dropFirst(3).split(separator: "`").first {
        documented.append(section.isEmpty ? String(key) : "\(section).\(key)")
      }
    }
    #expect(documented == ConfigurationSchema.keyPaths)
  }

  @Test("its smallest workspace loads, and its other examples hold known keys only")
  func examples() {
    var examples: [String] = []
    for part in page.components(between: "```yaml\n", and: "```") { examples.append(part) }
    #expect(examples.count >= 10)
    #expect(examples.contains { problems($0).isEmpty })
    for example in examples {
      let unknown = problems(example).filter {
        $0.contains("unknown key") || $0.contains("wrong value for 'every'")
      }
      #expect(unknown == [])
    }
  }
}

extension String {
  fileprivate func components(between start: String, and end: String) -> [String] {
    split(separator: start).dropFirst().compactMap {
      $0.split(separator: end, omittingEmptySubsequences: false).first
    }
    .map(String.init)
  }
}
