"""Renders the corpus, and documents that are generated, with Debian's cmark-gfm program.

    python3 expect.py            writes expected/NAME.html for each corpus/NAME.md
    python3 expect.py --check    compares instead; ends with 'N cases, M differences'
    python3 expect.py --generate FOLDER [--documents 10000]
                                 writes FOLDER/documents.md and FOLDER/expected.html

Documents in a file are set apart by a line '%%%'. The program is cmark-gfm 0.29.0.gfm.6, with the extensions that
Scorebook uses; raw HTML is kept, except the tags that the specification filters.
"""

import argparse
import concurrent.futures
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
COMMAND = ["cmark-gfm", "--unsafe", "--strikethrough-double-tilde", "-e", "footnotes", "-e", "table",
           "-e", "strikethrough", "-e", "autolink", "-e", "tasklist", "-e", "tagfilter"]
MARK = "%%%\n"


def render(document):
    return subprocess.run(COMMAND, input=document.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()


def render_all(documents):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return list(pool.map(render, documents))


class Draw:
    """A linear congruential generator, so that the documents are the same with every Python."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def choice(self, items):
        return items[self.below(len(items))]


WORDS = "card run model *drift* **lift** `code` ~~gone~~ score_card a*b*c __strong__ [link](page.html) [ref] \\* &amp; " \
    "<b>raw</b> ![pic](pic.png) https://example.com/x www.example.org x^2 5*6 | [^n] é \"quoted\" it's < > & * _ ` ~~ ] [" \
    .split()
PIECES = ["# heading", "## two #", "> quote", "> > deep", "- item", "  - nested", "    - deeper", "1. one", "2) two",
          "- [ ] to do", "- [x] done", "```", "~~~ yaml", "    code", "---", "***", "===", "| a | b |", "| - | :-: |",
          "| 1 | 2 | 3 |", "|x", "<div>", "</div>", "<!-- c -->", "[ref]: /url \"t\"", "[^n]: A note.", "\\", "  ",
          "\tcode", "*", "+ plus", "10. ten", ">", "> - in", "a  ", "b\\", "***a** b*", "<a href=\"x\">", "&copy;"]


def document(number):
    draw = Draw(number * 7919 + 1997)
    lines = []
    for _ in range(1 + draw.below(14)):
        kind = draw.below(10)
        if kind < 3:
            lines.append(draw.choice(PIECES))
        elif kind < 5:
            lines.append(" " * draw.below(6) + draw.choice(PIECES) + " " + draw.choice(WORDS))
        elif kind < 8:
            lines.append(" ".join(draw.choice(WORDS) for _ in range(1 + draw.below(7))))
        elif kind < 9:
            lines.append("")
        else:
            lines.append(draw.choice(["", "> ", "- ", "  ", "    "]) + "".join(
                draw.choice(["*", "_", "`", "[", "]", "(", ")", "a", " ", "~", "<", ">", "!", "\\", "|", "b"])
                for _ in range(1 + draw.below(16))))
    return "\n".join(lines) + "\n"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true")
    arguments.add_argument("--generate", type=pathlib.Path)
    arguments.add_argument("--documents", type=int, default=10_000)
    options = arguments.parse_args()
    if options.generate:
        documents = [document(number) for number in range(options.documents)]
        options.generate.mkdir(parents=True, exist_ok=True)
        (options.generate / "documents.md").write_text(MARK.join(documents))
        (options.generate / "expected.html").write_text(MARK.join(render_all(documents)))
        print(f"{len(documents)} documents")
        return
    cases = differences = 0
    for file in sorted((HERE / "corpus").glob("*.md")):
        html = MARK.join(render_all(file.read_text().split(MARK)))
        expected = HERE / "expected" / (file.stem + ".html")
        if not options.check:
            expected.parent.mkdir(exist_ok=True)
            expected.write_text(html)
        for one, other in zip(html.split(MARK), expected.read_text().split(MARK), strict=True):
            cases += 1
            differences += one != other
    print(f"{cases} cases, {differences} differences")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
