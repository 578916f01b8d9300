"""Trains the two LightGBM models of this folder, and measures the scorecard beside them.

    python3 train.py                          # all of models/, from purchases.csv
    python3 train.py training.csv model.txt   # one model, the champion's way, from the rows of training.sql

The last two Sundays validate; a model learns from the Sundays whose 28 days were over before them.
The same machine and the same versions (requirements.txt) give the same bytes.
"""

import csv
import datetime
import hashlib
import json
import pathlib
import platform
import sys

import lightgbm
import numpy
import pandas
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

import dataset
import training_profile
from scorecard import Scorecard

MODELS = dataset.FOLDER / "models"
NIGHT = "1997-11-02"  # the first night; whatever is learned was known that morning
HORIZON = datetime.timedelta(days=28)
COHORTS = ["1997-01", "1997-02", "1997-03"]
LABELS = ["0", "1"]
RENAME = {"recency_days": "days_since_last"}  # column of the dataset: input of the models
NOT_INPUTS = ["as_of", "customer_id", "bought", "spent"]

COMMON = {
    "objective": "binary",
    "metric": "binary_logloss",
    "seed": 1997,
    "deterministic": True,
    "force_col_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}
CHAMPION = {
    "num_leaves": 31,
    "learning_rate": 0.05,
    "min_data_in_leaf": 100,
}
CHALLENGER = {
    "num_leaves": 127,
    "learning_rate": 0.03,
    "min_data_in_leaf": 1000,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "lambda_l2": 50.0,
}
ROUNDS, PATIENCE = 1000, 50
CASES = 200


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────


def rows_of_sql():
    """The rows of training.sql, held against features.sql and outcomes.sql date by date."""
    database = dataset.open_database()
    columns, rows = dataset.ask(database, "training.sql", date=NIGHT)
    by_date = {}
    for row in rows:
        by_date.setdefault(row[0], []).append(row[1:])
    for date, found in by_date.items():
        _, features = dataset.ask(database, "features.sql", date=date)
        _, outcomes = dataset.ask(database, "outcomes.sql", date=date)
        expected = [known + outcome[1:] for known, outcome in zip(features, outcomes, strict=True)]
        if found != expected:
            sys.exit(f"training.sql gives other rows for {date} than features.sql and outcomes.sql")
    return pandas.DataFrame(rows, columns=columns)


def rows_of_file(path):
    return pandas.read_csv(
        path, dtype={"as_of": str, "customer_id": str, "cohort": str}, float_precision="round_trip"
    )


def inputs_of(rows):
    """The models' inputs, under the models' names."""
    frame = rows.drop(columns=NOT_INPUTS, errors="ignore").rename(columns=RENAME)
    frame["cohort"] = pandas.Categorical(frame["cohort"], categories=COHORTS)
    for name in ("mean_gap_days", "recency_in_gaps"):
        frame[name] = frame[name].astype(float)
    return frame.reset_index(drop=True)


def split(rows):
    """Rows to learn from, and rows to validate on."""
    dates = sorted(rows["as_of"].unique())
    validation = dates[-2:]
    closed = (datetime.date.fromisoformat(validation[0]) - HORIZON).isoformat()
    return rows[rows["as_of"] <= closed], rows[rows["as_of"].isin(validation)]


# ── models ───────────────────────────────────────────────────────────────────────────────────────


def fit(parameters, training, validation, path):
    """Trains, saves the best iteration, and gives back the model as the file has it."""
    learn = lightgbm.Dataset(inputs_of(training), training["bought"].to_numpy())
    held_out = lightgbm.Dataset(inputs_of(validation), validation["bought"].to_numpy(), reference=learn)
    booster = lightgbm.train(
        COMMON | parameters,
        learn,
        num_boost_round=ROUNDS,
        valid_sets=[held_out],
        callbacks=[lightgbm.early_stopping(PATIENCE, verbose=False)],
    )
    booster.save_model(path, num_iteration=booster.best_iteration)
    return lightgbm.Booster(model_file=path)


def score_lightgbm(booster, inputs):
    return booster.predict(inputs, raw_score=True, num_threads=1), booster.predict(inputs, num_threads=1)


def score_scorecard(card, inputs):
    """Scores each different row once."""
    known = {}
    rows = list(zip(*(inputs[name].astype(object) for name in card.inputs)))
    for row in rows:
        if row not in known:
            known[row] = card.score(dict(zip(card.inputs, row)))
    scores = numpy.array([known[row] for row in rows])
    return scores[:, 0], scores[:, 1]


# ── what is written beside a model ───────────────────────────────────────────────────────────────


def cases(inputs, margins):
    """Places of different rows that reach into every corner: extremes, gaps not known, each cohort, all scores."""
    first = numpy.flatnonzero(~inputs.duplicated().to_numpy())
    order = first[numpy.argsort(margins[first], kind="stable")]
    chosen = list(order[:10]) + list(order[-10:])
    for name in inputs.columns:
        if inputs[name].dtype.name != "category":
            values = inputs[name].to_numpy(dtype=float)[first]
            chosen += [first[numpy.nanargmin(values)], first[numpy.nanargmax(values)]]
            missing = order[inputs[name].isna().to_numpy()[order]]
            chosen += list(spread(missing, 10))
    for cohort in COHORTS:
        chosen += list(spread(order[(inputs["cohort"] == cohort).to_numpy()[order]], 15))
    wanted = CASES
    while len(set(chosen) | set(spread(order, wanted))) < CASES and wanted < len(order):
        wanted += 1
    places = list(dict.fromkeys(chosen + list(spread(order, wanted))))[:CASES]
    return sorted(places)


def spread(places, count):
    return places[numpy.unique(numpy.linspace(0, len(places) - 1, count).astype(int))] if len(places) else places


def write_cases(path, inputs, margins, probabilities):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*inputs.columns, "expected_margin", "expected_probability"])
        for place in cases(inputs, margins):
            values = [inputs[name].iloc[place] for name in inputs.columns]
            writer.writerow([spell(value) for value in (*values, margins[place], probabilities[place])])


def spell(value):
    """Text that reads back as the same bits; nothing where the value is missing."""
    if isinstance(value, str):
        return value
    if value != value:
        return ""
    return str(int(value)) if isinstance(value, (int, numpy.integer)) else repr(float(value))


def write_profile(path, inputs, probabilities):
    text = json.dumps(training_profile.of(inputs, probabilities), indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def write_metadata(path, stem, framework, parameters, metrics, training):
    last = datetime.date.fromisoformat(NIGHT) - datetime.timedelta(days=1)
    dates = sorted(training["as_of"].unique())
    sha256 = hashlib.sha256((dataset.FOLDER / "purchases.csv").read_bytes()).hexdigest()
    facts = {
        "rows": len(training),
        "positives": int(training["bought"].sum()),
        "dates": f'"{dates[0]} to {dates[-1]}, Sundays"',
        "data_sha256": sha256,
        "script": "data/cdnow/train.py",
    }
    lines = [
        f"framework: {framework}",
        f"labels: {json.dumps(LABELS)}",
        f"trained_until: {last}  # the last day whose purchases training or validation saw",
        *([f"parameters: {flow(parameters)}"] if parameters else []),
        f"metrics: {flow(metrics)}",
        f"training: {flow(facts)}",
        f"verification: {stem}.verify.csv",
        f"profile: {stem}.profile.json",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def flow(values):
    return "{" + ", ".join(f"{key}: {json.dumps(v) if isinstance(v, bool) else v}" for key, v in values.items()) + "}"


def measure(outcomes, probabilities):
    return {
        "validation_auc": float(roc_auc_score(outcomes, probabilities)),
        "validation_log_loss": float(log_loss(outcomes, probabilities)),
        "validation_brier": float(brier_score_loss(outcomes, probabilities)),
    }


# ── all of models/ ───────────────────────────────────────────────────────────────────────────────


def publish(stem, metadata, framework, parameters, names, score, training, validation):
    learned, seen = inputs_of(training)[names], inputs_of(validation)[names]
    margins, probabilities = score(seen)
    metrics = measure(validation["bought"], probabilities)
    write_cases(MODELS / f"{stem}.verify.csv", seen, margins, probabilities)
    write_profile(MODELS / f"{stem}.profile.json", learned, score(learned)[1])
    write_metadata(MODELS / metadata, stem, framework, parameters, metrics, training)
    print(f"{stem:14}", *(f"{name} {value:.5f}" for name, value in metrics.items()))


def publish_lightgbm(stem, parameters, training, validation):
    booster = fit(parameters, training, validation, MODELS / f"{stem}.txt")
    told = {"num_iterations": booster.current_iteration()} | parameters | COMMON
    publish(
        stem, f"{stem}.yaml", f"lightgbm {lightgbm.__version__}", told, booster.feature_name(),
        lambda inputs: score_lightgbm(booster, inputs), training, validation,
    )


def publish_scorecard(training, validation):
    card = Scorecard(MODELS / "rfm.yaml")
    publish(
        "rfm", "rfm.metadata.yaml", f"python {platform.python_version()}", {}, card.inputs,
        lambda inputs: score_scorecard(card, inputs), training, validation,
    )


def main():
    if len(sys.argv) == 3:
        training, validation = split(rows_of_file(sys.argv[1]))
        fit(CHAMPION, training, validation, sys.argv[2])
    elif len(sys.argv) == 1:
        training, validation = split(rows_of_sql())
        publish_lightgbm("repurchase_1", CHAMPION, training, validation)
        publish_lightgbm("repurchase_2", CHALLENGER, training, validation)
        publish_scorecard(training, validation)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
