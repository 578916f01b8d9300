"""Makes the wide benchmark: wide.csv (an id and 28 numbers of eight digits) and models for it.

    python3 generate.py FOLDER [--rows 1000000] [--trees 500] [--leaves 31] [--depth 6] [--seed 28]
                        [--models lightgbm,xgboost]

model.txt is LightGBM's, model.json XGBoost's. A million rows are some 296 MB. The same arguments give the same
bytes; the models learn from the first 100,000 rows at most, as they are written.
"""

import argparse
import pathlib

import numpy

COLUMNS, SIGNED, DIGITS = 28, 18, 7  # one digit before the point, seven after it
CHUNK, SAMPLE = 50_000, 100_000


def values(random, rows):
    """Eighteen columns around zero and ten above it, none of ten or more, rounded as they will be written."""
    table = random.standard_normal((rows, COLUMNS))
    table[:, SIGNED:] = numpy.square(table[:, SIGNED:])
    return numpy.clip(table, -9.9999999, 9.9999999).round(DIGITS)


def labels(random, table):
    """Nought or one, by a rule with bends and products in it, and noise."""
    signal = (
        table[:, 0] * table[:, 1]
        + numpy.sin(2 * table[:, 2])
        + 0.7 * numpy.abs(table[:, 3])
        + 0.5 * table[:, 4:12] @ numpy.linspace(1, -1, 8)
        - 0.4 * table[:, 18] * (table[:, 5] > 0)
        + 0.3 * numpy.log1p(table[:, 19:]).sum(axis=1)
        - 2
    )
    return (signal + random.logistic(size=len(table)) > 0).astype(int)


def write(path, rows, seed):
    """Writes the rows, and gives back the first of them."""
    random = numpy.random.default_rng(seed)
    sample = []
    line = "%d," + ",".join([f"%.{DIGITS}f"] * COLUMNS) + "\n"
    with open(path, "w", encoding="ascii", newline="") as file:
        file.write(",".join(["id", *names()]) + "\n")
        for start in range(0, rows, CHUNK):
            table = values(random, min(CHUNK, rows - start))
            if start < SAMPLE:
                sample.append(table)
            file.writelines(line % (start + place, *row) for place, row in enumerate(table.tolist(), start=1))
    return numpy.concatenate(sample)[:SAMPLE]


def names():
    return [f"f{number:02}" for number in range(1, COLUMNS + 1)]


def train_lightgbm(path, table, trees, leaves, seed, linear=False):
    import lightgbm

    parameters = {
        "objective": "binary",
        "num_leaves": leaves,
        "learning_rate": 0.05,
        "seed": seed,
        "deterministic": True,
        "force_col_wise": True,
        "num_threads": 1,
        "verbosity": -1,
    }
    if linear:
        parameters.update(linear_tree=True, linear_lambda=0.01)
    known = lightgbm.Dataset(table, labels(numpy.random.default_rng(seed + 1), table), feature_name=names())
    lightgbm.train(parameters, known, num_boost_round=trees).save_model(path)


def train_xgboost(path, table, trees, depth, seed):
    import xgboost

    parameters = {
        "objective": "binary:logistic",
        "tree_method": "hist",
        "max_depth": depth,
        "eta": 0.05,
        "seed": seed,
        "nthread": 2,
    }
    outcomes = labels(numpy.random.default_rng(seed + 1), table)
    known = xgboost.DMatrix(table, outcomes, feature_names=names())
    xgboost.train(parameters, known, num_boost_round=trees).save_model(path)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--trees", type=int, default=500)
    arguments.add_argument("--leaves", type=int, default=31)
    arguments.add_argument("--depth", type=int, default=6)
    arguments.add_argument("--models", default="lightgbm,xgboost")
    arguments.add_argument("--seed", type=int, default=28)
    chosen = arguments.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    sample = write(chosen.folder / "wide.csv", chosen.rows, chosen.seed)
    if "lightgbm" in chosen.models.split(","):
        train_lightgbm(chosen.folder / "model.txt", sample, chosen.trees, chosen.leaves, chosen.seed)
    if "lightgbm-linear" in chosen.models.split(","):
        train_lightgbm(chosen.folder / "linear.txt", sample, chosen.trees, chosen.leaves, chosen.seed, linear=True)
    if "xgboost" in chosen.models.split(","):
        train_xgboost(chosen.folder / "model.json", sample, chosen.trees, chosen.depth, chosen.seed)


if __name__ == "__main__":
    main()
