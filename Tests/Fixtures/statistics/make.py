"""Expected values for StatisticsTests, from scikit-learn, scipy, statsmodels and plain definitions.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 venv/bin/python make.py
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 venv/bin/python make.py --check    # computes the committed ones again

Writes expected.json beside itself, at full precision. Tolerance in the tests: 1e-12 relative unless a test
says otherwise; integers are equal.
"""

import json
import math
import pathlib
import sys
from fractions import Fraction

import numpy as np
import statsmodels.api as sm
from scipy import special, stats
from scipy.spatial.distance import jensenshannon
from sklearn import metrics
from statsmodels.stats.proportion import proportion_confint

rng = np.random.default_rng(19971102)


def structural(scores, outcomes):
    """DeLong's components straight from their definition, every pair looked at."""
    up = scores[outcomes]
    down = scores[~outcomes]
    wins = (up[:, None] > down[None, :]) + 0.5 * (up[:, None] == down[None, :])
    return wins.mean(axis=1), wins.mean(axis=0)


def discrimination(name, probabilities, outcomes):
    p = np.asarray(probabilities, float)
    y = np.asarray(outcomes, bool)
    fpr, tpr, thresholds = metrics.roc_curve(y, p, drop_intermediate=False)
    precision, recall, cuts = metrics.precision_recall_curve(y, p)
    v10, v01 = structural(p, y)
    up, down = p[y], p[~y]
    # Hits among the k best rows, a tie group shared out evenly: linear between the groups' ends.
    distinct = np.unique(p)[::-1]
    rows = np.array([0] + [(p >= s).sum() for s in distinct])
    hits = np.array([0] + [(y & (p >= s)).sum() for s in distinct])
    at = np.arange(0, 11) * len(p) / 10
    gained = np.interp(at, rows, hits)
    bands = np.array([0.1, 0.2, 0.29, 0.5, 0.9])
    index = np.searchsorted(bands, p, side="right")
    calibration = []
    error = 0.0
    for band in range(len(bands) + 1):
        inside = index == band
        n, k = int(inside.sum()), int(y[inside].sum())
        entry = {"count": n, "positives": k}
        if n:
            low, high = proportion_confint(k, n, method="wilson")
            entry |= {"predicted": math.fsum(p[inside]) / n, "observed": k / n, "lower": low, "upper": high}
            error += n * abs(entry["predicted"] - entry["observed"])
        calibration.append(entry)
    result = {
        "name": name,
        "probabilities": p.tolist(),
        "outcomes": y.tolist(),
        "doubled_wins": int(2 * (up[:, None] > down[None, :]).sum() + (up[:, None] == down[None, :]).sum()),
        "auc": metrics.roc_auc_score(y, p),
        "average_precision": metrics.average_precision_score(y, p),
        "log_loss": metrics.log_loss(y, p, labels=[False, True]),
        "brier": metrics.brier_score_loss(y, p),
        "mean_predicted": math.fsum(p) / len(p),
        "observed_rate": float(y.mean()),
        "fpr": fpr.tolist(),
        "tpr": tpr.tolist(),
        # scikit-learn ascends by threshold and closes with (precision 1, recall 0), which is no data.
        "precision": precision[:-1][::-1].tolist(),
        "recall": recall[:-1][::-1].tolist(),
        "variance": float(v10.var(ddof=1) / len(v10) + v01.var(ddof=1) / len(v01)),
        "gained": (gained / y.sum()).tolist(),
        "bands": bands.tolist(),
        "calibration": calibration,
        "expected_error": error / len(p),
    }
    if name != "extremes":
        fit = sm.Logit(y.astype(float), sm.add_constant(special.logit(p))).fit(
            disp=0, method="newton", tol=1e-14, maxiter=200)
        result["line"] = {
            "intercept": fit.params[0], "slope": fit.params[1],
            "intercept_error": fit.bse[0], "slope_error": fit.bse[1],
        }
    return result


def sample(n, digits=None):
    p = rng.beta(1.2, 4.0, n)
    if digits:
        p = np.clip(np.round(p, digits), 0.01, 0.99)
    return p, rng.random(n) < p**1.2


cases = [
    discrimination("continuous", *sample(300)),
    discrimination("ties", *sample(400, 2)),
    discrimination("heavy ties", *sample(250, 1)),
    discrimination("rare", (r := rng.random(200)), (np.arange(200) % 40 == 3) | (r > 0.99)),
    discrimination("extremes", [0, 1, 0, 1, 0.5, 1e-300, 1 - 2**-53, 5e-324], [0, 1, 1, 0, 1, 0, 1, 1]),
]

p, y = sample(350, 2)
other = np.clip(np.round(p + rng.normal(0, 0.08, len(p)), 2), 0, 1)
a10, a01 = structural(p, y)
b10, b01 = structural(other, y)
variance = np.var(a10 - b10, ddof=1) / len(a10) + np.var(a01 - b01, ddof=1) / len(a01)
difference = a10.mean() - b10.mean()
z = difference / math.sqrt(variance)
half = stats.norm.ppf(0.975) * math.sqrt(variance)
paired = {
    "first": p.tolist(), "second": other.tolist(), "outcomes": y.tolist(),
    "difference": difference, "error": math.sqrt(variance), "z": z, "p": 2 * stats.norm.sf(abs(z)),
    "lower": difference - half, "upper": difference + half,
}

wilson = []
for k, n in [(0, 1), (1, 1), (0, 10), (10, 10), (3, 7), (1, 1000), (999, 1000), (57, 23570), (5 * 10**8, 10**9)]:
    for confidence in (0.8, 0.95, 0.99):
        low, high = proportion_confint(k, n, alpha=1 - confidence, method="wilson")
        wilson.append({"k": k, "n": n, "confidence": confidence, "lower": low, "upper": high})

normal = {
    "quantiles": [[q, stats.norm.ppf(q)] for q in (1e-300, 1e-20, 1e-9, 0.001, 0.025, 0.2, 0.5, 0.7, 0.975, 0.999999)],
    "below": [[x, stats.norm.cdf(x)] for x in (-38.0, -8.0, -1.5, 0.0, 0.3, 2.0, 7.0)],
    "log_two_sided": [[x, math.log(2) + stats.norm.logsf(x)] for x in (0.0, 0.5, 3.0, 10.0, 27.0, 29.0, 40.0, 1000.0)],
}


def compare(reference, current):
    reference, current = np.array(reference), np.array(current)
    p, q = reference / reference.sum(), current / current.sum()
    pp, qq = np.maximum(p, 1e-4), np.maximum(q, 1e-4)
    bins = np.arange(len(p))
    test = stats.ks_2samp(np.repeat(bins, reference), np.repeat(bins, current), method="asymp")
    effective = reference.sum() * current.sum() / (reference.sum() + current.sum())
    return {
        "reference": reference.tolist(), "current": current.tolist(),
        "psi": math.fsum((qq - pp) * np.log(qq / pp)),
        "js_distance": float(jensenshannon(p, q, base=2)),
        "ks": float(test.statistic),
        "ks_p": float(special.kolmogorov(math.sqrt(effective) * test.statistic)),
    }


drift = [
    compare([100, 200, 300, 400], [110, 190, 310, 390]),
    compare([1000, 2000, 3000, 4000, 0], [900, 2500, 2800, 3000, 800]),
    compare([5, 0, 0], [0, 0, 7]),
    compare([37, 12, 5, 1], [37, 12, 5, 1]),
    compare([20, 30, 50], [5, 8, 14]),
]

moments = []
for values in ([1.0, 2.0, 4.0], (1e9 + rng.random(1000)).tolist(), rng.normal(-3, 1e-3, 500).tolist()):
    exact = [Fraction(v) for v in values]
    mean = sum(exact) / len(exact)
    moments.append({
        "values": values, "mean": float(mean),
        "variance": float(sum((v - mean) ** 2 for v in exact) / (len(exact) - 1)),
    })

series = [52, 47, 54, None, 50, 49, 55, 51, 80, 46, 47, 46, 45, 47, 46, 45, 46, 44, 60, 61, 48]
present = np.array([v for v in series if v is not None], float)
ranges = [abs(b - a) for a, b in zip(series, series[1:]) if a is not None and b is not None]
xmr = {
    "values": series, "mean": present.mean(), "mean_range": float(np.mean(ranges)),
    "lower": present.mean() - 2.66 * np.mean(ranges), "upper": present.mean() + 2.66 * np.mean(ranges),
    "range_limit": 3.268 * np.mean(ranges),
}

values = np.concatenate([
    rng.normal(0, 30, 700), rng.lognormal(3, 2, 500), rng.integers(-20, 20, 400).astype(float), np.zeros(60),
    [-0.0, 1e-310, -1e-310, 1e300, -1e300],
])
rng.shuffle(values)
edges = [-1e301, -128.0, -20.0, -7.0, -1.0, -0.75, -0.0, 0.0, 0.5, 1.0, 10.0, 11.0, 20.0, 127.0, 200.0, 2.0**40]
levels = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1]
sketch = {
    "values": values.tolist(),
    "zeros": int((values == 0).sum()),
    "edges": edges, "below": [int((values < e).sum()) for e in edges],
    "levels": levels,
    # The ranks around each level: a sketch of 1/128 wide bins lies between them, within one bin.
    "quantiles": [[float(np.quantile(values, q, method="lower")), float(np.quantile(values, q, method="higher"))]
                  for q in levels],
}

expected = {
    "discrimination": cases, "paired": paired, "wilson": wilson, "normal": normal, "drift": drift,
    "moments": moments, "xmr": xmr, "sketch": sketch,
}
path = pathlib.Path(__file__).with_name("expected.json")
if "--check" in sys.argv:
    sys.path.insert(0, str(path.parent.parent))
    import committed
    committed.check(json.loads(path.read_text()), json.loads(json.dumps(expected)), 1e-12)
path.write_text(json.dumps(expected, separators=(",", ":")).replace('},{"', '},\n{"') + "\n")
