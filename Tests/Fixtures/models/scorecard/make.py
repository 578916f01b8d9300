"""Writes the inputs of the scorecards beside it; expect.py computes what they give. Python and nothing else."""

import random

import expect

rng = random.Random(1)
edges = ["", "14", "14.000000000000002", "30", "30.1", "60.5", "60.50000000000001", "1e300", "-1e300", "0", "-0.0"]
rows = []
for i in range(120):
    days = edges[i % len(edges)] if i < 66 else repr(rng.uniform(-5, 90))
    rows.append([days, rng.choice(["1997-01", "1997-02", "no", "007", "7", "", "false"])])
expect.fixtures.write(expect.HERE / "points-input.csv", ["days_since_last", "cohort"], rows)

rows = []
for i in range(300):
    amounts = ["", "-1.5", "0", "99.9", "99.90000000000001", "-3", "50", repr(rng.uniform(-5, 110))]
    row = [
        rng.choice(amounts), rng.choice(["north", "south", "été", "", "west"]),
        rng.choice(["", "0", "3", "4", "2", repr(rng.uniform(-1, 6))]),
    ]
    if i > 100:
        row[0], row[1] = repr(rng.uniform(-5, 99)), rng.choice(["north", "été", ""])
    rows.append(row)
expect.fixtures.write(expect.HERE / "odds-input.csv", ["amount", "region", "visits"], rows)
