import Testing

@testable import Charts

@Suite("Axes")
struct AxesTests {
  @Test(
    "ticks are set as a person would set them",
    arguments: [
      ([0.0, 97], ["0", "20", "40", "60", "80", "100"]),
      ([0.0, 0.3], ["0.0", "0.1", "0.2", "0.3"]),
      ([0.77, 0.86], ["0.76", "0.78", "0.80", "0.82", "0.84", "0.86"]),
      ([12_000.0, 41_000], ["0", "10,000", "20,000", "30,000", "40,000", "50,000"]),
      ([-120.0, -5], ["−150", "−100", "−50", "0"]),
      ([-3.0, 4], ["−4", "−2", "0", "2", "4"]),
      ([1.2e6, 3.4e6], ["0M", "1M", "2M", "3M", "4M"]),
      ([1e6, 1.4e6], ["1.0M", "1.1M", "1.2M", "1.3M", "1.4M"]),
      ([2e-9, 5e-9], ["0", "1×10⁻⁹", "2×10⁻⁹", "3×10⁻⁹", "4×10⁻⁹", "5×10⁻⁹"]),
      ([5.0, 5], ["0", "2", "4", "6", "8", "10"]),
      ([0.0, 0], ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      ([], ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    ] as [([Double], [String])])
  func ticks(values: [Double], labels: [String]) {
    #expect(Scale(values).labels(.number) == labels)
  }

  @Test("a scale holds its values whatever they are")
  func hostile() {
    for values in [
      [-1e290, 1e290], [-1e305, 1e305], [1e303, 2e303, 8e303], [1e305, 1e305], [1e15, 1e15 + 4],
      [1e-280, 2e-280], [-7, -7], [1e290, 1e290],
      [0.1, 0.30000000000000004],
    ] {
      let scale = Scale(values)
      #expect(scale.lower < scale.upper && scale.ticks.count >= 2 && scale.ticks.count <= 12, "\(values)")
      for value in values {
        let position = scale.position(value)
        #expect(position >= -1e-6 && position <= 1 + 1e-6, "\(value) at \(position)")
      }
    }
    #expect(Scale([0.1, 0.3]).ticks.contains(0.3))
    #expect(Scale([0.9, 1], ceiling: 1).upper == 1)
    #expect(Scale([1, 1], ceiling: 1).upper == 1)
  }

  @Test("values near the largest that there are stand apart, and on one scale with their limits")
  func largest() throws {
    let days = (0..<6).compactMap { Day(iso: "2026-01-0\($0 + 1)") }
    let chart = ControlChart(
      title: "t", axis: "a", points: days.enumerated().map { .init($1, Double($0 + 1) * 1e303) },
      limits: [
        .init(points: 0..<6, mean: 3.5e303, lower: .leastNormalMagnitude, upper: 1.7e308, rangeLimit: 3e303)
      ])
    #expect(chart.points.map(\.value) == (1...6).map { Double($0) * 1e303 })
    #expect(chart.limits.map(\.upper) == [1e305] && chart.limits.map(\.lower) == [0])
    #expect(chart.summary.contains("last 6×10³⁰³"))
  }

  @Test("percent and currency carry their signs")
  func formats() {
    #expect(Scale([0, 0.3]).labels(.percent) == ["0%", "10%", "20%", "30%"])
    #expect(Scale([0, 0.003]).labels(.percent) == ["0.0%", "0.1%", "0.2%", "0.3%"])
    #expect(NumberFormat.currency("USD").detailed(-1234.5) == "−$1,235")
    #expect(NumberFormat.currency("USD").detailed(12.5) == "$12.50")
    #expect(NumberFormat.currency("CHF").detailed(5) == "CHF\u{A0}5.00")
    #expect(NumberFormat.percent.detailed(0.0765) == "7.65%")
    #expect(NumberFormat.number.detailed(1_234_567) == "1,234,567")
    #expect(NumberFormat.number.detailed(0.8123456) == "0.8123")
    #expect(NumberFormat.number.detailed(9.99999) == "10")
    #expect(NumberFormat.number.detailed(-0.00001) == "−1×10⁻⁵")
    #expect(NumberFormat.number.detailed(6.02214e23) == "6.022×10²³")
    #expect(NumberFormat.number.detailed(9.9999e22) == "1×10²³")
    #expect(NumberFormat.number.detailed(999_999_999_999_999.9) == "1,000,000,000,000,000")
    #expect(NumberFormat.number.brief(25_731) == "25,731")
    #expect(NumberFormat.number.brief(2_500_000) == "2.5M")
    #expect(NumberFormat.percent.aligned([0.412, 0.03, nil, 0]) == ["41.2%", "3.0%", "", "0.0%"])
    #expect(NumberFormat.number.aligned([1200, 3, nil]) == ["1,200", "3", ""])
    #expect(NumberFormat.grouped(.min) == "−9,223,372,036,854,775,808")
    #expect(NumberFormat.number.label(-0.0001, step: 0.1, largest: 1) == "0.0")
  }

  @Test("days convert both ways over ten thousand years")
  func days() throws {
    #expect(Day(iso: "1970-01-01")?.number == 0)
    #expect(Day(iso: "1997-11-02")?.number == 10167)
    #expect(Day(iso: "2000-02-29")?.iso == "2000-02-29")
    #expect(Day(iso: "0001-01-01")?.number == -719_162)
    for bad in [
      "1999-02-29", "1900-02-29", "1997-13-01", "1997-00-01", "1997-1-1", "1997-01-32", "", "1997/01/01",
      "0000-01-01", "+997-01-01",
    ] {
      #expect(Day(iso: bad) == nil, "\(bad)")
    }
    for number in stride(from: -719_162, through: 2_932_896, by: 977) {
      #expect(Day(iso: Day(number: number).iso)?.number == number)
    }
  }

  @Test(
    "time axes choose days, weeks, months, quarters or years",
    arguments: [
      ("1998-01-01", "1998-01-05", 1, ["1 Jan", "2 Jan", "3 Jan", "4 Jan", "5 Jan"]),
      ("1997-11-02", "1997-11-30", 7, ["2 Nov", "9 Nov", "16 Nov", "23 Nov", "30 Nov"]),
      ("1997-11-02", "1998-06-28", 7, ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun"]),
      ("1996-12-15", "2000-01-20", 7, ["Jan", "Jul", "Jan", "Jul", "Jan", "Jul", "Jan"]),
      (
        "1990-03-01", "2009-03-01", 30,
        ["1992", "1994", "1996", "1998", "2000", "2002", "2004", "2006", "2008"]
      ),
      ("1998-01-01", "1998-01-01", 1, ["1 Jan"]),
    ])
  func dateTicks(first: String, last: String, spacing: Int, labels: [String]) throws {
    let ticks = DateTicks(
      from: try #require(Day(iso: first)), to: try #require(Day(iso: last)), spacing: spacing, room: 500
    ).ticks
    #expect(ticks.map(\.label) == labels)
  }

  @Test("the year stands where it changes")
  func years() throws {
    let ticks = DateTicks(
      from: try #require(Day(iso: "1997-11-02")), to: try #require(Day(iso: "1998-06-28")), room: 500
    ).ticks
    #expect(ticks.map(\.year) == ["1997", "1998", nil, nil, nil, nil, nil])
  }

  @Test("labels on any axis keep apart")
  func apart() throws {
    let first = try #require(Day(iso: "1997-11-28"))
    for span in [0, 1, 2, 5, 9, 13, 30, 45, 61, 100, 365, 700, 3000, 20_000, 300_000] {
      for room in [40.0, 120, 300, 620] {
        let last = Day(number: first.number + span)
        let ticks = DateTicks(from: first, to: last, room: room).ticks
        #expect(!ticks.isEmpty && ticks.count <= 20, "\(span) in \(room)")
        #expect(ticks.allSatisfy { $0.day >= first && $0.day <= last })
        for (a, b) in zip(ticks, ticks.dropFirst()) where ticks.count > 2 {
          let gap = Double(b.day.number - a.day.number) / Double(max(1, span)) * room
          #expect(gap >= (Typeface.width(a.label, size: 11) + Typeface.width(b.label, size: 11)) / 2)
        }
      }
    }
  }

  @Test("labels beside a plot move apart and stay inside")
  func spread() {
    #expect(Spread.apart([10, 50], gap: 14, top: 0, bottom: 100) == [10, 50])
    #expect(Spread.apart([50, 50, 50], gap: 14, top: 0, bottom: 100) == [50, 64, 78])
    #expect(Spread.apart([99, 99], gap: 14, top: 0, bottom: 100) == [86, 100])
  }
}
