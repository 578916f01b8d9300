import Testing

@testable import Delivery

@Suite("Signatures of web-hooks")
struct WebhookSignatureTests {
  /// Computed with Python: `hmac.new(key, f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()`.
  @Test(
    "are HMAC-SHA256 over time stamp, dot and body",
    arguments: [
      (
        1_764_572_400, "{\"title\":\"Käufe\"}", "hunter2",
        "296febd3d7dc462f4d05b55444d00a926faa24883d8dd37383990a821c4592d3"
      ),
      (0, "", "k", "6b4a4b8b3c40f1e8f53a3d36682e5f99f7ad2ac1df1c93dfe336f329167641e7"),
      (
        1_764_572_400, "{}",
        "a key that is longer than the sixty-four bytes of one block of SHA-256, so that it is hashed first",
        "81a70d3590287e6ec4253cc5f45f387b84aaa4eda8a559bfdde1776ca751895e"
      ),
    ] as [(Int64, String, String, String)])
  func vectors(timestamp: Int64, body: String, key: String, expected: String) {
    #expect(
      WebhookSignature.text(timestamp: timestamp, body: Array(body.utf8), key: key) == "sha256=" + expected)
  }
}
