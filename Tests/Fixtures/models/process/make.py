"""Trains the small pipeline that the process model's peer test serves, and pickles it. Run once.

    python make.py        with requirements-1.9.1.txt; writes model.pkl
"""

import pathlib
import pickle

import numpy
import pandas
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import expect

HERE = pathlib.Path(__file__).resolve().parent


def main():
    frame = pandas.DataFrame(expect.rows(2000, seed=7), columns=expect.INPUTS)
    score = -0.03 * frame["days_since_last"].fillna(30) + 0.2 * frame["orders"] + 0.01 * frame["spent"].fillna(0)
    bought = (score + numpy.random.default_rng(7).normal(0, 1, len(frame)) > 0.8).astype(int)
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    model = make_pipeline(
        ColumnTransformer([
            ("numbers", numbers, expect.INPUTS[:3]),
            ("cohort", OneHotEncoder(handle_unknown="ignore"), ["cohort"]),
        ]),
        LogisticRegression(max_iter=1000),
    )
    model.fit(frame, bought)
    (HERE / "model.pkl").write_bytes(pickle.dumps(model, protocol=5))


if __name__ == "__main__":
    main()
