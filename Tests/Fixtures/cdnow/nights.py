"""The nights, and what each model says of each night's customers, by way of Python alone."""

import datetime
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
DATA = FOLDER.parents[2] / "data" / "cdnow"
sys.path.insert(0, str(DATA))

import lightgbm  # noqa: E402
import pandas  # noqa: E402

import dataset  # noqa: E402
import train  # noqa: E402
from scorecard import Scorecard  # noqa: E402

FIRST, LAST = datetime.date(1997, 11, 2), datetime.date(1998, 6, 28)
END_OF_DATA = datetime.date(1998, 7, 1)  # the first day without purchases
NIGHTS = [FIRST + datetime.timedelta(days=7 * n) for n in range((LAST - FIRST).days // 7 + 1)]
JUDGED = [night for night in NIGHTS if night + train.HORIZON <= END_OF_DATA]

# name and version of each model, as the tables and pages call them
VERSIONS = [("repurchase", 1), ("repurchase", 2), ("rfm", 1)]


def scorer(name, version):
    """A function from a night's inputs to margins and probabilities."""
    if name == "rfm":
        card = Scorecard(DATA / "models" / "rfm.yaml")
        return lambda inputs: train.score_scorecard(card, inputs)
    booster = lightgbm.Booster(model_file=str(DATA / "models" / f"{name}_{version}.txt"))
    return lambda inputs: train.score_lightgbm(booster, inputs)


def features(database, night):
    """Keys and inputs of a night's customers, by features.sql."""
    columns, rows = dataset.ask(database, "features.sql", date=night.isoformat())
    frame = pandas.DataFrame(rows, columns=columns)
    return frame["customer_id"].tolist(), train.inputs_of(frame)


def outcomes(database, night):
    columns, rows = dataset.ask(database, "outcomes.sql", date=night.isoformat())
    return pandas.DataFrame(rows, columns=columns)
