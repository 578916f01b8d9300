import Diagnostics
import Testing

@testable import Delivery

@Suite("What templates of mails may not have")
struct MailMarkupTests {
  @Test(
    "is told by file and line when they are read",
    arguments: [
      ("<script>alert(1)</script>", "a mail has no <script>"),
      ("<SCRIPT src='https://e.org/x.js'></SCRIPT>", "a mail has no <script>"),
      ("<scr{{! nothing }}ipt>", "a mail has no <script>"),
      ("<scr{{#page}}ipt{{/page}}>", "a mail has no <scr>"),
      ("<b{{#page}} ipt{{/page}}>", "a section ends within 'ipt'"),
      ("<link rel=\"stylesheet\" href=\"https://e.org/x.css\">", "a mail has no <link>"),
      ("<svg></svg>", "a mail has no <svg>"), ("<iframe></iframe>", "a mail has no <iframe>"),
      ("<video></video>", "a mail has no <video>"), ("<form></form>", "a mail has no <form>"),
      ("<base href=\"https://e.org\">", "a mail has no <base>"), ("<v:rect>", "a mail has no <v:rect>"),

      ("</script>", "a mail has no <script>"),
      (
        "<img src=\"https://e.org/x.png\" alt=\"x\" width=\"1\" height=\"1\">",
        "a picture is fetched from elsewhere"
      ),
      ("<img src=\"data:image/png;base64,AA\" alt=\"x\">", "a picture is fetched from elsewhere"),
      ("<img src=\"cid:x@e.org\" alt=\"x\">", "a picture is fetched from elsewhere"),
      ("<img src=\"{{page}}\" alt=\"x\">", "a picture is fetched from elsewhere"),
      ("<img src=https://e.org/x.png>", "the value of 'src' does not stand in quotes"),
      ("<img alt=\"x\" width=\"1\" height=\"1\">", "a picture has no 'src'"),
      ("{{#logo}}<img src=\"cid:{{picture}}\" width=\"1\" height=\"1\">{{/logo}}", "a picture has no 'alt'"),
      ("{{#logo}}<img src=\"cid:{{picture}}\" alt=\" \" width=\"1\">{{/logo}}", "a picture has no words"),
      ("{{#logo}}<img src=\"cid:{{picture}}\" alt=\"x\" height=\"1\">{{/logo}}", "a picture has no 'width'"),
      ("<img srcset=\"https://e.org/x.png 2x\">", "a mail has no 'srcset' on <img>"),
      ("<td background=\"https://e.org/x.png\">", "a mail has no 'background' on <td>"),
      ("<p onclick=\"x()\">", "a mail has no 'onclick' on <p>"),
      ("<p ONCLICK>", "a mail has no 'onclick' on <p>"),
      ("<div href=\"https://e.org\">", "a mail has no 'href' on <div>"),
      ("<a href=\"javascript:x()\">", "a link leads nowhere that a mail may lead"),
      ("<a href=\"data:text/html,x\">", "a link leads nowhere that a mail may lead"),
      ("<a href=\"java&#115;cript:x()\">", "a link leads nowhere that a mail may lead"),
      ("<a href=\"{{title}}\">", "a link leads nowhere that a mail may lead"),
      ("<a href=\"{{#page}}{{page}}{{/page}}\">", "a link leads nowhere that a mail may lead"),
      ("<a href=\"{{page}}{{title}}\">", "a link leads nowhere that a mail may lead"),
      ("<a href=\"{{page}}javascript:x()\">", "a link leads nowhere that a mail may lead"),
      ("<a href=\"{{page}}{{#title}}?{{/title}}\">", "a link leads nowhere that a mail may lead"),
      ("<a href=\"https://e{{title}}.org/\">", "a link leads nowhere that a mail may lead"),
      ("<a href=\"https://{{title}}/\">", "a link leads nowhere that a mail may lead"),
      (
        "<a href=\"java{{#page}}\" href=\"https://e{{/page}}script:x()\">",
        "a section ends the value of 'href'"
      ),
      ("<p style=\"background:url(https://e.org/x.png)\">", "a mail's style has no 'url('"),
      ("<p style=\"background:URL(https://e.org/x.png)\">", "a mail's style has no 'URL('"),
      ("<p style=\"background:u\\72l(https://e.org)\">", "a style has '\\' or a comment in it"),
      ("<p style=\"background:u&#114;l(https://e.org)\">", "a style has '&', '@' or '{' in it"),
      ("<p style=\"background:u/**/rl(https://e.org)\">", "a style has '\\' or a comment in it"),
      ("<p style=\"background:u{{! }}rl(https://e.org)\">", "a mail's style has no 'url('"),
      (
        "<p style=\"background:url{{#page}} {{/page}}(https://e.org)\">",
        "a style has a section and a function"
      ),
      ("<p style=\"background:image-set('https://e.org/x.png' 1x)\">", "a mail's style has no 'image-set('"),
      ("<p style=\"background:url(\u{301}https://e.org)\">", "a style has a character outside of ASCII"),
      ("<p style=\"width:expression(x())\">", "a mail's style has no 'expression('"),
      ("<p style=\"color:{{title}}\">", "a style has a variable of the report in it"),
      ("<p title={{title}}>", "'title' stands within a tag"),
      ("<p {{title}}>", "'title' stands within a tag"), ("<{{title}}>", "'title' stands within a tag"),
      ("<p title=\"{{{content}}}\">", "'content' stands within a tag"),
      ("<p title=\"x\"\u{301} onclick=\"x()\">", "stands within <p> where an attribute would begin"),
      ("<p title=\"x\"onclick=\"x()\">", "stands within <p> where an attribute would begin"),
      ("<!-- [if mso]><v:rect><![endif]-->", "comments of HTML"), ("<![CDATA[x]]>", "comments of HTML"),
      ("a < b", "'<' stands before no element"), ("<?xml?>", "'<' stands before no element"),
      ("{{#page}}<p {{/page}}class=\"x\">", "a section begins in one part of a tag and ends in another"),
      ("<p{{#page}}>{{/page}}", "a section ends the tag <p>"), ("a\u{2}b", "a control character stands here"),
    ])
  func refused(_ markup: String, _ expected: String) throws {
    let told = TemplateFolder.told(["footer.mustache": "<p>\n</p>\n" + markup + "\n"])
    #expect(told.count == 1 && told[0].contains(expected), "\(told)")
    #expect(told.first?.hasPrefix("footer.mustache:3: ") == true, "\(told)")
  }

  @Test(
    "of a frame's style sheet is what fetches something",
    arguments: [
      ("@import 'https://e.org/x.css';", "a mail's style sheet has no '@import'"),
      ("@font-face { font-family: x; }", "a mail's style sheet has no '@font-face'"),
      ("p { background: url(https://e.org) }", "a mail's style has no 'url('"),
      ("p { content: '</style ><b>' }", "a style sheet has '<' in it"),
      ("p { color: {{title}} }", "'title' stands within a tag or a style sheet"),
      ("/* x */", "a style has '\\' or a comment in it"),
      ("\\40import 'https://e.org'", "a style has '\\' or a comment in it"),
    ])
  func sheets(_ sheet: String, _ expected: String) {
    let told = TemplateFolder.told(["dark.mustache": ".x { color: #123456; }\n" + sheet + "\n\n"])
    #expect(
      told.count == 1 && told[0].hasPrefix("dark.mustache:2: ") && told[0].contains(expected), "\(told)")
  }

  @Test("is not what teams want: links, classes, parts that are there or not, colours, their own style sheet")
  func taken() {
    for markup in [
      "<p class=\"s\" style=\"font-family:{{font}};color:{{accent}};\">A <b>GmbH</b> &amp; Co<br/>, <a href=\"https://e.org/?a={{site}}\" title='x'>e.org</a> <a href='tel:+49'>1</a></p>",
      "<table width=\"100%\" bgcolor=\"#ffffff\"><tr>{{#page}}<td nowrap><a href=\"{{page}}?from=mail\">x</a></td>{{/page}}</tr></table >",
      "<td{{#page}} width=\"10\"{{/page}} align=\"{{#site}}left{{/site}}{{^site}}right{{/site}}\" style=\"{{#site}}color:{{accent}};{{/site}}\">",
      "<p style=\"color:rgb(1, 2, 3);width:calc(100% - 2px);\">2 &gt; 1</p >",
    ] {
      #expect(TemplateFolder.told(["footer.mustache": markup]) == [], "\(markup)")
    }
    #expect(
      TemplateFolder.told([
        "mail.mustache":
          "<!doctype html>\n<html lang='{{language}}'><head><title>{{title}}</title><style>{{> dark}} p:not(.x) { color: {{accent}}; }\n@media (max-width: 400px) { .x { width: 100% !important; } }</STYLE></head><body>{{{content}}}</body></html>"
      ]) == [])
  }

  @Test("is, in the template of a block, what stands in a frame alone, or an end that is missing")
  func blocks() {
    for (markup, expected) in [
      ("<style>p { color: red; }</style>", "paragraph.mustache:1: <style> stands outside of mail.mustache"),
      ("\n<meta name=\"x\">", "paragraph.mustache:2: <meta> stands outside of mail.mustache"),
      ("{{{content}}}<p", "paragraph.mustache: 'paragraph' leaves a tag or a style sheet open, or ends what"),
      ("<p title=\"x", "paragraph.mustache: 'paragraph' leaves a tag or a style sheet open, or ends what"),
    ] {
      let told = TemplateFolder.told(["paragraph.mustache": markup])
      #expect(told.count == 1 && told[0].hasPrefix(expected), "\(told)")
    }
  }

  @Test("is an element in a frame's title, which a browser takes for text, and whose end for the title's")
  func titles() {
    let told = { (title: String) in
      TemplateFolder.told([
        "mail.mustache": "<html><head>\n<title>\(title)</title></head><body>{{{content}}}</body></html>"
      ])
    }
    for title in ["<p title=\"</title><script>x</script>\">", "<b>", "</titl>", "</ title>", "a<"] {
      let found = told(title)
      #expect(
        found.count == 1 && found[0].hasPrefix("mail.mustache:2: '<' stands within <title>"), "\(found)")
    }
    #expect(told("{{{content}}}")[0].contains("'content' stands within a tag"))
    #expect(told("{{#page}}</title>{{/page}}")[0].contains("a section begins in one part of a tag"))
    #expect(told("{{#site}}{{site}}: {{/site}}{{title}} &lt; x").isEmpty)
  }

  @Test("is a partial that leaves something open, whatever the frame makes of it")
  func partials() {
    for (name, markup) in [
      ("footer", "<p class"), ("page", "<p title=\"x"), ("logo", "<p title='"), ("dark", ".x { }</style>"),
    ] {
      let told = TemplateFolder.told([name + ".mustache": markup])
      #expect(told.count == 1 && told[0].hasPrefix("\(name).mustache: '\(name)' leaves a tag"), "\(told)")
    }
    #expect(
      TemplateFolder.told(["footer.mustache": "<style>"])[0].hasPrefix("footer.mustache:1: <style> stands"))
  }

  @Test(
    "is a name, a value or a comment without end", arguments: ["<", "</", "<!", "<p ", "<p a=", "<p a='"])
  func long(_ beginning: String) {
    let text = beginning + String(repeating: "a", count: 20_000)
    #expect(TemplateFolder.told(["paragraph.mustache": text]).count == 1)
  }

  @Test("is a frame that leaves no room for a report")
  func large() {
    let told = TemplateFolder.told(["mail.mustache": String(repeating: "<p>word</p>\n", count: 9000)])
    #expect(told.count == 1 && told[0].hasPrefix("mail.mustache: the template has 108000 bytes"))
    let half = String(repeating: "<p>word</p>\n", count: 4500)
    let parts = TemplateFolder.told(["footer.mustache": half, "logo.mustache": half])
    #expect(parts.count == 1 && parts[0].contains("the template 'mail' alone has 1"), "\(parts)")
  }
}
