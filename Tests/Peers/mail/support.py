"""Holds the HTML of a mail against a table of what mail programs understand."""
import csv, html.parser, re

VOID = {"br", "hr", "img", "meta"}


class Support:
    def __init__(self, path):
        self.rows = {}
        with open(path, newline="") as file:
            for row in csv.DictReader(file):
                names = [row["names"]] if row["kind"] == "at-rule" else row["names"].split()
                for name in names:
                    self.rows[row["kind"], name] = row["allowed"].split()

    def findings(self, text):
        """What is used that has no row, or stands where its row doesn't allow it; each once."""
        reader = Reader(self)
        reader.feed(text)
        reader.close()
        return list(dict.fromkeys(reader.found)), reader.looked_at


class Reader(html.parser.HTMLParser):
    def __init__(self, support):
        super().__init__()
        self.rows, self.found, self.looked_at = support.rows, [], 0
        self.open = []

    def handle_starttag(self, element, attributes):
        self.looked_at += 1
        if ("element", element) not in self.rows:
            self.found.append(f"<{element}>")
        if element == "style" and "head" not in self.open:
            self.found.append("<style> outside of <head>")
        if element not in VOID:
            self.open.append(element)
        for name, value in attributes:
            self.looked_at += 1
            allowed = self.rows.get(("attribute", name))
            if allowed is None or allowed and element not in allowed:
                self.found.append(f"{name}= on <{element}>")
            if name == "style":
                self.style(element, value)
            if name in ("src", "href") and not re.match(r"cid:|https://|http://|mailto:", value):
                self.found.append(f"{name}=\"{value[:40]}\"")
            if name == "src" and not value.startswith("cid:"):
                self.found.append(f"fetches {value[:40]}")
        if element == "img":
            missing = {"alt", "width", "height"} - {name for name, _ in attributes}
            self.found += [f"<img> without {name}" for name in sorted(missing)]

    def handle_endtag(self, element):
        while element in self.open and self.open.pop() != element:
            pass

    def handle_comment(self, text):
        self.found.append("a comment")

    def handle_data(self, text):
        if self.open and self.open[-1] == "style":
            self.sheet(text)

    def style(self, element, text):
        if "!important" in text.lower():
            self.found.append(f"!important on <{element}>")
        for declaration in filter(str.strip, text.split(";")):
            name, _, value = (part.strip() for part in declaration.partition(":"))
            self.declaration(element, name, value)

    def declaration(self, element, name, value):
        self.looked_at += 1
        allowed = self.rows.get(("property", name))
        if allowed is None:
            return self.found.append(f"{name} on <{element}>")
        told = f"{name}:{value} on <{element}>"
        if name in ("font-size", "line-height"):
            sound = all(re.fullmatch(r"[\d.]+px", part) for part in value.split())
        elif name in ("font-weight", "display"):
            sound = value in allowed
        elif name == "background":
            sound = re.fullmatch(r"#[0-9a-f]{6}", value)
        elif name == "margin":
            # Clients put a margin of their own around the body: none is asked for.
            on_body = element == "body" and value == "0"
            sound = (on_body or f"!{element}" not in allowed) and "-" not in value and "auto" not in value
        elif name == "padding":
            sound = element in allowed or not value.strip("0px ")
        elif name == "white-space":
            sound = element == "pre"
        else:
            sound = not allowed or element in allowed
        widths = [int(width) for width in re.findall(r"(\d+)px", value)] if name.startswith("border") else []
        if not sound or any(width > 8 for width in widths) or "url(" in value or "var(" in value:
            self.found.append(told)

    def sheet(self, text):
        if len(text.encode()) > 16 * 1024:
            self.found.append("a style sheet of more than 16 KB")
        rules = re.fullmatch(r"\s*(@media [^{]*?)\s*\{((?:[^{}]*\{[^{}]*\})*)\s*\}\s*", text)
        if not rules or ("at-rule", rules[1]) not in self.rows:
            return self.found.append(f"style sheet: {text.strip()[:60]}")
        for selectors, body in re.findall(r"([^{}]*)\{([^{}]*)\}", rules[2]):
            for selector in selectors.split(","):
                if not re.fullmatch(r"\s*\.[a-z]+\s*", selector):
                    self.found.append(f"selector {selector.strip()}")
            for declaration in filter(str.strip, body.split(";")):
                name, _, value = (part.strip() for part in declaration.partition(":"))
                if not value.endswith(" !important"):
                    self.found.append(f"{name}:{value} without ' !important'")
                self.declaration("td", name, value.removesuffix(" !important"))
