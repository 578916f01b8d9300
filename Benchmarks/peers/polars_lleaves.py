"""The fastest peer: as polars_lightgbm.py, with the model compiled by lleaves; all threads.

    python3 polars_lleaves.py MODEL INPUT OUTPUT

The compiled model is kept as MODEL.lleaves: run once beforehand, since compiling takes longer than predicting.
"""

import sys

import lleaves
import polars

model, source, target = sys.argv[1:]
booster = lleaves.Model(model_file=model)
booster.compile(cache=f"{model}.lleaves")
table = polars.read_csv(source)
with open(model, encoding="utf-8") as lines:
    names = next(line for line in lines if line.startswith("feature_names=")).removeprefix("feature_names=").split()
probabilities = booster.predict(table.select(names).to_numpy(order="c"))
polars.DataFrame({"id": table["id"], "probability": probabilities}).write_csv(target)
