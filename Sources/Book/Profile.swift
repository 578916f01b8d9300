/// What columns held: counts, quantiles and histograms of a run's inputs and predictions, or of a training.
///
/// The JSON form is the one that training scripts commit beside a model:
/// `{"rows": n, "inputs": […], "outputs": […], "bands": […]}`.
package struct Profile: Sendable, Hashable, Codable {
  package let rows: Int
  package let inputs: [ColumnProfile]
  package let outputs: [ColumnProfile]
  /// Nine cut points that part the training scores into tenths; nil for a run.
  package let bands: [Double]?

  package init(rows: Int, inputs: [ColumnProfile], outputs: [ColumnProfile], bands: [Double]? = nil) {
    self.rows = rows
    self.inputs = inputs
    self.outputs = outputs
    self.bands = bands
  }

  /// What can't be in a profile, a clause for each; empty for a sound one. Files are not trusted to be sound.
  package var faults: [String] {
    var faults: [String] = []
    if rows < 0 { faults.append("rows is negative") }
    for column in inputs + outputs { faults += column.faults(rows: rows) }
    if let bands {
      if bands.count != 9 { faults.append("bands holds \(bands.count) cut points instead of 9") }
      if !isAscending(bands) { faults.append("bands does not ascend") }
    }
    return faults
  }
}

/// One column of a profile.
package enum ColumnProfile: Sendable, Hashable {
  case number(NumberProfile)
  case category(CategoryProfile)

  package var name: String {
    switch self {
    case .number(let column): column.name
    case .category(let column): column.name
    }
  }

  /// Values that are there.
  package var count: Int {
    switch self {
    case .number(let column): column.count
    case .category(let column): column.count
    }
  }

  package var missing: Int {
    switch self {
    case .number(let column): column.missing
    case .category(let column): column.missing
    }
  }

  func faults(rows: Int) -> [String] {
    var faults: [String] = []
    if count < 0 || missing < 0 || count > rows || missing > rows - count {
      faults.append("column '\(name)' counts other than \(rows) rows")
    }
    switch self {
    case .number(let column): faults += column.faults
    case .category(let column):
      if column.unseen < 0 || column.categories.contains(where: { $0.count < 0 }) {
        faults.append("column '\(name)' has a negative count")
      }
    }
    return faults
  }
}

/// A number column.
///
/// **Missing values:** counted, in none of the figures; where all are missing the figures are nil and empty.
package struct NumberProfile: Sendable, Hashable, Codable {
  /// Counts between edges: value v lies in cell i when `edges[i-1] <= v < edges[i]`.
  /// **Shape:** one count more than edges.
  package struct Histogram: Sendable, Hashable, Codable {
    package let edges: [Double]
    package let counts: [Int]

    package init(edges: [Double], counts: [Int]) {
      self.edges = edges
      self.counts = counts
    }
  }

  private enum CodingKeys: String, CodingKey {
    case name, count, missing, mean, minimum, maximum, quantiles, histogram
    case standardDeviation = "standard_deviation"
  }

  package let name: String
  package let count: Int
  package let missing: Int
  package let mean: Double?
  /// Of the population: the sum of squares is divided by `count`.
  package let standardDeviation: Double?
  package let minimum: Double?
  package let maximum: Double?
  /// At 0, 0.05 … 1. **Shape:** 21, or none without values.
  package let quantiles: [Double]
  package let histogram: Histogram

  package init(
    name: String, count: Int, missing: Int, mean: Double?, standardDeviation: Double?, minimum: Double?,
    maximum: Double?, quantiles: [Double], histogram: Histogram
  ) {
    self.name = name
    self.count = count
    self.missing = missing
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.minimum = minimum
    self.maximum = maximum
    self.quantiles = quantiles
    self.histogram = histogram
  }

  var faults: [String] {
    var faults: [String] = []
    if ![0, 21].contains(quantiles.count) {
      faults.append("column '\(name)' has \(quantiles.count) quantiles instead of 21")
    }
    if !isAscending(quantiles) { faults.append("column '\(name)' has quantiles that do not ascend") }
    if histogram.counts.count != histogram.edges.count + 1 {
      faults.append(
        "column '\(name)' has \(histogram.counts.count) histogram counts for \(histogram.edges.count) edges")
    }
    if !isAscending(histogram.edges) { faults.append("column '\(name)' has edges that do not ascend") }
    if histogram.counts.contains(where: { $0 < 0 }) { faults.append("column '\(name)' has a negative count") }
    return faults
  }
}

/// A category or text column.
package struct CategoryProfile: Sendable, Hashable {
  package struct Category: Sendable, Hashable {
    package let label: String
    package let count: Int

    package init(label: String, count: Int) {
      self.label = label
      self.count = count
    }
  }

  package let name: String
  package let count: Int
  package let missing: Int
  /// Rows with a category that the model has not seen in training; among `count`.
  package let unseen: Int
  /// Sorted by label.
  package let categories: [Category]

  package init(name: String, count: Int, missing: Int, unseen: Int, categories: [Category]) {
    self.name = name
    self.count = count
    self.missing = missing
    self.unseen = unseen
    self.categories = categories.sorted { $0.label < $1.label }
  }
}

private func isAscending(_ values: [Double]) -> Bool {
  zip(values, values.dropFirst()).allSatisfy { $0 <= $1 }
}
