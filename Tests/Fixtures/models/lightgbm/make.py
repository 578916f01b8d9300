"""Makes the cases: model.txt by LightGBM, input.csv, and by way of expect.py what it predicts from them.

    python make.py [SECTION…]     in each of the environments of the requirements files

Run once, when a case is added: it writes the folders CASE-VERSION that `wanted` names for the version it runs in.
One thread, fixed seeds.
"""

import sys

import lightgbm as lgb
import numpy as np
import pandas as pd

import expect
from expect import VERSION, fixtures

HERE = expect.pathlib.Path(__file__).resolve().parent
MAJOR = int(VERSION.split(".")[0])
NEW = MAJOR >= 4
BASE = dict(
    num_threads=1, verbose=-1, seed=7, num_leaves=15, min_data_in_leaf=5, deterministic=True,
    learning_rate=0.1, force_row_wise=True,
)

LARGE = (
    "256_leaves 257_leaves many_leaves many_thresholds many_thresholds_large huge unbalanced categories_large "
    "categories_classes categories_far"
).split()
# What the newest version writes as the one before, and what would only take room.
REDUNDANT = {
    "4.7.0": (
        "256_leaves 257_leaves many_leaves many_thresholds many_thresholds_large categories_large categories_classes "
        "categories_far multiclassova custom_classes huber fair mape gamma cross_entropy_lambda regression_l1 "
        "unbalanced binary_sigmoid_third tiny tiny_zero huge rf_classes some_one_leaf cross_entropy_lambda_far"
    ).split(),
    "4.6.0": ["linear", "cross_entropy_lambda_far"],
    "3.3.5": LARGE + ["cross_entropy_lambda_far"],
    "2.3.1": LARGE + ["cross_entropy_lambda_far"],
}
# Of the versions from before the file named its end, enough to show that their files are read.
ONLY = {
    version: (
        "binary regression regression_l1 multiclass poisson lambdarank rf rf_regression dart missing_nan missing_zero missing_none "
        "categories categories_missing one_leaf frame"
    ).split()
    for version in ("2.0.12", "2.1.2", "2.2.3")
}
# Of versions between, enough to show that nothing in between is written otherwise.
for version in "3.0.0 3.1.1 3.2.1 4.0.0 4.1.0 4.2.0 4.3.0 4.4.0 4.5.0".split():
    ONLY[version] = "binary multiclass rf_regression dart missing_zero categories_missing frame linear".split()
# Linear leaves came with 3.2.
ONLY["3.0.0"].remove("linear")
ONLY["3.1.1"].remove("linear")
# What cross_entropy_lambda computes changed with 3.3.
for version in ("2.2.3", "3.2.1"):
    ONLY[version] += ["cross_entropy_lambda", "cross_entropy_lambda_far"]
# Their forests average predictions; one of them lies in refused-rf-2.1.2.
ONLY["2.0.12"].remove("rf")
ONLY["2.1.2"].remove("rf")


def wanted(name):
    if VERSION in ONLY:
        return name in ONLY[VERSION]
    return name not in REDUNDANT.get(VERSION, []) and name.split("_")[0] not in REDUNDANT.get(VERSION, [])


def save(name, booster, frame, names=None, **how):
    """frame: what predict gets; a DataFrame or a matrix of doubles."""
    if booster is None or not wanted(name):
        return
    if not NEW:
        frame = frame[:80 if MAJOR == 3 or VERSION > "2.3" else 60]
    folder = HERE / f"{name}-{VERSION}"
    folder.mkdir(exist_ok=True)
    booster.save_model(str(folder / "model.txt"), **how)
    if isinstance(frame, pd.DataFrame):
        columns = [cells(frame[column]) for column in frame.columns]
        fixtures.write(folder / "input.csv", list(map(str, frame.columns)), zip(*columns))
    else:
        rows = [[float(v) for v in row] for row in frame]
        fixtures.write(folder / "input.csv", names or [f"x{i}" for i in range(frame.shape[1])], rows)
    for file, (columns, rows) in expect.expect(folder).items():
        fixtures.write(folder / file, columns, rows)


def cells(series):
    if isinstance(series.dtype, pd.CategoricalDtype):
        return [None if code < 0 else series.cat.categories[code] for code in series.cat.codes]
    return [None if pd.isna(value) else value for value in series.tolist()]


def numbers(rng, rows, columns=5):
    return np.round(rng.normal(size=(rows, columns)), 4)


def odd(rng, matrix, share=0.15):
    """Missing values and what is nearly zero, infinite or subnormal, among ordinary ones."""
    result = matrix.copy()
    specials = [
        np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-35, -1e-35, 1.0000000180025095e-35, -1.0000000180025095e-35,
        1.0000000180025097e-35, -1.0000000180025097e-35, 1.1e-35, -1.1e-35, 5e-324, -5e-324, 1e-310, 1e300,
        -1e300, 1.7976931348623157e308,
    ]
    where = rng.random(result.shape) < share
    result[where] = rng.choice(np.array(specials), size=int(where.sum()))
    return result


def train(params, x, y, rounds=10, **more):
    # The older versions differ in how they write files, not in every case of every feature.
    rounds = rounds if NEW else min(rounds, 4)
    extra = {k: more.pop(k) for k in ("categorical_feature", "feature_name", "group", "weight") if k in more}
    data = lgb.Dataset(x, y, params={"verbose": -1}, free_raw_data=False, **extra)
    try:
        return lgb.train({**BASE, **params}, data, num_boost_round=rounds, **more)
    except lgb.basic.LightGBMError as error:
        if VERSION not in ONLY:
            raise
        print("not in this version:", error)


def objectives():
    rng = np.random.default_rng(1)
    x = numbers(rng, 800)
    signal = x[:, 0] + np.sin(3 * x[:, 1]) + 0.5 * x[:, 2] * x[:, 3]
    y = np.round(signal + 0.3 * rng.normal(size=len(x)), 4)
    test = odd(rng, numbers(rng, 150), 0.05)
    positive = np.exp(0.4 * y)
    unit = 1 / (1 + np.exp(-y))
    binary = (y > 0.3).astype(float)
    classes = np.digitize(y, [-1, 0.2, 1.2]).astype(float)
    cases = {
        "regression": (y, {}), "regression_l1": (y, {}), "huber": (y, {}), "fair": (y, {}),
        "quantile": (y, {"alpha": 0.8}), "mape": (y + 3, {}), "poisson": (positive, {}),
        "gamma": (positive, {}), "tweedie": (positive, {"tweedie_variance_power": 1.3}),
        "binary": (binary, {}), "cross_entropy": (unit, {}), "cross_entropy_lambda": (unit, {}),
        "cross_entropy_lambda_far": (
            binary, {"objective": "cross_entropy_lambda", "learning_rate": 10.0, "max_delta_step": 1.5}),
        "multiclass": (classes, {"num_class": 4}), "multiclassova": (classes, {"num_class": 4, "sigmoid": 1.7}),
    }
    for name, (target, params) in cases.items():
        save(name, train({"objective": name, **params}, x, target), test)
    save("regression_sqrt", train({"objective": "regression", "reg_sqrt": True}, x, y), test)
    save("binary_sigmoid", train({"objective": "binary", "sigmoid": 2.5}, x, binary), test)
    save("binary_sigmoid_third", train({"objective": "binary", "sigmoid": 1 / 3}, x, binary), test)
    save("unbalanced", train({"objective": "binary", "is_unbalance": True}, x, (y > 2).astype(float)), test)
    relevance = np.clip(np.round(y + 1), 0, 4)
    save("lambdarank", train({"objective": "lambdarank"}, x, relevance, group=[20] * 40), test)
    if VERSION > "3":
        save("rank_xendcg", train({"objective": "rank_xendcg"}, x, relevance, group=[20] * 40), test)

    def own(predictions, data):
        residual = predictions - data.get_label()
        return residual, np.ones_like(residual)

    def own_classes(predictions, data):
        target = np.eye(3)[np.minimum(data.get_label(), 2).astype(int)]
        predictions = predictions.reshape(target.shape) if NEW else predictions.reshape(target.shape[::-1]).T
        residual = predictions - target
        ones = np.ones_like(residual)
        return (residual, ones) if NEW else (residual.T.reshape(-1), ones.T.reshape(-1))

    if NEW:
        save("custom", train({"objective": own}, x, y), test)
        save("custom_classes", train({"objective": own_classes, "num_class": 3}, x, classes), test)
    elif wanted("custom"):
        save("custom", train({"objective": "none"}, x, y, fobj=own), test)


def boostings():
    rng = np.random.default_rng(2)
    x = numbers(rng, 800)
    y = x[:, 0] - x[:, 1] * x[:, 2] + 0.2 * rng.normal(size=len(x))
    test = odd(rng, numbers(rng, 120), 0.05)
    forest = {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6, "feature_fraction": 0.8}
    binary = (y > 0).astype(float)
    save("rf", train({"objective": "binary", **forest}, x, binary), test)
    save("rf_regression", train({"objective": "regression", **forest}, x, y, 7), test)
    if wanted("rf_classes"):
        classes = np.digitize(y, [-1, 1]).astype(float)
        save("rf_classes", train({"objective": "multiclass", "num_class": 3, **forest}, x, classes, 5), test)
    save("dart", train({"objective": "binary", "boosting": "dart", "drop_rate": 0.4}, x, binary, 25), test)
    goss = {"data_sample_strategy": "goss"} if NEW else {"boosting": "goss"}
    save("goss", train({"objective": "regression", **goss}, x, y, 15), test)
    valid = lgb.Dataset(numbers(rng, 200), rng.integers(0, 2, 200).astype(float), params={"verbose": -1})
    data = lgb.Dataset(x, binary, params={"verbose": -1})
    stop = {"early_stopping_rounds": 3}
    params = {**BASE, "objective": "binary", "metric": "binary_logloss"}
    if hasattr(lgb, "early_stopping"):
        stopped = lgb.train(params, data, 60, valid_sets=[valid], callbacks=[lgb.early_stopping(3, verbose=False)])
    else:
        stopped = lgb.train(params, data, 60, valid_sets=[valid], verbose_eval=False, **stop)
    save("early_stopped", stopped, test)
    save("first_iterations", train({"objective": "binary"}, x, binary, 20), test, num_iteration=5)
    save("one_leaf", train({"objective": "binary", "min_data_in_leaf": 1000}, x, binary, 4), test)
    mixed = train({"objective": "regression", "min_gain_to_split": 40.0}, x, y, 40)
    save("some_one_leaf", mixed, test)
    save("many_leaves", train(
        {"objective": "regression", "num_leaves": 700, "min_data_in_leaf": 1, "max_bin": 63}, numbers(rng, 1500),
        rng.normal(size=1500), 2 if NEW else 1), test)
    save("256_leaves", train(
        {"objective": "regression", "num_leaves": 256, "min_data_in_leaf": 1, "max_bin": 63}, numbers(rng, 900),
        rng.normal(size=900), 3), test)
    save("257_leaves", train(
        {"objective": "regression", "num_leaves": 257, "min_data_in_leaf": 1, "max_bin": 63}, numbers(rng, 900),
        rng.normal(size=900), 3), test)
    wide = numbers(rng, 3000, 2)
    fine = train(
        {"objective": "regression", "num_leaves": 64, "min_data_in_leaf": 2, "max_bin": 2500}, wide,
        np.sin(40 * wide[:, 0]) + np.cos(35 * wide[:, 1]), 16 if NEW else 7)
    save("many_thresholds", fine, odd(rng, numbers(rng, 250, 2), 0.1))
    deep = {"objective": "regression", "num_leaves": 300, "min_data_in_leaf": 1, "max_bin": 2500}
    gaps = odd(rng, wide, 0.1)
    gaps[np.isinf(gaps)] = np.nan
    save("many_thresholds_large", train(deep, gaps, np.sin(40 * wide[:, 0]), 2), odd(rng, numbers(rng, 250, 2), 0.1))


def missing():
    rng = np.random.default_rng(3)
    x = numbers(rng, 900, 6)
    x[rng.random(x.shape) < 0.2] = np.nan
    x[rng.random(x.shape) < 0.2] = 0.0
    x[:, 5] = np.where(rng.random(len(x)) < 0.5, 0.0, np.round(rng.random(len(x)), 3))
    y = np.nan_to_num(x[:, 0], nan=1.5) - np.nan_to_num(x[:, 1], nan=-2) + (x[:, 2] == 0) + 0.1 * rng.normal(size=len(x))
    test = odd(rng, numbers(rng, 300, 6), 0.5)
    regression = {"objective": "regression"}
    save("missing_nan", train(regression, x, y), test)
    save("missing_zero", train({**regression, "zero_as_missing": True}, x, y), test)
    save("missing_none", train({**regression, "use_missing": False}, x, y), test)
    tiny = np.round(rng.normal(size=(900, 3)), 2) * 1e-35
    save("tiny", train({**regression, "min_data_in_bin": 1}, tiny, tiny[:, 0] * 1e35), odd(rng, tiny[:250], 0.3))
    save(
        "tiny_zero", train({**regression, "min_data_in_bin": 1, "zero_as_missing": True}, tiny, tiny[:, 0] * 1e35),
        odd(rng, tiny[:250], 0.3))
    huge = x.copy()
    huge[rng.random(huge.shape) < 0.05] = 1e300
    save("huge", train(regression, huge, y), test)


def categories():
    rng = np.random.default_rng(4)
    rows = 1500
    x = np.column_stack([
        rng.integers(0, 12, rows), rng.integers(0, 600, rows), np.round(rng.normal(size=rows), 3),
        rng.integers(0, 40, rows),
    ]).astype(float)
    effect = rng.normal(size=600)
    y = effect[x[:, 0].astype(int)] + 2 * effect[x[:, 1].astype(int)] + x[:, 2] + effect[x[:, 3].astype(int) + 300]
    params = {
        "objective": "regression", "min_data_per_group": 5, "cat_smooth": 1.0, "max_cat_threshold": 64,
        "cat_l2": 1.0,
    }
    x_missing = x.copy()
    x_missing[rng.random(rows) < 0.1, 0] = np.nan
    test = np.column_stack([
        rng.choice([0, 1, 5, 11, 12, 31, 32, 33, 100, -1, -0.5, -0.99, 0.5, 2.7, 3.999, np.nan, 1e9, 3e9, -3e9,
                    np.inf, -np.inf, 2147483647.5, 2147483648.0, 1e-36], 300),
        np.where(rng.random(300) < 0.3, rng.uniform(-5, 700, 300), rng.integers(0, 640, 300)),
        odd(rng, numbers(rng, 300, 1))[:, 0],
        rng.choice([0, 7, 39, 40, np.nan, -1], 300),
    ]).astype(float)
    save("categories", train(params, x, y, categorical_feature=[0, 1, 3]), test)
    save("categories_missing", train(params, x_missing, y, categorical_feature=[0, 1, 3]), test)
    save("categories_onehot", train({**params, "max_cat_to_onehot": 64}, x, y, categorical_feature=[0, 3]), test)
    save(
        "categories_zero", train({**params, "zero_as_missing": True}, x_missing, y, categorical_feature=[0, 1, 3]), test)
    save("categories_no_missing", train({**params, "use_missing": False}, x_missing, y, categorical_feature=[0, 1, 3]), test)
    save(
        "categories_large",
        train({**params, "num_leaves": 300, "min_data_in_leaf": 1}, x, y, 3, categorical_feature=[0, 1, 3]), test)
    far = x.copy()
    far[:, 0] = far[:, 0] * 9001
    far_test = test.copy()
    far_test[:, 0] = rng.choice([0, 9001, 9002, 11 * 9001, 90010, 65536, 65535, -1, np.nan, 7 * 9001], 300)
    save("categories_far", train(params, far, y, 4, categorical_feature=[0]), far_test)
    wide = train({**params, "num_leaves": 250, "min_data_in_leaf": 1, "num_class": 3, "objective": "multiclass"},
                 x[:, [0, 3]], np.digitize(y, [-1, 1]).astype(float), 4, categorical_feature=[0, 1])
    save("categories_classes", wide, test[:, [0, 3]])


def frames():
    rng = np.random.default_rng(5)
    rows = 900
    cohorts = np.array(["north", "south", "été", 'qu"ote', "a,b", "-", "😀", "back\\slash"])
    frame = pd.DataFrame({
        "days since": np.round(rng.exponential(20, rows), 2),
        "region": cohorts[rng.integers(0, 8, rows)],
        "code": rng.integers(10, 30, rows),
        "size": rng.choice([0.5, 1.0, 2.5], rows),
        "vip": rng.random(rows) < 0.3,
        "grade": rng.choice(["low", "mid", "high"], rows),
        "plain": np.round(rng.normal(size=rows), 3),
    })
    y = (
        (frame["region"].isin(["north", "été", "a,b"])) * 1.0 + frame["code"] % 3 + frame["size"] + frame["vip"] * 0.5
        + (frame["grade"] == "mid") + 0.01 * frame["days since"] + 0.1 * rng.normal(size=rows)
    )
    for column in ("region", "code", "size", "vip"):
        frame[column] = frame[column].astype("category")
    params = {"objective": "binary", "min_data_per_group": 5, "cat_smooth": 1.0}
    target = (y > y.median()).astype(float)

    def unseen(source):
        test = source.iloc[:200].copy()
        values = {}
        for column in test.columns:
            series = test[column].astype(object)
            gaps = rng.random(len(test))
            series[gaps < 0.1] = None
            if column == "region":
                series[gaps > 0.9] = "west"
            if column == "code":
                series[gaps > 0.9] = 99
            dtype = source[column].dtype
            if isinstance(dtype, pd.CategoricalDtype):
                values[column] = series.astype("category")
            else:
                values[column] = pd.to_numeric(series)
        return pd.DataFrame(values, index=test.index)

    usual = frame.drop(columns=["grade"])
    save("frame", train(params, usual, target), unseen(usual))
    if VERSION == "4.6.0":
        ordered = frame[["days since", "grade", "plain"]].copy()
        ordered["grade"] = pd.Categorical(ordered["grade"], ["low", "mid", "high"], ordered=True)
        folder = HERE / f"refused-ordered-{VERSION}"
        folder.mkdir(exist_ok=True)
        train(params, ordered, target).save_model(str(folder / "model.txt"))


def names():
    rng = np.random.default_rng(6)
    x = numbers(rng, 400, 4)
    labels = ["days since", "köln/straße", "a=b", "[x]"] if NEW else ["days since", "straat/x", "a-b", "(x)"]
    try:
        booster = train({"objective": "binary"}, x, (x[:, 0] > x[:, 1]).astype(float), 5, feature_name=labels)
    except Exception as error:
        print("names", error)
        booster = train(
            {"objective": "binary"}, x, (x[:, 0] > x[:, 1]).astype(float), 5,
            feature_name=["days since", "köln/straße", "a=b", "x"])
    save("names", booster, numbers(rng, 60, 4))


def iterations():
    """What is saved after early stopping, and of a model that goes on where another ended."""
    if MAJOR < 3:
        return
    rng = np.random.default_rng(7)
    x = numbers(rng, 700)
    y = x[:, 0] + 0.5 * x[:, 1] * x[:, 2] + 0.6 * rng.normal(size=len(x))
    held = numbers(rng, 400)
    truth = held[:, 0] + 0.5 * held[:, 1] * held[:, 2] + 0.6 * rng.normal(size=len(held))
    test = odd(rng, numbers(rng, 60), 0.05)
    params = {**BASE, "objective": "regression", "learning_rate": 0.3, "num_leaves": 7}
    quiet = {"params": {"verbose": -1}, "free_raw_data": False}
    valid = lgb.Dataset(held, truth, **quiet)
    stopped = lgb.train(
        {**params, "early_stopping_round": 4}, lgb.Dataset(x, y, **quiet), 80, valid_sets=[valid],
        callbacks=[lgb.early_stopping(4, verbose=False)], keep_training_booster=True)
    assert 3 < stopped.best_iteration < stopped.current_iteration() < 80
    save("best_iteration", stopped, test)
    save("best_iteration_all", stopped, test, num_iteration=-1)
    save("from_iteration", stopped, test, start_iteration=2, num_iteration=3)
    more = lgb.train(params, lgb.Dataset(x, y, **quiet), 3, init_model=stopped)
    save("continued", more, test)


def linear():
    """Linear models in the leaves, from LightGBM 3.2 on."""
    if MAJOR < 3:
        return
    rng = np.random.default_rng(8)
    x = numbers(rng, 500)
    signal = x[:, 0] + 0.7 * x[:, 1] * (x[:, 2] > 0) - 0.4 * x[:, 3]
    y = signal + 0.1 * rng.normal(size=len(x))
    test = odd(rng, numbers(rng, 100), 0.06)
    tree = {"linear_tree": True, "linear_lambda": 0.01, "num_leaves": 8}
    regression = {**tree, "objective": "regression"}
    binary = (y > 0).astype(float)
    classes = np.digitize(y, [-0.6, 0.6]).astype(float)
    save("linear", train(regression, x, y, 6), test)
    save("linear_binary", train({**tree, "objective": "binary"}, x, binary, 6), test)
    save("linear_classes", train({**tree, "objective": "multiclass", "num_class": 3}, x, classes, 4), test)
    if not NEW:
        return
    save("linear_ova", train({**tree, "objective": "multiclassova", "num_class": 3}, x, classes, 3), test)
    save("linear_poisson", train({**tree, "objective": "poisson"}, x, np.exp(0.5 * y), 5), test)
    save("linear_quantile", train({**tree, "objective": "quantile", "alpha": 0.7}, x, y, 5), test)
    save("linear_sqrt", train({**regression, "reg_sqrt": True}, x, y, 5), test)
    save("linear_ranking", train({**tree, "objective": "lambdarank"}, x, np.clip(np.round(y + 1), 0, 4), 4, group=[20] * 25), test)
    save("linear_dart", train({**tree, "objective": "binary", "boosting": "dart", "drop_rate": 0.4}, x, binary, 12), test)
    save("linear_goss", train({**regression, "data_sample_strategy": "goss"}, x, y, 12), test)
    forest = {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6, "feature_fraction": 0.8}
    save("linear_rf", train({**regression, **forest}, x, y, 5), test)
    save("linear_rf_binary", train({**tree, **forest, "objective": "binary"}, x, binary, 5), test)
    save("linear_one_leaf", train({**regression, "min_data_in_leaf": 1000}, x, y, 3), test)
    poor = {**regression, **forest, "feature_fraction": 0.2, "min_gain_to_split": 40.0}
    save("linear_some_one_leaf", train(poor, x, y, 12), test)
    gaps = x.copy()
    gaps[rng.random(gaps.shape) < 0.15] = np.nan
    gaps[rng.random(gaps.shape) < 0.1] = 0.0
    many = odd(rng, numbers(rng, 120), 0.3)
    save("linear_missing", train(regression, gaps, y, 6), many)
    save("linear_missing_none", train({**regression, "use_missing": False}, gaps, y, 6), many)
    tiny = np.round(rng.normal(size=(500, 3)), 2) * 1e-34
    save("linear_tiny", train({**regression, "min_data_in_bin": 1, "linear_lambda": 0.0}, tiny, tiny[:, 0] * 1e34, 3),
         odd(rng, tiny[:80], 0.4))
    large = {**regression, "num_leaves": 280, "min_data_in_leaf": 2, "max_bin": 63}
    wide = numbers(rng, 1500, 3)
    save("linear_large", train(large, wide, np.sin(3 * wide[:, 0]) + wide[:, 1], 2), odd(rng, numbers(rng, 90, 3), 0.1))
    coded = x.copy()
    coded[:, 2] = rng.integers(0, 9, len(x))
    coded[:, 4] = rng.integers(0, 30, len(x))
    target = coded[:, 0] * (coded[:, 2] % 3) + 0.1 * coded[:, 4]
    coded_test = odd(rng, numbers(rng, 100), 0.1)
    coded_test[:, 2] = rng.choice([0, 1, 5, 8, 9, -1, -0.5, 2.7, np.nan, np.inf, 3e9], 100)
    coded_test[:, 4] = rng.choice([0, 7, 29, 30, np.nan, -1], 100)
    params = {**regression, "min_data_per_group": 5, "cat_smooth": 1.0}
    save("linear_categories", train(params, coded, target, 6, categorical_feature=[2, 4]), coded_test)
    frame = pd.DataFrame({"amount": x[:, 0], "region": np.array(["n", "s", "e", "w"])[rng.integers(0, 4, len(x))], "age": x[:, 1]})
    frame["region"] = frame["region"].astype("category")
    unseen = frame.iloc[:80].copy()
    unseen["region"] = unseen["region"].astype(object).where(rng.random(80) > 0.2, "x")
    unseen.loc[rng.random(80) < 0.1, "region"] = None
    unseen.loc[rng.random(80) < 0.1, "amount"] = np.nan
    unseen["region"] = unseen["region"].astype("category")
    save("linear_frame", train(params, frame, (x[:, 0] * (frame["region"] == "n") > x[:, 1]).astype(float), 5), unseen)
    quiet = {"params": {"verbose": -1}, "free_raw_data": False}
    plain = lgb.train({**BASE, "objective": "regression"}, lgb.Dataset(x, y, **quiet), 3)
    more = lgb.train({**BASE, **regression}, lgb.Dataset(x, y, **quiet), 3, init_model=plain)
    save("linear_continued", more, test)


for make in (objectives, boostings, missing, categories, frames, names, iterations, linear):
    if len(sys.argv) < 2 or make.__name__ in sys.argv[1:]:
        make()
