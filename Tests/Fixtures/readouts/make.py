"""Computes expected.json: what readouts of the demo's split and of made-up data show.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    OMP_NUM_THREADS=1 venv/bin/python make.py            writes expected.json
    OMP_NUM_THREADS=1 venv/bin/python make.py --check    computes all of it again from the committed inputs
"""

import json
import math
import pathlib
import platform
import sys

import numpy
import pandas
import scipy
import statsmodels
import xxhash

import demo
import figures

FOLDER = pathlib.Path(__file__).parent
TOLERANCE = 1e-9
# Between two machines with the same packages.
SAME = 1e-10

CONVERSION = {"name": "conversion", "kind": "proportion", "column": "bought"}
REVENUE = {"name": "revenue", "kind": "mean", "column": "spent", "winsorise": 0.99}
PLAIN = {"name": "plain", "kind": "mean", "column": "spent"}
PER_BUYER = {"name": "per_buyer", "kind": "ratio", "column": "spent", "per": "bought"}

DEMO = {
    "as_of": "1998-06-28", "matures_after": 28, "shares": {"control": "50", "treatment": "50"},
    "planned_keys": 20_000, "correction": "holm", "without_outcome": "leave_out", "data": "demo"}
FOUR = [CONVERSION, REVENUE, PLAIN, PER_BUYER]
DEMO_CASES = [
    # As scorebook.yaml has it.
    {"name": "winter_mail", "looks": "sequential", "covariate": "money_90d", "guardrails": ["revenue"],
     "metrics": [CONVERSION, REVENUE]},
    {"name": "sequential, not adjusted", "looks": "sequential", "metrics": FOUR},
    {"name": "sequential, adjusted", "looks": "sequential", "covariate": "money_90d", "metrics": FOUR},
    {"name": "at the end, not adjusted", "looks": "at_end", "metrics": FOUR},
    {"name": "at the end, adjusted", "looks": "at_end", "covariate": "money_90d", "metrics": FOUR},
    {"name": "too young", "looks": "sequential", "metrics": FOUR, "as_of": "1997-11-29"},
    {"name": "just complete", "looks": "sequential", "metrics": FOUR, "as_of": "1997-11-30"},
    {"name": "later nights", "looks": "at_end", "metrics": FOUR, "covariate": "money_90d", "since": "1998-03-01"},
]

SEVEN = [
    CONVERSION,
    REVENUE | {"winsorise": 0.95},
    PLAIN | {"worse_by_at_most": 0.5},
    {"name": "basket", "kind": "ratio", "column": "spent", "per": "orders"},
    {"name": "per_visit", "kind": "ratio", "column": "orders", "per": "visits"},
    {"name": "minutes", "kind": "mean", "column": "minutes", "direction": "down", "worse_by_at_most": 0.1},
    {"name": "complaints", "kind": "proportion", "column": "complained", "direction": "down",
     "worse_by_at_most": 0.05},
]
MADE = {
    "as_of": "2024-01-31", "matures_after": 14, "shares": {"control": "50", "letter": "30", "call": "20"},
    "correction": "holm", "without_outcome": "leave_out", "looks": "at_end", "planned_keys": 800,
    "guardrails": ["plain", "minutes", "complaints"], "metrics": SEVEN, "data": "made"}


def without(*names):
    """The seven metrics, none of them a guardrail."""
    plain = [{k: v for k, v in metric.items() if k != "worse_by_at_most"} for metric in SEVEN]
    return {"metrics": [metric for metric in plain if metric["name"] not in names], "guardrails": []}


MADE_CASES = [
    {"name": "Holm"},
    {"name": "Holm, adjusted", "covariate": "before"},
    {"name": "Benjamini and Hochberg", "correction": "benjamini_hochberg"} | without(),
    {"name": "Benjamini and Hochberg, adjusted", "covariate": "before",
     "correction": "benjamini_hochberg"} | without(),
    {"name": "no correction, nothing happened", "correction": "none", "without_outcome": "zero",
     "covariate": "before"} | without(),
    {"name": "not adjusted, nothing happened", "without_outcome": "zero"},
    {"name": "sequential", "looks": "sequential"},
    {"name": "sequential, adjusted", "looks": "sequential", "covariate": "before"},
    {"name": "sequential, rare", "looks": "sequential", "planned_keys": 40_000, "metrics": [
        CONVERSION, {"name": "rarely", "kind": "mean", "column": "complained", "winsorise": 0.999},
        {"name": "margin", "kind": "mean", "column": "margin"},
        {"name": "nothing", "kind": "mean", "column": "spent", "winsorise": 0.5}], "guardrails": []},
    {"name": "sequential, nothing planned", "looks": "sequential", "covariate": "before", "planned_keys": None},
    {"name": "sequential, some waiting", "looks": "sequential", "as_of": "2024-01-24", "covariate": "before"},
    {"name": "sequential, too few of one", "looks": "sequential", "as_of": "2024-01-15", "covariate": "before"},
    {"name": "another control", "control": "call", "covariate": "before"},
    {"name": "until a date", "until": "2024-01-10", "planned_keys": None},
    {"name": "from a date", "since": "2024-01-08", "until": "2024-01-20", "planned_keys": None},
    {"name": "from a date, not adjusted by what came later", "since": "2024-01-08", "until": "2024-01-20",
     "planned_keys": None, "covariate": "before"},
    {"name": "planned keys on the second night", "planned_keys": 500},
    {"name": "not there yet", "planned_keys": 5000},
    {"name": "bounds on losses in every direction", "metrics": [
        CONVERSION, PLAIN | {"name": "loose", "worse_by_at_most": 0.9}, PLAIN | {"name": "none"},
        {"name": "complaints", "kind": "proportion", "column": "complained", "direction": "down"},
        {"name": "bounded", "kind": "proportion", "column": "complained", "direction": "down",
         "worse_by_at_most": 0.2},
        {"name": "minutes", "kind": "mean", "column": "minutes", "direction": "down",
         "worse_by_at_most": 0.02},
        {"name": "margin", "kind": "mean", "column": "margin", "worse_by_at_most": 0.2}],
     "guardrails": ["loose", "none", "complaints", "bounded", "minutes", "margin"]},
    {"name": "negative values", "covariate": "before", "metrics": [
        {"name": "margin", "kind": "mean", "column": "margin"}], "guardrails": []},
    {"name": "contradicted shares", "shares": {"control": "40", "letter": "35", "call": "25"}},
    {"name": "outcomes lost in one variant", "lost": {"variant": "letter", "every": 2}},
    {"name": "few outcomes lost in one variant", "lost": {"variant": "letter", "every": 8}},
    {"name": "hardly any outcomes lost in one variant", "lost": {"variant": "letter", "every": 60}},
]


def lose(rows, outcomes, lost):
    """Without the outcomes of every nth key of a variant, by the number that the key is."""
    first = rows.drop_duplicates("key").set_index("key").variant
    gone = (outcomes.key.map(first) == lost["variant"]) & (outcomes.key.astype(int) % lost["every"] == 0)
    return outcomes[~gone]


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.item() if isinstance(value, numpy.generic) else value


def compute():
    data = {
        "demo": demo.read(),
        "made": (pandas.read_csv(FOLDER / "made.csv", dtype={"key": str}),
                 pandas.read_csv(FOLDER / "outcomes.csv", dtype={"key": str}))}
    cases = []
    for case in [DEMO | case for case in DEMO_CASES] + [MADE | case for case in MADE_CASES]:
        rows, outcomes = data[case["data"]]
        if "lost" in case:
            outcomes = lose(rows, outcomes, case["lost"])
        cases.append(plain({**case, "expected": figures.look_at(rows, outcomes, case)}))
    versions = {module.__name__: module.__version__ for module in (numpy, pandas, scipy, statsmodels)}
    made_with = {"python": platform.python_version(), **versions, "xxhash": xxhash.VERSION}
    return {"made_with": made_with, "tolerance": TOLERANCE, "cases": cases}


def differs(one, two):
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() != two.keys() or any(differs(one[key], two[key]) for key in one)
    if isinstance(one, list) and isinstance(two, list):
        return len(one) != len(two) or any(map(differs, one, two))
    if isinstance(one, float) and isinstance(two, (float, int)):
        return not math.isclose(one, two, rel_tol=SAME, abs_tol=1e-13)
    return one != two


def main():
    path = FOLDER / "expected.json"
    found = compute()
    if "--check" not in sys.argv[1:]:
        path.write_text(json.dumps(found, indent=1) + "\n")
        return
    standing = json.loads(path.read_text())
    wrong = [new["name"] for new, old in zip(found["cases"], standing["cases"]) if differs(new, old)]
    for name in wrong:
        print(f"differs: {name}")
    missing = abs(len(found["cases"]) - len(standing["cases"]))
    print(f"{len(found['cases'])} cases, {len(wrong) + missing} differences")
    sys.exit(1 if wrong or missing else 0)


main()
