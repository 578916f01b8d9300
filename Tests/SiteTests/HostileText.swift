import Foundation

/// The texts of `Fixtures/site/xss.txt`, each of which calls `__ran` where it is taken for more than text.
enum HostileText {
  static let all: [String] = {
    let file = Fixtures.root + "/xss.txt"
    let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    return text.components(separatedBy: "\n").filter { !$0.isEmpty && !$0.hasPrefix("# ") }.map(unescaped)
  }()

  /// As a value of front matter.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case " "..."~": result.unicodeScalars.append(scalar)
      default:
        let code = String(scalar.value, radix: 16)
        result += "\\U" + String(repeating: "0", count: 8 - code.count) + code
      }
    }
    return result + "\""
  }

  private static func unescaped(_ line: String) -> String {
    line.replacing(/\\(?:u([0-9a-fA-F]{4})|(.))/) { match -> String in
      if let code = match.output.1 {
        return UInt32(code, radix: 16).flatMap(Unicode.Scalar.init).map(String.init) ?? ""
      }
      switch match.output.2 {
      case "n": return "\n"
      case "t": return "\t"
      case "r": return "\r"
      case "0": return "\0"
      case let other: return other.map(String.init) ?? ""
      }
    }
  }
}
