"""Computes what XGBoost makes of the committed models and inputs.

    python expect.py          writes expected.csv, importance.csv and best.csv of each case
    python expect.py --check  compares instead, and ends with 1 on any difference

Run with xgboost 3.2.0 for its own folders and those of versions before 1.7, with 1.7.6, 2.1.4, 3.3.0 and 3.4.1 for
theirs (3.2.0 does not survive loading vector leaves of 2.1, and takes a dart of 3.3 for one without weights). Margins
(`margin_K`) and predictions (`prediction_K`) are float32, printed so that they read back as the same bits; a row
that the framework refuses (a category that it has not seen) is empty. `best.csv` has the margins of the best
iterations where the file names one.
"""

import csv
import json
import pathlib
import sys

import numpy as np
import pandas as pd
import xgboost as xgb

HERE = pathlib.Path(__file__).resolve().parent
OWN = ("1.7.6", "2.1.4", "3.3.0", "3.4.1")
CHECK = "--check" in sys.argv[1:]
wrong = 0


def text(value):
    value = np.float32(value)
    return str(value) if np.isfinite(value) else {"nan": "nan", "inf": "inf", "-inf": "-inf"}[str(value)]


def write(path, header, rows):
    global wrong
    lines = [",".join(header)] + [",".join(row) for row in rows]
    content = "\n".join(lines) + "\n"
    if CHECK:
        if path.read_text() != content:
            wrong += 1
            print(f"{path.relative_to(HERE)} differs")
    else:
        path.write_text(content)


def columns(values, rows):
    return np.asarray(values, dtype=np.float32).reshape(rows, -1)


def predict(booster, data, **more):
    """Margins and predictions of a DMatrix; NaN where there is no row."""
    return (columns(booster.predict(data, output_margin=True, **more), data.num_row()),
            columns(booster.predict(data, **more), data.num_row()))


def plain(booster, matrix, linear, **more):
    """DMatrix refuses infinite values; predicting in place, as the scikit-learn wrapper does, takes them."""
    names, types = booster.feature_names, booster.feature_types
    with np.errstate(over="ignore"):
        infinite = np.isinf(matrix.astype(np.float32)).any(axis=1)
    finite = matrix[~infinite]
    options = dict(enable_categorical=True) if types and "c" in types else {}
    margin, prediction = predict(
        booster, xgb.DMatrix(finite, feature_names=names, feature_types=types, nthread=1, **options), **more)
    if linear or not infinite.any():
        assert not infinite.any()
        return margin, prediction
    booster.feature_names = None
    booster.feature_types = None
    assert json.loads(booster.save_config())["learner"]["gradient_booster"]["name"] != "dart"
    rows = len(matrix)
    everything = columns(booster.inplace_predict(matrix, predict_type="margin", validate_features=False, **more), rows)
    outcome = columns(booster.inplace_predict(matrix, validate_features=False, **more), rows)
    assert (everything[~infinite] == margin).all() and (outcome[~infinite] == prediction).all()
    return everything, outcome


def frame(booster, rows, categories):
    """A data frame with categories as they were in training; rows with others are refused."""
    refused = [any(row[n] and row[n] not in map(str, known) for n, known in categories.items()) for row in rows]

    def build(chosen):
        data = {}
        for name in booster.feature_names:
            if name in categories:
                kind = type(categories[name][0])
                values = [kind(row[name]) if row[name] else None for row in chosen]
                known = list(categories[name]) + [v for v in dict.fromkeys(values) if v is not None and v not in categories[name]]
                data[name] = pd.Categorical(values, categories=known)
            else:
                data[name] = [float(row[name]) if row[name] else np.nan for row in chosen]
        return xgb.DMatrix(pd.DataFrame(data), enable_categorical=True, nthread=1)

    for row, gone in zip(rows, refused):
        # XGBoost 3.1 and 3.2 take an unseen category for the next larger one that they know, and refuse it only
        # where there is none; later versions refuse it always, and so do we.
        if gone and any(isinstance(known[0], str) and row[n] > max(known) for n, known in categories.items()):
            try:
                booster.predict(build([row]))
            except xgb.core.XGBoostError:
                continue
            raise SystemExit("an unseen category was not refused")
    margin, prediction = predict(booster, build([row for row, gone in zip(rows, refused) if not gone]))
    return margin, prediction, refused


def case(folder):
    path = next(p for p in (folder / "model.json", folder / "model.ubj") if p.exists())
    booster = xgb.Booster({"nthread": 1}, model_file=str(path))
    content = json.loads(booster.save_config())["learner"]
    linear = content["gradient_booster"]["name"] == "gblinear"
    with open(folder / "input.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    refused = [False] * len(rows)
    matrix = None
    if (folder / "frame.json").exists():
        margin, prediction, refused = frame(booster, rows, json.loads((folder / "frame.json").read_text()))
    else:
        matrix = np.array([[float(v) if v else np.nan for v in row.values()] for row in rows])
        margin, prediction = plain(booster, matrix, linear)
    header = [f"margin_{k}" for k in range(margin.shape[1])] + [f"prediction_{k}" for k in range(prediction.shape[1])]
    lines = iter(np.c_[margin, prediction])
    write(folder / "expected.csv", header,
          [[""] * len(header) if gone else [text(v) for v in next(lines)] for gone in refused])
    # 2.1.4 does not survive being asked for the importance in vector leaves, which it does not record.
    if linear or (folder.name.startswith("vector") and xgb.__version__ == "2.1.4"):
        return
    booster = xgb.Booster({"nthread": 1}, model_file=str(path))
    try:
        gains = booster.get_score(importance_type="total_gain")
        splits = booster.get_score(importance_type="weight")
        names = booster.feature_names or [f"f{k}" for k in range(booster.num_features())]
        write(folder / "importance.csv", ["splits", "gain"],
              [[str(int(splits.get(n, 0))), text(gains.get(n, 0.0))] for n in names])
    except xgb.core.XGBoostError as error:
        print(folder.name, "has no importance:", str(error).splitlines()[0])
    best = booster.attributes().get("best_iteration") if "early" in folder.name else None
    if best is not None:
        margin, _ = plain(booster, matrix, linear, iteration_range=(0, int(best) + 1))
        write(folder / "best.csv", header[:margin.shape[1]], [[text(v) for v in row] for row in margin])


count = 0
for place in sorted(HERE.iterdir()):
    version = place.name.rpartition("-")[2]
    if (place / "input.csv").exists() and (version if version in OWN else "3.2.0") == xgb.__version__:
        case(place)
        count += 1
print(f"{count} cases, {wrong} differences")
sys.exit(1 if wrong else 0)
