import Testing

@testable import Book

/// Held against the decoder of JSON, which reads the same texts.
@Suite("Profiles in the form that the book writes")
struct ProfileReaderTests {
  private func number(
    _ name: String, _ values: [Double], mean: Double? = 1.5, counts: [Int] = [3, 0, 9]
  ) -> ColumnProfile {
    .number(
      NumberProfile(
        name: name, count: 12, missing: 3, mean: mean, standardDeviation: mean.map { $0 / 3 },
        minimum: values.first, maximum: values.last, quantiles: values,
        histogram: .init(edges: Array(values.prefix(2)), counts: counts)))
  }

  private func category(_ labels: [String]) -> ColumnProfile {
    .category(
      CategoryProfile(
        name: "kind", count: 7, missing: 0, unseen: 1, categories: labels.map { .init(label: $0, count: 2) }))
  }

  private let figures = [
    -1.7976931348623157e308, -1e21, -123456.789, -0.1, .leastNonzeroMagnitude, 2.2250738585072014e-308,
    0.1 + 0.2, 1, 10,
    1e15, 1e16, 9.007199254740993e15, 123_456_789_012_345_683_968,
  ]

  private var profiles: [Profile] {
    [
      Profile(rows: 15, inputs: [number("ä 😀", figures), category(["a", "b c", "é"])], outputs: []),
      Profile(
        rows: 0, inputs: [], outputs: [number("p", [], mean: nil, counts: [0])],
        bands: Array(figures.prefix(9))),
      Profile(rows: 15, inputs: [category([])], outputs: [number("p", figures), number("q", [0.5])]),
    ]
  }

  @Test("are read as the decoder reads them")
  func plain() throws {
    for profile in profiles {
      let text = try RecordJSON.text(profile)
      #expect(ProfileReader.profile(text) == profile, "\(text)")
      #expect(try RecordJSON.value(Profile.self, from: text) == profile)
    }
  }

  @Test("and the stages of runs are read as the decoder reads them")
  func stages() throws {
    for stages in [
      RunRecord.Stages.none, .init(score: 0.25, judge: 1e-7, commit: 3600.125),
      .init(score: 1e21, judge: 0.1 + 0.2, commit: 12),
    ] {
      let text = try RecordJSON.text(stages)
      #expect(StagesReader.stages(text) == stages, "\(text)")
      #expect(try RecordJSON.value(RunRecord.Stages.self, from: text) == stages)
      #expect(StagesReader.stages(text + " ") == nil)
    }
    #expect(StagesReader.stages("{\"judge\":1,\"commit\":1,\"score\":1}") == nil)
  }

  @Test("are left to the decoder where they need more")
  func others() throws {
    let quoted = Profile(rows: 1, inputs: [category(["a \"b\"", "tab\t"])], outputs: [])
    let infinite = Profile(rows: 1, inputs: [], outputs: [number("p", [.infinity])])
    for text in [
      try RecordJSON.text(quoted), try RecordJSON.text(infinite),
      try RecordJSON.text(profiles[0], pretty: true),
      "{\"inputs\":[],\"outputs\":[],\"rows\":1.0}", "{\"inputs\":[],\"outputs\":[],\"rows\":1e2}", "{}", "",
      "}",
      "{\"inputs\":[],\"outputs\":[],\"rows\":1}}",
      "{\"inputs\":[],\"outputs\":[],\"rows\":12345678901234567890}",
    ] {
      #expect(ProfileReader.profile(text) == nil, "\(text)")
    }
  }

  @Test("are never read otherwise than by the decoder, however they are damaged")
  func damaged() throws {
    for profile in profiles {
      let bytes = Array(try RecordJSON.text(profile).utf8)
      for place in bytes.indices {
        for damage in [
          Array("0".utf8), Array("-".utf8), Array("e".utf8), Array("\"".utf8), Array("}".utf8), [],
        ] {
          let changed = bytes[..<place] + damage + bytes[(place + 1)...]
          guard let text = String(validating: changed, as: UTF8.self), let read = ProfileReader.profile(text)
          else {
            continue
          }
          let decoded = try? RecordJSON.value(Profile.self, from: text)
          #expect(read == decoded, "\(text)")
        }
      }
    }
  }
}
