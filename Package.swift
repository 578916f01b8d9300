// swift-tools-version: 6.2
import PackageDescription
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
let package = Package(
  name: "scorebook",
  platforms: [.macOS(.v15)],
  dependencies: [.package(url: "https://github.com/jpsim/Yams", exact: "6.2.2")],
  targets: [
    .target(name: "Diagnostics", swiftSettings: settings),
    .target(name: "Tabular", dependencies: ["Diagnostics"], swiftSettings: settings),
    .target(name: "Models", dependencies: ["Diagnostics", "Tabular", .product(name: "Yams", package: "Yams")], swiftSettings: settings),
    .testTarget(name: "ModelsTests", dependencies: ["Models"], swiftSettings: settings),
  ]
)
