/// A text from outside between single quotes for a message: at most 60 characters, control characters visible.
package func quoted(_ text: some StringProtocol) -> String {
  var shown = ""
  var count = 0
  for scalar in text.unicodeScalars {
    if count == 60 {
      shown += "…"
      break
    }
    append(scalar, visiblyTo: &shown)
    count += 1
  }
  return "'\(shown)'"
}

/// The text with control characters made visible, so that nothing in it can steer a terminal.
///
/// Directional marks and the separators of lines and paragraphs count as control characters.
package func visible(_ text: some StringProtocol) -> String {
  var shown = ""
  for scalar in text.unicodeScalars { append(scalar, visiblyTo: &shown) }
  return shown
}

private func append(_ scalar: Unicode.Scalar, visiblyTo text: inout String) {
  switch scalar.value {
  case 0x0A: text += "\\n"
  case 0x0D: text += "\\r"
  case 0x09: text += "\\t"
  case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
    text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  default: text.unicodeScalars.append(scalar)
  }
}
