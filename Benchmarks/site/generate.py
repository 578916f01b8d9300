"""Makes the pages of the site benchmark: the same bytes on every machine.

    python3 generate.py FOLDER [--pages 10000]

Writes FOLDER/content with pages like model cards, 3.5 kB of Markdown each: front matter, headings, paragraphs with
emphasis, code, links to neighbours, a list, a table, now and then a quote, a footnote or a task list. A hundred
pages lie in each folder, ten folders in each section, and each of them has an index.
"""

import argparse
import pathlib
import random

WORDS = """a about account after again age all alone also amount an and any are as at average band base batch because
before below best between book both buy buyer by calibration card case change cohort column compare contract cost
count customer date day decide deviation drift each early error estimate every evidence explain false feature few
first fold for forest found from gain gate given group half has high history holdout horizon how if in income
interval is item job keep key known label large last late leaf left lift limit list log long loss low margin mean
measure median model month more most move name night no not number of often old on once one open or order other out
over page part past people percentile place plan point positive predict price profile promise quantile question range
rare rate read reason record reject report result row run same sample score season second share shadow short show
signal small source split spread standard state step such table tail target team ten test than that the their then
these they this threshold time to tree trend trial true two under unit until upper use value variant version very
view wait was week weight were when where which while with within without year""".split()
NAMES = "amber birch cedar delta ember fjord gorse heath inlet juniper kelp larch maple north otter pine quartz".split()


def sentence(draw):
    words = draw.choices(WORDS, k=draw.randint(8, 18))
    for _ in range(draw.randint(0, 2)):
        place = draw.randrange(len(words))
        words[place] = draw.choice(("**%s**", "*%s*", "`%s`")) % words[place]
    text = " ".join(words)
    return text[0].upper() + text[1:] + draw.choice((".", ".", ".", "?", "; so be it."))


def paragraph(draw):
    sentences = [sentence(draw) for _ in range(draw.randint(2, 5))]
    if draw.random() < 0.6:
        sentences.append(f"See [{draw.choice(WORDS)} {draw.choice(WORDS)}](card-{draw.randrange(100):02}.md).")
    if draw.random() < 0.02:
        sentences.append(f"No longer ~~{sentence(draw)}~~.")
    if draw.random() < 0.2:
        sentences.append(f"More at https://example.com/{draw.choice(WORDS)}/{draw.randrange(1000)}.")
    return " ".join(sentences)


def table(draw):
    columns = draw.randint(4, 6)
    lines = ["| metric | " + " | ".join(draw.choice(WORDS) for _ in range(columns - 1)) + " |",
             "|---" + "|---:" * (columns - 1) + "|"]
    for _ in range(draw.randint(6, 14)):
        cells = [f"{draw.uniform(0, 1):.4f}" if draw.random() < 0.8 else str(draw.randrange(100000))
                 for _ in range(columns - 1)]
        lines.append(f"| {draw.choice(WORDS)} {draw.choice(WORDS)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def extra(draw):
    kind = draw.randrange(5)
    if kind == 0:
        return "> [!NOTE]\n> " + sentence(draw) + "\n> " + sentence(draw)
    if kind == 1:
        return "\n".join(f"- [{draw.choice('x ')}] {sentence(draw)}" for _ in range(3))
    if kind == 2:
        return f"{sentence(draw)}[^n]\n\n[^n]: {sentence(draw)}"
    if kind == 3:
        return "```\n" + "\n".join(f"{draw.choice(WORDS)}: {draw.randrange(1000)}" for _ in range(6)) + "\n```"
    return "\n".join(f"{n}. {sentence(draw)}" for n in range(1, 5))


def page(draw, number):
    name = f"{draw.choice(NAMES)} {draw.choice(NAMES)} {number}"
    day = f"{1990 + number % 30}-{1 + number % 12:02}-{1 + number % 28:02}"
    parts = [f"---\ntitle: The {name} model\ndescription: {sentence(draw).replace('`', '').replace(';', ',')!r}\n"
             f"date: {day}\nweight: {draw.randrange(1, 50)}\ntags: [{draw.choice(NAMES)}, {draw.choice(NAMES)}]\n---\n",
             paragraph(draw)]
    size = sum(map(len, parts))
    number_of = 0
    while size < 3300:
        number_of += 1
        block = [f"## {draw.choice(WORDS).title()} and {draw.choice(WORDS)}", paragraph(draw)]
        if number_of == 2:
            block.append(table(draw))
        elif draw.random() < 0.5:
            block.append("\n".join(f"- {sentence(draw)}" for _ in range(draw.randint(2, 5))))
        else:
            block.append(extra(draw) if number_of != 2 else "")
        parts += block
        size += sum(map(len, block)) + 4
    return "\n\n".join(parts) + "\n"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--pages", type=int, default=10_000)
    options = arguments.parse_args()
    draw = random.Random(1997)
    content = options.folder / "content"
    content.mkdir(parents=True, exist_ok=True)
    def index(folder, title, description):
        folder.mkdir(exist_ok=True)
        text = f"---\ntitle: {title}\ndescription: {description}\n---\n\n{sentence(draw)}\n"
        (folder / "index.md").write_text(text)

    index(content, "Cards", "All cards.")
    written = 0
    for number in range(options.pages):
        section = content / f"section-{number // 1000}"
        folder = section / f"group-{number // 100:03}"
        if number % 1000 == 0:
            index(section, f"Section {number // 1000}", "A thousand cards.")
        if number % 100 == 0:
            index(folder, f"Group {number // 100}", "A hundred cards.")
        text = page(draw, number)
        written += len(text)
        (folder / f"card-{number % 100:02}.md").write_text(text)
    print(f"{options.pages} pages, {written / options.pages:.0f} bytes each")


if __name__ == "__main__":
    main()
