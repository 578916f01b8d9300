import Foundation
import Testing

/// The built program, run as people run it; a folder of its own for each test.
final class Program: Sendable {
  struct Result {
    let status: Int32
    let output: String
    let problems: String
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path()
  /// Beside the test bundle.
  static let executable: String = {
    let own =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    return URL(filePath: own).deletingLastPathComponent().path() + "scorebook"
  }()

  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "/commands-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

  func write(_ name: String, _ data: Data) throws {
    let url = URL(filePath: folder + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  func data(_ name: String) -> Data? { FileManager.default.contents(atPath: folder + "/" + name) }
  func text(_ name: String) -> String { String(decoding: data(name) ?? Data(), as: UTF8.self) }
  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + name) }
  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder + "/" + name) }

  /// Starts it in the folder; output and problems go to files, so that no pipe fills up.
  func start(_ arguments: [String], input: String = "") throws -> Running {
    try start(Program.executable, arguments, input: input)
  }

  func run(_ arguments: String..., input: String = "") throws -> Result {
    try start(arguments, input: input).result()
  }

  /// A line of bash, `$scorebook` being the program.
  func shell(_ line: String) throws -> Result {
    try start("/bin/bash", ["-c", "scorebook='\(Program.executable)'; \(line)"], input: "").result()
  }

  private func start(_ executable: String, _ arguments: [String], input: String) throws -> Running {
    let name = ".io-" + UUID().uuidString
    try write(name + ".in", input)
    try write(name + ".out", "")
    try write(name + ".err", "")
    let process = Process()
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: "\(folder)/\(name).in"))
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: "\(folder)/\(name).out"))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: "\(folder)/\(name).err"))
    try process.run()
    return Running(program: self, process: process, name: name)
  }

  struct Running {
    let program: Program
    let process: Process
    let name: String

    func result() -> Result {
      process.waitUntilExit()
      let status =
        process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus
      return Result(
        status: status, output: program.text(name + ".out"), problems: program.text(name + ".err"))
    }
  }

  // MARK: a workspace

  /// What `init` writes, and some days of input for a second job 'daily' that reads a file for each date.
  static func workspace(days: Int = 3, rows: Int = 5) throws -> Program {
    let program = try Program()
    let made = try program.run("init")
    try #require(made.status == 0, "\(made.problems)")
    var yaml = program.text("scorebook.yaml")
    yaml = yaml.replacingOccurrences(
      of: "\nmodels:\n", with: "\n  days:\n    csv: days/:date.csv\n    key: [customer_id]\n\nmodels:\n")
    let keys = """
          input: days
          model: welcome@champion
          every: 1d
          since: 2026-01-01
          outputs: [margin, probability]
          max_rejects: 1
      """
    yaml = yaml.replacingOccurrences(
      of: "\njobs:\n",
      with: """

        jobs:
          daily:
        \(keys)
            output: {sqlite: _out/daily.db, table: daily_scores}
          files:
        \(keys)
            output: {csv: _out/:date.csv}

        """)
    try program.write("scorebook.yaml", yaml)
    for day in 1...days { try program.write("days/2026-01-0\(day).csv", customers(rows + day)) }
    return program
  }

  static func customers(_ count: Int) -> String {
    "customer_id,days_since_last,orders\n" + (1...count).map { "\($0),\($0 * 7 % 90),\($0 % 4)\n" }.joined()
  }
}
