"""Draws made.csv and outcomes.csv, once: three variants of unequal shares, a true effect, and everything that goes wrong.

    venv/bin/python make_inputs.py
"""

import pathlib

import numpy as np
import pandas as pd

FOLDER = pathlib.Path(__file__).parent
NIGHTS = ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"]
VARIANTS = {"control": 0.5, "letter": 0.3, "call": 0.2}
KEYS = 900

draw = np.random.default_rng(20240101)
variant = draw.choice(list(VARIANTS), KEYS, p=list(VARIANTS.values()))
before = draw.lognormal(3, 1, KEYS).round(2)
entry = draw.choice(4, KEYS, p=[0.45, 0.3, 0.2, 0.05])

rows, outcomes = [], []
for number in range(KEYS):
    key, name = f"{number:04}", variant[number]
    nights = [entry[number]] + [n for n in range(entry[number] + 1, 4) if draw.random() < 0.2]
    for place, night in enumerate(nights):
        # On a later date some rows tell another variant and another covariate: the first date counts.
        told = draw.choice(list(VARIANTS)) if place and draw.random() < 0.1 else name
        known = "" if draw.random() < 0.08 else f"{before[number] * (1 + place):.2f}"
        rows.append((NIGHTS[night], key, told, known))
        if draw.random() < 0.06:
            continue
        called, written = name == "call", name == "letter"
        liking = np.log(before[number]) - 3
        bought = draw.random() < 0.25 + 0.06 * liking.clip(-2, 2) + 0.16 * called + 0.02 * written
        orders = int(draw.poisson(0.8 + 0.3 * called)) + 1 if bought else 0
        spent = round(float(orders * np.exp(2.5 + 0.5 * liking + 0.6 * draw.normal() + 0.1 * written)), 2)
        # Visits come to everyone, so that they can be divided by.
        visits = int(draw.poisson(3)) + orders
        minutes = round(float(20 + 4 * liking + 5 * draw.normal() - 0.6 * called), 3)
        complained = draw.random() < 0.10 + 0.14 * called
        margin = round(float(-6 + 0.3 * spent + 4 * draw.normal()), 3)
        outcomes.append(
            (NIGHTS[night], key, int(bought), spent, orders, visits, minutes, int(complained), margin))

rows = pd.DataFrame(rows, columns=["date", "key", "variant", "before"]).sort_values(["date", "key"])
rows.to_csv(FOLDER / "made.csv", index=False)
columns = ["date", "key", "bought", "spent", "orders", "visits", "minutes", "complained", "margin"]
pd.DataFrame(outcomes, columns=columns).sort_values(["date", "key"]).to_csv(FOLDER / "outcomes.csv", index=False)
