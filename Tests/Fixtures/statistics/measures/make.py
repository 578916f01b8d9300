"""Cases for the measures of predictions against outcomes, with what the oracles in oracle.py say of them.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 venv/bin/python make.py            # makes the cases anew
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 venv/bin/python make.py --check    # computes the committed ones again

Each file KIND.json beside this one holds cases {name, kind, input, declared, expected}. Where a measure has no
value, `declared` names the reason, and `expected` records what the oracle does with the case. Tests allow 1e-10
relative. `--check` ends with "N cases, M differences" and fails on any.
"""

import json
import math
import pathlib
import sys

import numpy as np

from oracle import expectations

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20260714)
cases = []


def add(kind, name, declared=None, **inputs):
    def plain(v):
        if isinstance(v, np.ndarray):
            v = v.tolist()
        if isinstance(v, (list, tuple)):
            return [plain(x) for x in v]
        if isinstance(v, float) and not math.isfinite(v):
            return str(v)
        return v

    case = {"name": name, "kind": kind, "input": {k: plain(v) for k, v in inputs.items() if v is not None}}
    if declared:
        case["declared"] = declared
    cases.append(case)


NAN, INF = math.nan, math.inf


def weightings(n):
    """Ways to weight n rows: none, resampled, skewed over twelve decades, and with many zeros."""
    return {
        "unweighted": None,
        "resampled": np.bincount(rng.integers(0, n, n), minlength=n).astype(float),
        "skewed weights": 10 ** rng.uniform(-6, 6, n),
        "fractional weights": rng.random(n) * (rng.random(n) < 0.7),
    }


# Binary -------------------------------------------------------------------------------------------------------

LINE = {k: "skip" for k in ("slope", "intercept", "slope_error", "intercept_error")}


def line_reason(reason):
    large = reason in ("separated", "zeroVariance")
    return {k: reason for k in LINE} | ({} if large else {"large": reason, "large_error": reason})


def outcomes(p):
    y = rng.random(len(p)) < p
    y[0], y[1] = True, False
    return y


for shape, p in {
    "continuous": rng.beta(1.2, 4, 70), "two digits": np.clip(np.round(rng.beta(1, 3, 80), 2), 0.01, 0.99),
    "one digit": np.clip(np.round(rng.random(60), 1), 0.1, 0.9), "rare": rng.beta(1, 30, 80),
    "confident": np.clip(rng.beta(0.2, 0.2, 70), 1e-6, 1 - 1e-6), "upside down": rng.beta(4, 1.2, 60),
}.items():
    y = outcomes(p) if shape != "upside down" else ~outcomes(p)
    for way, w in weightings(len(p)).items():
        if w is not None:
            w[:8] += 1
        skip = None
        add("binary", f"{shape}, {way}", skip, probabilities=p, outcomes=y, weights=w)
for rows, more in ((20_000, {}), (20_000, {"levels": 100}), (50_000, {"levels": 7})):
    for weighted in (False, True):
        name = f"{rows} rows, {more.get('levels', 'no')} levels, {'resampled' if weighted else 'unweighted'}"
        declared = {} if not more else line_reason("notANumber(at: FIRST)")
        add("binary", name, declared, generated={"rows": rows, "seed": 41 + len(more), **more}, weighted=weighted)
add("binary", "two rows, right", line_reason("separated"), probabilities=[0.7, 0.2], outcomes=[True, False])
add("binary", "two rows, wrong", line_reason("separated"), probabilities=[0.2, 0.7], outcomes=[True, False])
add("binary", "two rows, tied", line_reason("zeroVariance"), probabilities=[0.4, 0.4], outcomes=[True, False])
add("binary", "three rows", line_reason("separated"), probabilities=[0.4, 0.4, 0.9], outcomes=[True, False, True])
add("binary", "all tied", line_reason("zeroVariance"), probabilities=[0.3] * 25, outcomes=[k % 4 == 1 for k in range(25)])
add("binary", "certain and right", line_reason("notANumber(at: 0)"), probabilities=[0.0, 1.0, 1.0, 0.0],
    outcomes=[False, True, True, False])
add("binary", "certain and wrong", line_reason("notANumber(at: 0)"), probabilities=[0.0, 1.0, 1.0, 0.0],
    outcomes=[True, False, True, False])
add("binary", "smallest and nearest to one", {**line_reason("notANumber(at: 0)")},
    probabilities=[0.0, 5e-324, 1e-300, 2**-53, 0.5, 1 - 2**-53, 1.0, 1e-17],
    outcomes=[False, True, False, False, True, True, True, False])
add("binary", "on the cuts", None, probabilities=[k / 100 for k in range(1, 100)],
    outcomes=[k * k % 7 in (1, 2) for k in range(1, 100)])
one_class = {"auc": "oneClass", "ks": "oneClass", "gini": "oneClass", **line_reason("oneClass")}
add("binary", "only positives", one_class, probabilities=[0.4, 0.6, 0.8], outcomes=[True] * 3)
add("binary", "only negatives", {**one_class, "average_precision": "oneClass"}, probabilities=[0.4, 0.6, 0.8],
    outcomes=[False] * 3)
add("binary", "one row", {**one_class}, probabilities=[0.4], outcomes=[True])
add("binary", "positives without weight",
    {"auc": "oneClass", "average_precision": "oneClass", **line_reason("oneClass")},
    probabilities=[0.4, 0.6, 0.8], outcomes=[True, False, False], weights=[0.0, 1.0, 2.0])
add("binary", "no weight at all", {"*": "noObservations"}, probabilities=[0.4, 0.6, 0.8],
    outcomes=[True, False, False], weights=[0.0, 0.0, 0.0])
add("binary", "negative weight", {"*": "notAWeight(at: 1)"}, probabilities=[0.4, 0.6, 0.8],
    outcomes=[True, False, False], weights=[1.0, -1.0, 2.0])
add("binary", "infinite weight", {"*": "notAWeight(at: 2)"}, probabilities=[0.4, 0.6, 0.8],
    outcomes=[True, False, False], weights=[1.0, 1.0, INF])
add("binary", "NaN weight", {"*": "notAWeight(at: 0)"}, probabilities=[0.4, 0.6, 0.8],
    outcomes=[True, False, False], weights=[NAN, 1.0, 1.0])
add("binary", "empty", {"*": "noObservations"}, probabilities=[], outcomes=[])
ranks = {k: "notANumber(at: 1)" for k in ("auc", "average_precision", "ks", "gini", "accuracy", "large", "large_error", *LINE)}
add("binary", "NaN", {"*": "notAProbability(at: 1)", **ranks, "mass_ece": "notANumber(at: 1)",
                      "mass_mce": "notANumber(at: 1)", "mass_rms": "notANumber(at: 1)", "mass_bins": "notANumber(at: 1)"},
    probabilities=[0.5, NAN, 0.2], outcomes=[True, False, True])
ranks = {k: "value" for k in ("auc", "average_precision", "ks", "gini", "accuracy")}
add("binary", "above one", {"*": "notAProbability(at: 1)", **ranks, **LINE, "large": "skip", "large_error": "skip"}, probabilities=[0.5, 1.5, 0.2, 0.3],
    outcomes=[True, False, True, False])
add("binary", "below zero", {"*": "notAProbability(at: 3)", **ranks, **LINE, "large": "skip", "large_error": "skip"}, probabilities=[0.5, 0.5, 0.2, -1e-9],
    outcomes=[True, False, True, False])

# Confusion -----------------------------------------------------------------------------------------------------

for c in (2, 3, 5, 9):
    for n, noise in ((40, 0.3), (120, 0.7)):
        a = rng.integers(0, c, n)
        a[:c], b = np.arange(c), np.where(rng.random(n) < noise, rng.integers(0, c, n), a)
        b[:c] = np.arange(c)
        for way, w in weightings(n).items():
            if w is not None:
                w[: 2 * c] += 1
            add("confusion", f"{c} classes, {n} rows, {way}", classes=c, actual=a, predicted=b, weights=w)
a = (rng.random(3000) < 0.004).astype(int)
b = np.where(rng.random(3000) < 0.01, 1 - a, a)
a[0], b[0] = 1, 1
add("confusion", "rare class", classes=2, actual=a, predicted=b)
add("confusion", "perfect", classes=3, actual=[0, 1, 2, 2], predicted=[0, 1, 2, 2])
add("confusion", "all wrong", classes=2, actual=[0, 1, 1, 0], predicted=[1, 0, 0, 1])
add("confusion", "by chance", classes=2, actual=[0, 0, 1, 1], predicted=[0, 1, 0, 1])


def undefined(classes_, precision=(), recall=(), specificity=(), f=(), **more):
    """Reasons for classes, and for the averages that they spoil."""
    declared = dict(more)
    for measure, numbers, word in (("precision", precision, "nothingPredicted(class: {})"),
                                   ("recall", recall, "nothingActual(class: {})"),
                                   ("specificity", specificity, "nothingElse(class: {})"),
                                   *((m, f, "classAbsent({})") for m in ("f1", "f2", "f05"))):
        for k in numbers:
            declared[f"{measure}_{k}"] = word.format(k)
        if numbers:
            declared.setdefault(f"{measure}_macro", word.format(numbers[0]))
    return declared


add("confusion", "a class never predicted",
    undefined(3, precision=[2], precision_weighted="nothingPredicted(class: 2)"),
    classes=3, actual=[0, 1, 2, 2, 1, 0], predicted=[0, 1, 1, 0, 1, 0])
add("confusion", "a class that never occurs", undefined(3, recall=[1], balanced_accuracy="nothingActual(class: 1)"),
    classes=3, actual=[0, 2, 2, 0, 0], predicted=[0, 1, 2, 0, 2])
add("confusion", "a class unknown to both",
    undefined(4, precision=[3], recall=[3], f=[3], balanced_accuracy="nothingActual(class: 3)"),
    classes=4, actual=[0, 1, 2, 2, 1], predicted=[0, 1, 2, 1, 1])
add("confusion", "constant prediction", undefined(
    2, precision=[1], precision_weighted="nothingPredicted(class: 1)", matthews="zeroVariance"),
    classes=2, actual=[0, 1, 0, 0], predicted=[0, 0, 0, 0])
add("confusion", "constant outcome", undefined(
    2, recall=[1], specificity=[0], specificity_weighted="nothingElse(class: 0)", matthews="zeroVariance",
    balanced_accuracy="nothingActual(class: 1)", specificity_weighted_leftOut="nothingElse(class: 0)"),
    classes=2, actual=[0, 0, 0, 0], predicted=[0, 1, 0, 0])
add("confusion", "all in one class", undefined(
    2, precision=[1], recall=[1], f=[1], specificity=[0], specificity_weighted="nothingElse(class: 0)",
    specificity_weighted_leftOut="nothingElse(class: 0)", matthews="zeroVariance",
    kappa_equal="oneClass", kappa_linear="oneClass", kappa_quadratic="oneClass",
    balanced_accuracy="nothingActual(class: 1)"),
    classes=2, actual=[0, 0, 0], predicted=[0, 0, 0])
add("confusion", "all in the class of the higher number", undefined(
    2, precision=[0], recall=[0], f=[0], specificity=[1], specificity_weighted="nothingElse(class: 1)",
    specificity_weighted_leftOut="nothingElse(class: 1)", matthews="zeroVariance",
    kappa_equal="oneClass", kappa_linear="oneClass", kappa_quadratic="oneClass",
    balanced_accuracy="nothingActual(class: 0)"),
    classes=2, actual=[1, 1], predicted=[1, 1])
add("confusion", "empty", {"*": "noObservations"}, classes=2, actual=[], predicted=[])
add("confusion", "a label beyond the classes", {"*": "labelOutOfRange(at: 2)"}, classes=2, actual=[0, 1, 2],
    predicted=[0, 1, 1])
add("confusion", "lengths differ", {"*": "lengthsDiffer(3, 2)"}, classes=2, actual=[0, 1, 1], predicted=[0, 1])
add("confusion", "no weight", {"*": "noObservations"}, classes=2, actual=[0, 1, 1], predicted=[0, 1, 1],
    weights=[0.0, 0.0, 0.0])
for case in cases:
    # The oracle makes up a value here instead of telling; the averages with a rule are compared.
    if case["kind"] == "confusion" and case.get("declared") and "*" not in case["declared"]:
        case["declared"].setdefault("specificity_macro", "value")

# Several classes ------------------------------------------------------------------------------------------------

for c, n in ((2, 40), (3, 60), (4, 60), (7, 90), (12, 60)):
    for shape in ("smooth", "coarse"):
        s = rng.dirichlet(np.full(c, 0.7), n)
        if shape == "coarse":
            s = np.round(s * 8) / 8
            s[np.arange(n), s.argmax(axis=1)] += 1 - s.sum(axis=1)
        a = np.array([rng.choice(c, p=np.clip(v, 0, None) / np.clip(v, 0, None).sum()) for v in s])
        a[:c] = np.arange(c)
        a[c:2 * c] = np.arange(c)
        s = np.clip(s, 0, 1)
        for way, w in weightings(n).items():
            if w is not None:
                w[: 2 * c] += 1
            add("classes", f"{c} classes, {shape}, {way}", classes=c, values=s.ravel(), actual=a, weights=w)
soft = np.exp(rng.normal(0, 3, (50, 5)).astype(np.float32))
soft = soft / soft.sum(axis=1, keepdims=True)
add("classes", "single precision", classes=5, values=soft.astype(float).ravel(), actual=np.arange(50) % 5)
add("classes", "scores that are no probabilities", classes=4, values=rng.normal(0, 5, 160), actual=np.arange(40) % 4,
    probabilities=False)
add("classes", "infinite scores", {"*": "value"}, classes=3, probabilities=False, actual=[0, 1, 2, 0],
    values=[1e308, -1e308, 0, 0, 1e308, 1e307, -1, -2, -3, 5, 5, 5])
add("classes", "all tied", classes=3, values=[1 / 3] * 30, actual=[k % 3 for k in range(10)])
add("classes", "certain", classes=3, values=[1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0], actual=[0, 1, 2, 1])
absent = {k: "nothingActual(class: 1)" for k in ("rest_macro", "rest_weighted", "one_macro", "one_weighted")}
add("classes", "a class without rows", absent, classes=3, actual=[0, 2, 2, 0],
    values=[0.5, 0.25, 0.25, 0, 0.5, 0.5, 0.25, 0.25, 0.5, 0.5, 0.5, 0])
add("classes", "a class without weight", {k: "nothingActual(class: 2)" for k in absent}, classes=3,
    actual=[0, 1, 2, 0], weights=[1.0, 1.0, 0.0, 3.0],
    values=[0.5, 0.25, 0.25, 0, 0.5, 0.5, 0.25, 0.25, 0.5, 0.5, 0.5, 0])
add("classes", "rows that do not sum to one", {"log_loss": "probabilitiesOffOne(at: 1)", "brier": "probabilitiesOffOne(at: 1)",
    **{k: "skip" for k in absent}}, classes=3, actual=[0, 1, 2],
    values=[0.5, 0.25, 0.25, 0.5, 0.5, 0.25, 0.25, 0.25, 0.5])
add("classes", "NaN", {"*": "notANumber(at: 4)"}, classes=3, actual=[0, 1, 2],
    values=[0.5, 0.25, 0.25, 0.5, NAN, 0.25, 0.25, 0.25, 0.5])
add("classes", "no probability", {"log_loss": "notAProbability(at: 0)", "brier": "notAProbability(at: 0)",
    **{k: "skip" for k in absent}}, classes=3, actual=[0, 1, 2], values=[1.25, -0.25, 0, 0.5, 0.25, 0.25, 0.25, 0.25, 0.5])
add("classes", "a label beyond the classes", {"*": "labelOutOfRange(at: 2)"}, classes=3, actual=[0, 1, 3],
    values=[0.5, 0.25, 0.25, 0.5, 0.25, 0.25, 0.25, 0.25, 0.5])
add("classes", "empty", {"*": "noObservations"}, classes=3, actual=[], values=[])

# Numbers ---------------------------------------------------------------------------------------------------------

D = [f"{d}_{p}" for d in ("deviance", "d2") for p in ("m1", "0", "1", "1_5", "2", "3")]
real = {k: "skip" for k in D}
for shape, y in {
    "positive": rng.lognormal(2, 1, 60), "counts": 1.0 + rng.poisson(3, 60), "amounts": np.round(rng.lognormal(4, 2, 60), 2),
    "narrow": 1e6 + rng.normal(0, 1, 50), "tiny": rng.lognormal(-20, 1, 50), "huge": rng.lognormal(40, 1, 50),
}.items():
    f = y * rng.lognormal(0, 0.4, len(y)) if shape != "narrow" else y + rng.normal(0, 0.5, len(y))
    for way, w in weightings(len(y)).items():
        if w is not None:
            w[:4] += 1
        declared = {k: "skip" for k in D if k not in ("deviance_0", "d2_0")} if shape == "narrow" else None
        add("numbers", f"{shape}, {way}", declared, predictions=f, actuals=y, weights=w)
for shape, gap in {"close": 1e-6, "very close": 1e-12, "far": 3.0}.items():
    y = rng.lognormal(1, 1, 40)
    f = y * np.exp(rng.normal(0, gap, 40))
    for way, w in list(weightings(40).items())[:3]:
        add("numbers", f"{shape}, in 50 digits, {way}", precise=True, predictions=f, actuals=y, weights=w)
y, f = rng.normal(0, 10, 60), rng.normal(0, 10, 60)
outside = {**{k: "outOfDomain(at: FIRST)" for k in D if not k.endswith("_0")}}
for way, w in weightings(60).items():
    if w is not None:
        w[:4] += 1
    add("numbers", f"of both signs, {way}", outside, predictions=f, actuals=y, weights=w)
zeros = rng.poisson(0.7, 60).astype(float)
zeros[0], zeros[1] = 1, 0
for way, w in weightings(60).items():
    if w is not None:
        w[:4] += 1
    add("numbers", f"counts with zeros, {way}", {
        "mape": "zeroActual(at: 1)", **{k: "outOfDomain(at: 1)" for k in D if k.endswith(("_2", "_3"))}},
        predictions=rng.lognormal(0, 0.5, 60), actuals=zeros, weights=w)
add("numbers", "perfect", predictions=[1.0, 2.0, 3.0], actuals=[1.0, 2.0, 3.0])
add("numbers", "the mean alone", predictions=[2.0, 2.0, 2.0], actuals=[1.0, 2.0, 3.0])
constant = {k: "zeroVariance" for k in ("r2", "explained", "d2_absolute", *(d for d in D if d.startswith("d2")))}
add("numbers", "constant actuals", constant, predictions=[1.0, 2.0, 3.0], actuals=[2.0, 2.0, 2.0])
add("numbers", "constant and perfect", constant, predictions=[2.0, 2.0, 2.0], actuals=[2.0, 2.0, 2.0])
add("numbers", "constant tenths", constant, predictions=[1.0] * 23, actuals=[0.1] * 23)
add("numbers", "one row", {k: "tooFewObservations(needed: 2, found: 1)" for k in constant}, predictions=[1.0], actuals=[2.0])
add("numbers", "one row of weight", {**{k: "tooFewObservations(needed: 2, found: 1)" for k in constant}},
    predictions=[1.0, 2.0], actuals=[2.0, 3.0], weights=[1.0, 0.0])
add("numbers", "two rows", predictions=[1.0, 5.0], actuals=[2.0, 3.0])
add("numbers", "all zero", {"mape": "zeroActual(at: 0)", **{k: "zeroVariance" for k in constant},
                            **{k: "outOfDomain(at: 0)" for k in D if not k.endswith("_0")}},
    predictions=[0.0, 0.0], actuals=[0.0, 0.0])
add("numbers", "squares that overflow", {"rmse": "overflow", "r2": "overflow", "explained": "overflow", **real},
    predictions=[1e200, -3e200, 2e200], actuals=[2e200, 1e200, -1e200])
add("numbers", "NaN prediction", {"*": "notANumber(at: 1)"}, predictions=[1.0, NAN, 2.0], actuals=[1.0, 2.0, 3.0])
add("numbers", "infinite actual", {"*": "notANumber(at: 2)"}, predictions=[1.0, 1.0, 2.0], actuals=[1.0, 2.0, INF])
add("numbers", "empty", {"*": "noObservations"}, predictions=[], actuals=[])
add("numbers", "lengths differ", {"*": "lengthsDiffer(2, 3)"}, predictions=[1.0, 2.0], actuals=[1.0, 2.0, 3.0])
add("numbers", "no weight", {"*": "noObservations"}, predictions=[1.0, 2.0], actuals=[1.0, 3.0], weights=[0.0, 0.0])
add("numbers", "negative weight", {"*": "notAWeight(at: 1)"}, predictions=[1.0, 2.0], actuals=[1.0, 3.0],
    weights=[2.0, -1.0])

# Rankings ----------------------------------------------------------------------------------------------------------

for number in range(12):
    groups = np.repeat(np.arange(12) * 7 - 30, rng.integers(1, 9, 12))
    rng.shuffle(groups)
    n = len(groups)
    r = rng.integers(0, 4, n) * (rng.random(n) < 0.6)
    r[0] = 1
    add("ranking", f"small groups, no ties, {number}", scores=rng.normal(0, 1, n), relevances=r.astype(float), groups=groups)
    add("ranking", f"small groups, ties, {number}", scores=np.floor(rng.random(n) * 4) / 4, relevances=r.astype(float),
        groups=groups)
for number in range(4):
    groups = np.repeat(np.arange(5), rng.integers(20, 40, 5))
    n = len(groups)
    r = rng.integers(0, 5, n) * (rng.random(n) < 0.3)
    r[0] = 1
    add("ranking", f"larger groups, no ties, {number}", scores=rng.normal(0, 1, n), relevances=r.astype(float), groups=groups)
    add("ranking", f"larger groups, many ties, {number}", many_ties=True, scores=np.floor(rng.random(n) * 5),
        relevances=r.astype(float), groups=groups)
add("ranking", "all tied", scores=[1.0] * 8, relevances=[0.0, 1, 0, 2, 0, 0, 0, 1], groups=[0] * 8)
add("ranking", "all relevant", scores=[3.0, 2.0, 1.0], relevances=[1.0, 1, 1], groups=[0] * 3)
add("ranking", "worst first", scores=[3.0, 2.0, 1.0, 0.0], relevances=[0.0, 0, 0, 1], groups=[0] * 4)
add("ranking", "one row", scores=[0.0], relevances=[1.0], groups=[5])
add("ranking", "fractional relevance", scores=[3.0, 2.0, 2.0, 1.0], relevances=[0.25, 1.5, 0, 3.75], groups=[1] * 4)
add("ranking", "a group without a relevant row", scores=[3.0, 2.0, 1.0, 9.0], relevances=[0.0, 1, 1, 0], groups=[1, 1, 1, 2])
add("ranking", "no relevant row", {"*": "noneRelevant"}, scores=[3.0, 2.0, 1.0], relevances=[0.0, 0, 0], groups=[1, 1, 2])
add("ranking", "infinite scores", scores=[INF, 2.0, -INF, 2.0], relevances=[0.0, 0, 1, 1], groups=[1] * 4)
cases[-1]["declared"] = {f"{m}_{k}": "skip" for m in ("dcg", "ndcg", "ndcg_exponential") for k in ("1", "3", "10", "all")}
add("ranking", "NaN score", {"*": "notANumber(at: 1)"}, scores=[1.0, NAN, 1.0], relevances=[0.0, 0, 1], groups=[1] * 3)
add("ranking", "infinite relevance", {"*": "notANumber(at: 2)"}, scores=[1.0, 2, 3], relevances=[0.0, 0, INF], groups=[1] * 3)
add("ranking", "negative relevance", {"*": "outOfDomain(at: 0)"}, scores=[1.0, 2, 3], relevances=[-1.0, 0, 1], groups=[1] * 3)
add("ranking", "empty", {"*": "noObservations"}, scores=[], relevances=[], groups=[])
add("ranking", "lengths differ", {"*": "lengthsDiffer(2, 3)"}, scores=[1.0, 2.0], relevances=[1.0, 0, 0], groups=[1, 1, 1])

# Profit ---------------------------------------------------------------------------------------------------------------

for number, values in enumerate(([50.0, -2, 0, 0], [10, -1, 0, -10], [1, -1, 1, -1], [0, -1, 0, -30], [3, 0.1, -0.2, 0.3],
                                 [100, -3.5, 0.25, -12], [0.1, -0.1, 0.1, -0.1], [5, -5, 0, 0])):
    s = rng.beta(1, 3, 60)
    declared = {"calibrated": "noBestThreshold"} if values[2] <= values[1] else None
    add("profit", f"no ties, {values}", declared, scores=s, outcomes=rng.random(60) < s, profits=values)
    t = np.round(s, 1)
    add("profit", f"ties, {values}", declared, scores=t, outcomes=rng.random(60) < s, profits=values)
add("profit", "taking none is best", scores=[0.9, 0.5, 0.1], outcomes=[False] * 3, profits=[5.0, -1, 0, 0])
add("profit", "taking all is best", scores=[0.9, 0.5, 0.1], outcomes=[True] * 3, profits=[5.0, -1, 0, 0])
add("profit", "worth nothing", {"calibrated": "noBestThreshold"}, scores=[0.9, 0.5, 0.1],
    outcomes=[True, False, True], profits=[0.0, 0, 0, 0])
add("profit", "upside down", {"calibrated": "noBestThreshold"}, scores=[0.9, 0.5, 0.1],
    outcomes=[True, False, True], profits=[-1.0, 2, 0, 0])
add("profit", "one row, infinite score", scores=[INF], outcomes=[True], profits=[1.0, -1, 0, 0])

# Drift ----------------------------------------------------------------------------------------------------------------

for number in range(10):
    bins = int(rng.integers(2, 20))
    p = rng.dirichlet(np.ones(bins))
    a, b = rng.multinomial(10 ** rng.integers(2, 7), p), rng.multinomial(10 ** rng.integers(1, 7), 0.9 * p + 0.1 * rng.dirichlet(np.ones(bins)))
    edges = np.cumsum(rng.exponential(1, bins + 1))
    add("histograms", f"{bins} bins, {a.sum()} against {b.sum()}", reference=a, current=b, points=(edges[1:] + edges[:-1]) / 2, edges=edges)
for name, a, b in (("equal", [30, 50, 20], [30, 50, 20]), ("equal shares", [3, 5, 2], [300, 500, 200]),
                   ("disjoint", [5, 0, 0], [0, 0, 7]), ("a gap", [5, 0, 3], [6, 0, 1]), ("large and close", [10**9, 2 * 10**9], [10**9 + 5, 2 * 10**9]),
                   ("far apart", [10**6, 1], [1, 10**6]), ("crossing", [10, 0, 10, 0], [0, 12, 0, 8])):
    k = len(a)
    add("histograms", name, reference=a, current=b, points=[x + 0.5 for x in range(k)], edges=[float(x) for x in range(k + 1)])
add("histograms", "one bin", {"chi2": "oneClass", "chi2_degrees": "oneClass", "chi2_p": "oneClass", "cramers_v": "oneClass", "smallest_expected": "oneClass"},
    reference=[5, 0], current=[9, 0], points=[0.5, 1.5], edges=[0.0, 1.0, 2.0])
add("histograms", "an empty histogram", {"*": "noObservations"}, reference=[0, 0], current=[9, 1], points=[0.5, 1.5], edges=[0.0, 1.0, 2.0])
add("histograms", "a negative count", {"*": "negativeCount(at: 1)"}, reference=[3, 2], current=[9, -1], points=[0.5, 1.5], edges=[0.0, 1.0, 2.0])

for name, observed, wanted in (("half and half", [5012, 4988], [1.0, 1]), ("a ratio that fails", [52_000, 48_000], [1.0, 1]),
                               ("ten to one", [9_912, 1_031], [10.0, 1]), ("four", [120, 130, 118, 95], [1.0, 1, 1, 1]), ("exact", [30, 70], [0.3, 0.7]),
                               ("small", [1, 0], [1.0, 1]), ("many", rng.poisson(40, 60), np.ones(60)), ("underflow", [10**6, 10], [1.0, 1])):
    add("shares", name, observed=observed, shares=wanted)
add("shares", "one", {"*": "oneClass"}, observed=[5], shares=[1.0])
add("shares", "a share of zero", {"*": "notAWeight(at: 1)"}, observed=[5, 1], shares=[1.0, 0.0])
add("shares", "nothing observed", {"*": "noObservations"}, observed=[0, 0], shares=[1.0, 1.0])

for number, (n, m, shift) in enumerate(((5, 5, 0), (8, 5, 0.5), (20, 20, 0.2), (30, 17, 1), (60, 60, 0.1), (100, 90, 0.3), (100, 100, 2), (150, 40, 0), (200, 180, 0.4), (1, 1, 0), (1, 9, 0), (3, 200, 0.5))):
    a, b = rng.normal(0, 1, n), rng.normal(shift, 1, m)
    add("samples", f"{n} against {m}, shifted {shift}", first=a, second=b)
    add("samples", f"{n} against {m}, shifted {shift}, rounded", first=np.round(a, 1), second=np.round(b, 1))
for number in range(6):
    a, b = rng.lognormal(0, 2, 40), rng.lognormal(0.2, 1.8, 55)
    ways, others = weightings(40), weightings(55)
    way = list(ways)[1 + number % 3]
    add("samples", f"{way}, {number}", first=a, second=b, first_weights=ways[way], second_weights=others[way])
add("samples", "far from zero", first=1e9 + rng.random(50), second=1e9 + rng.random(50))
add("samples", "equal", first=[1.0, 2, 3], second=[3.0, 1, 2])
add("samples", "all tied", first=[4.0] * 6, second=[4.0] * 3)
add("samples", "apart", first=[1.0, 2, 3, 4], second=[10.0, 20, 30])
add("samples", "infinities", {"wasserstein": "notANumber(at: 1)"}, first=[1.0, -INF, 3], second=[3.0, INF, 2, 2.5])
add("samples", "NaN", {"*": "notANumber(at: 0)"}, first=[NAN, 2.0], second=[1.0])
add("samples", "an empty sample", {"*": "noObservations"}, first=[], second=[1.0])
add("samples", "overflow", {"wasserstein": "overflow"}, first=[-1.7e308], second=[1.7e308])

for d in (1, 2, 3, 4, 5, 8, 15, 30, 31, 60, 101, 500, 1001, 5000):
    xs = sorted({d * r for r in (0.01, 0.1, 0.5, 0.9, 0.99, 1.0, 1.01, 1.1, 1.5, 2.0)} | {1e-10, 0.5, 3.84, 25.0, 100.0, 600.0})
    add("tail", f"{d} degrees", grid=[[d, float(x)] for x in xs])

# Areas in bounded memory -----------------------------------------------------------------------------------------------

for rows, limit, more in ((1000, 256, {}), (1000, 1024, {}), (20_000, 256, {}), (20_000, 1024, {}), (20_000, 4096, {}), (50_000, 16_384, {}),
                          (20_000, 256, {"levels": 200}), (20_000, 256, {"levels": 2000}), (20_000, 512, {"levels": 16}), (3, 256, {})):
    add("sketch", f"{rows} rows, {limit} bins, {more.get('levels', 'no')} levels", limit=limit, generated={"rows": rows, "seed": 7 + rows + limit, **more})
for shift in (-0.5, 1.0, 1000.0, -1e-9):
    add("sketch", f"shifted by {shift}", limit=512, shift=shift, generated={"rows": 10_000, "seed": 11})


for kind, rows in (("numbers", 30_000), ("confusion", 30_000), ("ranking", 5_000), ("samples", 30_000)):
    for weighted in (False, True) if kind != "ranking" else (False,):
        skip = {k: "skip" for k in ("ks_exact_p",)} if kind == "samples" else None
        add(kind, f"{rows} rows, {'resampled' if weighted else 'unweighted'}", skip,
            **{"generated": {"rows": rows, "seed": 500 + rows}, "as": kind, "weighted": weighted})


def resolve(case):
    """Puts the first row that a reason speaks of in place of FIRST."""
    declared = case.get("declared", {})
    for name, reason in declared.items():
        if "FIRST" not in reason:
            continue
        if case["kind"] == "numbers":
            f, y = case["input"]["predictions"], case["input"]["actuals"]
            power = {"m1": -1, "1": 1, "1_5": 1.5, "2": 2, "3": 3}[name.split("_", 1)[1]]
            first = next(k for k in range(len(f)) if f[k] <= 0 or (power >= 1 and y[k] < 0) or (power >= 2 and y[k] <= 0))
        else:
            from oracle import generated
            scores, _, weights = generated(case["input"]["generated"])
            first = next(k for k in range(len(scores)) if scores[k] in (0, 1))
        declared[name] = reason.replace("FIRST", str(first))


def differ(a, b):
    if isinstance(a, list) and isinstance(b, list):
        return len(a) != len(b) or any(differ(x, y) for x, y in zip(a, b))
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(a - b) > 1e-12 * max(abs(a), abs(b), 1e-3)
    return a != b


files = sorted({case["kind"] for case in cases})
if "--check" in sys.argv:
    count = differences = 0
    for kind in files:
        for case in json.loads((HERE / f"{kind}.json").read_text()):
            count += 1
            again = json.loads(json.dumps(expectations(case)))
            for name in sorted(set(again) | set(case["expected"])):
                if differ(again.get(name), case["expected"].get(name)):
                    differences += 1
                    print(f"{kind}, {case['name']}, {name}: {again.get(name)} instead of {case['expected'].get(name)}")
    print(f"{count} cases, {differences} differences")
    sys.exit(1 if differences else 0)

problems = 0
for case in cases:
    resolve(case)
    try:
        case["expected"] = expectations(case)
    except RuntimeError as error:
        problems += 1
        print(error)
if problems:
    sys.exit(1)
for kind in files:
    own = [json.dumps(case, separators=(",", ":")) for case in cases if case["kind"] == kind]
    (HERE / f"{kind}.json").write_text("[" + ",\n".join(own) + "]\n")
    print(kind, len(own))
print(len(cases), "cases")
