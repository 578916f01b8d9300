import Datasets
import Foundation
import Testing

@Suite("Places of outputs")
struct StreamPlaceTests {
  private let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try folder.write("x", to: "file")
    try folder.write("x", to: "other")
    try FileManager.default.createDirectory(atPath: folder.file("in"), withIntermediateDirectories: false)
    for (link, target) in [("link", "in/../file"), ("new_link", "new"), ("circle", "circle"), ("dir", "in")] {
      try FileManager.default.createSymbolicLink(atPath: folder.file(link), withDestinationPath: target)
    }
    try FileManager.default.linkItem(atPath: folder.file("file"), toPath: folder.file("hard"))
  }

  @Test(
    "are the same by the file they mean, be it there or not",
    arguments: [
      ("file", "file", true), ("file", "in/../file", true), ("file", "link", true), ("file", "hard", true),
      ("file", "other", false), ("new", "new", true), ("new", "./in/../new", true), ("new", "new_link", true),
      ("new", "newer", false), ("new", "file", false), ("in/new", "dir/new", true), ("in/new", "new", false),
      ("none/new", "none/new", true), ("circle", "file", false),
    ])
  func same(_ first: String, _ second: String, _ isSame: Bool) {
    let places = [first, second].map { StreamPlace(folder.file($0)) }
    #expect(places[0].isSame(as: places[1]) == isSame)
    #expect(places[1].isSame(as: places[0]) == isSame)
  }

  @Test("are special where no regular file stands")
  func special() {
    #expect(StreamPlace("/dev/null").isSpecial)
    #expect(StreamPlace(folder.path).isSpecial)
    #expect(!StreamPlace(folder.file("link")).isSpecial)
    #expect(!StreamPlace(folder.file("new")).isSpecial)
    #expect(!StreamPlace("/dev/null").isSame(as: StreamPlace("/dev/zero")))
  }
}
