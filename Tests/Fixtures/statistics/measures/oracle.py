"""What the oracles say of one case: scikit-learn, scipy, statsmodels, or the literature's formula in plain
numpy and mpmath where none of them has the measure (marked "plain" below). Nothing here knows our code."""

import itertools
import math
import warnings
from fractions import Fraction

import mpmath
import numpy as np
import statsmodels.api as sm
from scipy import special, stats
from scipy.spatial.distance import jensenshannon
from sklearn import metrics

mpmath.mp.dps = 50
MASK = (1 << 64) - 1


class SplitMix:
    """SplitMix64, and the 53 high bits of each number as a share: exact on both sides."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        x = self.state
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
        return x ^ (x >> 31)

    def share(self):
        return (self.next() >> 11) * 2.0**-53


def generated(order):
    """Rows made by rule: score u₁·u₂ (floored to 1/levels where given), outcome u₃ < score, weight ⌊4·u₄⌋."""
    rng = SplitMix(order["seed"])
    scores, outcomes, weights = [], [], []
    for _ in range(order["rows"]):
        score = rng.share() * rng.share()
        if "levels" in order:
            score = math.floor(score * order["levels"]) / order["levels"]
        scores.append(score)
        outcomes.append(rng.share() < score)
        weights.append(float(math.floor(4 * rng.share())))
    return scores, outcomes, weights


def written(case):
    """The inputs of a case whose rows are made by rule, from two seeds."""
    if "generated" not in case:
        return case
    order = case["generated"]
    s, y, w = generated(order)
    t, _, v = generated(order | {"seed": order["seed"] + 1})
    weights = {"weights": w} if case.get("weighted") else {}
    if case["as"] == "numbers":
        return {"predictions": [1 + x for x in s], "actuals": [1 + x for x in t], **weights}
    if case["as"] == "confusion":
        return {"classes": 4, "actual": [int(4 * x) for x in s], "predicted": [int(4 * x) for x in t], **weights}
    if case["as"] == "ranking":
        return {"scores": s, "relevances": [float(x) for x in y], "groups": [k // 25 for k in range(len(s))]}
    return {"first": s, "second": t[: len(t) // 3],
            **({"first_weights": w, "second_weights": v[: len(t) // 3]} if weights else {})}


def number(value):
    return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}.get(value, value) if isinstance(value, str) else value


def column(values, kind=float):
    return None if values is None else np.array([number(v) for v in values], kind)


def wmean(values, w):
    return math.fsum(np.asarray(values) * w) / math.fsum(w)


# Binary outcomes and probabilities -------------------------------------------------------------------------


def binary(case):
    if "generated" in case:
        p, y, w = generated(case["generated"])
        p, y, w = np.array(p), np.array(y, bool), np.array(w)
        if not case.get("weighted"):
            w = None
    else:
        p, y, w = column(case["probabilities"]), column(case["outcomes"], bool), column(case.get("weights"))
    ones = np.ones(len(p)) if w is None else w
    result = {
        "auc": lambda: metrics.roc_auc_score(y, p, sample_weight=w),
        "average_precision": lambda: metrics.average_precision_score(y, p, sample_weight=w),
        "log_loss": lambda: metrics.log_loss(y, p, labels=[False, True], sample_weight=w),
        "brier": lambda: metrics.brier_score_loss(y, p, sample_weight=w),
        "accuracy": lambda: metrics.accuracy_score(y, p >= 0.5, sample_weight=w),
        "slope": lambda: line(p, y, ones)[0],
        "intercept": lambda: line(p, y, ones)[1],
        "slope_error": lambda: line(p, y, ones)[2],
        "intercept_error": lambda: line(p, y, ones)[3],
    }
    result["large"] = lambda: shift(p, y, ones)[0]
    result["large_error"] = lambda: shift(p, y, ones)[1]
    if w is None:
        result["ks"] = lambda: stats.ks_2samp(p[y], p[~y], method="asymp").statistic
        result["gini"] = lambda: 2 * metrics.roc_auc_score(y, p) - 1
    for name, cuts in (("width", np.arange(1, 10) / 10), ("mass", None)):
        for part in ("ece", "mce", "rms", "bins"):
            # plain
            result[f"{name}_{part}"] = lambda cuts=cuts, part=part: binned(p, y, ones, cuts)[part]
    for name, cuts in (("distinct", "distinct"), ("width", np.arange(1, 10) / 10)):
        for part in ("reliability", "resolution", "uncertainty", "within_variance", "within_covariance"):
            # plain
            result[f"{name}_{part}"] = lambda cuts=cuts, part=part: murphy(p, y, ones, cuts)[part]
    return result


LINES = {}


def line(p, y, w):
    key = (p.tobytes(), y.tobytes(), w.tobytes())
    if key not in LINES:
        with np.errstate(divide="ignore"):
            margins = special.logit(p)
        if not np.all(np.isfinite(margins)):
            raise ValueError("margins are not finite")
        keep = w > 0
        if w[keep].max() == w[keep].min() == 1:
            fit = sm.Logit(y[keep].astype(float), sm.add_constant(margins[keep])).fit(
                disp=0, method="newton", tol=1e-14, maxiter=300)
        else:
            fit = sm.GLM(y[keep].astype(float), sm.add_constant(margins[keep]), family=sm.families.Binomial(),
                         freq_weights=w[keep]).fit(tol=1e-14, tol_criterion="params", maxiter=300)
        LINES[key] = (fit.params[1], fit.params[0], fit.bse[1], fit.bse[0])
    return LINES[key]


def shift(p, y, w):
    """The intercept with the margin as an offset."""
    with np.errstate(divide="ignore"):
        margins = special.logit(p)
    if not np.all(np.isfinite(margins)) or np.any(w < 0):
        raise ValueError("margins or weights are not finite")
    keep = w > 0
    if len(set(y[keep])) < 2:
        raise ValueError("one class")
    fit = sm.GLM(y[keep].astype(float), np.ones((int(keep.sum()), 1)), family=sm.families.Binomial(),
                 offset=margins[keep], freq_weights=w[keep]).fit(tol=1e-14, tol_criterion="params", maxiter=300)
    return fit.params[0], fit.bse[0]


def check(p):
    if len(p) == 0 or not np.all((p >= 0) & (p <= 1)):
        raise ValueError("not probabilities")


def mass_cuts(p, count):
    s = np.sort(p)
    parts = min(count, len(s))
    cuts = sorted({s[-(-k * len(s) // parts)] for k in range(1, parts)})
    return np.array([c for c in cuts if c > s[0]])


def binned(p, y, w, cuts):
    check(p)
    cuts = mass_cuts(p, 10) if cuts is None else cuts
    at = np.searchsorted(cuts, p, side="right")
    total = math.fsum(w)
    ece, rms, mce, bins = [], [], 0.0, 0
    for k in np.unique(at):
        inside = at == k
        weight = math.fsum(w[inside])
        if weight > 0:
            gap = abs(wmean(p[inside], w[inside]) - wmean(y[inside], w[inside]))
            ece.append(weight / total * gap)
            rms.append(weight / total * gap * gap)
            mce = max(mce, gap)
            bins += 1
    return {"ece": math.fsum(ece), "rms": math.sqrt(math.fsum(rms)), "mce": mce, "bins": bins}


def murphy(p, y, w, cuts):
    check(p)
    at = np.unique(p, return_inverse=True)[1] if isinstance(cuts, str) else np.searchsorted(cuts, p, side="right")
    total, rate = math.fsum(w), wmean(y, w)
    parts = {name: [] for name in ("reliability", "resolution", "within_variance", "within_covariance")}
    for k in np.unique(at):
        inside = at == k
        weight = math.fsum(w[inside])
        if weight == 0:
            continue
        mean, observed = wmean(p[inside], w[inside]), wmean(y[inside], w[inside])
        mean = p[inside][0] if isinstance(cuts, str) else mean
        parts["reliability"].append(weight * (mean - observed) ** 2)
        parts["resolution"].append(weight * (observed - rate) ** 2)
        parts["within_variance"] += (w[inside] * (p[inside] - mean) ** 2).tolist()
        parts["within_covariance"] += (2 * w[inside] * (p[inside] - mean) * (y[inside] - observed)).tolist()
    return {name: math.fsum(values) / total for name, values in parts.items()} | {"uncertainty": rate * (1 - rate)}


# Decisions ---------------------------------------------------------------------------------------------------


def confusion(case):
    a, p, w = column(case["actual"], int), column(case["predicted"], int), column(case.get("weights"))
    labels = list(range(case["classes"]))
    options = {"labels": labels, "sample_weight": w}
    result = {
        "accuracy": lambda: metrics.accuracy_score(a, p, sample_weight=w),
        "balanced_accuracy": lambda: metrics.balanced_accuracy_score(a, p, sample_weight=w),
        "matthews": lambda: metrics.matthews_corrcoef(a, p, sample_weight=w),
        "cells": lambda: metrics.confusion_matrix(a, p, **options).astype(float).ravel().tolist(),
    }
    for name, weighting in (("equal", None), ("linear", "linear"), ("quadratic", "quadratic")):
        result[f"kappa_{name}"] = lambda v=weighting: metrics.cohen_kappa_score(
            a, p, labels=labels, weights=v, sample_weight=w)
    functions = {
        "precision": metrics.precision_score,
        "recall": metrics.recall_score,
        "f1": metrics.f1_score,
        "f2": lambda *x, **k: metrics.fbeta_score(*x, beta=2, **k),
        "f05": lambda *x, **k: metrics.fbeta_score(*x, beta=0.5, **k),
        "specificity": specificity,
    }
    for name, function in functions.items():
        for number in labels:
            result[f"{name}_{number}"] = lambda f=function, number=number: one(f, a, p, number, options)
        for average in ("micro", "macro", "weighted"):
            result[f"{name}_{average}"] = lambda f=function, average=average: f(a, p, average=average, **options)
            for rule, division in (("zero", 0), ("leftOut", math.nan)):
                if average != "micro":
                    result[f"{name}_{average}_{rule}"] = lambda f=function, average=average, division=division: f(
                        a, p, average=average, zero_division=division, **options)
    return result


def one(function, a, p, number, options):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return function(a, p, average=None, **(options | {"labels": [number]}))[0]


def specificity(a, p, labels, sample_weight, average, zero_division="warn"):
    """plain: TN / (TN + FP), from scikit-learn's multilabel confusion matrices; averaged as its recall is."""
    tables = metrics.multilabel_confusion_matrix(a, p, labels=labels, sample_weight=sample_weight)
    above, below, rows = tables[:, 0, 0], tables[:, 0, 0] + tables[:, 0, 1], tables[:, 1, 0] + tables[:, 1, 1]
    if average == "micro":
        return math.fsum(above) / math.fsum(below)
    if zero_division == "warn" and np.any(below == 0):
        raise ValueError("every row is of the class")
    values = np.array([x / y if y else zero_division for x, y in zip(above, below)], float)
    if average is None:
        return values
    weights = rows if average == "weighted" else np.ones(len(values))
    keep = ~np.isnan(values) & (weights > 0)
    return wmean(values[keep], weights[keep])


# Several classes -----------------------------------------------------------------------------------------------


def classes(case):
    c = case["classes"]
    s, a, w = column(case["values"]).reshape(-1, c), column(case["actual"], int), column(case.get("weights"))
    labels = list(range(c))
    area = lambda multi, average: metrics.roc_auc_score(
        a, s, multi_class=multi, average=average, labels=labels, sample_weight=w if multi == "ovr" else None)
    result = {f"top_{k}": lambda k=k: metrics.top_k_accuracy_score(a, s, k=k, labels=labels, sample_weight=w)
              for k in (1, 2, 3) if 2 < c > k}
    if case.get("probabilities", True):
        result["log_loss"] = lambda: strict(s) or metrics.log_loss(a, s, labels=labels, sample_weight=w)
        result["brier"] = lambda: strict(s) or metrics.brier_score_loss(
            a, s, labels=labels, sample_weight=w, scale_by_half=False)
        if c > 2:
            for average in ("macro", "weighted"):
                result[f"rest_{average}"] = lambda average=average: area("ovr", average)
                if w is None:
                    result[f"one_{average}"] = lambda average=average: area("ovo", average)
                elif np.all(w == np.round(w)):
                    # scikit-learn refuses weights here: the rows written out.
                    result[f"one_{average}"] = lambda average=average: metrics.roc_auc_score(
                        np.repeat(a, w.astype(int)), np.repeat(s, w.astype(int), axis=0), multi_class="ovo",
                        average=average, labels=labels)
    return result


def strict(scores):
    if np.any(np.abs(scores.sum(axis=1) - 1) > 1e-4):
        raise ValueError("rows do not sum to 1")


# Numbers --------------------------------------------------------------------------------------------------------

POWERS = (-1.0, 0.0, 1.0, 1.5, 2.0, 3.0)


def numbers(case):
    f, y, w = column(case["predictions"]), column(case["actuals"]), column(case.get("weights"))
    ones = np.ones(len(f)) if w is None else w
    options = {"sample_weight": w}
    result = {
        "mae": lambda: metrics.mean_absolute_error(y, f, **options),
        "rmse": lambda: finite(metrics.root_mean_squared_error(y, f, **options)),
        "mape": lambda: metrics.mean_absolute_percentage_error(y, f, **options),
        # plain
        "smape": lambda: wmean(
            [0 if u == v == 0 else 2 * abs(u - v) / (abs(u) + abs(v)) for u, v in zip(checked(f), checked(y))], ones),
        "median": lambda: metrics.median_absolute_error(y, f, **options),
        "r2": lambda: metrics.r2_score(y, f, force_finite=False, **options),
        "explained": lambda: metrics.explained_variance_score(y, f, force_finite=False, **options),
        "d2_absolute": lambda: metrics.d2_absolute_error_score(y, f, **options),
        "pinball_10": lambda: metrics.mean_pinball_loss(y, f, alpha=0.1, **options),
        "pinball_90": lambda: metrics.mean_pinball_loss(y, f, alpha=0.9, **options),
    }
    for power in POWERS:
        name = f"{power:g}".replace("-", "m").replace(".", "_")
        if case.get("precise"):
            # plain, in 50 digits: scikit-learn's own cancels where prediction and actual are close.
            result[f"deviance_{name}"] = lambda power=power: precise_deviance(f, y, ones, power)
        else:
            result[f"deviance_{name}"] = lambda power=power: metrics.mean_tweedie_deviance(
                y, f, power=power, **options)
            result[f"d2_{name}"] = lambda power=power: metrics.d2_tweedie_score(y, f, power=power, **options)
    return result


def finite(value):
    if not math.isfinite(value):
        raise OverflowError(str(value))
    return value


def checked(values):
    if not np.all(np.isfinite(values)):
        raise ValueError("not finite")
    return values


def precise_deviance(f, y, w, power):
    total = mpmath.mpf(0)
    for mu, value, weight in zip(f, y, w):
        mu, value = mpmath.mpf(float(mu)), mpmath.mpf(float(value))
        if mu <= 0 or (power >= 2 and value <= 0):
            raise ValueError("outside the domain")
        if power == 0:
            d = (value - mu) ** 2
        elif power == 1:
            d = 2 * ((value * mpmath.log(value / mu) if value else 0) - value + mu)
        elif power == 2:
            d = 2 * (mpmath.log(mu / value) + value / mu - 1)
        else:
            p = mpmath.mpf(power)
            d = 2 * (max(value, 0) ** (2 - p) / ((1 - p) * (2 - p)) - value * mu ** (1 - p) / (1 - p)
                     + mu ** (2 - p) / (2 - p))
        total += mpmath.mpf(float(weight)) * d
    return float(total / sum(mpmath.mpf(float(v)) for v in w))


# Rankings --------------------------------------------------------------------------------------------------------


def ranking(case):
    s, r, g = column(case["scores"]), column(case["relevances"]), column(case["groups"], int)
    names = np.unique(g)
    with_hits = [n for n in names if np.any(r[g == n] > 0)]
    mean = lambda value: math.fsum(value(s[g == n], r[g == n]) for n in with_hits) / len(with_hits)
    result = {}
    for k in (1, 3, 10, None):
        key = "all" if k is None else str(k)
        result[f"dcg_{key}"] = lambda k=k: mean(lambda s, r: dcg(r, s, k))
        result[f"ndcg_{key}"] = lambda k=k: mean(lambda s, r: ndcg(r, s, k))
        result[f"ndcg_exponential_{key}"] = lambda k=k: mean(lambda s, r: ndcg(2**r - 1, s, k))
        if not case.get("many_ties"):
            result[f"map_{key}"] = lambda k=k: mean(lambda s, r: expected(s, r, k)["ap"])
            result[f"mrr_{key}"] = lambda k=k: mean(lambda s, r: expected(s, r, k)["rr"])
            if k:
                for part in ("precision", "recall", "hit"):
                    result[f"{part}_{key}"] = lambda k=k, part=part: mean(lambda s, r: expected(s, r, k)[part])
    return result


def dcg(r, s, k):
    return float(r[0]) if len(r) == 1 else metrics.dcg_score([r], [s], k=k)


def ndcg(r, s, k):
    return 1.0 if len(r) == 1 else metrics.ndcg_score([r], [s], k=k)


def expected(s, r, k):
    """plain: the mean over every order of equal scores, in fractions."""
    blocks = [[bool(v > 0) for v in r[s == value]] for value in np.unique(s)[::-1]]
    assert math.prod(math.comb(len(b), sum(b)) for b in blocks) <= 50_000, "too many orders to write out"
    sums = dict.fromkeys(("ap", "rr", "precision", "recall", "hit"), Fraction(0))
    relevant = int((r > 0).sum())
    top = len(s) if k is None else min(k, len(s))
    count = 0
    for order in itertools.product(*map(orders, blocks)):
        count += 1
        ranks = [i for i, hit in enumerate(itertools.chain(*order), 1) if hit and i <= top]
        precisions = (Fraction(j, i) for j, i in enumerate(ranks, 1))
        sums["ap"] += sum(precisions, Fraction(0)) / min(k or relevant, relevant)
        sums["rr"] += Fraction(1, ranks[0]) if ranks else 0
        sums["precision"] += Fraction(len(ranks), k or len(s))
        sums["recall"] += Fraction(len(ranks), relevant)
        sums["hit"] += 1 if ranks else 0
    return {name: float(value / count) for name, value in sums.items()}


def orders(block):
    """The distinct orders of the hits in a block, each as frequent as any other."""
    for places in itertools.combinations(range(len(block)), sum(block)):
        yield [i in places for i in range(len(block))]


# Profit -----------------------------------------------------------------------------------------------------------


def profit(case):
    """plain: every threshold looked at, in fractions."""
    s, y = column(case["scores"]), column(case["outcomes"], bool)
    tp, fp, tn, fn = (Fraction(v) for v in case["profits"])
    points = []
    for threshold in [math.inf, *np.unique(s)[::-1]]:
        # Nothing is taken at the first, also where a score is infinite.
        taken = s >= threshold if points else np.zeros(len(s), bool)
        up, down = int((taken & y).sum()), int((taken & ~y).sum())
        value = (up * tp + down * fp + (int((~y).sum()) - down) * tn + (int(y.sum()) - up) * fn) / len(s)
        points.append((value, float(threshold), up, down))
    best = max(p[0] for p in points)
    first = next(p for p in points if p[0] == best)

    def calibrated():
        if tn - fp <= 0 or tp - fn <= 0:
            raise ValueError("no threshold")
        return float((tn - fp) / (tn - fp + tp - fn))

    text = lambda v: "inf" if v == math.inf else "-inf" if v == -math.inf else v
    return {
        "curve": lambda: [float(p[0]) for p in points],
        "best": lambda: float(first[0]),
        "threshold": lambda: text(first[1]),
        "taken": lambda: [first[2], first[3]],
        "calibrated": calibrated,
    }


# Drift ------------------------------------------------------------------------------------------------------------


def histograms(case):
    a, b = column(case["reference"], int), column(case["current"], int)
    points, edges = column(case["points"]), column(case["edges"])
    with np.errstate(invalid="ignore"):
        p, q = a / a.sum(), b / b.sum()
    keep = (a + b) > 0
    test = lambda: stats.chi2_contingency(np.array([a[keep], b[keep]]), correction=False)
    result = {
        # In fractions, agreeing with scipy, whose differences cancel where two histograms are close and large.
        "chi2": lambda: agreeing(proper(test().dof) and homogeneity(a, b), lambda: test().statistic, 1e-7),
        "chi2_degrees": lambda: int(proper(test().dof)),
        "chi2_p": lambda: test().pvalue,
        "cramers_v": lambda: agreeing(
            proper(test().dof) and math.sqrt(homogeneity(a, b) / int((a + b).sum())),
            lambda: stats.contingency.association(np.array([a[keep], b[keep]]), method="cramer"), 1e-7),
        "smallest_expected": lambda: float(test().expected_freq.min()),
        "points": lambda: agreeing(moved(points, a, b), lambda: stats.wasserstein_distance(points, points, a, b), 1e-7),
        "edges": lambda: spread(edges, a, b),
        # plain, in 50 digits: scipy's distance is NaN where two histograms are close and large.
        "js_divergence": lambda: agreeing(shannon(a, b), lambda: float(jensenshannon(p, q, base=2)) ** 2),
        "psi": lambda: stability(a, b),
    }
    return result


def exact_shares(counts):
    if min(counts) < 0 or sum(counts) == 0:
        raise ValueError("no histogram")
    return [mpmath.mpf(int(v)) / int(sum(counts)) for v in counts]


def shannon(a, b):
    total = mpmath.mpf(0)
    for u, v in zip(exact_shares(a), exact_shares(b)):
        total += sum(x * mpmath.log(2 * x / (u + v), 2) for x in (u, v) if x)
    return float(total / 2)


def stability(a, b):
    floor = mpmath.mpf(1e-4)
    pairs = [(max(u, floor), max(v, floor)) for u, v in zip(exact_shares(a), exact_shares(b))]
    return float(sum((v - u) * mpmath.log(v / u) for u, v in pairs))


def homogeneity(a, b):
    n, m = int(a.sum()), int(b.sum())
    return float(sum(Fraction((int(u) * m - int(v) * n) ** 2, n * m * int(u + v)) for u, v in zip(a, b) if u + v))


def moved(points, a, b):
    n, m = Fraction(int(a.sum())), Fraction(int(b.sum()))
    gaps = np.cumsum(a), np.cumsum(b)
    return float(sum((Fraction(float(points[k + 1])) - Fraction(float(points[k]))) * abs(int(gaps[0][k]) / n - int(gaps[1][k]) / m)
                     for k in range(len(points) - 1)))


def agreeing(value, other, relative=0):
    other = other()
    if math.isfinite(other) and abs(value - other) > max(1e-9 if not relative else 0, relative * abs(other)):
        raise AssertionError(f"{value} and {other}")
    return value


def proper(degrees):
    if degrees == 0:
        raise ValueError("no degrees of freedom")
    return degrees


def spread(edges, a, b):
    """plain: the area between two broken lines, in fractions, split where they cross."""
    total, start = Fraction(0), Fraction(0)
    n, m = Fraction(int(a.sum())), Fraction(int(b.sum()))
    for k in range(len(a)):
        end = start + int(a[k]) / n - int(b[k]) / m
        width = Fraction(float(edges[k + 1])) - Fraction(float(edges[k]))
        if start * end < 0:
            at = start / (start - end)
            total += width * (at * abs(start) + (1 - at) * abs(end)) / 2
        else:
            total += width * (abs(start) + abs(end)) / 2
        start = end
    return float(total)


def shares(case):
    observed, wanted = column(case["observed"], int), column(case["shares"])
    test = lambda: stats.chisquare(observed, wanted / wanted.sum() * observed.sum())
    return {"chi2": lambda: test().statistic, "chi2_p": lambda: finite(test().pvalue)}


def samples(case):
    a, b = column(case["first"]), column(case["second"])
    u, v = column(case.get("first_weights")), column(case.get("second_weights"))
    effective = len(a) * len(b) / (len(a) + len(b)) if len(a) and len(b) else math.nan
    result = {"wasserstein": lambda: finite(stats.wasserstein_distance(checked(a), checked(b), u, v))}
    if u is None and v is None:
        result["ks"] = lambda: real(stats.ks_2samp(a, b, method="asymp").statistic)
        result["ks_limit_p"] = lambda: real(
            special.kolmogorov(math.sqrt(effective) * stats.ks_2samp(a, b, method="asymp").statistic))
        if len(a) * len(b) <= 100_000:
            result["ks_exact_p"] = lambda: real(stats.ks_2samp(a, b, method="exact").pvalue)
    return result


def real(value):
    if math.isnan(value):
        raise ValueError("nan")
    return value


def tail(case):
    """mpmath's regularised incomplete gamma function."""
    return {"above": lambda: [float(mpmath.gammainc(mpmath.mpf(d) / 2, mpmath.mpf(x) / 2, mpmath.inf, regularized=True))
                              for d, x in case["grid"]]}


# Areas in bounded memory --------------------------------------------------------------------------------------------


def sketch(case):
    s, y, _ = generated(case["generated"])
    s, y = np.array(s), np.array(y, bool)
    if case.get("shift"):
        s = s + case["shift"]

    def bounds():
        """plain: bins by the leading bits of the ordered pattern, by numpy over all rows at once."""
        raw = (s + 0.0).view(np.uint64)
        pattern = np.where(raw >> np.uint64(63) == 1, ~raw, raw | np.uint64(1 << 63))
        for bits in range(64, 0, -1):
            prefix = pattern >> np.uint64(64 - bits)
            if len(np.unique(prefix)) <= case["limit"]:
                break
        names, at = np.unique(prefix, return_inverse=True)
        up, down = np.bincount(at, y, len(names)).astype(int), np.bincount(at, ~y, len(names)).astype(int)
        single = np.bincount(np.searchsorted(names, np.unique(pattern) >> np.uint64(64 - bits)), minlength=len(names)) == 1
        below = np.concatenate([[0], np.cumsum(down)[:-1]])
        lower = int((2 * up * below + np.where(single, up * down, 0)).sum())
        unknown = int(np.where(single, 0, up * down).sum())
        return [bits, lower, lower + 2 * unknown, int(y.sum()) * int((~y).sum())]

    return {"auc": lambda: metrics.roc_auc_score(y, s), "bounds": bounds}


KINDS = {f.__name__: f for f in (binary, confusion, classes, numbers, ranking, profit, histograms, shares, samples,
                                 tail, sketch)}


def inputs(case):
    own = case["input"] if case["kind"] in ("binary", "sketch") else written(case["input"])
    return KINDS[case["kind"]](own)


def expectations(case):
    """Each measure's value; where a reason is declared, what the oracle does with the case."""
    result = {}
    declared = case.get("declared", {})
    missing = []
    for name, value in inputs(case).items():
        reason = declared.get(name, declared.get("*"))
        if reason == "skip":
            continue
        reason = None if reason == "value" else reason
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                found = value()
            except Exception as error:
                found = error
        if reason:
            if isinstance(found, Exception):
                does = f"raises {type(found).__name__}"
            else:
                warned = any("Undefined" in w.category.__name__ or "RuntimeWarning" in w.category.__name__ for w in caught)
                # Which number is beside the point, and hangs on where an iteration stopped.
                plain = isinstance(found, (int, float)) and (found == 0 or not math.isfinite(found))
                does = ("warns and gives " if warned else "gives ") + (f"{found:g}" if plain else "a number")
            result[name] = {"undefined": reason, "oracle": does}
        elif isinstance(found, Exception):
            missing.append(f"{name} has no reason: {found!r}")
        else:
            values = found if isinstance(found, list) else [found]
            if any(isinstance(v, float) and not math.isfinite(v) for v in values):
                missing.append(f"{name} has no reason: {found}")
                continue
            result[name] = found if isinstance(found, (list, str, int)) else float(found)
    if missing:
        raise RuntimeError(f"{case['kind']}, {case['name']}: " + "; ".join(missing))
    return result
