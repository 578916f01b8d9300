"""Three nights of made-up predictions and outcomes, and what scikit-learn says of them.

    pip install -r requirements.txt && python3 make.py > nights.json
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python3 make.py --check    # computes the committed ones again

Customers appear on every night; what allows for that is in clusters.py. Tolerance of the tests: 1e-10 relative, 1e-7
where an error comes from numerical derivatives.
"""

import json
import sys
from pathlib import Path

import numpy
from sklearn.metrics import (
    accuracy_score, average_precision_score, balanced_accuracy_score, brier_score_loss, cohen_kappa_score, f1_score,
    log_loss, matthews_corrcoef, mean_absolute_error, mean_absolute_percentage_error, mean_pinball_loss, r2_score,
    roc_auc_score, root_mean_squared_error)

import clusters

BANDS = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6]
# Which version was champion on which night; rfm@1 shadows all of them.
NIGHTS = {"1997-11-02": "repurchase@1", "1997-11-09": "repurchase@1", "1997-11-16": "repurchase@2"}
# Areas and average precision are not compared where fewer keys have a row of the rarer class.
FEWEST = 20
FEWEST_OF_PRECISION = 50
ROWS = 80


def figures(scores, outcomes, keys):
    band = numpy.searchsorted(BANDS, scores, side="right") + 1
    calibration = [
        {"band": b, "rows": int((band == b).sum()), "positives": int(outcomes[band == b].sum()),
         "mean_predicted": float(scores[band == b].mean()), "rate": float(outcomes[band == b].mean())}
        for b in range(1, 11) if (band == b).any()]
    result = clusters.figures(scores, outcomes, keys)
    # scikit-learn's values beside those of clusters.py: two ways to the same number.
    for name, value in (("auc", roc_auc_score(outcomes, scores)), ("log_loss", log_loss(outcomes, scores)),
                        ("average_precision", average_precision_score(outcomes, scores)),
                        ("brier", brier_score_loss(outcomes, scores))):
        assert abs(result[name][0] - value) < 1e-13, name
    return {
        "rows": len(scores), "positives": int(outcomes.sum()), "metrics": result,
        "mean_predicted": float(scores.mean()), "calibration": calibration,
        "calibration_error": sum(c["rows"] * abs(c["rate"] - c["mean_predicted"]) for c in calibration) / len(scores)}


def measures():
    """Each measure of numbers and decisions on rows of few keys, its error by numerical derivatives."""
    random = numpy.random.default_rng(7)
    keys = random.integers(0, 25, 160)
    level = random.normal(0, 1, 25)[keys]
    actual = numpy.round(10 + 2 * level + random.normal(0, 1, 160), 3)
    predicted = numpy.round(10 + 1.5 * level + random.normal(0, 1.2, 160), 3)
    labels = random.integers(0, 3, 160)
    decided = numpy.where(random.random(160) < 0.65, labels, random.integers(0, 3, 160))
    happened, yes = (labels == 1).astype(int), (decided == 1).astype(int)
    scores = numpy.round(numpy.clip(0.3 * happened + random.random(160) * 0.7, 0.01, 0.99), 2)
    numbers, classes, binary = (actual, predicted), (labels, decided), (happened, yes)
    functions = {
        "mae": (numbers, mean_absolute_error), "mape": (numbers, mean_absolute_percentage_error),
        "rmse": (numbers, root_mean_squared_error), "r2": (numbers, r2_score),
        "pinball": (numbers, lambda *a, **k: mean_pinball_loss(*a, alpha=0.9, **k)),
        "accuracy": (classes, accuracy_score), "balanced_accuracy": (classes, balanced_accuracy_score),
        "macro_f1": (classes, lambda *a, **k: f1_score(*a, average="macro", **k)),
        "mcc": (classes, matthews_corrcoef), "kappa": (classes, cohen_kappa_score), "f1": (binary, f1_score),
        "average_precision": ((happened, scores), average_precision_score),
        "auc_influence": ((happened, scores), roc_auc_score)}
    result = {}
    for name, (inputs, function) in functions.items():
        result[name] = [float(function(*inputs)), clusters.jackknife(
            lambda weights, f=function, i=inputs: f(*i, sample_weight=weights), keys)]
    result["area"] = list(clusters.obuchowski(clusters.placements(scores, happened), happened, keys))
    precision, influence = clusters.average_precision_influence(scores, happened)
    assert abs(clusters.error(influence, keys) / result["average_precision"][1] - 1) < 1e-8
    other = numpy.round(numpy.clip(scores + random.normal(0, 0.2, 160), 0.01, 0.99), 2)
    pairs = clusters.comparison(scores, other, happened, keys)
    return {"keys": keys.tolist(), "actual": actual.tolist(), "predicted": predicted.tolist(),
            "labels": labels.tolist(), "decided": decided.tolist(), "scores": scores.tolist(),
            "other": other.tolist(), "measures": result, "pairs": pairs,
            "adjusted_wilson": clusters.wilson(*clusters.mean(happened, keys), 160)}


def main():
    random = numpy.random.default_rng(1997)
    nights, expected, pooled = [], {}, {}
    keys = numpy.arange(ROWS)
    for date, champion in NIGHTS.items():
        truth = random.beta(1.5, 6, ROWS)
        outcomes = (random.random(ROWS) < truth).astype(int)
        scores = numpy.clip(truth + random.normal(0, 0.08, ROWS), 0.001, 0.999)
        # A scorecard has few distinct scores: ties.
        rule = numpy.round(numpy.clip(truth + random.normal(0, 0.2, ROWS), 0.02, 0.9), 1) * 0.9 + 0.01
        nights.append({"date": date, "champion": champion, "outcomes": outcomes.tolist(),
                       "scores": scores.tolist(), "rule": rule.tolist()})
        for version, values in ((champion, scores), ("rfm@1", rule)):
            expected[f"{version} {date}"] = figures(values, outcomes, keys)
            pooled.setdefault(version, []).append((values, outcomes, rule, keys))
    comparison, slices = {}, {}
    for version, parts in pooled.items():
        values, outcomes, rule, keys = (numpy.concatenate(part) for part in zip(*parts))
        expected[version] = figures(values, outcomes, keys)
        slices[version] = {}
        for part in range(2):
            inside = keys % 2 == part
            one = {"rows": int(inside.sum()), "auc": roc_auc_score(outcomes[inside], values[inside])}
            found = [clusters.rarer(outcomes[rows], keys[rows]) for rows in (inside, ~inside)]
            if min(found) < FEWEST:
                one["found"] = found[0] if found[0] < FEWEST else found[1]
            else:
                one["against_rest"] = clusters.area_against_rest(values, outcomes, keys, inside)
            if version != "rfm@1":
                pairs = clusters.comparison(values[inside], rule[inside], outcomes[inside], keys[inside])
                one["against_rule"] = pairs["log_loss"]
            slices[version][str(part)] = one
        if version != "rfm@1":
            comparison[version] = clusters.comparison(values, rule, outcomes, keys)
            found = clusters.rarer(outcomes, keys)
            for name, fewest in (("auc", FEWEST), ("average_precision", FEWEST_OF_PRECISION)):
                if found < fewest:
                    comparison[version][name] = {"difference": comparison[version][name]["difference"], "found": found}
    clusters.correct(comparison)
    document = {"bands": BANDS, "nights": nights, "expected": expected, "comparison": comparison, "slices": slices,
                "measures": measures()}
    if "--check" in sys.argv:
        folder = Path(__file__).parent
        sys.path.insert(0, str(folder.parent))
        import committed
        # A numerical derivative has few digits more.
        committed.check(json.loads((folder / "nights.json").read_text()), document, 1e-9)
    print(json.dumps(document, indent=1))


if __name__ == "__main__":
    main()
