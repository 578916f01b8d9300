"""Writes input.csv and expected.csv for the scorecards beside it, from rules written out here once more.

The rules are plain Python, not read from the YAML files, so that a misreading of the format shows. An empty
expected field is a refused row, and `status` says why. Tolerance: margins and predictions 0 ulp, probabilities
1 ulp (exp is the machine's).
"""

import csv
import math
import pathlib
import random

HERE = pathlib.Path(__file__).resolve().parent


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


rng = random.Random(1)
with open(HERE / "points-input.csv", "w", newline="") as a, open(HERE / "points-expected.csv", "w", newline="") as b:
    inputs, outputs = csv.writer(a, lineterminator="\n"), csv.writer(b, lineterminator="\n")
    inputs.writerow(["days_since_last", "cohort"])
    outputs.writerow(["prediction"])
    edges = ["", "14", "14.000000000000002", "30", "30.1", "60.5", "60.50000000000001", "1e300", "-1e300", "0", "-0.0"]
    for i in range(120):
        days = edges[i % len(edges)] if i < 66 else repr(rng.uniform(-5, 90))
        row = {"days_since_last": days, "cohort": rng.choice(["1997-01", "1997-02", "no", "007", "7", "", "false"])}
        inputs.writerow([row["days_since_last"], row["cohort"]])
        outputs.writerow([repr(float(purchases(row)))])

with open(HERE / "odds-input.csv", "w", newline="") as a, open(HERE / "odds-expected.csv", "w", newline="") as b:
    inputs, outputs = csv.writer(a, lineterminator="\n"), csv.writer(b, lineterminator="\n")
    inputs.writerow(["amount", "region", "visits"])
    outputs.writerow(["status", "margin", "probability", "class"])
    for i in range(300):
        row = {
            "amount": rng.choice(["", "-1.5", "0", "99.9", "99.90000000000001", "-3", "50", repr(rng.uniform(-5, 110))]),
            "region": rng.choice(["north", "south", "été", "", "west"]),
            "visits": rng.choice(["", "0", "3", "4", "2", repr(rng.uniform(-1, 6))]),
        }
        if i > 100:
            row["amount"], row["region"] = repr(rng.uniform(-5, 99)), rng.choice(["north", "été", ""])
        inputs.writerow(list(row.values()))
        refused, margin = odds(row)
        if refused:
            outputs.writerow([refused, "", "", ""])
        else:
            p = 1 / (1 + math.exp(-margin))
            outputs.writerow(["scored", repr(margin), repr(p), "buys" if p > 0.5 else "stays away"])
