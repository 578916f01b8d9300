/// What `scorebook init` writes: small enough to read in five minutes, whole enough to run.
enum ExampleWorkspace {
  static let files: [(path: String, text: String)] = [
    ("scorebook.yaml", configuration), ("data/customers.csv", customers),
    ("models/welcome.yaml", scorecard), ("site/index.md", index), (".gitignore", ignored),
  ]

  private static let configuration = """
    # A workspace of Scorebook. 'scorebook check' reads all of it before anything runs.
    name: Welcome
    timezone: UTC                      # whose days the dates are

    datasets:
      customers:
        csv: data/customers.csv        # a path, a glob, or a path with :date
        key: [customer_id]

    models:
      welcome:
        question: Which customers answer a letter?
        objective: Write only to those who would like to hear from us.
        owner: {team: crm, email: crm@example.com}
        versions: [{artefact: models/welcome.yaml}]
        aliases: {champion: 1}

    jobs:
      welcome:
        input: customers
        model: welcome@champion
        every: 7d                      # its dates: 2026-01-05, -12, -19 …
        since: 2026-01-05
        outputs: [margin, probability]
        keep: [country]
        output:
          sqlite: _out/welcome.db
          table: welcome_scores
          write: by_date               # a date is replaced whole, or left alone

    site:
      title: Welcome

    pipelines:
      night:                           # one line in cron: scorebook pipeline run night
        steps:
          - run: welcome
          - site: build

    """

  private static let customers = """
    customer_id,days_since_last,orders,country
    0001,3,14,DE
    0002,41,2,FR
    0003,12,5,DE
    0004,220,1,IT
    0005,7,9,FR
    0006,,0,DE
    0007,64,3,ES
    0008,18,6,IT
    0009,1,22,DE
    0010,95,2,FR
    0011,33,4,ES
    0012,150,1,DE

    """

  private static let scorecard = """
    # A scorecard: points for what is known of a customer, written by hand and read in a review.
    scorecard:
      labels: ["0", "1"]
      base_points: 20
      scale: {points: 100, odds: 0.1, points_to_double: 20}   # 100 points are odds of 1:10
      characteristics:
        - input: days_since_last
          bins:
            - {up_to: 14, points: 60, reason: bought within two weeks}
            - {up_to: 60, points: 40, reason: bought within two months}
            - {points: 10, reason: not seen for long}
          missing: {points: 0, reason: never bought}
        - input: orders
          bins:
            - {up_to: 1, points: 0, reason: at most one order}
            - {up_to: 5, points: 20, reason: a few orders}
            - {points: 40, reason: many orders}

    """

  private static let index = """
    ---
    title: Welcome
    description: What we know about our customers' answers.
    ---

    This page is `site/index.md`: write here what a reader should know. The numbers below come from the book.

    """

  private static let ignored = """
    .scorebook/
    _out/
    _site/

    """
}
