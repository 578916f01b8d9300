"""Makes the expected numbers beside this file, by scikit-learn and pandas.

    python3 make_expected.py

expected_evaluation.json  each judged night and model, and all judged nights pooled
expected_kpis.json        the weekly KPIs, without this repository's SQL
expected_features.csv     one night's features of fifty customers, without this repository's SQL

Features are recomputed for all customers and must equal features.sql's to the last bit.
"""

import datetime
import json
import platform
import sys

import numpy
import pandas
import scipy
import sklearn
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

import nights

NIGHT = datetime.date(1998, 1, 4)
CUSTOMERS = 50


# ── evaluation ───────────────────────────────────────────────────────────────────────────────────


def evaluate(bought, probabilities, cuts):
    bands = numpy.searchsorted(cuts, probabilities, side="right") + 1
    calibration = []
    for band in range(1, len(cuts) + 2):
        inside = bands == band
        calibration.append({
            "band": band,
            "rows": int(inside.sum()),
            "mean_predicted": float(probabilities[inside].mean()) if inside.any() else None,
            "observed_rate": float(bought[inside].mean()) if inside.any() else None,
        })
    return {
        "rows": len(bought),
        "buyers": int(bought.sum()),
        "roc_auc": float(roc_auc_score(bought, probabilities)),
        "average_precision": float(average_precision_score(bought, probabilities)),
        "log_loss": float(log_loss(bought, probabilities, labels=[0, 1])),
        "brier": float(brier_score_loss(bought, probabilities)),
        "mean_predicted": float(probabilities.mean()),
        "lowest_predicted": float(probabilities.min()),
        "highest_predicted": float(probabilities.max()),
        "calibration": calibration,
    }


def profile_of(name, version):
    stem = name if name == "rfm" else f"{name}_{version}"
    return json.loads((nights.DATA / "models" / f"{stem}.profile.json").read_text(encoding="utf-8"))


def evaluation(database):
    scorers = {version: nights.scorer(*version) for version in nights.VERSIONS}
    scored = {version: [] for version in scorers}
    outcomes = []
    for night in nights.JUDGED:
        _, inputs = nights.features(database, night)
        outcomes.append(nights.outcomes(database, night)["bought"].to_numpy())
        for version, score in scorers.items():
            scored[version].append(score(inputs)[1])
    models = []
    for (name, version), probabilities in scored.items():
        cuts = profile_of(name, version)["bands"]
        by_night = [
            {"date": night.isoformat()} | evaluate(bought, values, cuts)
            for night, bought, values in zip(nights.JUDGED, outcomes, probabilities)
        ]
        pooled = evaluate(numpy.concatenate(outcomes), numpy.concatenate(probabilities), cuts)
        models.append({"model": name, "version": version, "bands": cuts, "pooled": pooled, "nights": by_night})
    return {
        "made_with": {
            "python": platform.python_version(),
            "lightgbm": nights.lightgbm.__version__,
            "numpy": numpy.__version__,
            "pandas": pandas.__version__,
            "scikit-learn": sklearn.__version__,
            "scipy": scipy.__version__,
        },
        "notes": [
            "log_loss clips at the spacing of doubles near 1; no probability here lies that near to 0 or 1",
            "band = 1 + number of cut points that do not exceed the probability",
        ],
        "models": models,
    }


# ── the same data without SQL ────────────────────────────────────────────────────────────────────


def read_purchases():
    frame = pandas.read_csv(nights.DATA / "purchases.csv", dtype=str)
    frame["day"] = pandas.to_datetime(frame["date"], format="%Y-%m-%d")
    frame["cds"] = frame["cds"].astype(int)
    frame["cents"] = frame["dollars"].str.replace(".", "", regex=False).astype(int)
    return frame


def kpis(purchases):
    weeks = purchases.groupby(purchases["day"].dt.to_period("W-SUN").dt.start_time.dt.strftime("%Y-%m-%d"))
    values = {
        "revenue": weeks["cents"].sum() / 100,
        "orders": weeks.size(),
        "active": weeks["customer_id"].nunique(),
    }
    return {
        "from": "1997-01-01",
        "to": "1998-07-01",
        "kpis": {
            name: [{"period": period, "value": value} for period, value in series.sort_index().to_dict().items()]
            for name, series in values.items()
        },
    }


def features_of(rows, morning):
    """One customer's features from that customer's purchases before `morning`."""
    days = sorted(set(rows["day"]))
    ages = (morning - rows["day"]).dt.days
    recency, gaps = (morning - days[-1]).days, numpy.diff([day.toordinal() for day in days])
    mean_gap = gaps.mean() if len(gaps) else numpy.nan
    return {
        "recency_days": recency,
        "tenure_days": (morning - days[0]).days,
        "active_days": len(days),
        "purchases_28d": int((ages <= 28).sum()),
        "purchases_90d": int((ages <= 90).sum()),
        "purchases_all": len(rows),
        "money_28d": rows["cents"][ages <= 28].sum() / 100,
        "money_90d": rows["cents"][ages <= 90].sum() / 100,
        "money_all": rows["cents"].sum() / 100,
        "mean_basket": rows["cents"].sum() / (100 * len(rows)),
        "last_basket": rows["cents"][rows["day"] == days[-1]].sum() / 100,
        "cds_all": rows["cds"].sum(),
        "mean_gap_days": mean_gap,
        "recency_in_gaps": recency / mean_gap,
        "cohort": days[0].strftime("%Y-%m"),
    }


def features(purchases, database):
    morning = pandas.Timestamp(NIGHT)
    known = purchases[purchases["day"] < morning]
    expected = pandas.DataFrame(
        [{"customer_id": key} | features_of(rows, morning) for key, rows in known.groupby("customer_id")]
    )
    columns, rows = nights.dataset.ask(database, "features.sql", date=NIGHT.isoformat())
    by_sql = pandas.DataFrame(rows, columns=columns)
    if list(expected.columns) != columns or len(expected) != len(by_sql):
        sys.exit("features.sql has other columns or rows than pandas")
    for name in columns:
        wrong = (expected[name] != by_sql[name]) & ~(expected[name].isna() & by_sql[name].isna())
        if wrong.any():
            sys.exit(f"features.sql: {name} differs for {wrong.sum()} customers")
    return expected.iloc[telling_customers(known, expected, morning)]


def telling_customers(known, frame, morning):
    """Fifty: those on an edge of a window, with repeated days, with free purchases, the extremes; then others."""
    ages = known.assign(age=(morning - known["day"]).dt.days)
    repeated = known[known.duplicated(["customer_id", "day"])]
    groups = [
        *(ages[ages["age"] == age]["customer_id"] for age in (1, 28, 29, 90, 91)),
        repeated["customer_id"],
        known[known["cents"] == 0]["customer_id"],
        frame.nlargest(3, "purchases_all")["customer_id"],
        frame.nlargest(3, "mean_gap_days")["customer_id"],
        frame.nlargest(3, "recency_in_gaps")["customer_id"],
    ]
    keys = dict.fromkeys(key for group in groups for key in group.drop_duplicates()[:4])
    others = frame["customer_id"].iloc[numpy.linspace(0, len(frame) - 1, CUSTOMERS).astype(int)]
    keys = list(dict.fromkeys([*keys, "00042", *others]))[:CUSTOMERS]
    return frame.index[frame["customer_id"].isin(keys)]


def write_json(name, value):
    text = json.dumps(value, indent=2, allow_nan=False)
    (nights.FOLDER / name).write_text(text + "\n", encoding="utf-8")


def main():
    database, purchases = nights.dataset.open_database(), read_purchases()
    features(purchases, database).to_csv(nights.FOLDER / "expected_features.csv", index=False, lineterminator="\n")
    write_json("expected_kpis.json", kpis(purchases))
    result = evaluation(database)
    write_json("expected_evaluation.json", result)
    for model in result["models"]:
        pooled = model["pooled"]
        figures = " ".join(f"{name} {pooled[name]:.5f}" for name in ("roc_auc", "log_loss", "brier", "mean_predicted"))
        areas = [night["roc_auc"] for night in model["nights"]]
        print(f"{model['model']}@{model['version']}: {figures}; nights' AUC {min(areas):.4f} to {max(areas):.4f}")


if __name__ == "__main__":
    main()
