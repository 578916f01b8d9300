"""Trains small models with XGBoost itself and writes CASE-VERSION/{model.json or model.ubj, input.csv}.

    python make.py            with each of the environments of the requirements files

One thread, fixed seeds. In input.csv an empty field is a missing value. `expect.py` computes what the
framework makes of them. `frame.json` names the categories of a data frame's columns.
"""

import csv
import json
import math
import pathlib

import numpy as np
import pandas as pd
import xgboost as xgb

HERE = pathlib.Path(__file__).resolve().parent
VERSION = xgb.__version__
NUMBER = tuple(int(part) for part in VERSION.split(".")[:2])
# Of versions whose files differ in little, the cases in which they do, and some to show the rest.
ONLY = {
    "3.3.0": "dart frame vector_classes".split(),
    "3.4.1": (
        "absoluteerror absoluteerror_targets aft base_zero codes_many codes_partition dart dart_classes "
        "early_stopped_classes forest frame frame_ubj labels linear_classes logistic_base names quantile "
        "quantile_crossing quantile_one softmax softprob squarederror vector vector_binary vector_classes vector_deep"
    ).split(),
}
BASE = dict(nthread=1, seed=7, max_depth=3, eta=0.3, verbosity=0)


def text(value):
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, (float, np.floating)):
        return repr(float(value))
    return str(value)


def save(name, booster, columns, suffix="json", frame=None):
    if name not in ONLY.get(VERSION, [name]):
        return
    folder = HERE / f"{name}-{VERSION}"
    folder.mkdir(exist_ok=True)
    if suffix == "ubj" and NUMBER < (1, 6):
        suffix = "json"
    booster.save_model(str(folder / f"model.{suffix}"))
    with open(folder / "input.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.keys())
        for row in zip(*columns.values()):
            writer.writerow([text(value) for value in row])
    if frame is not None:
        (folder / "frame.json").write_text(json.dumps(frame, indent=1) + "\n")


def numbers(rng, rows, columns=5):
    return np.round(rng.normal(size=(rows, columns)), 4)


def thresholds(booster):
    """The thresholds of a model by feature, as the file has them."""
    found = {}
    path = HERE / "scratch.json"
    booster.save_model(str(path))
    model = json.loads(path.read_text())["learner"]["gradient_booster"]
    path.unlink()
    model = model.get("gbtree", model)
    for tree in model.get("model", {}).get("trees", []):
        kinds = tree.get("split_type", [0] * len(tree["left_children"]))
        for child, feature, value, kind in zip(
                tree["left_children"], tree["split_indices"], tree["split_conditions"], kinds):
            if child != -1 and not kind:
                found.setdefault(feature, set()).add(np.float32(value))
    return {feature: sorted(values) for feature, values in found.items()}


def odd(rng, matrix, booster, infinite=True):
    """Thresholds and what lies beside them, missing, subnormal and huge values among ordinary ones."""
    result = matrix.copy()
    known = thresholds(booster)
    specials = [np.nan, np.nan, 0.0, -0.0, 1e-40, -1e-40, 1e-45, 5e-324, 1e-310, 16777217.0, 3.4028234e38, -3.4028234e38]
    if infinite:
        specials += [np.inf, -np.inf, 1e300, -1e300, 3.4028236e38]
    for column in range(result.shape[1]):
        near = []
        for value in known.get(column, []):
            one = np.float32(value)
            up, down = np.nextafter(one, np.float32(np.inf)), np.nextafter(one, np.float32(-np.inf))
            middle = (float(one) + float(down)) / 2
            # A middle rounds to even; one double beside it the other way: decimal to float would differ.
            near += [float(one), float(up), float(down), middle, np.nextafter(middle, np.inf), np.nextafter(middle, -np.inf)]
        for row in range(result.shape[0]):
            chance = rng.random()
            if near and chance < 0.55:
                result[row, column] = near[rng.integers(len(near))]
            elif chance < 0.7:
                result[row, column] = specials[rng.integers(len(specials))]
    return result


def train(params, x, y, rounds=6, **more):
    names = more.pop("feature_names", None)
    types = more.pop("feature_types", None)
    label = more.pop("bounds", None)
    group = more.pop("group", None)
    extra = {"enable_categorical": True} if types and "c" in types else {}
    data = xgb.DMatrix(x, y, feature_names=names, feature_types=types, **extra)
    if label is not None:
        data.set_float_info("label_lower_bound", label[0])
        data.set_float_info("label_upper_bound", label[1])
    if group is not None:
        data.set_group(group)
    return xgb.train({**BASE, **params}, data, rounds, **more)


def plain(name, booster, test, suffix="json", names=None):
    save(name, booster, {n: [float(v) for v in test[:, i]] for i, n in
                         enumerate(names or [f"f{i}" for i in range(test.shape[1])])}, suffix)


def objectives():
    rng = np.random.default_rng(1)
    x = numbers(rng, 500)
    x[rng.random(x.shape) < 0.05] = np.nan
    z = np.nan_to_num(x)
    signal = z[:, 0] + np.sin(3 * z[:, 1]) + 0.5 * z[:, 2] * z[:, 3]
    y = np.round(signal + 0.3 * rng.normal(size=len(x)), 4)
    positive = np.round(np.exp(0.4 * y), 4)
    unit = 1 / (1 + np.exp(-y))
    binary = (y > 0.3).astype(float)
    classes = np.digitize(y, [-1, 0.2, 1.2]).astype(float)
    group = [25] * 20
    relevance = np.digitize(y, [0, 1]).astype(float)

    def case(name, objective, target, suffix="json", **params):
        more = {k: params.pop(k) for k in ("bounds", "group", "rounds") if k in params}
        try:
            booster = train({"objective": objective, **params}, x, target, **more)
            # A dart model has two formulas, and only the one that takes no infinite values is followed.
            plain(name, booster, odd(rng, numbers(rng, 60), booster, params.get("booster") != "dart"), suffix)
        except xgb.core.XGBoostError as error:
            print(VERSION, name, str(error).splitlines()[0])

    case("squarederror", "reg:squarederror", y)
    case("logistic", "binary:logistic", binary)
    case("softprob", "multi:softprob", classes, num_class=4)
    if NUMBER < (1, 7):
        return
    case("squarederror_base", "reg:squarederror", y, "ubj", base_score=1234.5678)
    case("squaredlogerror", "reg:squaredlogerror", positive, "ubj")
    case("reg_logistic", "reg:logistic", unit)
    case("pseudohuber", "reg:pseudohubererror", y, "ubj")
    case("absoluteerror", "reg:absoluteerror", y)
    case("logistic_base", "binary:logistic", binary, "ubj", base_score=0.123)
    case("logitraw", "binary:logitraw", binary, base_score=0.3)
    case("hinge", "binary:hinge", binary, "ubj", base_score=0.2)
    case("softmax", "multi:softmax", classes, "ubj", num_class=4, num_parallel_tree=2, subsample=0.7)
    case("poisson", "count:poisson", np.round(positive), base_score=0.7)
    case("gamma", "reg:gamma", positive, "ubj", base_score=1.3)
    case("tweedie", "reg:tweedie", positive, tweedie_variance_power=1.3)
    case("rank_pairwise", "rank:pairwise", relevance, group=group)
    case("rank_ndcg", "rank:ndcg", relevance, "ubj", group=group)
    case("rank_map", "rank:map", (relevance > 0).astype(float), group=group)
    upper = positive * 1.5
    upper[::7] = np.inf
    case("aft", "survival:aft", positive, bounds=(positive, upper), base_score=0.8)
    case("cox", "survival:cox", np.where(rng.random(len(y)) < 0.3, -positive, positive), "ubj")
    case("dart", "binary:logistic", binary, booster="dart", rate_drop=0.4, rounds=15)
    case("dart_classes", "multi:softprob", classes, "ubj", num_class=4, booster="dart", rate_drop=0.4, rounds=10)
    case("forest", "reg:squarederror", y, num_parallel_tree=5, subsample=0.6, colsample_bynode=0.7, rounds=1, eta=1.0)
    case("deep", "reg:squarederror", y, "ubj", max_depth=12, min_child_weight=0, rounds=3)
    case("exact", "reg:squarederror", y, tree_method="exact", max_depth=6)
    case("lossguide", "binary:logistic", binary, tree_method="hist", grow_policy="lossguide", max_leaves=40, max_depth=0)
    case("one_leaf", "reg:squarederror", y, gamma=1e9)
    case("targets", "reg:squarederror", np.c_[y, positive, unit])
    case("labels", "binary:logistic", np.c_[binary, relevance > 1, y < 0].astype(float), "ubj")
    if NUMBER >= (2, 1):
        case("quantile", "reg:quantileerror", y, quantile_alpha=[0.1, 0.5, 0.9])
        case("quantile_one", "reg:quantileerror", y, "ubj", quantile_alpha=0.3)
        for k, suffix in (("vector", "json"), ("vector_binary", "ubj")):
            target = np.c_[y, positive, unit] if k == "vector" else np.c_[binary, relevance > 1, y < 0].astype(float)
            objective = "reg:squarederror" if k == "vector" else "binary:logistic"
            case(k, objective, target, suffix, multi_strategy="multi_output_tree", tree_method="hist", rounds=11)
        case("vector_classes", "multi:softprob", classes, num_class=4, multi_strategy="multi_output_tree", tree_method="hist")
        case("vector_deep", "reg:squarederror", np.c_[y, positive], "ubj", max_depth=10, min_child_weight=0,
             multi_strategy="multi_output_tree", tree_method="hist", rounds=2)
        case("absoluteerror_targets", "reg:absoluteerror", np.c_[y, positive])

    # Every bin a threshold: more than a byte counts.
    wide = rng.normal(size=(3000, 2))
    steps = np.floor(wide[:, 0] * 300) % 7 + np.sin(40 * wide[:, 1])
    booster = train({"objective": "reg:squarederror", "tree_method": "exact", "max_depth": 8}, wide, steps, 6)
    plain("many_thresholds", booster, odd(rng, rng.normal(size=(50, 2)), booster), "ubj")

    for name, target, params in [
        ("linear", y, {"objective": "reg:squarederror", "base_score": 0.3}),
        ("linear_logistic", binary, {"objective": "binary:logistic"}),
        ("linear_classes", classes, {"objective": "multi:softprob", "num_class": 4}),
        ("linear_poisson", np.round(positive), {"objective": "count:poisson"}),
    ]:
        booster = train({"booster": "gblinear", "updater": "coord_descent", **params}, x, target)
        plain(name, booster, odd(rng, numbers(rng, 40), booster, infinite=False),
              "ubj" if name == "linear_classes" else "json")

    known = xgb.DMatrix(x[:350], y[:350])
    held = xgb.DMatrix(x[350:], rng.permutation(y[350:]))
    booster = xgb.train({**BASE, "objective": "reg:squarederror", "eta": 0.8}, known, 30, evals=[(held, "held")],
                        early_stopping_rounds=12, verbose_eval=False)
    plain("early_stopped", booster, odd(rng, numbers(rng, 40), booster))
    booster = xgb.train({**BASE, "objective": "multi:softprob", "num_class": 4, "eta": 0.8, "num_parallel_tree": 2},
                        xgb.DMatrix(x[:350], classes[:350]), 20,
                        evals=[(xgb.DMatrix(x[350:], rng.permutation(classes[350:])), "held")],
                        early_stopping_rounds=9, verbose_eval=False)
    plain("early_stopped_classes", booster, odd(rng, numbers(rng, 40), booster), "ubj")
    names = ["age", "größe in cm", 'say "hi", \\back', "café_2", "x\u2028y"]
    booster = train({"objective": "binary:logistic"}, x, binary, feature_names=names,
                    feature_types=["float", "q", "int", "i", "float"])
    plain("names", booster, odd(rng, numbers(rng, 30), booster), names=names)
    # Labels that are all alike: the base score is 0 or 1, whose logit XGBoost bounds.
    case("base_zero", "binary:logistic", np.zeros(len(x)), rounds=2)
    case("base_one", "reg:logistic", np.ones(len(x)), "ubj", rounds=2)


def categories():
    """Codes in a plain matrix, and categories of a data frame."""
    rng = np.random.default_rng(3)
    for name, onehot, suffix, count in (
            ("codes_onehot", 100, "json", 12), ("codes_partition", 1, "ubj", 12), ("codes_many", 4, "json", 400)):
        x = np.c_[rng.integers(0, count, 900).astype(float), rng.normal(size=900), rng.integers(0, 3, 900).astype(float)]
        x[rng.random(x.shape) < 0.05] = np.nan
        z = np.nan_to_num(x)
        y = np.sin(z[:, 0] * 7) + z[:, 1] * (z[:, 2] == 1) + 0.1 * rng.normal(size=900)
        booster = train({"objective": "reg:squarederror", "tree_method": "hist", "max_cat_to_onehot": onehot,
                         "max_depth": 5}, x, y, feature_types=["c", "q", "c"])
        test = np.c_[rng.integers(0, count + 3, 80).astype(float), rng.normal(size=80), rng.integers(0, 5, 80).astype(float)]
        extreme = [np.nan, -1.0, -0.5, -0.0, 2.7, 0.9999999999, 1e9, 16777215.0, 16777216.0, -1e-50, 3e38, 2147483648.0]
        for place, value in enumerate(extreme):
            test[place, 0] = value
            test[-place - 1, 2] = value
        plain(name, booster, test, suffix)
    if NUMBER < (3, 1):
        return
    colours = ["red", "blue", "green, dark", "x"]
    sizes = [5, -2, 100, 7]
    for name, suffix in (("frame", "json"), ("frame_ubj", "ubj")):
        rows = 700
        frame = pd.DataFrame({
            "amount": rng.normal(size=rows),
            "colour": pd.Categorical(rng.choice(colours, rows), categories=colours),
            "size": pd.Categorical(rng.choice(sizes, rows), categories=sizes),
        })
        frame.loc[::17, "colour"] = np.nan
        frame.loc[::13, "size"] = np.nan
        target = frame.amount * (frame.colour == "blue") + (frame["size"] == 100) + 0.1 * rng.normal(size=rows)
        booster = xgb.train({**BASE, "objective": "reg:squarederror", "tree_method": "hist", "max_cat_to_onehot": 3,
                             "max_depth": 4}, xgb.DMatrix(frame, target, enable_categorical=True), 6)
        test = frame.iloc[:60].copy()
        columns = {
            "amount": [float(v) for v in test.amount],
            "colour": [None if pd.isna(v) else v for v in test.colour.astype(object)],
            "size": [None if pd.isna(v) else str(int(v)) for v in test["size"].astype(object)],
        }
        columns["colour"][5] = "yellow"
        columns["size"][9] = "99"
        save(name, booster, columns, suffix, {"colour": list(frame.colour.cat.categories),
                                               "size": [int(v) for v in frame["size"].cat.categories]})
    if VERSION in ONLY:
        return
    # XGBoost 3.1 to 3.3 count letters, not bytes, where a pandas category goes beyond ASCII.
    frame = pd.DataFrame({"colour": pd.Categorical(rng.choice(["grün", "rot"], 50))})
    booster = xgb.train(BASE, xgb.DMatrix(frame, frame.colour == "rot", enable_categorical=True), 1)
    folder = HERE / f"refused_letters-{VERSION}"
    folder.mkdir(exist_ok=True)
    booster.save_model(str(folder / "model.json"))


def crossing():
    """Quantiles that cross: XGBoost 3.4 and later sort the predictions of a row, and leave its margins."""
    rng = np.random.default_rng(4)
    x = numbers(rng, 300, 4)
    y = x[:, 0] + rng.normal(size=len(x))
    params = {"objective": "reg:quantileerror", "quantile_alpha": [0.1, 0.4, 0.6, 0.9], "max_depth": 4, "eta": 0.9}
    plain("quantile_crossing", train(params, x, y, 5), numbers(rng, 60, 4) * 2)


def descending():
    """Quantiles that do not ascend: XGBoost 3.4 and later neither train nor load them."""
    rng = np.random.default_rng(9)
    x = numbers(rng, 300, 4)
    y = x[:, 0] + rng.normal(size=len(x))
    params = {"objective": "reg:quantileerror", "quantile_alpha": [0.9, 0.1, 0.5]}
    plain("quantile_descending", train(params, x, y, 5), numbers(rng, 60, 4) * 2)


objectives()
if NUMBER >= (1, 7):
    categories()
if NUMBER >= (3, 2):
    crossing()
if (3, 2) <= NUMBER < (3, 4):
    descending()
