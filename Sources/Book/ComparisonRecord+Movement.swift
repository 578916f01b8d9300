extension ComparisonRecord {
  /// How far rows move from the baseline's order to the version's: of all rows together and of slices, never of one.
  ///
  /// **Units:** places are shares of the ranking, 0…1; 0.1 is a tenth of all rows.
  package struct Movement: Sendable, Hashable, Codable {
    /// So many rows moved no further.
    package struct Quantile: Sendable, Hashable, Codable {
      /// 0…1: 0.99.
      package var share: Double
      package var places: Double
      /// Of the two scores, in their unit; nil where theirs are not the same, or rows of fewer than five keys lie beyond.
      package var score: Double?

      package init(share: Double, places: Double, score: Double?) {
        self.share = share
        self.places = places
        self.score = score
      }
    }

    /// Rows that have one value in a column.
    package struct Slice: Sendable, Hashable, Codable {
      package var dimension: String
      package var kind: SliceRecord.Kind
      /// Empty for what is missing and for the rest of small values.
      package var label: String
      package var rows: Int
      /// The mean over its rows.
      package var places: Double

      package init(dimension: String, kind: SliceRecord.Kind, label: String, rows: Int, places: Double) {
        self.dimension = dimension
        self.kind = kind
        self.label = label
        self.rows = rows
        self.places = places
      }

      /// `cohort 1997-03`.
      package var title: String {
        switch kind {
        case .value: "\(dimension) \(label)"
        case .missing: "\(dimension) missing"
        case .other: "\(dimension) other"
        }
      }
    }

    /// Rows that lie in another tenth of the ranking.
    package var otherTenth: Int
    /// The mean over all rows.
    package var places: Double
    /// In order; none beyond which rows of fewer than five keys lie.
    package var quantiles: [Quantile]
    /// Those whose rows moved furthest, furthest first.
    package var slices: [Slice]

    package init(otherTenth: Int, places: Double, quantiles: [Quantile], slices: [Slice]) {
      self.otherTenth = otherTenth
      self.places = places
      self.quantiles = quantiles
      self.slices = slices
    }

    enum CodingKeys: String, CodingKey {
      case otherTenth = "other_tenth"
      case places, quantiles, slices
    }
  }
}
