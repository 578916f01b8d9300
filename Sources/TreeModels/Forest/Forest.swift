/// Decision trees whose leaf values are summed, whatever framework they come from.
///
/// A reader brings its format's rules into this one shape; `ForestPlan` makes it fast and `margins(of:)` is
/// the plain walk that everything else is held against.
///
/// **Missing values:** NaN in a row; each split says where it goes.
package struct Forest: Sendable, Hashable {
  /// What counts as missing at a numeric split.
  package enum Missing: UInt8, Sendable, Hashable {
    /// Nothing: NaN is taken as 0.
    case none
    /// NaN, and every value whose magnitude is at most `Forest.zero`.
    case zero
    /// NaN.
    case nan
  }

  /// Which way a split sends a value.
  package enum Rule: Sendable, Hashable {
    /// Left where the value is at most the threshold.
    case threshold(Double, missing: Missing, missingLeft: Bool)
    /// Left where the value, truncated toward zero, is in `sets[set]`; every other number goes right.
    /// What lies in (-1, 0) is category 0 or no category, as `belowZeroIsZero` says.
    case categories(set: Int, missingLeft: Bool)
  }

  /// An inner node. A child of 0 or more is a split of the same tree, one below 0 the leaf `~child`.
  package struct Split: Sendable, Hashable {
    package let feature: Int
    package let rule: Rule
    package let left: Int
    package let right: Int

    package init(feature: Int, rule: Rule, left: Int, right: Int) {
      self.feature = feature
      self.rule = rule
      self.left = left
      self.right = right
    }
  }

  /// One tree: split 0 is the root; without splits there is one leaf.
  ///
  /// **Shape:** one leaf more than splits; every split but the root and every leaf is the child of exactly
  /// one split. `isSound` tells. Leaf i has `width` values from `leaves[i * width]`, one for each output from
  /// `output`.
  package struct Tree: Sendable, Hashable {
    /// The margin it is added to: the class, for several classes; the first of several.
    package let output: Int
    package let splits: [Split]
    package let leaves: [Double]
    /// To how many margins it adds.
    package let width: Int

    package var leafCount: Int { splits.count + 1 }

    package init(output: Int, splits: [Split], leaves: [Double], width: Int = 1) {
      self.output = output
      self.splits = splits
      self.leaves = leaves
      self.width = width
    }
  }

  /// In which floating point the leaf values are summed.
  package enum Precision: Sendable, Hashable { case double, float }

  /// Number of features a row has.
  package let features: Int
  package let trees: [Tree]
  /// The categories that go left, for the splits that name them.
  package let sets: [CategorySet]
  /// What each margin starts from.
  package let base: [Double]
  package let precision: Precision
  /// The largest magnitude that `Missing.zero` takes for 0.
  package let zero: Double
  /// Whether an input is rounded to `Float` before it is compared.
  package let roundsInputs: Bool
  /// Whether a categorical split takes what lies in (-1, 0) for category 0.
  package let belowZeroIsZero: Bool

  /// Number of margins of a row.
  package var outputs: Int { base.count }

  package init(
    features: Int, trees: [Tree], sets: [CategorySet] = [], base: [Double], precision: Precision = .double,
    zero: Double = 0, roundsInputs: Bool = false, belowZeroIsZero: Bool = true
  ) {
    self.features = features
    self.trees = trees
    self.sets = sets
    self.base = base
    self.precision = precision
    self.zero = zero
    self.roundsInputs = roundsInputs
    self.belowZeroIsZero = belowZeroIsZero
  }
}

/// A set of categories, which are whole numbers from 0.
package struct CategorySet: Sendable, Hashable {
  /// Category c is in it if bit `c % 32` of word `c / 32` is set.
  package let words: [UInt32]

  package init(words: [UInt32]) { self.words = words }

  /// The categories in ascending order.
  package var members: [Int] {
    var members: [Int] = []
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        members.append(index * 32 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return members
  }

  package func contains(_ category: Int) -> Bool {
    category >= 0 && category / 32 < words.count && words[category / 32] >> UInt32(category % 32) & 1 == 1
  }
}
