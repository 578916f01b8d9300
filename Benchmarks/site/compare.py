"""Builds the same 10,000 pages with Scorebook and with Hugo, in turn, and prints a table.

    python3 compare.py FOLDER [--runs 3] [--pages 10000] [--program PATH]

Makes the pages in FOLDER unless they are there (`generate.py`), and two Hugo sites over the same Markdown: with the
lean theme in `hugo/`, which makes the pages alone and leaves the links between them as they stand, so that they lead
nowhere; and with the theme in `hugo-same/`, which makes the same site as Scorebook, as far as Hugo can (its
`config.toml` says what is left out). Each round builds with Scorebook from nothing, and with Hugo and either theme into
an empty folder, each of them first in turn, then with Scorebook unchanged, with one page changed, and with one title
changed. CPU is user and system time of the process with all its threads, from wait4; the table gives medians. What a
round has built is set aside and removed at the end: for minutes after many files were removed, ext4 looks at each of
their inodes again before it gives a new one, which took as long as all else and is no part of a build. So leave ten
minutes between two calls, and between one and whatever else removes thousands of files.

A second table tells what the last round has made: files, bytes, links from page to page, and how many of those lead
nowhere. Ends with exit status 1 if there is such a link in Scorebook's site or in the same one by Hugo, and unless
the site built after the changes is the same to the byte as one built from nothing.
"""

import argparse
import filecmp
import html
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
WORKSPACE = "name: Cards\ntimezone: UTC\nsite:\n  title: Cards\n  base_url: https://example.com/\n"
LINK = re.compile(r'<a(?:\s+[\w:-]+(?:="[^"]*")?)*?\s+href="([^"]*)"')


def measure(command, folder):
    """CPU seconds, wall seconds and peak MiB of one process and all it waits for."""
    # Each begins alike: what the one before wrote is on the disk, what it held has been given back.
    os.sync()
    time.sleep(3)
    with open(folder / "last.log", "wb") as log:
        began = time.monotonic()
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{(folder / 'last.log').read_text()}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def set_aside(folder, *places):
    """Out of the way, to be removed when everything has been measured."""
    for place in places:
        if place.exists():
            used = folder / "used"
            used.mkdir(exist_ok=True)
            place.rename(used / f"{time.monotonic_ns()}")


def prepare(folder, pages):
    ours, lean, full = folder / "scorebook", folder / "hugo", folder / "hugo-same"
    if not (folder / "content").is_dir():
        subprocess.run([sys.executable, HERE / "generate.py", folder, "--pages", str(pages)], check=True)
    set_aside(folder, ours, lean, full)
    ours.mkdir()
    (ours / "scorebook.yaml").write_text(WORKSPACE)
    shutil.copytree(folder / "content", ours / "site")
    for theme in (lean, full):
        shutil.copytree(HERE / theme.name, theme)
        shutil.copytree(folder / "content", theme / "content")
        # What we call index.md is _index.md in Hugo; its index.md would make the pages beside it resources.
        for index in (theme / "content").rglob("index.md"):
            index.rename(index.with_name("_index.md"))
    # The same site has the same style and script.
    templates, assets = HERE.parent.parent / "templates", full / "assets/assets"
    assets.mkdir(parents=True)
    shutil.copy(templates / "stylesheet.css", assets / "style.css")
    scripts = ("script.js", "tables.js", "search.js")
    (assets / "script.js").write_bytes(b"".join((templates / name).read_bytes() for name in scripts))
    return ours, lean, full


def survey(site):
    """Files and bytes of a made site, links from page to page, and those of them that lead nowhere."""
    sizes = {}
    for place, _, names in os.walk(site):
        for name in names:
            path = os.path.join(place, name)
            sizes[path] = os.path.getsize(path)
    links = dead = 0
    known = {}
    for page in sizes:
        if not page.endswith(".html"):
            continue
        folder = os.path.dirname(page)
        for address in LINK.findall(pathlib.Path(page).read_text(encoding="utf-8")):
            # Does it lead to a file? None: it is an outside link, or one within the page.
            leads = known.get((folder, address), "")
            if leads == "":
                url = urllib.parse.urlsplit(html.unescape(address))
                path = urllib.parse.unquote(url.path)
                leads = None
                if path and not url.scheme and not url.netloc:
                    start = str(site) + "/" if path.startswith("/") else folder + "/"
                    target = os.path.normpath(start + path)
                    leads = target in sizes or os.path.join(target, "index.html") in sizes
                known[folder, address] = leads
            links += leads is not None
            dead += leads is False
    return len(sizes), sum(sizes.values()), links, dead


def same(one, other):
    comparison = filecmp.dircmp(one, other, ignore=[])
    waiting = [comparison]
    while waiting:
        here = waiting.pop()
        if here.left_only or here.right_only:
            return False
        _, different, wrong = filecmp.cmpfiles(here.left, here.right, here.common_files, shallow=False)
        if different or wrong:
            return False
        waiting += here.subdirs.values()
    return True


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--pages", type=int, default=10_000)
    arguments.add_argument("--program", type=pathlib.Path)
    options = arguments.parse_args()
    program = options.program and options.program.resolve()
    if program is None:
        subprocess.run(["make", "build"], cwd=HERE.parent.parent, check=True)
        program = HERE.parent.parent / ".build/release/scorebook"
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    ours, lean, full = prepare(folder, options.pages)
    # The file system is still busy with what was prepared, and the first program would pay for it.
    os.sync()
    time.sleep(60)
    page = ours / "site/section-0/group-000/card-07.md"
    rows = {}
    for run in range(options.runs):
        def take(name, command, place):
            rows.setdefault(name, []).append(measure(command, place))
        build = [program, "site", "build"]
        set_aside(folder, ours / "_site", ours / ".scorebook",
                  *(theme / made for theme in (lean, full) for made in ("public", "resources")))
        # Who comes first in a round comes right after what the round before has changed.
        builds = [("scorebook, all", build, ours), ("hugo, lean", ["hugo", "--quiet"], lean),
                  ("hugo, same site", ["hugo", "--quiet"], full)]
        for one in builds[run % 3:] + builds[:run % 3]:
            take(*one)
        take("scorebook, nothing changed", build, ours)
        # The first change makes the site's second folder; those after it only put files into it.
        for change in range(3):
            page.write_text(page.read_text() + f"\nRun {run}, change {change}.\n")
            take("scorebook, one page, the first time" if change == 0 else "scorebook, one page", build, ours)
        # The next round changes it back.
        words = ("title: The ", "title: Their ")
        old, new = words if words[0] in page.read_text() else words[::-1]
        page.write_text(page.read_text().replace(old, new, 1))
        take("scorebook, one title", build, ours)
    print("| program | CPU s | wall s | peak MiB |\n|---|---:|---:|---:|")
    for name, figures in rows.items():
        cpu, wall, peak = (statistics.median(column) for column in zip(*figures))
        print(f"| {name} | {cpu:.2f} | {wall:.2f} | {peak:.0f} |")
    for peer in ("hugo, lean", "hugo, same site"):
        for number, what in enumerate(("CPU", "wall")):
            ratios = [h[number] / s[number] for h, s in zip(rows[peer], rows["scorebook, all"])]
            print(f"{peer}: {what} is {statistics.median(ratios):.1f} times ours (each round: "
                  + ", ".join(f"{ratio:.1f}" for ratio in ratios) + ")")
    sites = {"scorebook": ours / "_site", "hugo, lean": lean / "public", "hugo, same site": full / "public"}
    surveys = {name: survey(site) for name, site in sites.items()}
    print("\n| site | files | bytes | links between pages | that lead nowhere |\n|---|---:|---:|---:|---:|")
    for name, figures in surveys.items():
        print(f"| {name} | " + " | ".join(f"{figure:,}" for figure in figures) + " |")
    measure([program, "site", "build", "--full", "-o", ours / "_clean"], ours)
    is_same = same(ours / "_site", ours / "_clean")
    shutil.rmtree(folder / "used", ignore_errors=True)
    for name in ("scorebook", "hugo, same site"):
        if surveys[name][-1] > 0:
            sys.exit(f"{name}: {surveys[name][-1]} links lead nowhere")
    if not is_same:
        sys.exit("the site differs from one built from nothing")


if __name__ == "__main__":
    main()
