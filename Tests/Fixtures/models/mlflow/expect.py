"""What MLflow gives for the rows beside each model folder, read as `mlflow models predict -t csv` reads them.

A folder whose model is a pickle has no expectations: Scorebook refuses it by name.
"""

import pathlib
import sys

import mlflow
import numpy
import yaml
from mlflow.pyfunc import scoring_server

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import fixtures


def expect(folder):
    model = folder / "model"
    flavours = yaml.safe_load((model / "MLmodel").read_text())["flavors"]
    if "sklearn" in flavours or str(flavours["python_function"]["data"]).endswith((".skops", ".pkl")):
        return {}
    loaded = mlflow.pyfunc.load_model(str(model))
    schema = loaded.metadata.get_input_schema()
    if schema.is_tensor_spec():
        frame = scoring_server.parse_csv_input(str(folder / "input.csv")).fillna(0).to_numpy("float32")
        given = loaded.predict(frame)
        return {"expected.csv": (["probability"], [[float(row[1])] for row in given["probabilities"]])}
    frame = scoring_server.parse_csv_input(str(folder / "input.csv"), schema)
    values = numpy.asarray(loaded.predict(frame), dtype="float64").reshape(len(frame), -1)
    name = "prediction" if "nameless" in folder.name else "probability"
    return {"expected.csv": ([name], list(values))}


fixtures.main(__file__, mlflow.__version__, expect, ulps={"probability": 1})
