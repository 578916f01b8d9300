"""Computes what Student, Welch, Holm, and Benjamini and Hochberg say of made-up trials: trials.json.

    python make.py            writes it anew (see requirements.txt)
    python make.py --check    computes it again and compares with the committed file
"""

import json
import math
import platform
import sys
from pathlib import Path

import numpy
import scipy
import statsmodels
from scipy import optimize, stats
from statsmodels.stats.multitest import multipletests

CONFIDENCE = 0.95
POWER = 0.8

generator = numpy.random.default_rng(20240611)


def draws(mean, deviation, count):
    return [float(value) for value in generator.normal(mean, deviation, count)]


# Name of the group: depth, then for each metric the values over seeds; a list of one is one run.
groups = {
    "rule": {"auc": draws(0.79, 0.002, 5), "loss": draws(0.31, 0.004, 5), "seconds": draws(12, 1, 5),
             "far": draws(1e9, 1e-3, 5), "constant": [0.5] * 5},
    "deep": {"auc": draws(0.80, 0.003, 4), "loss": draws(0.312, 0.02, 4), "seconds": draws(30, 4, 4),
             "far": draws(1e9, 2e-3, 4), "constant": [0.5] * 4},
    "wide": {"auc": draws(0.7905, 0.002, 8), "loss": draws(0.33, 0.003, 8), "seconds": draws(11.9, 1, 8),
             "far": draws(1e9 + 0.01, 1e-3, 8), "constant": [0.25] * 8},
    "once": {"auc": draws(0.82, 0.001, 1), "loss": draws(0.29, 0.001, 1)},
}

trials = []
for depth, (name, metrics) in enumerate(groups.items(), start=1):
    runs = max(len(values) for values in metrics.values())
    for run in range(runs):
        trials.append({
            "name": f"{name}-{run + 1}",
            "depth": str(depth),
            "seed": str(run),
            "metrics": {metric: values[run] for metric, values in metrics.items()},
        })


def spread(values):
    n = len(values)
    mean = math.fsum(values) / n
    if n < 2 or len(set(values)) == 1:
        return {"count": n, "mean": mean, "deviation": 0.0 if n > 1 else None, "lower": None, "upper": None}
    values = numpy.array(values)
    # Differences from the first value, so that means far from nought lose no digits.
    shifted = values - values[0]
    deviation = float(shifted.std(ddof=1))
    lower, upper = stats.t.interval(CONFIDENCE, n - 1, loc=mean, scale=deviation / math.sqrt(n))
    return {"count": n, "mean": mean, "deviation": deviation, "lower": float(lower), "upper": float(upper)}


def smallest_effect(n, m, alpha):
    """In standard deviations, by the noncentral t distribution: what statsmodels' TTestIndPower solves to 1e-7."""
    freedom = n + m - 2
    critical = stats.t.isf(alpha / 2, freedom)

    def lacking(effect):
        shift = effect / math.sqrt(1 / n + 1 / m)
        # scipy has NaN where the other tail vanishes.
        other = numpy.nan_to_num(stats.nct.cdf(-critical, freedom, shift))
        return stats.nct.sf(critical, freedom, shift) + other - POWER

    return optimize.brentq(lacking, 1e-6, 10, xtol=1e-14, rtol=1e-13)


baseline = groups["rule"]
rows = []
for name, metrics in groups.items():
    if name == "rule":
        continue
    for metric, values in metrics.items():
        own, its = spread(values), spread(baseline[metric])
        row = {"trial": f"{name}-1", "metric": metric, "candidate": own, "baseline": its}
        if own["deviation"] and its["deviation"]:
            shift = baseline[metric][0]
            first = numpy.array(values) - shift
            second = numpy.array(baseline[metric]) - shift
            test = stats.ttest_ind(first, second, equal_var=False)
            interval = test.confidence_interval(CONFIDENCE)
            row |= {
                "difference": float(first.mean() - second.mean()),
                "lower": float(interval.low),
                "upper": float(interval.high),
                "p": float(test.pvalue),
            }
        rows.append(row)

tested = [row for row in rows if "p" in row]
p = [row["p"] for row in tested]
for row, holm, hochberg in zip(tested, multipletests(p, method="holm")[1], multipletests(p, method="fdr_bh")[1]):
    row["holm"], row["benjamini_hochberg"] = float(holm), float(hochberg)
    own, its = row["candidate"], row["baseline"]
    deviation = math.sqrt((own["deviation"] ** 2 + its["deviation"] ** 2) / 2)
    effect = smallest_effect(own["count"], its["count"], 0.05 / len(p))
    row["detectable"] = float(effect * deviation)

document = {
    "made_with": {
        "python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__,
        "statsmodels": statsmodels.__version__},
    "trials": trials,
    "expected": rows,
}
path = Path(__file__).with_name("trials.json")
if "--check" in sys.argv:
    sys.path.insert(0, str(path.parent.parent))
    import committed
    standing = json.loads(path.read_text())
    for one in (standing, document):
        del one["made_with"]
    committed.check(standing, document, 1e-10)
path.write_text(json.dumps(document, indent=1) + "\n")
