import Foundation

/// HTML of ours and of the cmark-gfm program brought to one form, so that what is left is equal or wrong.
///
/// It undoes what we mean to do otherwise, and nothing else: figures, callouts, folds, tiles and aligned numbers;
/// identifiers and anchors of headings; coloured code; the frame around tables and heads without words; the wording of footnotes and task lists; and the
/// two ways to write the same thing in HTML (`<br />`, quotes, blanks between blocks, percent signs in addresses).
enum PeerHTML {
  static func canonical(_ html: String) -> String {
    var text = html
    func replace(_ pattern: String, _ template: String) {
      text = text.replacingOccurrences(of: pattern, with: template, options: .regularExpression)
    }
    // Figures are paragraphs with an image; its title is the caption; the data follows.
    replace(
      "<figure>\n<img src=\"([^\"]*)\" alt=\"([^\"]*)\">\n<figcaption>([^<]*)</figcaption>\n",
      "<p><img src=\"$1\" alt=\"$2\" title=\"$3\"></p>\n<figure>")
    replace(
      "<figure>\n<img src=\"([^\"]*)\" alt=\"([^\"]*)\">\n",
      "<p><img src=\"$1\" alt=\"$2\"></p>\n<figure>")
    replace("<figure><details class=\"data\">\n<summary>Data</summary>\n", "")
    replace("</details>\n</figure>\n", "")
    replace("<figure></figure>\n", "")
    replace("<p>(<img [^>]*[^/>])( /)?></p>", "$1>")
    // Coloured code.
    replace("<span class=\"[kscnfpo]\">([^<]*)</span>", "$1")
    // Headings.
    replace("<h([1-6]) id=\"[^\"]*\">", "<h$1>")
    replace("<a class=\"anchor\" href=\"[^\"]*\" aria-label=\"[^\"]*\">#</a></h", "</h")
    // Tables.
    replace("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"[^\"]*\">\n<table>", "<table>")
    replace("</table>\n</div>", "</table>")
    replace("</(t[hd])>\n<", "</$1><")
    replace("<(t[hd])( scope=\"col\")?( class=\"[^\"]*\")?( align=\"[^\"]*\")?>", "<$1>")
    // A header without words is none.
    replace("<th></th>", "<td></td>")
    // Footnotes.
    replace("<sup class=\"note\"><a [^>]*>(\\d+)</a></sup>", "{note $1}")
    replace("<sup class=\"footnote-ref\"><a [^>]*>(\\d+)</a></sup>", "{note $1}")
    replace("<section class=\"footnotes\" [^>]*>", "<section>")
    replace("<li id=\"(note:|fn-)[^\"]*\">", "<li>")
    replace(" ?<a class=\"back\" [^>]*>↩</a>", "{back}")
    replace(
      " ?<a href=\"[^\"]*\" class=\"footnote-backref\"[^>]*>↩(<sup class=\"footnote-ref\">\\d+</sup>)?</a>",
      "{back}")
    // A way back for each use on the page; the program counts those in text that is lost, too.
    replace("(\\{back\\})+", "{back}")
    // Task lists.
    replace("<ul class=\"tasks\">", "<ul>")
    replace("<ol( start=\"\\d+\")? class=\"tasks\">", "<ol$1>")
    replace("<input type=\"checkbox\" disabled aria-label=\"to do\">", "{to do}")
    replace("<input type=\"checkbox\" disabled aria-label=\"done\" checked>", "{done}")
    replace("<input type=\"checkbox\" disabled=\"\" />", "{to do}")
    replace("<input type=\"checkbox\" checked=\"\" disabled=\"\" />", "{done}")
    // Links, code, and the two ways to write HTML.
    replace(" rel=\"noopener noreferrer\"", "")
    replace("<pre tabindex=\"0\">", "<pre>")
    // A language is a plain word, or none.
    replace("<code class=\"language-([A-Za-z0-9+_-]+)[^\"]*\">", "<code $1>")
    replace("<code class=\"language-[^\"]*\">", "<code>")
    replace("<(br|hr|img [^>]*[^ />]) />", "<$1>")
    replace("&#x?(39|27);", "'")
    text = decodedAddresses(text)
    let blocks = "p|ul|ol|li|blockquote|h[1-6]|pre|table|thead|tbody|tr|section|hr"
    replace("\\s*(</?(\(blocks))( start=\"\\d+\")?>)\\s*", "$1")
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The same address can be written with more or fewer percent signs.
  private static func decodedAddresses(_ html: String) -> String {
    var result = ""
    var rest = html[...]
    while let start = rest.firstRange(of: /(href|src)="/) {
      result += rest[..<start.upperBound]
      rest = rest[start.upperBound...]
      let address = rest.prefix { $0 != "\"" }
      result += address.removingPercentEncoding ?? String(address)
      rest = rest[address.endIndex...]
    }
    return result + rest
  }
}
