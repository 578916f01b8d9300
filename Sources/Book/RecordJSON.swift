import Foundation

/// The one JSON form of everything nested in the book: sorted keys, snake case where a type says so,
/// non-finite numbers as the strings "NaN", "Infinity" and "-Infinity".
package enum RecordJSON {
  package static func text(_ value: some Encodable, pretty: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
      pretty
      ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  package static func value<Value: Decodable>(_ type: Value.Type, from text: some StringProtocol) throws
    -> Value
  {
    try value(type, from: Array(text.utf8))
  }

  package static func value<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return try decoder.decode(type, from: Data(bytes))
  }

  /// A column of the book that this program wrote: what can't be read is damage.
  static func stored<Value: Decodable>(_ type: Value.Type, _ text: String, of what: String) throws -> Value {
    do {
      return try value(type, from: text)
    } catch {
      throw DamagedRecord(what: "\(what) that can't be read")
    }
  }
}
