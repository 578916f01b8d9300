"""Computes what the corrected resampled t test (Nadeau and Bengio 2003) says of made-up trials over folds, and Student's
paired test of made-up trials over seeds of which each has several runs: folds.json."""

import json
import math
import platform
import sys
from pathlib import Path

import numpy
import scipy
from scipy import optimize, stats

POWER = 0.8

generator = numpy.random.default_rng(20030902)


def trials(name, depth, grid, shift):
    return [{"name": f"{name}-{place + 1}", "parameters": {"depth": str(depth)} | parameters,
             "metrics": {"auc": float(shift + luck + generator.normal(0, 0.002))}}
            for place, (parameters, luck) in enumerate(grid)]


def pair_of(grid):
    return trials("rule", 1, grid, 0.79) + trials("deep", 2, grid, 0.794)


def expected(all_trials, ratio, cluster):
    """ratio: test rows for one training row; 0 for repeats that share nothing. cluster: parameters of one observation."""
    half = len(all_trials) // 2
    means = {}
    for its, own in zip(all_trials[:half], all_trials[half:]):
        key = tuple(own["parameters"][name] for name in cluster)
        means.setdefault(key, []).append(own["metrics"]["auc"] - its["metrics"]["auc"])
    differences = numpy.array([numpy.mean(values) for values in means.values()])
    count = len(differences)
    error = math.sqrt(differences.var(ddof=1) * (1 / count + ratio))
    mean = float(differences.mean())
    reach = stats.t.ppf(0.975, count - 1) * error
    critical = stats.t.isf(0.025, count - 1)

    def lacking(shift):
        other = numpy.nan_to_num(stats.nct.cdf(-critical, count - 1, shift))
        return stats.nct.sf(critical, count - 1, shift) + other - POWER

    return {"pairs": count, "difference": mean, "error": error, "lower": mean - reach, "upper": mean + reach,
            "p": float(2 * stats.t.sf(abs(mean) / error, count - 1)),
            "detectable": float(optimize.brentq(lacking, 1e-6, 50, xtol=1e-14, rtol=1e-13) * error)}


def luck():
    return float(generator.normal(0, 0.01))


folds = pair_of([({"fold": str(fold)}, luck()) for fold in range(5)])
repeated = pair_of([({"fold": str(fold), "seed": str(seed)}, luck()) for seed in range(3) for fold in range(4)])
grid = pair_of([({"rate": rate, "seed": str(seed)}, shared) for seed in range(4) for shared in [luck()]
                for rate in ["low", "mid", "high"]])
cases = [
    {"name": "folds", "repeat_over": ["fold"], "by": [], "trials": folds, **expected(folds, 1 / 4, ["fold"]),
     "method": "Student, paired, by fold, corrected for 5 folds (Nadeau and Bengio)"},
    {"name": "repeated", "repeat_over": ["seed", "fold"], "by": [], "trials": repeated,
     **expected(repeated, 1 / 3, ["fold", "seed"]),
     "method": "Student, paired, by fold, seed, corrected for 4 folds (Nadeau and Bengio)"},
    {"name": "grid", "repeat_over": None, "by": ["depth"], "trials": grid, **expected(grid, 0, ["seed"]),
     "method": "Student, paired, by seed, means of up to 3 runs"},
]
document = {
    "made_with": {"python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__},
    "cases": cases,
}
path = Path(__file__).with_name("folds.json")
if "--check" in sys.argv:
    sys.path.insert(0, str(path.parent.parent))
    import committed
    standing = json.loads(path.read_text())
    for one in (standing, document):
        del one["made_with"]
    committed.check(standing, document, 1e-10)
path.write_text(json.dumps(document, indent=1) + "\n")
