"""Writes expected.csv for the linear models beside it, by scikit-learn's own estimators with what they learnt.

What stands for a missing or unknown value is written out here once more. With --check nothing is written: exits 1
where expected.csv is further than 1e-12 from what is computed. Tolerance: 1e-12 of the value or of 1, since BLAS
adds in another order; labels equal. The rlike-1 case is plain Python, from the numbers of its table.
"""

import csv
import io
import json
import math
import pathlib
import sys

import numpy as np
from sklearn import linear_model

HERE = pathlib.Path(__file__).resolve().parent
NAMES = ["days", "money", "visits"]
LEVELS = ["north", "south", "été"]


def refused(row, needed, listed):
    for name in NAMES + ["region"]:
        if row[name] == "" and name in needed:
            return "missingInput"
        if name == "region" and row[name] not in ["east", "", *LEVELS] and listed:
            return "invalidInput"
    return None


def features(row, learnt, stand, region):
    numbers = []
    for i, name in enumerate(NAMES):
        mean, scale = learnt.get("mean", [0, 0, 0])[i], learnt.get("scale", [1, 1, 1])[i]
        if row[name] == "" and stand[name] is None:
            numbers.append(0.0)
        else:
            value = float(row[name]) if row[name] else stand[name]
            numbers.append((value - mean) / scale)
    return numbers + [1.0 if region == level else 0.0 for level in LEVELS]


def estimator(learnt):
    made = getattr(linear_model, learnt["class"])()
    made.coef_, made.intercept_ = np.array(learnt["coef"]), np.array(learnt["intercept"])
    if "classes" in learnt:
        made.classes_ = np.arange(len(learnt["classes"]))
    if learnt["class"] == "PoissonRegressor":
        made._base_loss = made._get_loss()
    made.n_features_in_ = made.coef_.shape[-1]
    return made


def logistic(row, learnt, made):
    why = refused(row, ["visits"], False)
    if why:
        return [why, "", "", ""]
    region = row["region"] or "north"
    x = np.array([features(row, learnt, {"days": 42.5, "money": None}, region)])
    return ["scored", float(made.decision_function(x)[0]), float(made.predict_proba(x)[0, 1]), str(made.predict(x)[0])]


def multinomial(row, learnt, made):
    x = np.array([features(row, learnt, {}, row["region"])])
    label = ["low", "middle", "high"][made.predict(x)[0]]
    return ["scored", label, *map(float, made.predict_proba(x)[0]), *map(float, made.decision_function(x)[0])]


def regression(row, learnt, made):
    why = refused(row, NAMES + ["region"], True)
    return [why, ""] if why else ["scored", float(made.predict(np.array([features(row, learnt, {}, row["region"])]))[0])]


def poisson(row, learnt, made):
    why = refused(row, ["money", "visits"], False)
    if why:
        return [why, ""]
    region = row["region"] or "east"
    region = region if region in ["east", *LEVELS] else "south"
    with np.errstate(over="ignore"):
        value = float(made.predict(np.array([features(row, learnt, {"days": 10.0}, region)]))[0])
    return ["scored", value] if math.isfinite(value) else ["refused", ""]


def rlike(row, learnt, made):
    why = refused(row, ["days", "region"], True)
    if why:
        return [why, "", "", ""]
    margin = -0.75 + -0.03125 * float(row["days"])
    margin += {"east": 0.0, "north": 0.5, "south": -1.25, "été": 2.0}[row["region"]]
    probability = 1 / (1 + math.exp(-margin)) if margin > -700 else 0.0
    return ["scored", margin, probability, "buys" if margin > 0 else "stays away"]


CASES = {
    "logistic-1.9.1": (["margin", "probability", "class"], logistic),
    "multinomial-1.9.1": (
        ["class", "probability_low", "probability_middle", "probability_high", "margin_low", "margin_middle", "margin_high"],
        multinomial,
    ),
    "regression-1.9.1": (["prediction"], regression),
    "poisson-1.9.1": (["prediction"], poisson),
    "rlike-1": (["margin", "probability", "class"], rlike),
}


def same(a, b):
    try:
        a, b = float(a), float(b)
    except ValueError:
        return a == b
    return abs(a - b) <= 1e-12 * max(1, abs(a))


bad = 0
for name, (outputs, score) in CASES.items():
    folder = HERE / name
    learnt, made = {}, None
    if (folder / "estimator.json").exists():
        learnt = json.loads((folder / "estimator.json").read_text())
        made = estimator(learnt)
    with open(folder / "input.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [["status"] + outputs] + [score(row, learnt, made) for row in rows]
    if "--check" in sys.argv:
        with open(folder / "expected.csv", encoding="utf-8", newline="") as file:
            old = list(csv.reader(file))
        if len(old) != len(found) or not all(len(a) == len(b) and all(map(same, a, b)) for a, b in zip(old, found)):
            print(f"{name}: differs")
            bad += 1
    else:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(
            [[repr(v) if isinstance(v, float) else v for v in row] for row in found]
        )
        (folder / "expected.csv").write_text(out.getvalue(), encoding="utf-8")
print(f"{len(CASES)} cases, {bad} differences")
sys.exit(bad > 0)
