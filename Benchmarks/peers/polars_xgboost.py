"""The peer: polars reads, XGBoost predicts in place, polars writes id and probability; all threads.

    python3 polars_xgboost.py MODEL INPUT OUTPUT

Probabilities are float32; they are written as the doubles they are, so that they compare digit by digit.
"""

import sys

import numpy
import polars
import xgboost

model, source, target = sys.argv[1:]
booster = xgboost.Booster(model_file=model)
table = polars.read_csv(source)
matrix = table.select(booster.feature_names).to_numpy(order="c")
probabilities = booster.inplace_predict(matrix, validate_features=False).astype(numpy.float64)
polars.DataFrame({"id": table["id"], "probability": probabilities}).write_csv(target)
