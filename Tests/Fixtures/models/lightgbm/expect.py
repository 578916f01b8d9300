"""What LightGBM itself predicts from each committed model.txt and input.csv; ../README.md says how it is run.

expected.csv holds the raw sums `margin_K` and the predictions `prediction_K`, importance.csv the splits and gains
of each feature. Tolerance: margins and importances to the last bit, predictions 1 ulp (exp is the machine's).
"""

import pathlib
import sys

import lightgbm as lgb
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import fixtures  # noqa: E402

VERSION = lgb.__version__

# The data frames: which columns were categories, and what a category is. The model files do not tell.
TRUTH = {"True": True, "False": False}
FRAMES = {
    "frame": {"region": str, "code": int, "size": float, "vip": TRUTH.get},
    "linear_frame": {"region": str},
}


def data(folder):
    """What predict gets: a matrix of doubles, or a data frame where the model was trained on one."""
    names, rows = fixtures.read(folder / "input.csv")
    categories = FRAMES.get(folder.name.rpartition("-")[0])
    if categories is None:
        return np.array(fixtures.numbers(rows), dtype=np.float64).reshape(len(rows), len(names))
    import pandas as pd

    columns = {}
    for index, name in enumerate(names):
        cells = [row[index] for row in rows]
        if name in categories:
            values = [categories[name](cell) if cell else None for cell in cells]
            columns[name] = pd.Series(values, dtype=object).astype("category")
        else:
            columns[name] = pd.Series([fixtures.number(cell) for cell in cells], dtype="float64")
    return pd.DataFrame(columns)


def expect(folder):
    booster = lgb.Booster(model_file=str(folder / "model.txt"))
    rows = data(folder)
    raw = np.asarray(booster.predict(rows, raw_score=True)).reshape(len(rows), -1)
    predicted = np.asarray(booster.predict(rows)).reshape(len(rows), -1)
    outputs = range(raw.shape[1])
    names = ["margin_%d" % i for i in outputs] + ["prediction_%d" % i for i in outputs]
    importance = zip(
        booster.feature_importance("split").tolist(), booster.feature_importance("gain").tolist())
    return {
        "expected.csv": (names, [list(a) + list(b) for a, b in zip(raw, predicted)]),
        "importance.csv": (["splits", "gain"], [list(pair) for pair in importance]),
    }


if __name__ == "__main__":
    fixtures.main(__file__, VERSION, expect, ulps={"prediction": 1})
