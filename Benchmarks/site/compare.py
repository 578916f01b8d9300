"""Builds the same 10,000 pages with Scorebook and with Hugo, in turn, and prints a table.

    python3 compare.py FOLDER [--runs 3] [--pages 10000] [--program PATH]

Makes the pages in FOLDER unless they are there (`generate.py`), and a Hugo site over the same Markdown with the plain
theme in `hugo/`. Each round builds with Scorebook from nothing, with Hugo into an empty folder, then with Scorebook
unchanged, with one page changed, and with one title changed. CPU is user and system time of the process with all its
threads, from wait4; the table gives medians. What a round has built is set aside and removed at the end: for a minute or
more after many files were removed, ext4 looks at each of their inodes again before it gives a new one, which took as
long as all else and is no part of a build. Ends with exit status 1 unless the site built after the changes is the
same to the byte as one built from nothing.
"""

import argparse
import filecmp
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
WORKSPACE = "name: Cards\ntimezone: UTC\nsite:\n  title: Cards\n  base_url: https://example.com/\n"


def measure(command, folder):
    """CPU seconds, wall seconds and peak MiB of one process and all it waits for."""
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
    ours, hugo = folder / "scorebook", folder / "hugo"
    if not (folder / "content").is_dir():
        subprocess.run([sys.executable, HERE / "generate.py", folder, "--pages", str(pages)], check=True)
    set_aside(folder, ours, hugo)
    ours.mkdir()
    (ours / "scorebook.yaml").write_text(WORKSPACE)
    shutil.copytree(folder / "content", ours / "site")
    shutil.copytree(HERE / "hugo", hugo)
    shutil.copytree(folder / "content", hugo / "content")
    # What we call index.md is _index.md in Hugo; its index.md would make the pages beside it resources.
    for index in (hugo / "content").rglob("index.md"):
        index.rename(index.with_name("_index.md"))
    return ours, hugo


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
    ours, hugo = prepare(folder, options.pages)
    page = ours / "site/section-0/group-000/card-07.md"
    rows = {}
    for run in range(options.runs):
        def take(name, command, place):
            rows.setdefault(name, []).append(measure(command, place))
        build = [program, "site", "build"]
        set_aside(folder, ours / "_site", ours / ".scorebook", hugo / "public", hugo / "resources")
        # What changed in the last two seconds before a build is read again at the next one.
        time.sleep(3)
        take("scorebook, all", build, ours)
        take("hugo, all", ["hugo", "--quiet"], hugo)
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
    for number, what in enumerate(("CPU", "wall")):
        ratios = [h[number] / s[number] for h, s in zip(rows["hugo, all"], rows["scorebook, all"])]
        print(f"hugo's {what} is {statistics.median(ratios):.1f} times ours (each round: "
              + ", ".join(f"{ratio:.1f}" for ratio in ratios) + ")")
    measure([program, "site", "build", "--full", "-o", ours / "_clean"], ours)
    is_same = same(ours / "_site", ours / "_clean")
    shutil.rmtree(folder / "used", ignore_errors=True)
    if not is_same:
        sys.exit("the site differs from one built from nothing")


if __name__ == "__main__":
    main()
