"""Makes the MLflow model folders of this directory; run once, with requirements-3.17.2.txt.

    python make.py && python expect.py

Each folder is what `mlflow.FLAVOUR.save_model` writes, less what Scorebook never reads (conda.yaml and the
like). Rows for it lie beside it in `input.csv`; `expect.py` writes what MLflow gives for them.
"""

import pathlib
import shutil

import lightgbm
import mlflow
import numpy
import pandas
import xgboost
from mlflow.models import infer_signature
from mlflow.types.schema import ColSpec, Schema
from skl2onnx import to_onnx
from sklearn.linear_model import LogisticRegression

here = pathlib.Path(__file__).parent
random = numpy.random.default_rng(7)


def rows(count):
    frame = pandas.DataFrame({
        "recency": random.integers(0, 400, count),
        "orders": random.integers(0, 30, count).astype("int32"),
        "money": numpy.round(random.gamma(2.0, 40.0, count), 8),
        "discount": random.random(count),
    })
    frame.loc[::7, "money"] = numpy.nan
    label = (frame["orders"] * 3 + random.normal(0, 20, count) > 0.1 * frame["recency"] + 10).astype(int)
    return frame, label


train, label = rows(400)
score, _ = rows(40)


def finish(name, save, rows=score):
    folder = here / f"{name}-{mlflow.__version__}"
    shutil.rmtree(folder, ignore_errors=True)
    model = folder / "model"
    folder.mkdir()
    save(str(model))
    for path in list(model.iterdir()):
        if path.name in ("conda.yaml", "python_env.yaml", "requirements.txt", "environment_variables.txt"):
            path.unlink()
    rows.to_csv(folder / "input.csv", index=False)
    return folder


columns = list(train.columns)
quiet = {"verbosity": -1, "seed": 1, "deterministic": True, "force_row_wise": True, "num_threads": 1}
booster = lightgbm.train(
    {"objective": "binary", "num_leaves": 7, "min_data_in_leaf": 5, **quiet},
    lightgbm.Dataset(train, label), 12)

# The usual one: signature of doubles and integers, with an input example.
finish("lightgbm", lambda path: mlflow.lightgbm.save_model(
    booster, path, signature=infer_signature(train, booster.predict(train)),
    input_example=train.head(5)))

# The signature narrows two columns to float32, which LightGBM itself would not.
narrow = Schema([ColSpec("long", "recency"), ColSpec("integer", "orders"), ColSpec("float", "money"),
                 ColSpec("float", "discount")])
# Rows on the thresholds and a little beside them: single precision takes some of them to the other side.
splits = booster.trees_to_dataframe().dropna(subset=["threshold"])
near = score.copy()
for name, step in (("discount", 1e-12), ("money", 1e-9)):
    thresholds = splits.loc[splits["split_feature"] == name, "threshold"].astype(float).unique()
    near[name] = [thresholds[i % len(thresholds)] + (i % 3 - 1) * step for i in range(len(near))]
finish("lightgbm_float", lambda path: mlflow.lightgbm.save_model(
    booster, path, signature=mlflow.models.ModelSignature(inputs=narrow)), near)

# Trained on an array: the booster calls its inputs Column_0 …; the signature names them.
nameless = lightgbm.train(
    {"objective": "regression", "num_leaves": 7, "min_data_in_leaf": 5, **quiet},
    lightgbm.Dataset(train.to_numpy("float64"), train["money"].fillna(0)), 8)
double = Schema([ColSpec("double", name) for name in columns])
finish("lightgbm_nameless", lambda path: mlflow.lightgbm.save_model(
    nameless, path, signature=mlflow.models.ModelSignature(inputs=double), input_example=train.astype("float64").head(3)))

# The wrapper of scikit-learn: saved as a pickle, which is refused by name.
wrapper = lightgbm.LGBMClassifier(n_estimators=3, num_leaves=4, verbosity=-1).fit(train, label)
finish("lightgbm_pickle", lambda path: mlflow.lightgbm.save_model(
    wrapper, path, signature=infer_signature(train)))

tree = xgboost.train(
    {"objective": "binary:logistic", "max_depth": 3, "nthread": 1, "seed": 1},
    xgboost.DMatrix(train, label), 10)
finish("xgboost", lambda path: mlflow.xgboost.save_model(
    tree, path, signature=infer_signature(train, tree.predict(xgboost.DMatrix(train))), input_example=train.head(5)))

logistic = LogisticRegression(max_iter=1000).fit(train.fillna(0).to_numpy("float32"), label)
graph = to_onnx(logistic, train.fillna(0).to_numpy("float32")[:1], options={"zipmap": False}, target_opset=17)
finish("onnx", lambda path: mlflow.onnx.save_model(
    graph, path, save_as_external_data=False,
    signature=infer_signature(train.fillna(0).to_numpy("float32"), None),
    input_example=train.fillna(0).to_numpy("float32")[:4]))

pipeline = LogisticRegression(max_iter=1000).fit(train.fillna(0), label)
finish("sklearn_pickle", lambda path: mlflow.sklearn.save_model(
    pipeline, path, signature=infer_signature(train.fillna(0)), serialization_format="pickle"))

# MLflow 1 wrote less: no model_uuid, no 'required' in the signature, flavours without 'code'. The page is written
# after `mlflow/models/model.py` of 1.30; the artefact is the one above.
old = here / f"lightgbm_old_layout-{mlflow.__version__}"
shutil.rmtree(old, ignore_errors=True)
shutil.copytree(here / f"lightgbm-{mlflow.__version__}", old)
for path in (old / "model").iterdir():
    if path.name != "model.lgb":
        path.unlink()
(old / "model" / "MLmodel").write_text("""\
artifact_path: model
flavors:
  lightgbm:
    data: model.lgb
    lgb_version: 4.7.0
    model_class: lightgbm.basic.Booster
  python_function:
    data: model.lgb
    env: conda.yaml
    loader_module: mlflow.lightgbm
    python_version: 3.8.10
run_id: 0123456789abcdef0123456789abcdef
signature:
  inputs: '[{"name": "recency", "type": "long"}, {"name": "orders", "type": "integer"},
    {"name": "money", "type": "double"}, {"name": "discount", "type": "double"}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1]}}]'
utc_time_created: '2021-03-04 05:06:07.123456'
""")
