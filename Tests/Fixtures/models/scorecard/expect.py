"""What the scorecards beside it give for the committed inputs, from rules written out here once more.

The rules are plain Python, not read from the YAML files, so that a misreading of the format shows. An empty
expected field is a refused row, and `status` says why. Tolerance: margins and predictions 0 ulp, probabilities
1 ulp (exp is the machine's). Needs Python and nothing else; ../README.md says how it is run.
"""

import math
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import fixtures  # noqa: E402


def first(bins, value):
    for up_to, points in bins:
        if up_to is None or value <= up_to:
            return points
    return None


def purchases(row):
    """points.yaml: points alone."""
    days, cohort = row["days_since_last"], row["cohort"]
    total = 7.25
    if days == "":
        total += 0
    else:
        total += first([(14, 45), (30, 35), (60.5, 20), (None, 5)], float(days))
    total += {"1997-01": 3, "1997-02": 2, "no": -1, "007": 4}.get(cohort, 0) if cohort != "" else 1.5
    return total


def odds(row):
    """odds.yaml: labels, a scale, and everything that can be refused."""
    total = 10.0
    refused = None
    if row["amount"] == "":
        refused = refused or "missingInput"
    else:
        points = first([(-1.5, -20), (0, 0.1), (99.9, 12.3)], float(row["amount"]))
        if points is None:
            refused = refused or "invalidInput"
        else:
            total += points
    region = row["region"]
    table = {"north": 11, "south": -3.7, "été": 0.25}
    if region == "":
        total += -8
    elif region in table:
        total += table[region]
    else:
        refused = refused or "invalidInput"
    if row["visits"] == "":
        total += 0
    else:
        total += first([(0, -5), (3, 5), (None, 17)], float(row["visits"]))
    if refused:
        return refused, None
    return None, math.log(0.5) + math.log(2) / 20 * (total - 20)


def expect(case):
    names, rows = fixtures.read(HERE / f"{case}-input.csv")
    rows = [dict(zip(names, row)) for row in rows]
    if case == "points":
        return {"points-expected.csv": (["prediction"], [[float(purchases(row))] for row in rows])}
    expected = []
    for row in rows:
        refused, margin = odds(row)
        if refused:
            expected.append([refused, "", "", ""])
        else:
            p = 1 / (1 + math.exp(-margin))
            expected.append(["scored", margin, p, "buys" if p > 0.5 else "stays away"])
    return {"odds-expected.csv": (["status", "margin", "probability", "class"], expected)}


if __name__ == "__main__":
    fixtures.main(__file__, None, expect, ulps={"probability": 1}, flat=["points", "odds"])
