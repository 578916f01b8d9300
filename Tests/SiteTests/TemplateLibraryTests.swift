import Diagnostics
import Foundation
import Site
import Testing

@Suite("Templates")
struct TemplateLibraryTests {
  @Test("are in the program as they stand in the repository")
  func embedded() throws {
    let folder = Fixtures.repository + "/templates"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
      [".mustache", ".css", ".js"].contains(where: $0.hasSuffix)
    }
    #expect(names.sorted() == EmbeddedTemplates.files.keys.sorted())
    for name in names {
      let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
      #expect(EmbeddedTemplates.files[name] == text, "\(name): run templates/embed.sh")
    }
  }

  @Test("can be overridden one by one")
  func override() throws {
    try Fixtures.withFolder { folder in
      try write("<footer>{{site_title}} of ours</footer>\r\n", folder, "footer.mustache")
      try write("mail", folder, "README.md")
      try FileManager.default.createDirectory(atPath: folder + "/email", withIntermediateDirectories: false)
      try write("body { margin: 0 }\n", folder, "stylesheet.css")
      let builder = try SiteBuilder(templates: TemplateLibrary(override: folder))
      _ = try builder.build(
        SiteInput(title: "S", documents: [SiteDocument(path: "index.md", text: "x")]), to: folder + "/_site")
      let output = try BuiltSite(reading: folder + "/_site")
      #expect(output.text("index.html")?.contains("<footer>S of ours</footer>\n") == true)
      let style = try #require(output.files.first { $0.path.hasPrefix("assets/style-") })
      #expect(String(decoding: style.bytes, as: UTF8.self) == "body { margin: 0 }\n")
    }
    #expect(told { _ = try TemplateLibrary(override: "/nonexistent") }.isEmpty)
    // Nothing is published with other templates than those that somebody wanted.
    try Fixtures.withFolder { folder in
      try "x".write(toFile: folder + "/file", atomically: false, encoding: .utf8)
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "gone")
      #expect(
        told { _ = try TemplateLibrary(override: folder + "/file") } == [
          "\(folder)/file: there is a file where the folder of templates should be. Move it, or rename it."
        ])
      #expect(
        told { _ = try TemplateLibrary(override: folder + "/link") } == [
          "\(folder)/link: the folder of templates can't be read. Look at its permissions, or put a folder in "
            + "its place."
        ])
    }
    #expect(told { _ = try TemplateLibrary(override: Fixtures.repository + "/templates") }.isEmpty)
  }

  @Test("may show of the page in each entry of a list, which other pages then don't share")
  func entriesOfPages() throws {
    try Fixtures.withFolder { folder in
      try write(
        "{{#groups}}\n{{#items}}\n<i>{{name}} on {{title}}{{#is_current}}, here{{/is_current}}</i>\n{{/items}}\n"
          + "{{^more}}\n<b>{{name}}: all</b>\n{{/more}}\n{{/groups}}\n", folder, "sidebar.mustache")
      let builder = try SiteBuilder(templates: TemplateLibrary(override: folder), threads: 1)
      let pages = ["a", "b", "c"].map { SiteDocument(path: "x/\($0).md", text: "# \($0)\n") }
      _ = try builder.build(
        SiteInput(title: "S", documents: pages + [SiteDocument(path: "x/index.md", text: "# X\n")]),
        to: folder + "/_site")
      let output = try BuiltSite(reading: folder + "/_site")
      for page in ["a", "b", "c", "X"] {
        let entries = ["a", "b", "c"].map { "<i>\($0) on \(page)\($0 == page ? ", here" : "")</i>\n" }
        let html = try #require(output.text("x/\(page == "X" ? "index" : page).html"))
        #expect(html.contains(entries.joined() + "<b>X: all</b>\n"), "\(page)")
      }
    }
  }

  @Test("are refused with the nearest name")
  func wrong() throws {
    try Fixtures.withFolder { folder in
      try write("x", folder, "foter.mustache")
      try write("x", folder, "invoice.css")
      #expect(
        told { _ = try TemplateLibrary(override: folder) } == [
          "\(folder)/foter.mustache: there is no template 'foter.mustache' to override. Did you mean 'footer.mustache'?",
          "\(folder)/invoice.css: there is no template 'invoice.css' to override; expected "
            + EmbeddedTemplates.files.keys.sorted().joined(separator: ", ") + ". Rename or remove it.",
        ])
    }
    try Fixtures.withFolder { folder in
      try write(
        "a\n{{ titel }}\n{{> heed}}\n{{=<% %>=}}\n{{#sections}}{{nam}}{{/sections}}\n", folder,
        "footer.mustache")
      let path = folder + "/footer.mustache"
      #expect(
        told { _ = try TemplateLibrary(override: folder) }.prefix(4) == [
          "\(path):2: pages have no variable 'titel'. Did you mean 'title'?",
          "\(path):3: there is no partial 'heed'. Did you mean 'head'?",
          "\(path):4: the tag '{{=' is not available in page templates. Use variables, sections and partials.",
          "\(path):5: pages have no variable 'nam'. Did you mean 'name'?",
        ])
    }
  }

  @Test("are refused where they are folders, pipes, sockets, links out of the folder, or no text")
  func noFiles() throws {
    try Fixtures.withFolder { folder in
      let manager = FileManager.default
      try manager.createDirectory(
        atPath: folder + "/templates/sidebar.mustache", withIntermediateDirectories: true)
      try manager.createDirectory(atPath: folder + "/templates/shared", withIntermediateDirectories: true)
      try write("secret", folder, "secret")
      try write("<p>foot</p>", folder + "/templates", "shared/foot")
      for (name, target) in [
        ("head.mustache", "/etc/passwd"), ("stylesheet.css", "../secret"), ("contents.mustache", "gone"),
        ("footer.mustache", "shared/foot"), ("neighbours.mustache", "shared"),
      ] {
        try manager.createSymbolicLink(atPath: folder + "/templates/" + name, withDestinationPath: target)
      }
      try manager.createSymbolicLink(
        atPath: folder + "/templates/page.mustache", withDestinationPath: "script.js")
      try #require(makeSocket(folder + "/templates/tables.js"))
      try #require(mkfifo(folder + "/templates/script.js", 0o600) == 0)
      try Data([0xE9, 0x0A]).write(to: URL(fileURLWithPath: folder + "/templates/search.js"))
      let path = folder + "/templates"
      #expect(
        told { _ = try TemplateLibrary(override: path) } == [
          "\(path)/contents.mustache: the symbolic link leads nowhere. Mend or remove it.",
          "\(path)/head.mustache: the symbolic link leads out of the folder. Put the file itself there.",
          "\(path)/neighbours.mustache: a folder has the name of a template. Rename it, or put a file in its place.",
          "\(path)/page.mustache: a pipe has the name of a template. Rename it, or put a file in its place.",
          "\(path)/script.js: a pipe has the name of a template. Rename it, or put a file in its place.",
          "\(path)/search.js: the template is not valid UTF-8. Save it again as UTF-8.",
          "\(path)/sidebar.mustache: a folder has the name of a template. Rename it, or put a file in its place.",
          "\(path)/stylesheet.css: the symbolic link leads out of the folder. Put the file itself there.",
          "\(path)/tables.js: a device or socket has the name of a template. Rename it, or put a file in its place.",
        ])
    }
  }

  @Test("a file in the place of their folder is told, and overrides nothing")
  func file() throws {
    try Fixtures.withFolder { folder in
      try "x".write(toFile: folder + "/templates", atomically: false, encoding: .utf8)
      #expect(
        told { _ = try TemplateLibrary(override: folder + "/templates") } == [
          "\(folder)/templates: there is a file where the folder of templates should be. Move it, or rename it."
        ])
      _ = try TemplateLibrary(override: folder + "/nowhere")
    }
  }

  /// A socket by this name.
  private func makeSocket(_ path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array(path.utf8)
    guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }

  @Test("are refused where they are no Mustache, or include themselves")
  func endless() throws {
    try Fixtures.withFolder { folder in
      try write("a\n{{#sections}}\n", folder, "footer.mustache")
      let found = told { _ = try TemplateLibrary(override: folder) }
      #expect(
        found.count == 1 && found[0].hasPrefix("\(folder)/footer.mustache:")
          && found[0].contains("not valid Mustache"))
    }
    try Fixtures.withFolder { folder in
      try write("{{> head}}", folder, "footer.mustache")
      try write("{{> footer}}", folder, "head.mustache")
      let found = told { _ = try TemplateLibrary(override: folder) }
      #expect(
        found == [
          "\(folder)/footer.mustache:1: the template includes itself by 'head.mustache'. "
            + "Take the partial out that leads back to it."
        ])
    }
    // The program's own templates are told with the one that makes the circle.
    try Fixtures.withFolder { folder in
      try write("\n{{> page}}", folder, "navigation.mustache")
      let found = told { _ = try TemplateLibrary(override: folder) }
      #expect(
        found.count == 1
          && found[0].hasPrefix("\(folder)/navigation.mustache:2: the template includes itself by "),
        "\(found)")
    }
  }

  @Test(
    "are refused where pages would be without their text",
    arguments: [
      (
        "page.mustache", "",
        "; expected {{{content}}} in it, or in a partial that it includes, found nothing but blanks"
      ),
      ("page.mustache", " \n\n", "found nothing but blanks"),
      ("single.mustache", "<p>{{title}}</p>", "{{{content}}}"),
      ("page.mustache", "{{> head}}{{content}}", "{{{content}}}"),
      ("page.mustache", "{{!{content}}}{{^content}}none{{/content}}", "{{{content}}}"),
      ("redirect.mustache", "<p>{{title}}</p>", "{{target}}"),
    ])
  func empty(_ name: String, _ text: String, _ words: String) throws {
    try Fixtures.withFolder { folder in
      try write(text, folder, name)
      let found = told { _ = try TemplateLibrary(override: folder) }
      #expect(found.count == 1 && found[0].hasPrefix("\(folder)/\(name): the template does not write"))
      #expect(found.first?.contains(words) == true, "\(found)")
    }
  }

  @Test("may write a page's text in a partial, and be empty where nothing essential stands")
  func elsewhere() throws {
    try Fixtures.withFolder { folder in
      try write("{{> head}}{{> sidebar}}", folder, "page.mustache")
      try write("{{&content}}", folder, "sidebar.mustache")
      for name in ["footer.mustache", "head.mustache", "stylesheet.css", "script.js"] {
        try write("", folder, name)
      }
      #expect(told { _ = try TemplateLibrary(override: folder) }.isEmpty)
      // The same text, taken out of the partial.
      try write("", folder, "sidebar.mustache")
      #expect(told { _ = try TemplateLibrary(override: folder) }.count == 1)
    }
  }

  private func write(_ text: String, _ folder: String, _ name: String) throws {
    try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
  }
}
