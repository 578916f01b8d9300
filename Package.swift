// swift-tools-version: 6.2
import PackageDescription

#if canImport(Glibc)
  import Glibc

  /// Packed relocations are understood by glibc 2.36 and newer; an older one would end the program as it starts.
  let packsRelocations: Bool = {
    var name = [CChar](repeating: 0, count: 64)
    let count = confstr(Int32(_CS_GNU_LIBC_VERSION), &name, name.count)
    let version = String(decoding: name.prefix(max(count, 1) - 1).map(UInt8.init(bitPattern:)), as: UTF8.self)
    let numbers = version.split { !$0.isNumber }.compactMap { Int($0) }
    return numbers.count >= 2 && !numbers.lexicographicallyPrecedes([2, 36])
  }()
#else
  let packsRelocations = false
#endif

/// `.ci/fuzz` builds with libFuzzer's instrumentation, which leaves no other program linkable.
let fuzzes = Context.environment["SCOREBOOK_FUZZ"] != nil

/// One place for the language mode and the upcoming features of every target.
let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (fuzzes ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : [])

/// The tests of an optimised program are not optimised themselves: that took longer than they save.
let testSettings = settings + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// The Swift run-time is part of the program, whose own symbols are nobody else's, and its relocations are packed:
/// libraries that are loaded find theirs sooner, and a night takes less memory. The libraries named are those that
/// Foundation needs and a compiler that was not told of static linking does not name. See
/// `site/decisions/static-linking.md`.
let linking: [LinkerSetting] = [
  .unsafeFlags(
    ["-use-ld=lld", "-static-stdlib", "-Xlinker", "--no-export-dynamic"]
      + ["CoreFoundation", "_FoundationICU", "_FoundationCShims", "_FoundationCollections"].map { "-l\($0)" }
      + (packsRelocations ? ["-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"] : []),
    .when(platforms: [.linux], configuration: .release))
]

extension Target.Dependency {
  static let grdb: Self = .product(name: "GRDB", package: "GRDB.swift")
  static let grdbSQLite: Self = .product(name: "GRDBSQLite", package: "GRDB.swift")
  static let yams: Self = .product(name: "Yams", package: "Yams")
  static let crypto: Self = .product(name: "Crypto", package: "swift-crypto")
  static let nioCore: Self = .product(name: "NIOCore", package: "swift-nio")
  static let nioPosix: Self = .product(name: "NIOPosix", package: "swift-nio")
  static let nioHTTP1: Self = .product(name: "NIOHTTP1", package: "swift-nio")
  static let argumentParser: Self = .product(name: "ArgumentParser", package: "swift-argument-parser")
}

/// A target of ours: its sources in `Sources/NAME`, its tests in `Tests/NAMETests`.
func target(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: testSettings)
}

let package = Package(
  name: "scorebook",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "scorebook", targets: ["scorebook"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
  ],
  targets: [
    .systemLibrary(name: "CCSV", providers: [.apt(["libcsv-dev"])]),
    .systemLibrary(
      name: "CCMarkGFM", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CCurl", swiftSettings: settings),
    .target(name: "CParsing", swiftSettings: settings),
    .target(name: "CSpawn", swiftSettings: settings),
    target("Diagnostics"),
    target("Processes", ["Diagnostics", "CSpawn"]),
    target("Statistics"),
    target("Charts"),
    target("Markdown", ["Diagnostics", "CCMarkGFM", "CParsing"]),
    target("Templates", ["Diagnostics"]),
    target("Tabular", ["Diagnostics"]),
    target("Workspace", ["Diagnostics", .yams]),
    target("Datasets", ["Diagnostics", "Tabular", "Models", "CCSV", "CZlib", .grdbSQLite]),
    target("Models", ["Diagnostics", "Tabular", "Processes", .yams, "CSpawn"]),
    target("TreeModels", ["Diagnostics", "Tabular", "Models"]),
    target("ONNXModels", ["Diagnostics", "Tabular", "Processes", "Models"]),
    target("Book", ["Diagnostics", .grdb, .crypto]),
    target(
      "Registry",
      ["Diagnostics", "Tabular", "Workspace", "Book", "Models", "TreeModels", "ONNXModels"]),
    target(
      "Scoring",
      [
        "Diagnostics", "Workspace", "Tabular", "Datasets", "Models", "Registry", "Book", "Statistics",
      ]),
    target(
      "Evaluation", ["Diagnostics", "Workspace", "Tabular", "Datasets", "Book", "Statistics", "Scoring"]),
    target("Interchange", ["Diagnostics", "Book", .grdb, .yams]),
    target(
      "Reports", ["Diagnostics", "Workspace", "Book", "Statistics", "Charts", "Markdown"]),
    target("Site", ["Diagnostics", "Markdown", "Templates", .yams]),
    target(
      "Delivery",
      ["Diagnostics", "Processes", "Workspace", "Book", "Markdown", "Templates", "CCurl", .crypto]),
    target("Preview", ["Diagnostics", .nioCore, .nioPosix, .nioHTTP1]),
    target("Pipelines", ["Diagnostics", "Workspace"]),
    target(
      "Commands",
      [
        "Diagnostics", "Processes", "Workspace", "Tabular", "Datasets", "Models", "ONNXModels", "Registry",
        "Book", "Scoring",
        "Evaluation", "Interchange", "Markdown", "Reports", "Site", "Preview", "Delivery", "Pipelines",
        "Statistics",
        .argumentParser,
      ]),
    .executableTarget(
      name: "scorebook", dependencies: ["Commands"], swiftSettings: settings, linkerSettings: linking),
    tests("Diagnostics"),
    tests("Processes", ["Diagnostics"]),
    tests("Statistics"),
    tests("Charts"),
    tests("Markdown", ["CParsing"]),
    tests("Templates", ["Diagnostics"]),
    tests("Workspace"),
    tests("Datasets"),
    tests("Models"),
    tests("TreeModels"),
    tests("ONNXModels"),
    tests("Book"),
    tests("Registry"),
    tests("Scoring"),
    tests("Evaluation"),
    tests("Interchange", ["Book", "Diagnostics", .grdb]),
    tests("Reports"),
    tests("Site"),
    tests("Delivery", ["Diagnostics", "Workspace", "Book", "Templates"]),
    tests("Preview", ["Diagnostics"]),
    tests("Commands"),
    .testTarget(
      name: "SoundnessTests", dependencies: ["Commands", .argumentParser], swiftSettings: testSettings),
    // Parsers under arbitrary bytes: Tests/Fuzz/README.md.
    .target(
      name: "Fuzzing",
      dependencies: [
        "Diagnostics", "Tabular", "Datasets", "Models", "TreeModels", "ONNXModels", "Workspace", "Book",
        "Registry", "Interchange", "Markdown", "Templates", "Reports", "Site", "Delivery",
      ],
      path: "Tests/Fuzz/Parsers", swiftSettings: settings),
    .testTarget(name: "FuzzTests", dependencies: ["Fuzzing"], swiftSettings: testSettings),
  ]
)

if fuzzes {
  package.targets.append(
    .executableTarget(
      name: "Fuzz", dependencies: ["Fuzzing"], path: "Tests/Fuzz/Driver", swiftSettings: settings,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]))
}
