"""Computes what Student's paired test, Welch's test and Holm say of made-up trials with and without common seeds:
paired.json."""

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

generator = numpy.random.default_rng(20241103)
luck = generator.normal(0, 0.01, 9)  # what a seed does to all trials that have it


def drawn(mean, deviation, seeds):
    return {str(seed): float(mean + luck[seed] + generator.normal(0, deviation)) for seed in seeds}


same = range(6)
groups = {
    "rule": {"auc": drawn(0.79, 0.001, same), "loss": drawn(0.31, 0.002, same), "far": drawn(1e7, 1e-4, same),
             "seconds": drawn(12, 1, same)},
    # The same seeds, logged in another order.
    "deep": {"auc": drawn(0.795, 0.001, reversed(same)), "loss": drawn(0.3095, 0.002, reversed(same)),
             "far": drawn(1e7 + 1e-4, 1e-4, reversed(same)), "seconds": drawn(12.1, 1, reversed(same))},
    # One seed is another: Welch.
    "wide": {"auc": drawn(0.792, 0.001, [0, 1, 2, 3, 4, 6]), "loss": drawn(0.312, 0.002, [0, 1, 2, 3, 4, 6]),
             "far": drawn(1e7, 1e-4, [0, 1, 2, 3, 4, 6]), "seconds": drawn(13, 1, [0, 1, 2, 3, 4, 6])},
    # One run lacks a metric: there Welch, by the others pairs.
    "gap": {"auc": drawn(0.788, 0.001, range(5)), "loss": drawn(0.33, 0.002, same), "far": drawn(1e7, 1e-4, same),
            "seconds": drawn(11, 1, same)},
}

trials = []
for depth, (name, metrics) in enumerate(groups.items(), start=1):
    seeds = list(metrics["loss"])
    for run, seed in enumerate(seeds, start=1):
        trials.append({
            "name": f"{name}-{run}", "depth": str(depth), "seed": seed,
            "metrics": {metric: values[seed] for metric, values in metrics.items() if seed in values}})


def smallest_effect(alpha, freedom, root):
    """In standard deviations, by the noncentral t distribution; root is noncentrality for one deviation."""
    critical = stats.t.isf(alpha / 2, freedom)

    def lacking(effect):
        shift = effect * root
        other = numpy.nan_to_num(stats.nct.cdf(-critical, freedom, shift))
        return stats.nct.sf(critical, freedom, shift) + other - POWER

    return optimize.brentq(lacking, 1e-6, 20, xtol=1e-14, rtol=1e-13)


rows = []
for name, metrics in groups.items():
    if name == "rule":
        continue
    for metric in sorted(metrics):
        own, its = metrics[metric], groups["rule"][metric]
        shift = next(iter(its.values()))
        row = {"trial": f"{name}-1", "metric": metric}
        if set(own) == set(its):
            seeds = sorted(own)
            test = stats.ttest_rel([own[seed] - shift for seed in seeds], [its[seed] - shift for seed in seeds])
            differences = numpy.array([own[seed] - its[seed] for seed in seeds])
            row |= {"pairs": len(seeds), "difference": float(differences.mean()),
                    "deviation": float(differences.std(ddof=1))}
        else:
            first = numpy.array(list(own.values())) - shift
            second = numpy.array(list(its.values())) - shift
            test = stats.ttest_ind(first, second, equal_var=False)
            row |= {"pairs": None, "difference": float(first.mean() - second.mean()),
                    "deviation": math.sqrt((first.var(ddof=1) + second.var(ddof=1)) / 2),
                    "counts": [len(first), len(second)]}
        interval = test.confidence_interval(CONFIDENCE)
        row |= {"lower": float(interval.low), "upper": float(interval.high), "p": float(test.pvalue)}
        rows.append(row)

p = [row["p"] for row in rows]
for row, holm in zip(rows, multipletests(p, method="holm")[1]):
    row["holm"] = float(holm)
    alpha = 0.05 / len(p)
    if row["pairs"]:
        effect = smallest_effect(alpha, row["pairs"] - 1, math.sqrt(row["pairs"]))
    else:
        n, m = row.pop("counts")
        effect = smallest_effect(alpha, n + m - 2, 1 / math.sqrt(1 / n + 1 / m))
    row["detectable"] = float(effect * row.pop("deviation"))

document = {
    "made_with": {
        "python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__,
        "statsmodels": statsmodels.__version__},
    "trials": trials,
    "expected": rows,
}
path = Path(__file__).with_name("paired.json")
if "--check" in sys.argv:
    sys.path.insert(0, str(path.parent.parent))
    import committed
    standing = json.loads(path.read_text())
    for one in (standing, document):
        del one["made_with"]
    committed.check(standing, document, 1e-4)
path.write_text(json.dumps(document, indent=1) + "\n")
