import Foundation
import Testing

@Suite("Layering")
struct LayeringTests {
  /// What each target may import, besides Swift's own modules. A target knows nobody else.
  static let laws: [(target: String, mayImport: Set<String>)] = [
    ("Diagnostics", []),
    ("Processes", ["Diagnostics", "CSpawn"]),
    ("Statistics", []),
    ("Charts", []),
    ("Markdown", ["Diagnostics", "CCMarkGFM", "CParsing"]),
    ("Templates", ["Diagnostics"]),
    ("Tabular", ["Diagnostics"]),
    ("Workspace", ["Diagnostics", "Yams"]),
    ("Datasets", ["Diagnostics", "Tabular", "Models", "CCSV", "CZlib", "GRDBSQLite"]),
    ("CCurl", []),
    ("CParsing", []),
    ("CSpawn", []),
    ("Models", ["Diagnostics", "Tabular", "Processes", "Yams", "CSpawn"]),
    ("TreeModels", ["Diagnostics", "Tabular", "Models"]),
    ("ONNXModels", ["Diagnostics", "Tabular", "Processes", "Models"]),
    ("Book", ["Diagnostics", "GRDB", "Crypto"]),
    (
      "Registry",
      ["Diagnostics", "Tabular", "Workspace", "Book", "Models", "TreeModels", "ONNXModels"]
    ),
    (
      "Scoring",
      ["Diagnostics", "Workspace", "Tabular", "Datasets", "Models", "Registry", "Book", "Statistics"]
    ),
    (
      "Evaluation",
      ["Diagnostics", "Workspace", "Tabular", "Datasets", "Book", "Statistics", "Scoring"]
    ),
    ("Interchange", ["Diagnostics", "Book", "GRDB", "Yams"]),
    (
      "Reports",
      ["Diagnostics", "Workspace", "Book", "Statistics", "Charts", "Markdown"]
    ),
    ("Site", ["Diagnostics", "Markdown", "Templates", "Yams"]),
    (
      "Delivery",
      ["Diagnostics", "Processes", "Workspace", "Book", "Markdown", "Templates", "CCurl", "Crypto"]
    ),
    ("Preview", ["Diagnostics", "NIOCore", "NIOPosix", "NIOHTTP1"]),
    ("Pipelines", ["Diagnostics", "Workspace"]),
    (
      "Commands",
      [
        "Diagnostics", "Processes", "Workspace", "Tabular", "Datasets", "Models", "ONNXModels", "Registry",
        "Book", "Scoring",
        "Evaluation", "Interchange", "Markdown", "Reports", "Site", "Preview", "Delivery", "Pipelines",
        "Statistics",
        "ArgumentParser",
      ]
    ),
    ("scorebook", ["Commands"]),
  ]

  static let language: Set<String> = [
    "Swift", "Synchronization", "Foundation", "FoundationEssentials", "Glibc", "Darwin", "Dispatch",
  ]

  @Test("a target imports only what its row names", arguments: laws.map(\.target))
  func imports(target: String) throws {
    let law = try #require(Self.laws.first { $0.target == target })
    for file in Repository.files(in: "Sources/\(target)", endings: [".swift"]) {
      for line in try Repository.text(file).split(separator: "\n") {
        var words = line.split(separator: " ").filter { $0.first != "@" }[...]
        if let first = words.first,
          ["package", "public", "internal", "private", "fileprivate"].contains(first)
        {
          words = words.dropFirst()
        }
        guard words.first == "import", var module = words.dropFirst().first else { continue }
        if ["struct", "class", "enum", "func", "protocol", "typealias", "var"].contains(module) {
          module = words.dropFirst(2).first ?? module
        }
        let name = String(module.prefix { $0 != "." && $0 != ";" })
        #expect(
          law.mayImport.contains(name) || Self.language.contains(name), "\(file) imports \(name)")
      }
    }
  }

  @Test("the page of targets tells every law, in the same order, and what it says to read is there")
  func page() throws {
    let page = try Repository.text("site/decisions/targets.md")
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
      row.split(separator: "|").map { cell in
        cell.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
      }
    }
    let inC: Set = ["CCurl", "CParsing", "CSpawn", "scorebook"]
    let laws = Self.laws.filter { !inC.contains($0.target) }
    #expect(rows.map { $0[0] } == laws.map { [$0.target] })
    for (row, law) in zip(rows, laws) where law.target != "Commands" {
      #expect(Set(row[2]) == law.mayImport, "\(law.target)")
    }
    for path in page.split(separator: "`").enumerated().filter({ $0.offset % 2 == 1 }).map(\.element)
    where path.hasPrefix("Sources/") {
      #expect(
        FileManager.default.fileExists(atPath: Repository.root.appending(path: String(path)).path), "\(path)")
    }
  }

  @Test("every folder of Sources is a target with a law")
  func everyTarget() {
    let known = Set(Self.laws.map(\.target))
    for file in Repository.files(in: "Sources", endings: [".swift"]) {
      let target = file.split(separator: "/")[1]
      #expect(known.contains(String(target)), "\(file) is in a target without a law")
    }
  }
}
