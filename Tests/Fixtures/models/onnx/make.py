"""Makes the models of the cases, their input.csv and case.json. Run once, then expect.py.

    python make.py            with requirements-1.32.0.txt; the text models need the locale en_US.UTF-8

Fixed seeds; the same versions give the same predictions, the ONNX files' bytes are not promised.
"""

import csv
import json
import math
import pathlib
import warnings

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
import pandas as pd
import skl2onnx
from skl2onnx import to_onnx
from skl2onnx.common.data_types import (
    BooleanTensorType, DoubleTensorType, FloatTensorType, Int64TensorType, StringTensorType)
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    GradientBoostingClassifier, GradientBoostingRegressor, IsolationForest, RandomForestClassifier,
    RandomForestRegressor)
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).resolve().parent
RNG = np.random.default_rng(7)
K = 5
X = np.round(RNG.normal(size=(400, K)), 4)
NOISE = RNG.normal(scale=0.5, size=400)
Y = (X[:, 0] + X[:, 1] * X[:, 2] + NOISE > 0).astype(np.int64)
Y3 = np.digitize(X[:, 0] + NOISE, [-0.5, 0.6]).astype(np.int64)
R = X @ np.array([1.5, -2.0, 0.3, 0.0, 4.0]) + 1.25 + NOISE
F32 = X.astype(np.float32)
NAMES = [f"x{i}" for i in range(K)]
WIDE = [("input", FloatTensorType([None, K]))]

# Near the edges of float32, of the trees' thresholds and of what a CSV can hold.
NASTY = [
    ["0", "0", "0", "0", "0"], ["-0.0", "-0", "0.0", "1e-45", "-1e-45"], ["0.1", "0.2", "0.3", "0.7", "-0.1"],
    ["16777217", "-16777217", "33554433", "0.30000001192092896", "1.00000005960464478"],
    ["1e10", "-1e10", "123456789.123", "9007199254740993", "-9007199254740993"],
    ["1e-40", "-1e-40", "5e-324", "1.17549435e-38", "2.2250738585072014e-308"],
]
MISSING = [["", "1", "2", "3", "4"], ["0.5", "", "", "-1", "2"], ["", "", "", "", ""]]
INFINITE = [["inf", "0", "0", "0", "0"], ["0", "-inf", "0", "inf", "0"]]


def rows(count=50, extra=()):
    return [[repr(float(v)) for v in row] for row in X[:count]] + NASTY + [list(r) for r in extra]


def save(name, model, table, outputs, columns=NAMES, options=None, classes=None):
    """outputs: our column → the graph's output, or [output, index or key of a ZipMap]."""
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    if not isinstance(model, bytes):
        model = model.SerializeToString()
    (folder / "model.onnx").write_bytes(model)
    with open(folder / "input.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(table)
    case = {"options": options or {}, "outputs": outputs}
    if classes:
        case["classes"] = classes
    (folder / "case.json").write_text(json.dumps(case, indent=1, ensure_ascii=False) + "\n")


def classes_of(output, labels, label="label"):
    """Of several classes: an index each; two classes: the second's probability."""
    if len(labels) == 2:
        return {"probability": [output, 1], "class": label}
    return {"class": label} | {f"probability_{l}": [output, i] for i, l in enumerate(labels)}


def maps_of(output, keys, label):
    if len(keys) == 2:
        return {"probability": [output, keys[1]], "class": label}
    return {"class": label} | {f"probability_{k}": [output, k] for k in keys}


def sk(model, y, zipmap=False, types=WIDE, data=F32, opset=None, options=None, **more):
    model.fit(data, y)
    options = {id(model): {"zipmap": zipmap} | (options or {})} if zipmap is not None else None
    return to_onnx(model, initial_types=types, target_opset=opset, options=options, **more)


COLUMNS = {"columns": NAMES}


def linear():
    for opset in (9, 11, 13, 15, 17, 19, 21):
        save(f"logistic-opset{opset}", sk(LogisticRegression(), Y, opset=opset), rows(),
             classes_of("probabilities", [0, 1]), options=COLUMNS)
    save("logistic-zipmap", sk(LogisticRegression(), Y, zipmap=True), rows(),
         maps_of("output_probability", [0, 1], "output_label"), options=COLUMNS)
    words = np.array(["no", "yes"])[Y]
    save("logistic-zipmap-strings", sk(LogisticRegression(), words, zipmap=True), rows(),
         maps_of("output_probability", ["no", "yes"], "output_label"), options=COLUMNS)
    save("logistic-zipmap-columns", sk(LogisticRegression(), Y3, zipmap="columns"), rows(),
         {"class": "output_label"} | {f"probability_{i}": f"i{i}" for i in range(3)}, options=COLUMNS)
    save("logistic-renamed", sk(LogisticRegression(), Y), rows(), classes_of("probabilities", [0, 1]),
         options=COLUMNS | {"labels": ["stays", "leaves"]}, classes={0: "stays", 1: "leaves"})
    three = np.array(["low", "mid", "high"])[Y3]
    save("logistic-three", sk(LogisticRegression(), three), rows(),
         classes_of("probabilities", ["high", "low", "mid"]), options=COLUMNS)
    save("logistic-double", sk(LogisticRegression(), Y, types=[("input", DoubleTensorType([None, K]))], data=X),
         rows(), classes_of("probabilities", [0, 1]), options=COLUMNS)
    save("linear", sk(LinearRegression(), R, None), rows(), {"prediction": "variable"}, options=COLUMNS)
    save("linear-double", sk(Ridge(), R, None, types=[("input", DoubleTensorType([None, K]))], data=X), rows(),
         {"prediction": "variable"}, options=COLUMNS)
    several = np.column_stack([R, -2 * R + X[:, 1], X[:, 2]])
    save("ridge-targets", sk(Ridge(), several, None), rows(),
         {f"prediction_{i}": ["variable", i] for i in range(3)}, options=COLUMNS)


def trees():
    save("forest", sk(RandomForestClassifier(20, max_depth=5, random_state=1), Y3, zipmap=True),
         rows(extra=INFINITE), maps_of("output_probability", [0, 1, 2], "output_label"), options=COLUMNS)
    save("forest-binary", sk(RandomForestClassifier(20, max_depth=5, random_state=1), Y),
         rows(extra=MISSING + INFINITE), classes_of("probabilities", [0, 1]), options=COLUMNS)
    save("forest-regression", sk(RandomForestRegressor(20, max_depth=5, random_state=1), R, None), rows(),
         {"prediction": "variable"}, options=COLUMNS)
    save("gradient-boosting", sk(GradientBoostingClassifier(n_estimators=20, random_state=1), Y), rows(),
         classes_of("probabilities", [0, 1]), options=COLUMNS)
    save("gradient-boosting-three", sk(GradientBoostingClassifier(n_estimators=10, random_state=1), Y3, opset=13),
         rows(), classes_of("probabilities", [0, 1, 2]), options=COLUMNS)
    save("gradient-boosting-regression", sk(GradientBoostingRegressor(n_estimators=20, random_state=1), R, None),
         rows(), {"prediction": "variable"}, options=COLUMNS)
    save("isolation-forest",
         sk(IsolationForest(n_estimators=10, max_samples=64, random_state=1), None, None,
            opset={"": 17, "ai.onnx.ml": 3}), rows(),
         {"label": "label", "scores": "scores"}, options=COLUMNS)


def others():
    save("knn", sk(KNeighborsClassifier(3), Y3, opset=17), rows(), classes_of("probabilities", [0, 1, 2]),
         options=COLUMNS)
    save("svc", sk(SVC(probability=True, random_state=1), Y, opset=17), rows(),
         classes_of("probabilities", [0, 1]), options=COLUMNS)
    save("mlp", sk(MLPClassifier(hidden_layer_sizes=(8,), max_iter=300, random_state=1), Y3), rows(),
         classes_of("probabilities", [0, 1, 2]), options=COLUMNS)
    save("mlp-regression", sk(MLPRegressor(hidden_layer_sizes=(16, 8), max_iter=300, random_state=1), R, None), rows(),
         {"prediction": "variable"}, options=COLUMNS)
    save("kmeans", sk(KMeans(4, n_init=1, random_state=1), None, None), rows(),
         {"label": "label"} | {f"scores_{i}": ["scores", i] for i in range(4)}, options=COLUMNS)


def frame():
    frame = pd.DataFrame({
        "age": np.round(RNG.uniform(18, 90, 400), 1), "orders": RNG.integers(0, 20, 400),
        "country": RNG.choice(["DE", "AT", "CH", "NA", ""], 400),
        "segment": RNG.choice(["Ä b", "c,\"d\"", "NaN", "x" * 40], 400), "member": RNG.random(400) < 0.4,
    })
    y = (frame.age / 50 + frame.orders / 10 + (frame.country == "DE") + NOISE > 2.2).astype(np.int64)
    types = [
        ("age", FloatTensorType([None, 1])), ("orders", Int64TensorType([None, 1])),
        ("country", StringTensorType([None, 1])), ("segment", StringTensorType([None, 1])),
        ("member", BooleanTensorType([None, 1]))]
    transform = ColumnTransformer([
        ("n", make_pipeline(SimpleImputer(), StandardScaler()), ["age"]),
        ("i", StandardScaler(), ["orders"]),
        ("c", OneHotEncoder(handle_unknown="ignore"), ["country", "segment"]), ("b", "passthrough", ["member"])])
    pipeline = make_pipeline(transform, LogisticRegression())
    table = [[repr(float(a)), str(o), c, s, str(int(m))] for a, o, c, s, m in frame[:60].itertuples(index=False)]
    table += [["", "3", "DE", "NaN", "0"], ["50", "0", "unseen", "", "1"], ["1e9", "-7", "de", "Ä b ", "1"]]
    pipeline.fit(frame, y)
    for zipmap in (False, True):
        model = to_onnx(pipeline, initial_types=types, options={id(pipeline): {"zipmap": zipmap}})
        outputs = (maps_of("output_probability", [0, 1], "output_label") if zipmap
                   else classes_of("probabilities", [0, 1]))
        save("pipeline-mixed" + ("-zipmap" if zipmap else ""), model, table, outputs, list(frame.columns))
    trees = make_pipeline(transform, GradientBoostingClassifier(n_estimators=15, random_state=1)).fit(frame, y)
    save("pipeline-trees", to_onnx(trees, initial_types=types, options={id(trees): {"zipmap": False}},
                                   target_opset=15),
         table, classes_of("probabilities", [0, 1]), list(frame.columns))


PHRASES = {
    "delivery": ["where is my parcel", "order has not arrived", "track the delivery", "sent ten days ago"],
    "returns": ["send it back", "return label please", "wrong size, refund", "broken when it came"],
    "billing": ["charged twice", "invoice is wrong", "refund to my card", "pay by invoice"],
    "account": ["cannot log in", "password reset", "delete my account", "change my e-mail"],
}


def text():
    texts, labels = [], []
    for number in range(240):
        label = list(PHRASES)[number % 4]
        parts = RNG.choice(PHRASES[label], 2, replace=False)
        texts.append(f"Hello, {parts[0]}. {parts[1]}! {RNG.choice(['Thanks', 'Regards', 'Bitte'])}")
        labels.append(label)
    for words in (False, True):
        pipeline = make_pipeline(
            TfidfVectorizer(token_pattern="[a-zA-Z]{2,}", ngram_range=(1, 2) if words else (1, 1)),
            LogisticRegression(C=10)).fit(texts, labels)
        model = to_onnx(pipeline, initial_types=[("text", StringTensorType([None, 1]))], target_opset=17,
                        options={id(pipeline): {"zipmap": words}})
        table = [[t] for t in texts[:40]] + [
            [""], ["NA"], ["NaN"], ["ÄÖÜ ß €"], ["WHERE IS MY PARCEL"], ["a, \"b\"\nc"], ["😀 refund"], ["x" * 500],
            ["\u2028\u00a0"], ["   "]]
        names = sorted(PHRASES)
        outputs = maps_of("output_probability", names, "output_label") if words else classes_of(
            "probabilities", names)
        save("text-pairs" if words else "text", model, table, outputs, ["text"])


def boosted():
    import lightgbm
    import onnxmltools
    import xgboost
    from catboost import CatBoostClassifier, CatBoostRegressor
    from onnxmltools.convert.common.data_types import FloatTensorType as Floats
    types = [("input", Floats([None, K]))]
    common = dict(n_estimators=12, num_leaves=7, verbose=-1, random_state=1, n_jobs=1)
    binary = lightgbm.LGBMClassifier(**common).fit(F32, Y)
    save("lightgbm", onnxmltools.convert_lightgbm(binary, initial_types=types, target_opset=15, zipmap=False),
         rows(extra=MISSING + INFINITE), classes_of("probabilities", [0, 1]), options=COLUMNS)
    three = lightgbm.LGBMClassifier(**common).fit(F32, Y3)
    save("lightgbm-three", onnxmltools.convert_lightgbm(three, initial_types=types, target_opset=15),
         rows(extra=MISSING), maps_of("probabilities", [0, 1, 2], "label"), options=COLUMNS)
    value = lightgbm.LGBMRegressor(**common).fit(F32, R)
    save("lightgbm-regression", onnxmltools.convert_lightgbm(value, initial_types=types, target_opset=15),
         rows(extra=MISSING), {"prediction": "variable"}, options=COLUMNS)
    common = dict(n_estimators=12, max_depth=3, random_state=1, n_jobs=1, base_score=0.5)
    binary = xgboost.XGBClassifier(**common).fit(F32, Y)
    three = xgboost.XGBClassifier(**common).fit(F32, Y3)
    value = xgboost.XGBRegressor(**common).fit(F32, R)
    for name, model, outputs in (
            ("xgboost", binary, classes_of("probabilities", [0, 1])),
            ("xgboost-three", three, classes_of("probabilities", [0, 1, 2])),
            ("xgboost-regression", value, {"prediction": "variable"})):
        try:
            made = onnxmltools.convert_xgboost(model, initial_types=types, target_opset=15)
        except Exception as problem:  # a converter that lags behind
            print(name, "does not convert:", problem)
            continue
        save(name, made, rows(extra=MISSING), outputs, options=COLUMNS)
    common = dict(iterations=12, depth=3, random_seed=1, verbose=0, thread_count=1, allow_writing_files=False)
    words = np.array(["low", "mid", "high"])[Y3]
    for name, model, target, outputs in (
            ("catboost", CatBoostClassifier(**common), Y, maps_of("probabilities", [0, 1], "label")),
            ("catboost-three", CatBoostClassifier(**common), words,
             maps_of("probabilities", ["high", "low", "mid"], "label")),
            ("catboost-regression", CatBoostRegressor(**common), R, {"prediction": "predictions"})):
        model.fit(F32, target)
        path = HERE / "catboost.tmp"
        model.save_model(str(path), format="onnx", export_parameters={"onnx_domain": "ai.catboost"})
        save(name, path.read_bytes(), rows(extra=MISSING), outputs, options=COLUMNS)
        path.unlink()


def tensor(name, kind, shape):
    return helper.make_tensor_value_info(name, kind, shape)


def constant(name, values, kind=np.float32):
    return numpy_helper.from_array(np.asarray(values, dtype=kind), name)


def graph(nodes, inputs, outputs, constants=(), opset=17, metadata=None, ml=3, extra=()):
    model = helper.make_model(
        helper.make_graph(nodes, "made", inputs, outputs, list(constants)), producer_name="helper",
        opset_imports=[helper.make_opsetid("", opset), helper.make_opsetid("ai.onnx.ml", ml), *extra])
    model.ir_version = 8
    if metadata:
        helper.set_model_props(model, metadata)
    onnx.checker.check_model(model)
    return model


def weights(*shape):
    return np.round(RNG.normal(scale=0.5, size=shape), 3)


def networks():
    node = helper.make_node
    floats = TensorProto.FLOAT
    series = [[repr(float(v)) for v in RNG.normal(size=12).round(3)] for _ in range(40)]
    names = [f"t{i}" for i in range(12)]
    save("conv", graph(
        [node("Conv", ["series", "w", "b"], ["c"], kernel_shape=[3]), node("Relu", ["c"], ["r"]),
         node("Flatten", ["r"], ["f"]), node("Gemm", ["f", "w2", "b2"], ["prediction"])],
        [tensor("series", floats, ["N", 1, 12])], [tensor("prediction", floats, ["N", 1])],
        [constant("w", weights(4, 1, 3)), constant("b", weights(4)), constant("w2", weights(40, 1)),
         constant("b2", weights(1))]), series, {"prediction": "prediction"}, names, {"columns": names})
    save("lstm", graph(
        [node("Transpose", ["series"], ["s"], perm=[1, 0, 2]),
         node("LSTM", ["s", "w", "r"], ["", "h"], hidden_size=5), node("Squeeze", ["h", "axis"], ["q"]),
         node("Gemm", ["q", "w2", "b2"], ["z"]), node("Softmax", ["z"], ["p"], axis=1)],
        [tensor("series", floats, ["N", 4, 3])], [tensor("p", floats, ["N", 3])],
        [constant("w", weights(1, 20, 3)), constant("r", weights(1, 20, 5)), constant("axis", [0], np.int64),
         constant("w2", weights(5, 3)), constant("b2", weights(3))]),
         series, {"class": ["p", "argmax"], **{f"probability_{l}": ["p", i] for i, l in enumerate("abc")}}, names,
         {"columns": names, "labels": ["a", "b", "c"]}, {0: "a", 1: "b", 2: "c"})
    # Without labels the same kind of network gives numbers under its own name.
    save("embedding", graph(
        [node("Gather", ["table", "id"], ["e"], axis=0), node("Gather", ["words", "id"], ["word"], axis=0)],
        [tensor("id", TensorProto.INT64, ["N"])],
        [tensor("e", floats, ["N", 4]), tensor("word", TensorProto.STRING, ["N"])],
        [constant("table", weights(10, 4)),
         helper.make_tensor("words", TensorProto.STRING, [10], [f"wörd {i}".encode() for i in range(10)])]),
         [[str(i % 10)] for i in range(30)], {f"e_{i}": ["e", i] for i in range(4)} | {"word": "word"}, ["id"])
    save("float64", graph(
        [node("Concat", ["a", "b"], ["ab"], axis=1), node("MatMul", ["ab", "w"], ["variable"])],
        [tensor("a", TensorProto.DOUBLE, ["N", 1]), tensor("b", TensorProto.DOUBLE, ["N", 1])],
        [tensor("variable", TensorProto.DOUBLE, ["N", 1])], [constant("w", [[1.1], [0.7]], np.float64)]),
         [[a, b] for a, b, *_ in rows(extra=MISSING)], {"prediction": "variable"}, ["a", "b"])
    integers = ["INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64", "BOOL"]
    parts = [node("Cast", [k.lower()], [f"c{i}"], to=floats) for i, k in enumerate(integers)]
    table = [["-128", "-32768", "-2147483648", "-9007199254740992", "0", "0", "0", "0", "0"],
             ["127", "32767", "2147483647", "9007199254740992", "255", "65535", "4294967295", "9007199254740992", "1"]]
    table += [[str(RNG.integers(0, 2 if k == "BOOL" else 100)) for k in integers] for _ in range(28)]
    save("integers", graph(
        parts + [node("Concat", [f"c{i}" for i in range(9)], ["all"], axis=1),
                 node("MatMul", ["all", "w"], ["sum"]), node("Greater", ["sum", "limit"], ["large"])],
        [tensor(k.lower(), getattr(TensorProto, k), ["N", 1]) for k in integers],
        [tensor("sum", floats, ["N", 1]), tensor("large", TensorProto.BOOL, ["N", 1])],
        [constant("w", [[1.5], [1], [1], [0.001], [2], [1], [1], [1e-6], [100]]), constant("limit", [[50.0]])]),
         table, {"sum": "sum", "large": "large"}, [k.lower() for k in integers])
    # The columns are named in the file; the batch is one row; the declared shape of the output is wrong.
    save("one-row", graph(
        [node("Gemm", ["input", "w", "b"], ["variable"])], [tensor("input", floats, [1, K])],
        [tensor("variable", floats, [1, 1])], [constant("w", weights(K, 1)), constant("b", weights(1))],
        metadata={"feature_names": json.dumps(NAMES)}), [], {"prediction": "variable"})
    with open(HERE / "one-row" / "input.csv", "w") as file:
        file.write(",".join(NAMES) + "\n" + ",".join(rows()[0]) + "\n")
    save("wrong-shape", graph(
        [node("Gemm", ["input", "w", "b"], ["variable"])], [tensor("input", floats, ["N", K])],
        [tensor("variable", floats, ["N", "M"])], [constant("w", weights(K, 2)), constant("b", weights(2))],
        metadata={"feature_names": ",".join(NAMES)}), rows(),
        {"prediction_0": ["variable", 0], "prediction_1": ["variable", 1]})
    save("normalised-text", graph(
        [node("Squeeze", ["word", "axis"], ["s"]),
         node("StringNormalizer", ["s"], ["low"], case_change_action="LOWER", locale="en_US.UTF-8"),
         node("LabelEncoder", ["low"], ["code"], domain="ai.onnx.ml", keys_strings=["a", "ä", ""],
              values_floats=[1.0, 2.0, 3.0], default_float=-1.0)],
        [tensor("word", TensorProto.STRING, ["N", 1])], [tensor("code", floats, ["N"])],
        [constant("axis", [1], np.int64)]), [["A"], ["ä"], [""], ["B"], ["NA"]] * 6, {"prediction": "code"}, ["word"])


def refuse(name, model, external=None):
    """A model that is refused, and why in its name; no expectations."""
    folder = HERE / f"refused-{name}"
    folder.mkdir(exist_ok=True)
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    for file, data in (external or {}).items():
        (folder / file).write_bytes(data)


def plain(nodes, *, kind=TensorProto.FLOAT, shape=("N", 2), out=TensorProto.FLOAT, constants=(), **more):
    model = helper.make_model(
        helper.make_graph(nodes, "made", [tensor("a", kind, shape)], [tensor("b", out, None)], list(constants)),
        producer_name="helper", **({"opset_imports": [helper.make_opsetid("", 17)]} | more))
    model.ir_version = 8
    return model


def outside(location, **more):
    weight = constant("w", weights(2, 1))
    data = weight.raw_data
    weight.ClearField("raw_data")
    weight.data_location = TensorProto.EXTERNAL
    for key, value in ({"location": location, "offset": "4", "length": "8"} | more).items():
        weight.external_data.add(key=key, value=value)
    return plain([helper.make_node("MatMul", ["a", "w"], ["b"])], constants=[weight]), b"\0\0\0\0" + data


def refused():
    node = helper.make_node
    identity = [node("Identity", ["a"], ["b"])]
    refuse("domain", plain([node("Mystery", ["a"], ["b"], domain="com.example")], opset_imports=[
        helper.make_opsetid("", 17), helper.make_opsetid("com.example", 1)]))
    refuse("operator", plain([node("Mystery", ["a"], ["b"])]))
    refuse("opset", plain(identity, opset_imports=[helper.make_opsetid("", 99)]))
    newer = plain(identity)
    newer.ir_version = 99
    refuse("ir", newer)
    refuse("random", plain([node("RandomNormalLike", ["a"], ["b"])]))
    refuse("half", plain(identity, kind=TensorProto.FLOAT16, out=TensorProto.FLOAT16))
    refuse("rank", plain(identity, shape=None))
    refuse("inner", plain(identity, shape=("N", "M")))
    refuse("rows", plain([node("Softmax", ["a"], ["b"], axis=0)], shape=("N", 1)))
    refuse("complex", plain(identity, kind=TensorProto.COMPLEX64, out=TensorProto.COMPLEX64))
    refuse("locale", plain([
        node("StringNormalizer", ["a"], ["b"], case_change_action="LOWER", locale="xx_YY")],
        kind=TensorProto.STRING, out=TensorProto.STRING, shape=(1,)))
    for name, location in (("absolute", "/etc/passwd"), ("parent", "../weights.bin"), ("missing", "weights.bin")):
        refuse(f"external-{name}", outside(location)[0])
    short, data = outside("weights.bin", length="4000")
    refuse("external-short", short, {"weights.bin": data})
    model, data = outside("weights.bin")
    save("external", model, [["1.5", "2"], ["-1", "0.25"], ["3", ""]], {"prediction": "b"}, ["u", "v"],
         {"columns": ["u", "v"]})
    (HERE / "external" / "weights.bin").write_bytes(data)


def dependent():
    """Models in which a row's result depends on the rows beside it, and models that fail."""
    node = helper.make_node
    one = ("N", 1)
    zero = constant("zero", 0, np.int64)
    mean = node("ReduceMean", ["a"], ["m"], axes=[0], keepdims=1)
    away = [mean, node("Sub", ["a", "m"], ["d"]), node("Abs", ["d"], ["e"])]
    # Numbers below a thousand do not show it.
    refuse("rows-mean", plain(
        away + [node("Greater", ["e", "limit"], ["g"]), node("Cast", ["g"], ["b"], to=TensorProto.INT64)], shape=one,
        out=TensorProto.INT64, constants=[constant("limit", [50000.0])]))
    refuse("rows-max", plain(
        [node("ReduceMax", ["a"], ["m"], axes=[0], keepdims=1), node("Div", ["a", "m"], ["b"])], shape=one))
    refuse("rows-sum", plain([node("CumSum", ["a", "zero"], ["b"])], shape=one, constants=[zero]))
    refuse("rows-sort", plain(
        [node("Shape", ["a"], ["s"], start=0, end=1), node("TopK", ["a", "s"], ["b", "i"], axis=0)], shape=one))
    refuse("rows-norm", plain(
        [node("BatchNormalization", ["a", "one", "none", "none", "one"], ["b", "mean", "var"], training_mode=1)],
        shape=one, constants=[constant("one", [1.0]), constant("none", [0.0])]))
    refuse("rows-place", plain(
        [node("Shape", ["a"], ["s"], start=0, end=1), node("Squeeze", ["s"], ["n"]),
         node("Range", ["zero", "n", "step"], ["r"]), node("Cast", ["r"], ["f"], to=TensorProto.FLOAT),
         node("Unsqueeze", ["f", "axis"], ["p"]), node("Add", ["a", "p"], ["b"])], shape=one,
        constants=[zero, constant("step", 1, np.int64), constant("axis", [1], np.int64)]))
    refuse("rows-count", plain(
        [node("NonZero", ["a"], ["z"]), node("Transpose", ["z"], ["b"])], shape=one, out=TensorProto.INT64))
    refuse("again", plain(
        [node("Dropout", ["a", "ratio", "training"], ["b"])], shape=one,
        constants=[constant("ratio", 0.5), constant("training", True, np.bool_)]))
    failing("rows", plain(
        away + [node("Sub", ["a", "limit"], ["x"]), node("Abs", ["x"], ["y"]), node("Less", ["y", "half"], ["l"]),
                node("Where", ["l", "d", "a"], ["b"])], shape=one,
        constants=[constant("limit", [12345.5]), constant("half", [0.5])]))
    failing("always", plain(
        [node("Reshape", ["a", "shape"], ["b"])], constants=[constant("shape", [7, 3], np.int64)]))


def failing(name, model):
    """A model that is opened and fails over some rows, or all; no expectations."""
    folder = HERE / f"failing-{name}"
    folder.mkdir(exist_ok=True)
    (folder / "model.onnx").write_bytes(model.SerializeToString())


def main():
    for part in (linear, trees, others, frame, text, boosted, networks, refused, dependent):
        try:
            part()
        except Exception as problem:
            import traceback
            traceback.print_exc()
            print(part.__name__, "stopped:", problem)


if __name__ == "__main__":
    main()
