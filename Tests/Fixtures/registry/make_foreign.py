"""Small models in formats that scorebook does not read, each as its own framework writes it.

xgboost_1.7.bin (XGBoost 1.7.6), catboost.cbm and catboost.json (CatBoost 1.2.10) are the beginnings of what
save_model wrote in other environments.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python make_foreign.py
"""

import pathlib
import pickle

import joblib
import numpy
import pandas
import pyreadr
import skl2onnx
import sklearn.linear_model
import xgboost

FOLDER = pathlib.Path(__file__).parent / "foreign"
FOLDER.mkdir(exist_ok=True)

x = numpy.array([[0.0, 1.0], [1.0, 0.0], [2.0, 3.0], [3.0, 1.0]], dtype=numpy.float32)
y = numpy.array([0, 0, 1, 1])
model = sklearn.linear_model.LogisticRegression().fit(x, y)

for protocol in (0, 2, 5):
    (FOLDER / f"protocol_{protocol}.pickle").write_bytes(pickle.dumps(model, protocol=protocol))
joblib.dump(model, FOLDER / "plain.joblib")
joblib.dump(model, FOLDER / "zlib.joblib", compress=("zlib", 3))
joblib.dump(model, FOLDER / "gzip.joblib", compress=("gzip", 3))
(FOLDER / "logistic.onnx").write_bytes(skl2onnx.to_onnx(model, x[:1]).SerializeToString())

booster = xgboost.train({"objective": "binary:logistic", "max_depth": 1}, xgboost.DMatrix(x, y), num_boost_round=1)
booster.save_model(FOLDER / "xgboost.json")
booster.save_model(FOLDER / "xgboost.ubj")

pyreadr.write_rds(str(FOLDER / "frame.rds"), pandas.DataFrame({"a": [1.0, 2.0]}))
pyreadr.write_rds(str(FOLDER / "frame_gzip.rds"), pandas.DataFrame({"a": [1.0, 2.0]}), compress="gzip")
