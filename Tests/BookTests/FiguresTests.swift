import Book
import Foundation
import GRDB
import Testing

@Suite("Evaluations, KPI values and profiles in the book")
struct FiguresTests {
  @Test("an evaluation done twice changes nothing; one that differs replaces it")
  func evaluations() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    let one = Samples.evaluation("1997-11-02", auc: 0.8, at: "t1")
    let pooled = Samples.evaluation(nil, auc: 0.79, at: "t1")
    #expect(try book.save([one, pooled]) == 2)
    #expect(try book.save([Samples.evaluation("1997-11-02", auc: 0.8, at: "t2")]) == 0)
    #expect(try book.evaluations(name: "repurchase") == [pooled, one])
    let better = Samples.evaluation("1997-11-02", auc: 0.81, at: "t3")
    #expect(try book.save([better]) == 1)
    #expect(try book.evaluations(model: "repurchase", number: 1) == [pooled, better])
    #expect(try book.evaluations(number: 2).isEmpty)
    #expect(better.metric("auc")?.value == 0.81)
  }

  @Test("figures that are not numbers survive")
  func nonFinite() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    _ = try book.save([Samples.evaluation(nil, auc: .infinity, at: "t")])
    #expect(try book.evaluations().first?.metric("auc")?.value == .infinity)
    _ = try book.save([Samples.evaluation(nil, auc: .nan, at: "t")])
    #expect(try book.evaluations().first?.metric("auc")?.value.isNaN == true)
  }

  @Test("a KPI value that is as it was keeps its time")
  func values() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    func value(_ period: String, _ value: Double?, _ time: String) -> KPIValueRecord {
      KPIValueRecord(
        kpi: "revenue", period: period, value: value, sqlDigest: "q", dataDigest: nil, computedAt: time)
    }
    #expect(try book.save([value("1997-11-03", 2, "t1"), value("1997-10-27", nil, "t1")]) == 2)
    #expect(try book.save([value("1997-11-03", 2, "t2"), value("1997-10-27", 1, "t2")]) == 1)
    #expect(
      try book.kpiValues(of: "revenue") == [value("1997-10-27", 1, "t2"), value("1997-11-03", 2, "t1")])
    #expect(try book.kpiValues(of: "orders").isEmpty)
  }

  @Test("parts of a KPI stand beside the whole, and go with their periods")
  func parts() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    func value(_ period: String, _ value: Double, of part: String? = nil) -> KPIValueRecord {
      KPIValueRecord(
        kpi: "revenue", dimension: part, period: period, value: value, sqlDigest: "q", dataDigest: nil,
        computedAt: "t")
    }
    let first = [
      value("1997-10-27", 3), value("1997-10-27", 1, of: "books"), value("1997-10-27", 2, of: "music"),
    ]
    #expect(try book.replaceKPIValues(of: "revenue", from: nil, before: nil, with: first) == 3)
    #expect(try book.kpiValues(of: "revenue") == first)
    let second = [value("1997-10-27", 3), value("1997-10-27", 3, of: "books")]
    #expect(try book.replaceKPIValues(of: "revenue", from: "1997-10-27", before: nil, with: second) == 2)
    #expect(try book.kpiValues(of: "revenue") == second)
  }

  @Test("profiles are the JSON that training scripts write")
  func trainingProfile() throws {
    let bytes = try FileBytes.read(Samples.root + "/data/cdnow/models/rfm.profile.json", limit: 1 << 20)
    let profile = try RecordJSON.value(Profile.self, from: bytes)
    #expect(profile.rows == 518540)
    #expect(profile.faults == [])
    #expect(profile.bands?.count == 9)
    #expect(profile.inputs.map(\.name).contains("cohort"))
    #expect(profile.outputs.map(\.name) == ["probability"])
    let text = try RecordJSON.text(profile)
    #expect(try RecordJSON.value(Profile.self, from: text) == profile)
    #expect(try RecordJSON.text(RecordJSON.value(Profile.self, from: text)) == text)
  }

  @Test("the written form, to the letter")
  func form() throws {
    #expect(
      try RecordJSON.text(Samples.profile.inputs[1])
        == #"{"categories":{"a":2,"b":1},"count":3,"kind":"category","missing":0,"name":"cohort","unseen":1}"#
    )
    #expect(
      try RecordJSON.text(Samples.profile.outputs[0])
        == #"{"count":0,"histogram":{"counts":[0],"edges":[]},"kind":"number","missing":3,"name":"probability","quantiles":[]}"#
    )
  }

  @Test(
    "faults of a profile are named",
    arguments: [
      (#"{"rows":-1,"inputs":[],"outputs":[]}"#, "rows is negative"),
      (#"{"rows":1,"inputs":[],"outputs":[],"bands":[1,2]}"#, "bands holds 2 cut points instead of 9"),
      (
        #"{"rows":1,"inputs":[{"kind":"category","name":"c","count":1,"missing":1,"categories":{}}],"outputs":[]}"#,
        "column 'c' counts other than 1 rows"
      ),
      (
        #"""
        {"rows":9223372036854775807,"outputs":[],"inputs":[{"kind":"number","name":"n","count":
        9223372036854775807,"missing":9223372036854775807,"quantiles":[],"histogram":{"edges":[1],"counts":[1,0]}}]}
        """#, "column 'n' counts other than 9223372036854775807 rows"
      ),
      (
        #"""
        {"rows":1,"outputs":[],"inputs":[{"kind":"number","name":"n","count":1,"missing":0,"quantiles":[1],
        "histogram":{"edges":[],"counts":[1]}}]}
        """#, "column 'n' has 1 quantiles instead of 21"
      ),
      (
        #"""
        {"rows":1,"outputs":[],"inputs":[{"kind":"number","name":"n","count":1,"missing":0,"quantiles":[],
        "histogram":{"edges":[1],"counts":[1]}}]}
        """#, "column 'n' has 1 histogram counts for 1 edges"
      ),
    ])
  func faults(text: String, fault: String) throws {
    #expect(try RecordJSON.value(Profile.self, from: text).faults == [fault])
  }
}
