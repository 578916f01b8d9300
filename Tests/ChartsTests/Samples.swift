import Charts

/// The charts that golden files and the gallery show: fixed data, made by a fixed generator.
enum Samples {
  /// A linear congruential generator: the same numbers everywhere.
  struct Numbers {
    var state: UInt64

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
  }

  static func weeks(_ count: Int, from start: String = "1997-11-02") -> [Day] {
    let first = Day(iso: start)?.number ?? 0
    return (0..<count).map { Day(number: first + 7 * $0) }
  }

  static let auc: LineChart = {
    var numbers = Numbers(state: 7)
    let days = weeks(31)
    func series(_ name: String, _ level: Double, band: Bool) -> LineChart.Series {
      LineChart.Series(
        name,
        days.enumerated().map { place, day in
          let value = level + 0.03 * (numbers.next() - 0.5)
          if name == "champion", place == 12 || place == 13 { return .init(day, nil) }
          return band ? .init(day, value, lower: value - 0.012, upper: value + 0.012) : .init(day, value)
        })
    }
    return LineChart(
      title: "Area under the ROC curve by night", axis: "AUC",
      series: [
        series("champion", 0.83, band: true), series("challenger", 0.815, band: false),
        series("rule", 0.775, band: false),
      ],
      references: [.init("goal", 0.8)], notes: [.init(days[20], "repurchase@2")])
  }()

  static let revenue: LineChart = {
    var numbers = Numbers(state: 3)
    return LineChart(
      title: "Weekly revenue", axis: "dollars a week", format: .currency("USD"),
      series: [
        .init("revenue", weeks(78, from: "1997-01-06").map { .init($0, 18_000 + 22_000 * numbers.next()) })
      ],
      references: [.init("target", 25_000)])
  }()

  static let lift = BarChart(
    title: "Lift by tenth", axis: "lift over all customers", categoryAxis: "tenth of customers by score",
    categories: (1...10).map(String.init),
    series: [
      .init("champion", [4.1, 2.2, 1.3, 0.8, 0.5, 0.4, 0.3, 0.2, 0.1, 0.1]),
      .init("rule", [3.2, 1.9, 1.4, 1.0, 0.8, 0.6, 0.4, 0.3, 0.2, 0.2]),
    ], reference: .init("all", 1))

  static let change = BarChart(
    title: "Change by cohort", axis: "change against last week", categoryAxis: "cohort", format: .percent,
    categories: ["1997-01", "1997-02", "1997-03", "a cohort with a long name", "none"],
    series: [.init("change", [0.031, -0.012, 0.004, -0.024, nil])])

  static let drift = DistributionChart(
    title: "Recency against training", axis: "days since the last purchase",
    edges: [0, 14, 28, 56, 84, 112, 168, 224, 280, 336, .infinity],
    current: .init(
      "night of 1998-06-28", bins: [700, 810, 1400, 1300, 1500, 2600, 2500, 2400, 3100, 6200], missing: 300),
    reference: .init("training", bins: [2200, 2400, 4800, 4300, 3700, 5200, 2800, 900, 200, 0], missing: 0))

  static let scores: DistributionChart = {
    let edges = (0...20).map { Double($0) / 20 }
    return DistributionChart(
      title: "Scores of the night", axis: "probability", edges: edges,
      current: .init("this night", bins: (0..<20).map { 12_000 / (1 + $0 * $0) }),
      reference: .init("training", bins: (0..<20).map { 50_000 / (2 + $0 * $0) }))
  }()

  static let calibration = CalibrationChart(
    title: "Calibration by band",
    series: [
      .init(
        "champion",
        [
          .init(predicted: 0.005, observed: 0.004, lower: 0.003, upper: 0.007, count: 4200),
          .init(predicted: 0.011, observed: 0.012, lower: 0.009, upper: 0.016, count: 3800),
          .init(predicted: 0.022, observed: 0.018, lower: 0.014, upper: 0.023, count: 3300),
          .init(predicted: 0.045, observed: 0.031, lower: 0.026, upper: 0.038, count: 3000),
          .init(predicted: 0.09, observed: 0.071, lower: 0.062, upper: 0.081, count: 2800),
          .init(predicted: 0.17, observed: 0.122, lower: 0.108, upper: 0.138, count: 1900),
          .init(predicted: 0.31, observed: 0.256, lower: 0.228, upper: 0.287, count: 860),
          .init(predicted: nil, observed: nil, lower: nil, upper: nil, count: 0),
        ])
    ])

  static let roc: ROCChart = {
    func curve(_ power: Double, _ name: String) -> ROCChart.Curve {
      .init(
        name,
        (0...60).map { k in
          let x = Double(k * k) / 3600
          var y = 1.0
          for _ in 0..<Int(power) { y *= 1 - x }
          return (x, 1 - y)
        })
    }
    return ROCChart(
      title: "ROC curve of the night of 1998-05-31",
      curves: [
        curve(5, "champion, AUC 0.833"), curve(4, "challenger, AUC 0.800"), curve(3, "rule, AUC 0.750"),
      ])
  }()

  static let precision: ROCChart = {
    func curve(_ lift: Double, _ name: String) -> ROCChart.Curve {
      .init(
        name,
        (1...60).map { k in
          let x = Double(k) / 60
          return (x, 0.067 + (lift * 0.067 - 0.067) * (1 - x) * (1 - x))
        })
    }
    return ROCChart(
      title: "Precision and recall of the night of 1998-05-31", xAxis: "recall", yAxis: "precision",
      curves: [curve(12, "champion, average precision 0.313"), curve(9, "rule, average precision 0.246")],
      chance: .levels([.init("base rate 0.067", 0.067)]))
  }()

  static let control: ControlChart = {
    var numbers = Numbers(state: 11)
    let days = weeks(40, from: "1997-09-01")
    let points = days.enumerated().map { place, day -> ControlChart.Point in
      let level = place < 22 ? 24_000.0 : 19_000
      if place == 9 { return .init(day, nil) }
      if place == 15 { return .init(day, 38_500, signal: "beyond the upper limit") }
      return .init(
        day, level + 7000 * (numbers.next() - 0.5), signal: place == 29 ? "run of eight below" : nil)
    }
    return ControlChart(
      title: "Weekly revenue, XmR", axis: "dollars a week", format: .currency("USD"), points: points,
      limits: [
        .init(points: 0..<22, mean: 24_300, lower: 14_800, upper: 33_800, rangeLimit: 11_700),
        .init(points: 22..<40, mean: 19_100, lower: 12_500, upper: 25_700, rangeLimit: 8100),
      ], target: .init("target", 25_000), isNonnegative: true)
  }()

  static let importance = RankedBarChart(
    title: "Feature importance", axis: "share of the gain", nameAxis: "inputs", format: .percent,
    bars: [
      .init("recency_days", 0.412), .init("purchases_all", 0.221), .init("money_90d", 0.108),
      .init("mean_gap_days_between_purchases_of_the_customer", 0.094), .init("cohort", 0.03),
      .init("cds_28d", 0.0),
      .init("unknown", nil),
    ])

  static let contributions = RankedBarChart(
    title: "Contributions", axis: "margin", nameAxis: "inputs",
    bars: [
      .init("recency_days", 1.24), .init("purchases_all", -0.86), .init("money_90d", 0.31),
      .init("cohort", -0.02),
    ])

  static let effects = ForestChart(
    title: "Lift of each metric", axis: "lift over control", nameAxis: "metric",
    effects: [
      .init("conversion, treatment", 0.031, lower: -0.012, upper: 0.074),
      .init("revenue, treatment", -0.046, lower: -0.081, upper: -0.011),
      .init("orders for each customer and week, treatment", 0.004, lower: -0.02, upper: 0.028),
      .init("returns, treatment", nil),
    ])

  static let all: [(name: String, chart: any Chart)] =
    [
      ("line", auc), ("line-currency", revenue), ("bar", lift), ("bar-negative", change),
      ("distribution", drift),
      ("distribution-even", scores), ("calibration", calibration), ("roc", roc),
      ("precision-recall", precision),
      ("control", control),
      ("ranked", importance), ("ranked-negative", contributions), ("forest", effects),
    ] + kinds

  static let sparklines: [(name: String, line: Sparkline)] = [
    ("sparkline", Sparkline(title: "AUC", values: [0.81, 0.82, nil, 0.8, 0.79, 0.83, 0.84, 0.82])),
    ("sparkline-flat", Sparkline(title: "rejects", values: [0, 0, 0, 0])),
    ("sparkline-empty", Sparkline(title: "nothing", values: [nil, .nan])),
  ]

  /// Data that charts often get wrong.
  static let edgeCases: [(name: String, chart: any Chart)] =
    [
      ("edge-empty", line([])),
      ("edge-single", line([4.2])),
      ("edge-constant", line([5, 5, 5, 5])),
      ("edge-zero", line([0, 0, 0])),
      ("edge-huge", line([1.2e18, 3.4e18, 2.8e18])),
      ("edge-extreme", line([-1.7e308, 1.7e308, .infinity, .nan, 3])),
      ("edge-tiny", line([2e-9, 5e-9, 3.5e-9])),
      ("edge-subnormal", line([.leastNonzeroMagnitude, .leastNormalMagnitude, 0])),
      ("edge-negative", line([-5, -120, -60, -80])),
      ("edge-close", line([1_000_000.001, 1_000_000.002, 1_000_000.0015])),
      ("edge-gaps", line([1, nil, 3, nil, .nan, 2, 2.5])),
      ("edge-millions", line([1.2e6, 3.4e6, 900_000, -200_000])),
      ("edge-two-days", daily(2)), ("edge-ten-days", daily(10)), ("edge-90-days", daily(90)),
      ("edge-400-days", daily(400)), ("edge-4000-days", daily(4000)), ("edge-40000-days", daily(40_000)),
      ("edge-bar-empty", BarChart(title: "None", axis: "a", categoryAxis: "b", categories: [], series: [])),
      (
        "edge-bar-many",
        BarChart(
          title: "Many", axis: "rows", categoryAxis: "category",
          categories: (1...60).map { "category \($0)" },
          series: [.init("rows", (1...60).map { Double($0 * 37 % 91) })])
      ),
      ("edge-hostile", line([1, 2], name: "<script>alert('x')</script> & \"quoted\" \u{0} \u{FFFE}")),
      (
        "edge-series",
        LineChart(
          title: "Eight series", axis: "value",
          series: (0..<8).map { k in
            .init("series number \(k)", weeks(6).enumerated().map { .init($1, Double($0 * k % 5 + k)) })
          })
      ),
      ("edge-roc-empty", ROCChart(title: "None", curves: [.init("none", [(.nan, .infinity)])])),
      ("edge-calibration-empty", CalibrationChart(title: "None", series: [.init("none", [])])),
      ("edge-control-empty", ControlChart(title: "None", axis: "value", points: [], limits: [])),
      (
        "edge-control-single",
        ControlChart(title: "One", axis: "value", points: [.init(Day(number: 10_000), 3)], limits: [])
      ),
      ("edge-forest-empty", ForestChart(title: "None", axis: "lift", nameAxis: "metric", effects: [])),
      (
        "edge-forest-extreme",
        ForestChart(
          title: "Extreme", axis: "lift", nameAxis: "metric",
          effects: [
            .init("<b>wide</b>", 0, lower: -1e300, upper: 1e300), .init("point", 3),
            .init("nan", .nan, lower: 1),
          ])
      ),
      ("edge-ranked-empty", RankedBarChart(title: "None", axis: "gain", nameAxis: "inputs", bars: [])),
      (
        "edge-distribution-empty",
        DistributionChart(title: "None", axis: "x", edges: [0, 1, 2], current: .init("run", bins: [0, 0]))
      ),
      (
        "edge-distribution-open",
        DistributionChart(
          title: "Quantile bins", axis: "money", format: .currency("USD"),
          edges: [-.infinity, 3.14159, 12.7, 29.99, 1200, 2_500_000, .infinity],
          current: .init("run", bins: [10, 20, 40, 20, 10, 5]),
          reference: .init("training", bins: [1, 1, 1, 1, 1, 1]))
      ),
    ] + kindEdges

  static func line(_ values: [Double?], name: String = "value") -> LineChart {
    LineChart(
      title: name, axis: name,
      series: [.init(name, zip(weeks(values.count), values).map { .init($0, $1) })])
  }

  static func daily(_ count: Int) -> LineChart {
    let first = Day(iso: "1997-11-28")?.number ?? 0
    let step = max(1, count / 200)
    return LineChart(
      title: "\(count) days", axis: "value",
      series: [
        .init(
          "value",
          stride(from: 0, to: count, by: step).map { .init(Day(number: first + $0), Double($0 * 7919 % 83)) })
      ])
  }
}
