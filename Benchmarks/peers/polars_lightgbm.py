"""The peer: polars reads, LightGBM predicts, polars writes id and probability; all threads.

    python3 polars_lightgbm.py MODEL INPUT OUTPUT
"""

import sys

import lightgbm
import polars

model, source, target = sys.argv[1:]
booster = lightgbm.Booster(model_file=model)
table = polars.read_csv(source)
probabilities = booster.predict(table.select(booster.feature_name()).to_numpy(order="c"))
polars.DataFrame({"id": table["id"], "probability": probabilities}).write_csv(target)
