"""Writes input.csv (with --input) and expected.csv for the scorecards with reasons, written out here once more.

A characteristic's loss is its best points, or its neutral ones, less the points given; the reasons are the largest
losses above 0, the first of equal ones first. Tolerance: none, but 1 ulp for probabilities.
"""

import math
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import fixtures  # noqa: E402


def bins(value, table, missing=None):
    if value == "":
        return missing
    for up_to, award in table:
        if up_to is None or float(value) <= up_to:
            return award
    return None


def top(awards, count):
    """awards: (neutral points, points, text), in the order of the characteristics."""
    losses = [(best - points, text) for best, points, text in awards if best - points > 0]
    losses.sort(key=lambda loss: -loss[0])
    return ([text for _, text in losses] + [""] * count)[:count]


def reasons(days, region, visits, constant, cohort):
    awards = [
        (40, bins(days, [(14, (40, "bought lately")), (60, (25, "bought within two months")), (None, (5, "not seen for long"))], (-3, "never bought"))),
        (30, None if region == "" else {"north": (10, "lives in the north"), "south": (30, "lives in the south")}.get(region, (15, "lives elsewhere"))),
        (20, bins(visits, [(0, (0, "visits")), (5, (20, "visits"))])),
        (7, bins(constant, [(None, (7, "never told"))])),
        (15.3, (0.3, "cohort") if cohort == "" else {"a": (0.1, "cohort"), "b": (0.3, "cohort"), "c": (15.3, "cohort")}.get(cohort)),
    ]
    values = [days, region, visits, constant, cohort]
    total = 50.0
    for (_, award), value in zip(awards, values):
        if award is None:
            return ["missingInput" if value == "" else "invalidInput", "", "", "", "", "", ""]
        total += award[0]
    margin = math.log(1) + math.log(2) / 20 * (total - 100)
    probability = 1 / (1 + math.exp(-margin))
    told = top([(best, *award) for best, award in awards], 3)
    return ["scored", margin, probability, "yes" if probability > 0.5 else "no"] + told


def neutral(days, money, region):
    awards = [
        (20, bins(days, [(14, (40, "days")), (60, (20, "days")), (None, (5, "not seen for long"))])),
        (10.5, bins(money, [(0, (-4.5, "spent nothing")), (100, (9.5, "money")), (None, (25, "money"))], (0, "money unknown"))),
        (16, None if region == "" else {"north": (1, "region"), "south": (16, "region")}.get(region)),
    ]
    total = 0.0
    for (_, award), value in zip(awards, [days, money, region]):
        if award is None:
            return ["missingInput" if value == "" else "invalidInput", "", "", ""]
        total += award[0]
    return ["scored", total] + top([(best, *award) for best, award in awards], 2)


rng = random.Random(5)
pick = rng.choice
CASES = {
    "reasons-1": (
        ["days", "region", "visits", "constant", "cohort"],
        ["status", "margin", "probability", "class", "reason_1", "reason_2", "reason_3"],
        reasons,
        [
            [
                pick(["", "14", "14.000000000000002", "60", "61", "-1"]),
                pick(["north", "south", "west", "south", ""] if i % 8 == 0 else ["north", "south", "west"]),
                pick(["0", "1", "5", "6", ""] if i % 8 == 1 else ["0", "1", "5"]),
                pick(["1", "2"]),
                pick(["a", "b", "c", "", "d"] if i % 8 == 2 else ["a", "b", "c", ""]),
            ]
            for i in range(120)
        ],
    ),
    "neutral-1": (
        ["days", "money", "region"],
        ["status", "prediction", "reason_1", "reason_2"],
        neutral,
        [
            [d, m, r]
            for d in ["14", "15", "60.00000000000001", ""]
            for m in ["0", "1", "101", ""]
            for r in ["north", "south", "east"]
        ],
    ),
}


def expect(folder):
    _, outputs, rule, _ = CASES[folder.name]
    _, rows = fixtures.read(folder / "input.csv")
    results = [[float(v) if isinstance(v, int) else v for v in rule(*row)] for row in rows]
    return {"expected.csv": (outputs, results)}


if "--input" in sys.argv:
    sys.argv.remove("--input")
    for name, (inputs, _, _, rows) in CASES.items():
        fixtures.write(HERE / name / "input.csv", inputs, rows)
fixtures.main(__file__, None, expect, ulps={"probability": 1})
