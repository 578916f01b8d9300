"""Trains a scikit-learn pipeline on the question of data/cdnow, and pickles it.

    python train.py       with requirements.txt; writes pipeline.pkl, pipeline.verify.csv and pipeline.yaml

The same rows as ../train.py: the Sundays whose 28 days were over before the validation Sundays. A pickle is code:
whoever opens one trusts who made it. Scorebook never opens it; serve.py does, in a process of its own.
"""

import csv
import hashlib
import pathlib
import pickle
import sys

import numpy
import pandas
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import dataset  # noqa: E402

NIGHT = "1997-11-02"
VALIDATION = ["1997-09-28", "1997-10-05"]
LAST = "1997-08-31"
NUMBERS = [
    "recency_days", "tenure_days", "active_days", "purchases_28d", "purchases_90d", "purchases_all", "money_28d",
    "money_90d", "money_all", "mean_basket", "last_basket", "cds_all", "mean_gap_days", "recency_in_gaps",
]
INPUTS = NUMBERS + ["cohort"]
CASES = 60


def main():
    columns, rows = dataset.ask(dataset.open_database(), "training.sql", date=NIGHT)
    frame = pandas.DataFrame(rows, columns=columns)
    frame[NUMBERS] = frame[NUMBERS].astype(float)
    training = frame[frame["as_of"] <= LAST]
    validation = frame[frame["as_of"].isin(VALIDATION)].reset_index(drop=True)
    pipeline = make_pipeline(
        ColumnTransformer([
            ("numbers", make_pipeline(
                SimpleImputer(strategy="median"), FunctionTransformer(numpy.log1p), StandardScaler()), NUMBERS),
            ("cohort", OneHotEncoder(handle_unknown="ignore"), ["cohort"]),
        ]),
        LogisticRegression(max_iter=1000),
    )
    pipeline.fit(training[INPUTS], training["bought"])
    (HERE / "pipeline.pkl").write_bytes(pickle.dumps(pipeline, protocol=5))

    probability = pipeline.predict_proba(validation[INPUTS])[:, 1]
    auc = float(roc_auc_score(validation["bought"], probability))
    loss = float(log_loss(validation["bought"], probability))
    print(f"auc {auc:.5f} log_loss {loss:.5f}")
    order = numpy.argsort(probability, kind="stable")[numpy.linspace(0, len(probability) - 1, CASES).astype(int)]
    chosen = validation.iloc[sorted(order)]
    expected = pipeline.predict_proba(chosen[INPUTS])[:, 1]
    with open(HERE / "pipeline.verify.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(INPUTS + ["expected_probability", "expected_class"])
        for (_, row), value in zip(chosen.iterrows(), expected):
            cells = ["" if row[n] != row[n] else repr(float(row[n])) for n in NUMBERS]
            writer.writerow(cells + [row["cohort"], repr(float(value)), "1" if value > 0.5 else "0"])
    data = (HERE.parent / "purchases.csv").read_bytes()
    (HERE / "pipeline.yaml").write_text(f"""\
framework: scikit-learn {sklearn.__version__}
trained_until: 1997-11-01
parameters: {{model: logistic regression of logarithms, C: 1}}
metrics: {{validation_auc: {auc!r}, validation_log_loss: {loss!r}}}
training: {{rows: {len(training)}, positives: {int(training["bought"].sum())}, dates: "1997-04-06 to 1997-08-31, Sundays", data_sha256: {hashlib.sha256(data).hexdigest()}, script: data/cdnow/pipeline/train.py}}
verification: pipeline.verify.csv
""")


if __name__ == "__main__":
    main()
