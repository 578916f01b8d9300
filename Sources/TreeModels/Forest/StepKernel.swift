/// Sixteen rows' bytes.
typealias Bytes = SIMD16<UInt8>

/// Which of 16 rows go right.
typealias ByteMask = SIMDMask<SIMD16<Int8>>

/// How a step looks at its column.
protocol StepTest {
  static func goesRight(_ column: Bytes, _ test: UInt8) -> ByteMask
}

/// A signed comparison of ranks.
enum NumericTest: StepTest {
  @inline(__always)
  static func goesRight(_ column: Bytes, _ test: UInt8) -> ByteMask {
    let code = SIMD16<Int8>(repeating: Int8(bitPattern: test))
    return unsafeBitCast(column, to: SIMD16<Int8>.self) .> code
  }
}

/// One bit of a category's record.
enum CategoryTest: StepTest {
  @inline(__always)
  static func goesRight(_ column: Bytes, _ test: UInt8) -> ByteMask {
    let bit = Bytes(repeating: test)
    return (column & bit) .== bit
  }
}

/// A step by the kinds of its children.
///
/// **Shape:** `own` and `other` are the results of the inner children; `bias` is what `NodeStep` says.
protocol StepShape {
  static func result(
    _ right: ByteMask, own: UnsafeRawPointer, other: UnsafeRawPointer, bias: Bytes
  ) -> Bytes
}

enum LeafLeaf: StepShape {
  @inline(__always)
  static func result(_ right: ByteMask, own: UnsafeRawPointer, other: UnsafeRawPointer, bias: Bytes) -> Bytes
  {
    // The right leaf's number is the left one's plus 1, and a true lane is -1.
    bias &- unsafeBitCast(right, to: Bytes.self)
  }
}

enum SplitLeaf: StepShape {
  @inline(__always)
  static func result(_ right: ByteMask, own: UnsafeRawPointer, other: UnsafeRawPointer, bias: Bytes) -> Bytes
  {
    own.load(as: Bytes.self).replacing(with: Bytes(repeating: 0), where: right) &+ bias
  }
}

enum LeafSplit: StepShape {
  @inline(__always)
  static func result(_ right: ByteMask, own: UnsafeRawPointer, other: UnsafeRawPointer, bias: Bytes) -> Bytes
  {
    Bytes(repeating: 0).replacing(with: own.load(as: Bytes.self), where: right) &+ bias
  }
}

enum SplitSplit: StepShape {
  @inline(__always)
  static func result(_ right: ByteMask, own: UnsafeRawPointer, other: UnsafeRawPointer, bias: Bytes) -> Bytes
  {
    own.load(as: Bytes.self).replacing(with: other.load(as: Bytes.self), where: right)
  }
}

/// Runs steps of one shape over a tile.
///
/// Generic instead of closures, which the optimiser leaves as calls.
enum StepKernel<Shape: StepShape, Test: StepTest> {
  @inline(__always)
  static func run(
    _ steps: UnsafePointer<NodeStep>, _ count: Int, _ columns: UnsafeRawPointer,
    _ slots: UnsafeMutableRawPointer
  ) {
    for index in 0..<count {
      let step = steps[index]
      let column = columns + Int(step.column) &* 256
      let own = slots + Int(step.slot) &* 256
      let other = UnsafeRawPointer(slots) + Int(step.other) &* 256
      let bias = Bytes(repeating: step.bias)
      var offset = 0
      while offset < ForestPlan.tileRows {
        let a = sixteen(step.test, column + offset, UnsafeRawPointer(own) + offset, other + offset, bias)
        let next = offset &+ 16
        let b = sixteen(step.test, column + next, UnsafeRawPointer(own) + next, other + next, bias)
        (own + offset).storeBytes(of: a, as: Bytes.self)
        (own + next).storeBytes(of: b, as: Bytes.self)
        offset &+= 32
      }
    }
  }

  @inline(__always)
  private static func sixteen(
    _ test: UInt8, _ column: UnsafeRawPointer, _ own: UnsafeRawPointer, _ other: UnsafeRawPointer,
    _ bias: Bytes
  ) -> Bytes {
    Shape.result(Test.goesRight(column.load(as: Bytes.self), test), own: own, other: other, bias: bias)
  }
}
