/// Names a file by what is in it, so that a browser's cache never shows an old one.
///
/// **Source:** FNV-1a with 64 bits. It guards against nothing; it only has to differ where the content does.
func contentDigest(_ bytes: some Sequence<UInt8>) -> String {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
