"""Writes input.csv (with --input) and expected.csv for the look-ups beside it, from tables written out here once more.

Tolerance: none.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import fixtures  # noqa: E402

SIMILAR = {
    "A1": ["A7", "A9", 0.8, "garden"],
    "A7": ["A1", "", -0.25, "garden"],
    "0042": ["A9", "A1", 0.001, "tools"],
    "42": ["A7", "A1", 12.0, "tools"],
    "caf\u00e9": ["Caf\u00e9", "A1", 0.1, "kitchen"],
    "cafe\u0301": ["th\u00e9", "A7", "", "kitchen"],
    " A1": ["A9", "A9", 3.0, ""],
    "A9": ["A1", "A7", 0.1 + 0.2, "garden"],
    "a1": ["A1", "A1", 5e-324, "tools"],
    "#5": ["x", "y", 0.0, "tools"],
}
STORES = {
    ("de", "1"): [4.9, "post", ""],
    ("de", "10"): [4.9, "courier", "Mondays"],
    ("d", "e1"): [7.0, "no", "joined otherwise"],
    ("at", "1"): ["", "post", "007"],
    ("no", "1"): [12.5, "courier", "no"],
}


def similar(row):
    if row[0] == "":
        return ["scored", "", "", "", "none"]
    return ["scored"] + SIMILAR.get(row[0], ["A1", "A9", 0.0, "other"])


def stores(row):
    if "" in row:
        return ["missingInput", "", "", ""]
    found = STORES.get(tuple(row))
    return ["scored"] + found if found else ["invalidInput", "", "", ""]


CASES = {
    "similar-1": (
        ["product_id"],
        ["status", "similar_1", "similar_2", "score", "department"],
        similar,
        [[k] for k in list(SIMILAR) * 3]
        + [[k] for k in ["", "*", "A", "A11", "A1 ", "00042", "B7", "cafe", "CAF\u00c9", "x" * 5000, "A1A7", "."]],
    ),
    "stores-1": (
        ["country", "store"],
        ["status", "fee", "carrier", "note"],
        stores,
        [[c, s] for c in ["de", "d", "at", "no", "false", "", "dee"] for s in ["1", "10", "e1", "", "1.0", "*"]],
    ),
}


def expect(folder):
    _, outputs, rule, _ = CASES[folder.name]
    _, rows = fixtures.read(folder / "input.csv")
    return {"expected.csv": (outputs, [rule(row) for row in rows])}


if "--input" in sys.argv:
    sys.argv.remove("--input")
    for name, (inputs, _, _, rows) in CASES.items():
        fixtures.write(HERE / name / "input.csv", inputs, rows)
fixtures.main(__file__, None, expect)
