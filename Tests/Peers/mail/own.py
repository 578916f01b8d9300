"""Mails in a team's own look: the guide's own example, and templates put together at random from what could do harm."""
import email, email.policy, pathlib, random, re, struct, zlib

import html5lib

BLOCKS = ("tiles", "heading", "paragraph", "list", "table", "figure", "quote", "callout", "code", "rule")
FRAME = ("logo", "page", "footer")
NAMES = {
    "tiles": [], "heading": ["{{{content}}}"], "paragraph": ["{{{content}}}"], "list": [], "table": [],
    "figure": ["{{alternative}}", "{{caption}}"], "quote": ["{{{content}}}"],
    "callout": ["{{title}}", "{{{content}}}"], "code": ["{{code}}"], "rule": [],
    "logo": ["{{title}}", "{{site}}"], "page": ["{{page}}", "{{title}}"], "footer": ["{{title}}", "{{unsubscribe}}"],
}
SECTIONS = {
    "heading": ["is_section", "is_minor"], "list": ["is_numbered", "start"], "table": ["has_header"],
    "figure": ["picture", "caption"], "callout": ["title"], "logo": ["page", "site"], "page": ["page", "title"],
    "footer": ["page", "reason"],
}
# Whole pieces that do no harm, and parts of such as do.
PIECES = (
    "<p>", "</p>", "<b class=\"x\">", "text", " ", "\n", "<a href=\"https://e.org/\">", "</a>", "<br>", "<br/>",
    "<td align=\"left\" style=\"color:#123456;\">", "<p style=\"width:calc(1px + 2px)\">", "<", ">", "\"", "'", "=", "/", "</", "<!", "<!--",
    "-->", "<scr", "ipt", "<script>", "</script>", " onclick=\"x()\"", " style=\"", " href=\"", " title=\"", " class=x", "<p",
    "<a", "<img", " src=\"cid:{{picture}}\"", " alt=\"x\"", " width=\"1\"", " height=\"1\"", "javascript:", "https://e.org/x",
    "url", "(", ")", "url(https://e.org/x)", "@import", "expression(", "image-set(", ";", ":", "{", "}", "\\75", "&#117;",
    "/*", "*/", "<a href=\"{{page}}", "<a href='https://e.org/?", "<svg>", "<style>", "</style>", "<title>", "</title>", "<textarea>", "<plaintext>", "\u0301", "\u2028", "\x0c",
    "{{! x }}", "{{accent}}", "data:",
)
ALLOWED = set("""html head meta title style body a abbr b blockquote br center code div em h1 h2 h3 h4 h5 h6 hr i img li ol p
pre s small span strong sub sup table tbody td tfoot th thead tr u ul colgroup""".split())
HARM = re.compile(r"url\s*\(|@import|expression|image-set|javascript|\\", re.I)


def picture(width, height):
    """A PNG of one colour."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + b"\xc8\x10\x2e" * width for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def workspace(space, title):
    """Its templates are a folder of its own; what it is told of is no markup."""
    (space.folder / "templates").unlink()
    folder = space.folder / "templates" / "email"
    folder.mkdir(parents=True)
    told = title.replace("'", "''")
    space.configure(f"site:\n  title: '{told}'\nreports:\n  weekly:\n    title: '{told}'\n"
                    "    send: [{audience: team, if: always}]\naudiences:\n"
                    "  team: {via: box, from: scorebook@example.com, to: [a@example.org], detail: full}\n"
                    "channels:\n  box: {maildir: box}\n")
    return folder


def made(space):
    """The HTML of a mail with its pictures, or what is wrong."""
    status, _, output = space.run("report", "build", "weekly", "--format", "eml", "-o", str(space.folder / "a.eml"))
    if status:
        return None, {}, output
    mail = email.message_from_bytes((space.folder / "a.eml").read_bytes(), policy=email.policy.strict)
    pictures = {part["Content-ID"].strip("<>"): part.get_content() for part in mail.walk() if part["Content-ID"]}
    return mail.get_body(("html",)).get_content(), pictures, output


def example(space, guide):
    """The mail of the guide's example, with a logo beside it."""
    folder = workspace(space, "Example & Co")
    part = next(part for part in guide.read_text().split("\n## ") if part.startswith("Your own look\n"))
    style, _, footer = re.findall(r"(?s)```(?:css|mustache)\n(.*?)```", part)
    (folder / "style.css").write_text(style)
    (folder / "footer.mustache").write_text(footer)
    (folder / "logo.png").write_bytes(picture(360, 96))
    html, pictures, output = made(space)
    problems = []
    if html is None:
        return "", {}, [output]
    for wanted in ("#c8102e", "Example GmbH", "width=\"180\" height=\"48\"", "alt=\"Example &amp; Co\""):
        if wanted not in html:
            problems.append(f"the guide's example has no {wanted}")
    return html, pictures, problems


def harm(html):
    """What a browser's parser finds in a mail that no mail may have."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    for element in tree.iter():
        name = element.tag if isinstance(element.tag, str) else "a comment"
        if name not in ALLOWED:
            yield f"<{name}>"
        if name == "style" and HARM.search(element.text or ""):
            yield f"style sheet {element.text[:80]}"
        for attribute, value in element.attrib.items():
            if attribute.startswith("on") or attribute in ("srcset", "background", "http-equiv", "action"):
                yield f"{attribute} on <{name}>"
            if attribute == "src" and not value.startswith("cid:"):
                yield f"src={value[:60]}"
            if attribute == "href" and not re.match(r"https?://|mailto:|tel:", value):
                yield f"href={value[:60]}"
            if attribute == "style" and HARM.search(value):
                yield f"style={value[:80]}"


# What a block writes at least: without it a template is refused whatever else it says.
NEEDED = {
    "tiles": "{{#rows}}{{#tiles}}{{name}} {{value}}{{/tiles}}{{/rows}}", "heading": "{{{content}}}",
    "paragraph": "{{{content}}}", "list": "{{#items}}{{{content}}}{{/items}}", "quote": "{{{content}}}",
    "table": "{{#header}}{{{content}}}{{/header}}{{#rows}}{{#cells}}{{{content}}}{{/cells}}{{/rows}}",
    "figure": '{{#picture}}<img src="cid:{{picture}}" width="{{width}}" height="{{height}}" alt="{{alternative}}">'
              "{{/picture}}{{^picture}}{{alternative}}{{/picture}}",
    "callout": "{{title}} {{{content}}}", "code": "{{code}}",
}


def text(name, chance):
    """A template of a few pieces, some of them within sections that open and close anywhere, and what it must write."""
    pieces = [chance.choice(chance.choice((PIECES, PIECES[:12], NAMES[name] or PIECES)))
              for _ in range(chance.randint(1, 7))]
    for section in SECTIONS.get(name, []):
        if chance.random() < 0.5:
            first, last = sorted((chance.randint(0, len(pieces)), chance.randint(0, len(pieces))))
            pieces[last:last] = [f"{{{{/{section}}}}}"]
            pieces[first:first] = [f"{{{{{chance.choice('#^')}{section}}}}}"]
    return "".join(pieces) + NEEDED.get(name, "")


def frame(whole, chance):
    """The program's own frame with a few pieces put anywhere into it."""
    for _ in range(chance.randint(1, 3)):
        place = chance.randint(0, len(whole))
        whole = whole[:place] + chance.choice(chance.choice((PIECES, NAMES["footer"]))) + whole[place:]
    return whole


def random_templates(space, whole, rounds, seed):
    """How many were taken and refused, and what was found in mails of those that were taken."""
    folder = workspace(space, "x\" onload=\"y\"><script>alert(1)</script> url(https://e.org) javascript:z '")
    chance, taken, refused, problems = random.Random(seed), 0, 0, []
    for _ in range(rounds):
        for file in folder.iterdir():
            file.unlink()
        own = {name: text(name, chance) for name in BLOCKS + FRAME}
        own["mail"] = frame(whole, chance)
        # Some are looked at only once others are mended.
        for _ in range(len(own) + 1):
            for file in folder.iterdir():
                file.unlink()
            for name, template in own.items():
                (folder / f"{name}.mustache").write_text(template)
            html, _, output = made(space)
            if html is not None:
                break
            wrong = set(re.findall(r"email/([a-z]+)\.mustache:", output)) & set(own)
            if not wrong:
                problems.append(f"refused without a place: {output[-300:]}")
                break
            refused += len(wrong)
            for name in wrong:
                del own[name]
        if html is None:
            continue
        taken += len(own)
        found = sorted(set(harm(html)))
        if found:
            problems.append(f"{found} of {own}")
    return taken, refused, problems
