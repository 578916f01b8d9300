"""What the formats' make.py and expect.py share: tables as text, and the comparison. README.md says how.

Plain Python from 3.6 on.
"""

import argparse
import csv
import math
import pathlib
import struct
import sys


def text(value):
    """A cell: the shortest decimal that reads back as the same number; empty for a missing value."""
    if value is None:
        return ""
    if isinstance(value, bool) or isinstance(value, (str, int)):
        return str(value)
    if hasattr(value, "dtype") and hasattr(value, "item"):
        # str of a numpy float32 is its own shortest text; repr of a Python float that of a double.
        if getattr(value.dtype, "itemsize", 8) == 4 and value.dtype.kind == "f":
            return "" if math.isnan(float(value)) else str(value)
        return text(value.item())
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    return str(value)


def write(path, names, rows):
    with open(str(path), "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for row in rows:
            writer.writerow([text(cell) for cell in row])


def read(path):
    """The header and the rows, all cells as text."""
    with open(str(path), newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1:]


def number(cell):
    """NaN for an empty cell."""
    return float(cell) if cell else math.nan


def numbers(rows):
    return [[number(cell) for cell in row] for row in rows]


def _ordered(value, float32):
    """An integer that grows with the number, one for each representable value."""
    if float32:
        bits = struct.unpack("<i", struct.pack("<f", value))[0]
        return bits if bits >= 0 else -(bits & 0x7FFFFFFF)
    bits = struct.unpack("<q", struct.pack("<d", value))[0]
    return bits if bits >= 0 else -(bits & 0x7FFFFFFFFFFFFFFF)


def agrees(committed, computed, ulps=0, float32=False):
    """Whether two cells are the same text, or numbers no further apart than that."""
    if committed == computed:
        return True
    try:
        a, b = float(committed), float(computed)
    except ValueError:
        return False
    if math.isnan(a) or math.isnan(b) or math.isinf(a) or math.isinf(b):
        return a == b
    if ulps == 0 and not float32:
        return struct.pack("<d", a) == struct.pack("<d", b)
    return abs(_ordered(a, float32) - _ordered(b, float32)) <= ulps


def differences(path, names, rows, ulps, float32, limit=5):
    """What the committed file at `path` says otherwise, as text; the first few."""
    if not path.exists():
        return ["is not there"]
    committed_names, committed = read(path)
    names = [text(name) for name in names]
    if committed_names != names:
        return ["has the columns %s, computed are %s" % (committed_names, names)]
    if len(committed) != len(rows):
        return ["has %d rows, computed are %d" % (len(committed), len(rows))]
    found = []
    for index, (old, new) in enumerate(zip(committed, rows)):
        for name, before, after in zip(names, old, new):
            allowed = max([u for start, u in ulps.items() if name.startswith(start)] or [0])
            if not agrees(before, text(after), allowed, float32):
                found.append("row %d, %s: committed %s, computed %s" % (index + 1, name, before, text(after)))
    return found[:limit] + (["%d more" % (len(found) - limit)] if len(found) > limit else [])


def cases(root, version):
    """The folders of a version's cases that have something to predict; all of them for None."""
    found = []
    for folder in sorted(p for p in root.iterdir() if p.is_dir()):
        if not (folder / "input.csv").exists():
            continue
        if version is None or folder.name.rpartition("-")[2] == version:
            found.append(folder)
    return found


def main(script, version, expect, ulps=None, float32=False, flat=None):
    """The command line of an expect.py.

    `version` is the framework's own here, None where cases belong to no version. `expect(folder)` gives
    {file name: (column names, rows)}. `flat` names cases whose files lie beside the script instead of in
    folders; `expect` gets the name then.
    """
    parser = argparse.ArgumentParser(description="Computes the expectations of the cases beside this script.")
    parser.add_argument("--check", action="store_true", help="compare with the committed files, write none")
    parser.add_argument("--version", default=version, help="the cases whose folder ends in -VERSION")
    arguments = parser.parse_args()
    root = pathlib.Path(script).resolve().parent
    if version is not None and arguments.version != version:
        sys.exit("error: this environment has version %s, not %s" % (version, arguments.version))
    found = [(case, root) for case in flat] if flat else [(f, f) for f in cases(root, arguments.version)]
    differing = 0
    for case, folder in found:
        lines = []
        for name, (names, rows) in expect(case).items():
            if arguments.check:
                lines += [name + ": " + line for line in differences(folder / name, names, rows, ulps or {}, float32)]
            else:
                write(folder / name, names, rows)
        for line in lines:
            print("%s: %s" % (getattr(case, "name", case), line))
        differing += 1 if lines else 0
    if arguments.check:
        print("%d cases, %d differences" % (len(found), differing))
    else:
        print("%d cases written" % len(found))
    sys.exit(1 if differing else 0)
