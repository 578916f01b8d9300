"""Three nights of made-up predictions and outcomes, and what scikit-learn says of them.

    pip install -r requirements.txt && python3 make.py > nights.json

DeLong's variance is written here from its definition over all pairs, without ranks.
Tolerance of the tests: 1e-12, absolute.
"""

import json
import math

import numpy
from scipy.stats import norm
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

BANDS = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6]
# Which version was champion on which night; rfm@1 shadows all of them.
NIGHTS = {"1997-11-02": "repurchase@1", "1997-11-09": "repurchase@1", "1997-11-16": "repurchase@2"}
ROWS = 80


def components(scores, outcomes):
    up, down = scores[outcomes == 1], scores[outcomes == 0]
    wins = (up[:, None] > down[None, :]) + 0.5 * (up[:, None] == down[None, :])
    return wins.mean(axis=1), wins.mean(axis=0)


def delong(scores, outcomes):
    ups, downs = components(scores, outcomes)
    return math.sqrt(ups.var(ddof=1) / len(ups) + downs.var(ddof=1) / len(downs))


def difference(first, second, outcomes):
    (a, b), (c, d) = components(first, outcomes), components(second, outcomes)
    error = math.sqrt((a - c).var(ddof=1) / len(a) + (b - d).var(ddof=1) / len(b))
    value = roc_auc_score(outcomes, first) - roc_auc_score(outcomes, second)
    z = norm.ppf(0.975)
    return {"value": value, "lower": value - z * error, "upper": value + z * error,
            "p": 2 * norm.sf(abs(value / error))}


def figures(scores, outcomes):
    band = numpy.searchsorted(BANDS, scores, side="right") + 1
    calibration = [
        {"band": b, "rows": int((band == b).sum()), "positives": int(outcomes[band == b].sum()),
         "mean_predicted": float(scores[band == b].mean()), "rate": float(outcomes[band == b].mean())}
        for b in range(1, 11) if (band == b).any()]
    area, z = roc_auc_score(outcomes, scores), norm.ppf(0.975)
    return {
        "rows": len(scores), "positives": int(outcomes.sum()), "auc": area,
        "lower": max(0, area - z * delong(scores, outcomes)), "upper": min(1, area + z * delong(scores, outcomes)),
        "log_loss": log_loss(outcomes, scores), "brier": brier_score_loss(outcomes, scores),
        "mean_predicted": float(scores.mean()), "calibration": calibration,
        "calibration_error": sum(c["rows"] * abs(c["rate"] - c["mean_predicted"]) for c in calibration) / len(scores)}


def main():
    random = numpy.random.default_rng(1997)
    nights, expected, pooled = [], {}, {}
    for date, champion in NIGHTS.items():
        truth = random.beta(1.5, 6, ROWS)
        outcomes = (random.random(ROWS) < truth).astype(int)
        scores = numpy.clip(truth + random.normal(0, 0.08, ROWS), 0.001, 0.999)
        # A scorecard has few distinct scores: ties.
        rule = numpy.round(numpy.clip(truth + random.normal(0, 0.2, ROWS), 0.02, 0.9), 1) * 0.9 + 0.01
        nights.append({"date": date, "champion": champion, "outcomes": outcomes.tolist(),
                       "scores": scores.tolist(), "rule": rule.tolist()})
        for version, values in ((champion, scores), ("rfm@1", rule)):
            expected[f"{version} {date}"] = figures(values, outcomes)
            pooled.setdefault(version, []).append((values, outcomes, rule))
    comparison = {}
    for version, parts in pooled.items():
        values, outcomes, rule = (numpy.concatenate(part) for part in zip(*parts))
        expected[version] = figures(values, outcomes)
        if version != "rfm@1":
            comparison[version] = difference(values, rule, outcomes)
    print(json.dumps({"bands": BANDS, "nights": nights, "expected": expected, "comparison": comparison}, indent=1))


if __name__ == "__main__":
    main()
