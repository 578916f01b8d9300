"""Trains the linear models beside it with scikit-learn and writes them as tables: run once.

Each case holds `model.yaml` or `model.csv`, `input.csv`, and `estimator.json` with what scikit-learn learnt, from
which expect.py makes the same estimator again. The rlike-1 case is written by hand in the shape of broom's tidy().
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor
from sklearn.preprocessing import StandardScaler

HERE = pathlib.Path(__file__).resolve().parent
VERSION = sklearn.__version__
rng = np.random.default_rng(11)
ROWS = 800
REGIONS = ["east", "north", "south", "été"]

days = rng.gamma(2, 30, ROWS)
money = rng.lognormal(3, 1, ROWS)
visits = rng.poisson(3, ROWS).astype(float)
region = rng.integers(0, 4, ROWS)
numbers = np.column_stack([days, money, visits])
# east is the reference: it has no column.
dummies = (region[:, None] == np.arange(1, 4)[None, :]).astype(float)
score = 1.2 - 0.02 * days + 0.01 * money + 0.2 * visits + np.array([0, 0.5, -0.7, 0.1])[region]


def dump(name, estimator, scaler=None):
    folder = HERE / f"{name}-{VERSION}"
    folder.mkdir(exist_ok=True)
    learnt = {
        "class": type(estimator).__name__,
        "coef": np.asarray(estimator.coef_).tolist(),
        "intercept": np.asarray(estimator.intercept_).tolist(),
        "scikit-learn": VERSION,
    }
    if hasattr(estimator, "classes_"):
        learnt["classes"] = [str(c) for c in estimator.classes_]
    if scaler is not None:
        learnt["mean"], learnt["scale"] = scaler.mean_.tolist(), scaler.scale_.tolist()
    (folder / "estimator.json").write_text(json.dumps(learnt, indent=1) + "\n")
    return folder


def inputs(folder, seed, with_missing):
    draw = np.random.default_rng(seed)
    edges = ["0", "-0.0", "5e-324", "1e300", "-1e300", "0.1", "1e-17", "123456789012345680", "-2.5"]
    lines = ["days,money,visits,region"]
    for i in range(100):
        row = [repr(float(draw.gamma(2, 30))), repr(float(draw.lognormal(3, 1))), str(draw.poisson(3))]
        row.append(REGIONS[draw.integers(0, 4)])
        if i % 4 == 0:
            row[draw.integers(0, 3)] = edges[draw.integers(0, len(edges))]
        if with_missing and i % 5 == 0:
            row[draw.integers(0, 4)] = ""
        if with_missing and i % 7 == 0:
            row[3] = ["west", "East", "ete\u0301"][draw.integers(0, 3)]
        lines.append(",".join(row))
    (folder / "input.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


# Binary, standardised, with all that can stand for missing and unknown values.
scaler = StandardScaler().fit(numbers)
x = np.column_stack([scaler.transform(numbers), dummies])
binary = LogisticRegression(C=3.0).fit(x, (rng.logistic(size=ROWS) < score).astype(int))
folder = dump("logistic", binary, scaler)
c = [repr(float(v)) for v in binary.coef_[0]]
m, s = [repr(float(v)) for v in scaler.mean_], [repr(float(v)) for v in scaler.scale_]
(folder / "model.yaml").write_text(
    f"""linear:
  link: logit
  labels: ["0", "1"]
  intercept: {float(binary.intercept_[0])!r}
  terms:
    - {{input: days, coefficient: {c[0]}, mean: {m[0]}, scale: {s[0]}, missing: {{value: 42.5}}}}
    - {{input: money, coefficient: {c[1]}, mean: {m[1]}, scale: {s[1]}, missing: {{coefficient: 0}}}}
    - {{input: visits, coefficient: {c[2]}, mean: {m[2]}, scale: {s[2]}}}
    - input: region
      categories: {{north: {c[3]}, south: {c[4]}, été: {c[5]}}}
      reference: east
      missing: {{value: north}}
      other: {{coefficient: 0}}
""",
    encoding="utf-8",
)
inputs(folder, 1, True)

# Several classes, as a table with a column for each.
several = LogisticRegression(max_iter=2000).fit(
    np.column_stack([numbers, dummies]), np.digitize(score + rng.logistic(size=ROWS), [-0.5, 1.5])
)
folder = dump("multinomial", several)
terms = ["days", "money", "visits", "regionnorth", "regionsouth", "regionété"]
lines = ["# scorebook linear", "# link: softmax", "# categories: {region: [east, north, south, été]}", "term,low,middle,high"]
lines.append("(Intercept)," + ",".join(repr(float(v)) for v in several.intercept_))
for i, term in enumerate(terms):
    lines.append(term + "," + ",".join(repr(float(v)) for v in several.coef_[:, i]))
(folder / "model.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
inputs(folder, 2, False)

# A number, without anything around it.
plain = LinearRegression().fit(np.column_stack([numbers, dummies]), score * 7 + rng.normal(size=ROWS))
folder = dump("regression", plain)
c = [repr(float(v)) for v in plain.coef_]
(folder / "model.yaml").write_text(
    f"""linear:
  intercept: {float(plain.intercept_)!r}
  terms:
    - {{input: days, coefficient: {c[0]}}}
    - {{input: money, coefficient: {c[1]}}}
    - {{input: visits, coefficient: {c[2]}}}
    - {{input: region, categories: {{east: 0, north: {c[3]}, south: {c[4]}, été: {c[5]}}}}}
""",
    encoding="utf-8",
)
inputs(folder, 3, True)

# Counts, with a mean and a scale in the table and levels as patsy spells them.
poisson = PoissonRegressor(alpha=0.1).fit(x, rng.poisson(np.exp(np.clip(score, -3, 3))))
folder = dump("poisson", poisson, scaler)
lines = ["# scorebook linear", "# link: log", "# missing: {days: {value: 10}}", "# categories:"]
lines += ["#   region: {levels: [east, north, south, été], missing: {value: east}, other: {value: south}}"]
lines += ["term,coefficient,mean,scale", f"Intercept,{float(poisson.intercept_)!r},,"]
for i, term in enumerate(["days", "money", "visits"]):
    lines.append(f"{term},{float(poisson.coef_[i])!r},{m[i]},{s[i]}")
for i, level in enumerate(REGIONS[1:]):
    lines.append(f"region[T.{level}],{float(poisson.coef_[3 + i])!r},,")
(folder / "model.csv").write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
inputs(folder, 4, True)

# In the shape of R's tidy(glm(buys ~ days + region, family = binomial)), with round numbers.
folder = HERE / "rlike-1"
folder.mkdir(exist_ok=True)
(folder / "model.csv").write_text(
    """# scorebook linear
# link: logit
# labels: [stays away, buys]
# categories: {region: [east, north, south, été]}
"term","estimate","std.error","statistic","p.value"
"(Intercept)",-0.75,0.1,-7.5,6.4e-14
"days",-0.03125,0.002,-15.6,NA
"regionnorth",0.5,0.2,2.5,0.012
"regionsouth",-1.25,0.3,-4.17,3.1e-05
"regionété",2,0.5,4,6.3e-05
""",
    encoding="utf-8",
)
inputs(folder, 5, True)
