import Book
import Diagnostics
import Testing

@Suite("Versions and aliases in the book")
struct VersionTests {
  static func digest(_ letter: Character) -> String { String(repeating: letter, count: 64) }

  @Test("numbers versions from 1 and knows an artefact again")
  func numbering() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    let first = try book.addVersion(
      Samples.version("repurchase", digest: Self.digest("a")), profile: Samples.profile, numbering: .next)
    #expect(first.isNew)
    #expect(first.version.number == 1)
    let second = try book.addVersion(
      Samples.version("repurchase", digest: Self.digest("b")), profile: nil, numbering: .next)
    #expect(second.version.number == 2)
    let again = try book.addVersion(
      Samples.version("repurchase", digest: Self.digest("a"), at: "2030-01-01T00:00:00Z"), profile: nil,
      numbering: .next)
    #expect(!again.isNew)
    #expect(again.version == first.version)
    let other = try book.addVersion(
      Samples.version("rfm", digest: Self.digest("a")), profile: nil, numbering: .next)
    #expect(other.version.number == 1)
    #expect(try book.modelNames() == ["repurchase", "rfm"])
    #expect(try book.versions(of: "repurchase").map(\.number) == [1, 2])
    #expect(try book.versions().map(\.reference) == ["repurchase@1", "repurchase@2", "rfm@1"])
    #expect(try book.version(model: "repurchase", number: 1) == first.version)
    #expect(try book.version(model: "repurchase", number: 9) == nil)
    #expect(try book.trainingProfile(model: "repurchase", number: 1) == Samples.profile)
    #expect(try book.trainingProfile(model: "repurchase", number: 2) == nil)
  }

  @Test("the same artefact under other options is another version")
  func options() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    let plain = Samples.version("m", digest: Self.digest("a"))
    func with(_ options: VersionRecord.Options) -> VersionRecord {
      VersionRecord(
        model: "m", number: 0, digest: plain.digest, format: plain.format, size: plain.size,
        fileName: plain.fileName, signature: plain.signature, labels: options.labels, parameters: [],
        metrics: [:], framework: nil, training: nil, sourceCommit: nil, trainedUntil: nil, bands: nil,
        facts: [], importance: [], verification: .unverified, registeredAt: "t", registeredBy: "ada",
        note: nil, options: options)
    }
    let all: [VersionRecord.Options] = [
      .none, .init(labels: ["no", "yes"]), .init(iterations: "best"), .init(columns: ["a", "b"]),
      .init(schema: [.init(name: "a", type: "float", required: true)]),
    ]
    for (index, options) in all.enumerated() {
      let added = try book.addVersion(with(options), profile: nil, numbering: .next)
      #expect(added.isNew)
      #expect(added.version.number == index + 1)
      #expect(try !book.addVersion(with(options), profile: nil, numbering: .next).isNew)
      #expect(try book.version(model: "m", digest: plain.digest, options: options)?.number == index + 1)
      #expect(try book.version(model: "m", number: index + 1)?.options == options)
    }
  }

  @Test("takes an exact number that is free, never one that is taken")
  func exact() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    let third = try book.addVersion(
      Samples.version("m", digest: Self.digest("a")), profile: nil, numbering: .exactly(3))
    #expect(third.version.number == 3)
    let next = try book.addVersion(
      Samples.version("m", digest: Self.digest("b")), profile: nil, numbering: .next)
    #expect(next.version.number == 4)
    let found = problem {
      _ = try book.addVersion(
        Samples.version("m", digest: Self.digest("c")), profile: nil, numbering: .exactly(3))
    }
    #expect(found?.identifier == .bookNumberTaken)
    #expect(try book.versions(of: "m").map(\.number) == [3, 4])
  }

  @Test("two programs add at once: no number twice, no artefact twice")
  func concurrent() async throws {
    let scratch = try Scratch()
    _ = try scratch.book()
    let path = scratch.path
    let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
      for letter in "abcdefab" {
        group.addTask {
          let book = try Book.open(folder: path, mode: .readWrite)
          return try book.addVersion(
            Samples.version("m", digest: Self.digest(letter)), profile: nil, numbering: .next
          ).version.number
        }
      }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(Set(numbers) == Set(1...6))
    #expect(try scratch.book(.readOnly).versions(of: "m").map(\.number) == Array(1...6))
  }

  @Test("keeps the history of an alias")
  func aliases() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    for letter in "ab" {
      _ = try book.addVersion(
        Samples.version("m", digest: Self.digest(letter)), profile: nil, numbering: .next)
    }
    func change(_ number: Int, _ since: String, by: String, _ reason: String?) -> AliasRecord {
      AliasRecord(
        model: "m", alias: "champion", number: number, since: since, by: by, reason: reason, evidence: nil)
    }
    #expect(try book.setAliasIfUnset(change(1, "2026-01-01T00:00:00Z", by: "yaml", "declared")))
    #expect(try !book.setAliasIfUnset(change(2, "2026-01-02T00:00:00Z", by: "yaml", "declared")))
    #expect(try book.setAlias(change(2, "2026-02-01T00:00:00Z", by: "ada", "better AUC"))?.number == 1)
    #expect(try book.setAlias(change(2, "2026-03-01T00:00:00Z", by: "bob", "again"))?.number == 2)
    #expect(try book.alias("champion", of: "m") == change(2, "2026-02-01T00:00:00Z", by: "ada", "better AUC"))
    #expect(try book.alias("challenger", of: "m") == nil)
    #expect(try book.aliasHistory(of: "m").map(\.number) == [1, 2])
    #expect(try book.aliases().map(\.number) == [2])
    #expect(
      problem { _ = try book.setAlias(change(7, "", by: "", nil)) }?.identifier == .bookVersionUnknown)
    // Who sets it may refuse the version as it stands in the same transaction.
    let refuse: (VersionRecord) throws(Diagnostic) -> Void = { version throws(Diagnostic) in
      throw Diagnostic(.bookVersionUnknown, .refused, "\(version.reference) failed")
    }
    #expect(
      problem { _ = try book.setAlias(change(1, "", by: "", nil), permitting: refuse) }?.summary
        == "m@1 failed")
    #expect(try book.alias("champion", of: "m")?.number == 2)
  }

  @Test("notes a verification and nothing else")
  func verification() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    let version = try book.addVersion(
      Samples.version("m", digest: Self.digest("a")), profile: nil, numbering: .next
    ).version
    let outcome = VersionRecord.Verification(
      state: .verified, cases: 200, maximumDifference: 0, compared: 400, identical: 400,
      verifiedAt: "2026-01-03T00:00:00Z", casesDigest: Self.digest("c"))
    try book.setVerification(outcome, recorded: nil, model: "m", number: 1)
    #expect(try book.version(model: "m", number: 1) == version.verified(outcome, recorded: nil))
  }
}
