import Foundation
import Tabular
import Testing

@testable import Datasets

@Suite("Decimal numbers in cells")
struct DecimalTests {
  /// What libc makes of the same text.
  static func expected(_ text: String) -> Double { strtod(text, nil) }

  /// The quick way where it gives an answer, and the careful way: both are the expected bits.
  static func check(_ text: String, _ scanner: DecimalScanner) -> Bool {
    let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: 32)
    let expected = expected(text)
    return bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return false }
      let cell = UnsafeBufferPointer(rebasing: buffer[..<text.utf8.count])
      if let found = scanner.scan(base) {
        guard found.stop == base + text.utf8.count else { return false }
        guard found.value.bitPattern == expected.bitPattern else { return false }
      }
      switch DecimalText.value(cell, mark: 0x2E) {
      case .number(let value): return value.bitPattern == expected.bitPattern
      case .tooLarge: return expected.isInfinite
      case .notANumber: return false
      }
    }
  }

  @Test("are correctly rounded: 200,000 at random", arguments: 0..<4) func random(seed: UInt64) {
    var random = SeededRandom(seed + 77)
    let scanner = DecimalScanner(mark: 0x2E)
    var wrong: [String] = []
    for _ in 0..<50_000 {
      let text = Self.decimal(&random)
      if !Self.check(text, scanner) { wrong.append(text) }
    }
    #expect(wrong.prefix(5) == [])
  }

  static func decimal(_ random: inout SeededRandom) -> String {
    func digits(_ count: ClosedRange<Int>, _ random: inout SeededRandom) -> String {
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: count, using: &random) { text.append(0x30 + UInt8(random.next() % 10)) }
      return String(decoding: text, as: UTF8.self)
    }
    let sign = ["", "-", "+"].randomElement(using: &random) ?? ""
    switch Int.random(in: 0...8, using: &random) {
    case 0: return sign + digits(1...8, &random) + "." + digits(1...8, &random)
    case 1: return "\(Double(bitPattern: UInt64.random(in: 0...0x7FEF_FFFF_FFFF_FFFF, using: &random)))"
    case 2: return sign + digits(17...25, &random)
    case 3: return sign + digits(1...4, &random) + "." + digits(14...18, &random)
    case 4: return sign + digits(1...19, &random) + "e" + "\(Int.random(in: -345...310, using: &random))"
    case 5: return sign + "." + digits(1...30, &random)
    case 6:
      // Halfway between two doubles above 2^53, and just beside.
      let even = UInt64.random(in: 1 << 52..<1 << 53, using: &random) << 2
      return "\(even + UInt64.random(in: 0...4, using: &random))"
    case 7: return sign + digits(1...5, &random) + "." + "E" + "\(Int.random(in: -9...9, using: &random))"
    default: return "\(Double.random(in: -1000...1000, using: &random))"
    }
  }

  @Test(
    "are correctly rounded in hard cases",
    arguments: [
      "0", "-0", "+0.0", "9007199254740993", "9007199254740992", "9007199254740995", "18014398509481985",
      "1.7976931348623157e308", "1.7976931348623159e308", "1e309", "4.9e-324", "2.4703282292062327e-324",
      "2.4703282292062328e-324", "2.2250738585072011e-308", "2.2250738585072014e-308", "1e22", "1e23",
      "1e-22", "1e-23",
      "123456789012345678901234567890", "0.000000000000000000000000000000000000000001", "5e-324", "1e-400",
      "1e99999999999999999999", "0e99999999999", "6.02214076e23", "179769313486231580793e289",
      "8.5e-1", "1.", ".5", "1.e5", "00000000000000000000001.5", "1E+05",
    ])
  func hard(text: String) {
    #expect(Self.check(text, DecimalScanner(mark: 0x2E)))
  }

  @Test(
    "have no other spelling",
    arguments: [
      "", "-", "+", ".", "-.", "e5", "1e", "1e+", "1.2.3", "1,5", "1 000", "0x1p3", "0x10", "nan", "NaN",
      "inf",
      "-Infinity", "1d5", "１", "1_000", "--1", "+-1", "1e5.0", "1'000", "$1",
    ])
  func notNumbers(text: String) {
    let bytes = Array(text.utf8)
    #expect(bytes.withUnsafeBufferPointer { DecimalText.value($0, mark: 0x2E) } == .notANumber)
    let padded = bytes + [UInt8](repeating: 0, count: 32)
    let wholeCell = padded.withUnsafeBufferPointer { buffer -> Bool in
      guard let base = buffer.baseAddress, let found = DecimalScanner(mark: 0x2E).scan(base) else {
        return false
      }
      return found.stop == base + bytes.count
    }
    #expect(!wholeCell)
  }

  @Test("are integers of 64 bits at most") func integers() {
    func integer(_ text: String) -> Int64? {
      Array(text.utf8).withUnsafeBufferPointer { DecimalText.integer($0) }
    }
    #expect(integer("-9223372036854775808") == .min)
    #expect(integer("+9223372036854775807") == .max)
    #expect(integer("9223372036854775808") == nil)
    #expect(integer("1.0") == nil)
    #expect(integer("") == nil)
    #expect(integer("-") == nil)
  }

  @Test(
    "of dates are days that exist",
    arguments: [
      ("1997-11-02", true), ("2000-02-29", true), ("1900-02-29", false), ("1997-13-01", false),
      ("1997-00-01", false), ("1997-11-31", false), ("1997-11-2", false), ("97-11-02", false),
      ("1997/11/02", false),
    ])
  func dates(text: String, isDate: Bool) {
    #expect(Array(text.utf8).withUnsafeBufferPointer { DecimalText.isDate($0) } == isDate)
  }
}
