import Testing

@testable import Site

@Suite("A site's files as they were written")
struct SiteOutputsTests {
  private static func output(_ number: UInt64) -> SiteManifest.Output {
    var digester = SiteDigester()
    digester.add(number)
    return .init(key: digester.digest, stamp: .none)
  }

  private static func outputs(_ paths: [String]) -> SiteOutputs {
    var outputs = SiteOutputs()
    for (number, path) in paths.enumerated() { outputs.set(path, output(UInt64(number))) }
    return outputs
  }

  @Test("are found by their path, wherever one looks first")
  func near() {
    let outputs = Self.outputs(["a.html", "b.html", "c/d.html"])
    for near in [-1, 0, 1, 2, 3, 1000] {
      #expect(outputs.place(like: "a.html", near: near) == 0)
      #expect(outputs.place(like: "c/d.html", near: near) == 2)
      #expect(outputs.place(like: "d.html", near: near) == nil)
    }
    #expect(SiteOutputs().place(like: "a.html", near: 0) == nil)
  }

  @Test("are not taken for one whose name looks alike and has other bytes")
  func spelling() {
    let outputs = Self.outputs(["caf\u{e9}.html"])
    #expect(outputs.spelled(as: "caf\u{e9}.html")?.key == Self.output(0).key)
    #expect(outputs.spelled(as: "cafe\u{301}.html") == nil)
    #expect(outputs.place(like: "cafe\u{301}.html", near: 0) == 0)
  }

  @Test("are there once each")
  func once() {
    var outputs = Self.outputs(["a", "b"])
    let isAdded = outputs.append("a", Self.output(7))
    #expect(!isAdded)
    #expect(outputs.spelled(as: "a")?.key == Self.output(0).key)
    outputs.set("a", Self.output(7))
    #expect(outputs.count == 2)
    #expect(outputs.spelled(as: "a")?.key == Self.output(7).key)
    let last = outputs.filter { $0 == 1 }
    #expect(last.list.map(\.key) == ["b"])
    #expect(last.place(of: "b") == 0)
    #expect(last.place(of: "a") == nil)
  }
}
