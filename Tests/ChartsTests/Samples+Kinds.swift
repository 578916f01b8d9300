import Charts

extension Samples {
  static let learning: CurveChart = {
    var numbers = Numbers(state: 5)
    func series(_ name: String, _ floor: Double, _ count: Int) -> CurveChart.Series {
      .init(
        name,
        (1...count).map { step in
          .init(Double(step), floor + 0.4 / Double(step + 1) + 0.004 * (numbers.next() - 0.5))
        })
    }
    return CurveChart(
      title: "Validation loss by step", axis: "val_loss", xAxis: "step",
      series: [
        series("num_leaves=31", 0.214, 75), series("num_leaves=63", 0.209, 75), series("baseline", 0.226, 75),
      ],
      zero: false)
  }()

  static let panels: SmallMultiples = {
    var numbers = Numbers(state: 9)
    func points(_ floor: Double) -> [CurveChart.Point] {
      (1...40).map { .init(Double($0), floor + 0.4 / Double($0 + 1) + 0.004 * (numbers.next() - 0.5)) }
    }
    return SmallMultiples(
      title: "Validation loss by step", axis: "val_loss", across: .number("step"),
      panels: (1...7).map { .init("trial with number \($0)", points(0.2 + 0.004 * Double($0))) },
      context: .init("baseline", points(0.22)), zero: false)
  }()

  static let drifting: SmallMultiples = {
    var numbers = Numbers(state: 4)
    return SmallMultiples(
      title: "Drift of inputs by night", axis: "PSI", across: .days,
      panels: ["recency_days", "money_90d", "cohort", "purchases_all", "mean_gap_days"].enumerated().map {
        k, name in
        .init(
          name,
          weeks(35).enumerated().map { place, day in
            .init(
              Double(day.number),
              place == 9 ? nil : 0.01 * Double(k * k * k * place) / 5 + 0.03 * numbers.next())
          })
      }, references: [.init("moving", 0.1), .init("shifted", 0.2)], zero: true, ownScales: true)
  }()

  static let scatter: ScatterChart = {
    var numbers = Numbers(state: 21)
    return ScatterChart(
      title: "AUC by learning rate", xAxis: "learning_rate", yAxis: "auc", nameAxis: "trial",
      groups: ["candidates", "baseline"],
      points: (0..<40).map { k in
        let rate = tenTo(-3 + 2.6 * numbers.next())
        return .init(
          "sweep-\(k)", x: rate,
          y: k == 17 ? nil : 0.79 + 0.02 * numbers.next() - 0.4 * (rate - 0.05) * (rate - 0.05),
          isNamed: k == 3 || k == 8)
      } + [.init("baseline", x: 0.1, y: 0.7916, group: 1, isNamed: true)], isLogarithmic: true)
  }()

  /// 10 to a power, by repeated square roots: the same bits everywhere.
  private static func tenTo(_ exponent: Double) -> Double {
    var result = 1.0
    var rest = exponent < 0 ? -exponent : exponent
    while rest >= 1 {
      result *= 10
      rest -= 1
    }
    var root = 10.0
    for _ in 0..<40 {
      root = root.squareRoot()
      rest *= 2
      if rest >= 1 {
        result *= root
        rest -= 1
      }
    }
    return exponent < 0 ? 1 / result : result
  }

  static let driftMap: HeatMap = {
    var numbers = Numbers(state: 31)
    let names = ["recency_days", "purchases_all", "money_90d", "mean_gap_days", "cohort", "cds_28d"]
    return HeatMap(
      title: "Drift of inputs by night", axis: "PSI against the training rows", rowAxis: "input",
      columnAxis: "night", rows: names, columns: weeks(35).map(\.iso),
      values: names.indices.map { row -> [Double?] in
        (0..<35).map { column -> Double? in
          if row == 4, column == 7 { return nil }
          let trend: Double = row < 2 ? 0.012 * Double(column) * Double(2 - row) / 2 : 0.02
          return trend + 0.05 * numbers.next()
        }
      },
      levels: [
        .init("stable", from: 0), .init("moving, from 0.1", from: 0.1), .init("shifted, from 0.2", from: 0.2),
      ],
      isAlarming: true)
  }()

  static let confusion = HeatMap(
    title: "Confusion", axis: "inquiries", rowAxis: "was", columnAxis: "predicted",
    rows: ["billing", "delivery", "general", "returns"],
    columns: ["billing", "delivery", "general", "returns"],
    values: [[412, 3, 17, 1], [8, 388, 22, 9], [25, 31, 240, 12], [0, 11, 9, 301]])

  static let cohorts = HeatMap(
    title: "Buyers by cohort and month", axis: "share that bought", rowAxis: "cohort",
    columnAxis: "months since",
    format: .percent, rows: (1...8).map { "1997-0\($0)" }, columns: (0...11).map(String.init),
    values: (1...8).map { row -> [Double?] in
      (0...11).map { column -> Double? in
        if row + column > 12 { return nil }
        let share: Double = 0.62 / Double(column + 1)
        return share + 0.01 * Double(row % 3)
      }
    })

  static let nights: [CalendarChart.Night] = {
    let first = Day(iso: "1997-11-02")?.number ?? 0
    return (0..<240).map { k in
      let state: CalendarChart.State =
        switch k {
        case 30: .failed
        case 31, 32: .missing
        case 90, 140, 141: .warned
        case 60, 61, 62: .again
        case 239: .running
        default: .standing
        }
      return .init(Day(number: first + k), state)
    }
  }()

  static let calendar = CalendarChart(title: "Nights of job nightly", months: nights)

  static let weekly = CalendarChart(
    title: "Nights of job weekly",
    months: weeks(35).enumerated().map { .init($1, $0 == 20 ? .warned : $0 == 33 ? .failed : .standing) })

  static let lately = CalendarChart(
    title: "The last nights",
    jobs: [
      ("nightly", nights), ("nightly_csv", nights.map { .init($0.day, .standing) }),
      ("nightly_pipeline_of_shop", []),
    ], from: Day(iso: "1998-05-30") ?? Day(number: 0), to: Day(iso: "1998-06-29") ?? Day(number: 0))

  static let lineage = LineageChart(
    title: "Lineage", columns: ["dataset", "query", "job", "model version", "output", "report"],
    nodes: [
      .init("purchases", column: 0), .init("customers", column: 1), .init("repurchases", column: 1),
      .init("nightly", column: 2), .init("nightly_pipeline", column: 2), .init("repurchase@1", column: 3),
      .init("repurchase@2", column: 3), .init("rfm@1", column: 3), .init("repurchase_pipeline@1", column: 3),
      .init("_out/cdnow.db#repurchase_scores", column: 4), .init("_out/cdnow.db#pipeline_scores", column: 4),
      .init("Repeat customers", column: 5),
    ],
    edges: [
      .init(from: 0, to: 1), .init(from: 0, to: 2), .init(from: 1, to: 3), .init(from: 1, to: 4),
      .init(from: 3, to: 5), .init(from: 3, to: 6, isAside: true), .init(from: 3, to: 7, isAside: true),
      .init(from: 4, to: 8), .init(from: 5, to: 9), .init(from: 6, to: 9, isAside: true),
      .init(from: 7, to: 9, isAside: true), .init(from: 8, to: 10), .init(from: 9, to: 11),
      .init(from: 2, to: 11),
      .init(from: 0, to: 11),
    ])

  private static let extremes: [[Double?]] = (0..<60).map { row -> [Double?] in
    (0..<120).map { column -> Double? in
      let value = Double((row * column) % 17)
      return value * 1e300
    }
  }

  private static let longCurve: [CurveChart.Point] = (0..<10_000).map { step -> CurveChart.Point in
    CurveChart.Point(Double(step), step == 5000 ? 9 : Double(step % 97))
  }

  private static let cloud: [ScatterChart.Point] = (0..<10_000).map { k -> ScatterChart.Point in
    let x: Int = (k * 37) % 9973
    let y: Int = (k * 91) % 997
    return ScatterChart.Point("<i>\(k)", x: Double(x), y: Double(y), isNamed: k < 12)
  }

  private static let heap: [ScatterChart.Point] = (0..<9).map { k -> ScatterChart.Point in
    ScatterChart.Point("the same place \(k)", x: 5, y: 5, isNamed: true)
  }

  private static let crowd: [LineageChart.Node] = (0..<80).map { k -> LineageChart.Node in
    LineageChart.Node("thing_number_\(k)", column: k / 20)
  }

  private static let crowdEdges: [LineageChart.Edge] = (0..<60).map { k -> LineageChart.Edge in
    let step = k % 3 == 0 && k % 20 < 18 ? 21 : 20
    return LineageChart.Edge(from: k, to: k + step)
  }

  private static let manyNames: [String] = (0..<60).map { "column_\($0)" }

  static let kinds: [(name: String, chart: any Chart)] = [
    ("curve", learning), ("multiples", panels), ("multiples-days", drifting), ("scatter", scatter),
    ("heat-drift", driftMap), ("heat-confusion", confusion), ("heat-cohort", cohorts), ("calendar", calendar),
    ("calendar-weekly", weekly), ("calendar-jobs", lately), ("lineage", lineage),
  ]

  /// Data that these kinds often get wrong.
  static let kindEdges: [(name: String, chart: any Chart)] = someEdges + moreEdges

  private static let someEdges: [(name: String, chart: any Chart)] = [
    ("edge-curve-empty", CurveChart(title: "None", axis: "loss", xAxis: "step", series: [])),
    (
      "edge-curve-one",
      CurveChart(title: "One", axis: "loss", xAxis: "step", series: [.init("a", [.init(3, 0.5)])])
    ),
    (
      "edge-curve-long",
      CurveChart(
        title: "Long", axis: "loss", xAxis: "step",
        series: [
          .init(
            "long",
            longCurve),
          .init("gaps", [.init(0, 1), .init(1, .nan), .init(2, 1e300), .init(3, -1e-300)]),
        ])
    ),
    (
      "edge-multiples-empty",
      SmallMultiples(title: "None", axis: "loss", across: .number("step"), panels: [])
    ),
    (
      "edge-multiples-one",
      SmallMultiples(
        title: "One", axis: "loss", across: .days,
        panels: [
          .init("a very long name of a panel that has no room anywhere at all, really none", [.init(9000, 1)])
        ])
    ),
    (
      "edge-scatter-empty",
      ScatterChart(title: "None", xAxis: "x", yAxis: "y", nameAxis: "trial", points: [])
    ),
    (
      "edge-scatter-many",
      ScatterChart(
        title: "Many", xAxis: "x", yAxis: "y", nameAxis: "trial",
        points: cloud)
    ),
    (
      "edge-scatter-extreme",
      ScatterChart(
        title: "Extreme", xAxis: "x", yAxis: "y", nameAxis: "trial",
        points: [
          .init("tiny", x: 1e-300, y: -1e300, isNamed: true),
          .init("huge", x: 1e300, y: 1e300, isNamed: true),
          .init("none", x: nil, y: .nan),
        ], isLogarithmic: true)
    ),
    (
      "edge-scatter-same",
      ScatterChart(
        title: "Same", xAxis: "x", yAxis: "y", nameAxis: "trial",
        points: heap, isLogarithmic: true)
    ),
  ]

  private static let moreEdges: [(name: String, chart: any Chart)] = [
    (
      "edge-heat-empty",
      HeatMap(title: "None", axis: "v", rowAxis: "a", columnAxis: "b", rows: [], columns: [], values: [])
    ),
    (
      "edge-heat-ragged",
      HeatMap(
        title: "Ragged", axis: "v", rowAxis: "a", columnAxis: "b",
        rows: ["one", "a row with a name that is much longer than any row has room for, in any drawing"],
        columns: ["only one"], values: [[.infinity], []])
    ),
    (
      "edge-heat-many",
      HeatMap(
        title: "Many", axis: "v", rowAxis: "input", columnAxis: "night",
        rows: manyNames,
        columns: weeks(120).map(\.iso),
        values: extremes)
    ),
    ("edge-calendar-empty", CalendarChart(title: "None", months: [])),
    (
      "edge-calendar-no-jobs",
      CalendarChart(title: "None", jobs: [], from: Day(number: 1), to: Day(number: 400))
    ),
    ("edge-lineage-empty", LineageChart(title: "None", columns: [], nodes: [], edges: [])),
    (
      "edge-lineage-long",
      LineageChart(
        title: "Long", columns: ["dataset", "job"],
        nodes: [
          .init("averyveryverylongnamewithoutanysignatwhichitcouldbebrokenintotwoparts", column: 0),
          .init("<script>", column: 1), .init("", column: 7),
        ], edges: [.init(from: 0, to: 1), .init(from: 1, to: 0), .init(from: 0, to: 99)])
    ),
    (
      "edge-lineage-many",
      LineageChart(
        title: "Many", columns: ["dataset", "job", "model version", "output"],
        nodes: crowd,
        edges: crowdEdges)
    ),
  ]
}
