"""Expected values for the inference tests, from scipy, statsmodels, mpmath and plain definitions in numpy.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    OMP_NUM_THREADS=1 venv/bin/python make.py            writes expected.json
    OMP_NUM_THREADS=1 venv/bin/python make.py --check    computes all of it again from the committed inputs

A case is {kind, name, oracle, input, expected}: input and expected map names to arrays of numbers. Where the oracle
has no value, `refused` holds the reason that the library names, and `oracle` says what the oracle does.
Tolerance in the tests: 1e-10 relative unless a test says otherwise.
"""

import json
import math
import pathlib
import sys
import warnings

import mpmath as mp
import numpy as np
import statsmodels.api as sm
from scipy import optimize, special, stats
from statsmodels.stats import contingency_tables, multitest, power as smp, proportion
from statsmodels.stats.weightstats import DescrStatsW

warnings.simplefilter("ignore")
mp.mp.dps = 40
PATH = pathlib.Path(__file__).with_name("expected.json")
KINDS = {}


def kind(oracle):
    def register(function):
        KINDS[function.__name__] = (oracle, function)
        return function
    return register


# --- distributions ---------------------------------------------------------------------------------------------

def mp_beta_tails(a, b, x):
    """Both tails, each from its own end so that neither is a complement."""
    a, b, x = mp.mpf(a), mp.mpf(b), mp.mpf(x)
    return mp.betainc(a, b, 0, x, regularized=True), mp.betainc(b, a, 0, 1 - x, regularized=True)


@kind("mpmath 1.4.1")
def beta(i):
    rows = [mp_beta_tails(*row) for row in zip(i["a"], i["b"], i["x"])]
    return {"below": [float(r[0]) for r in rows], "above": [float(r[1]) for r in rows]}


@kind("scipy 1.17.1")
def beta_large(i):
    return {"below": stats.beta.cdf(i["x"], i["a"], i["b"]), "above": stats.beta.sf(i["x"], i["a"], i["b"])}


@kind("scipy 1.17.1")
def beta_quantile(i):
    return {"x": stats.beta.ppf(i["q"], i["a"], i["b"])}


@kind("mpmath 1.4.1")
def chi_squared(i):
    upper = [mp.gammainc(mp.mpf(d) / 2, mp.mpf(x) / 2, mp.inf, regularized=True) for d, x in zip(i["d"], i["x"])]
    lower = [mp.gammainc(mp.mpf(d) / 2, 0, mp.mpf(x) / 2, regularized=True) for d, x in zip(i["d"], i["x"])]
    return {"above": [float(u) for u in upper], "below": [float(v) for v in lower]}


def mp_t_above(d, t):
    d, t = mp.mpf(d), mp.mpf(t)
    if t >= 0:
        return mp.betainc(d / 2, mp.mpf(1) / 2, 0, d / (d + t * t), regularized=True) / 2
    return 1 - mp_t_above(d, -t)


@kind("mpmath 1.4.1")
def student(i):
    return {"above": [float(mp_t_above(d, t)) for d, t in zip(i["d"], i["t"])]}


@kind("mpmath 1.4.1")
def student_quantile(i):
    """scipy's quantile as the start, mpmath's root of its own tail as the end."""
    result = []
    for d, q in zip(i["d"], i["q"]):
        start = mp.mpf(float(stats.t.isf(q, d)))
        result.append(float(mp.findroot(lambda t: mp.log(mp_t_above(d, t)) - mp.log(mp.mpf(q)), start)))
    return {"t": result}


@kind("scipy 1.17.1")
def f(i):
    return {"above": stats.f.sf(i["x"], i["n"], i["m"]), "below": stats.f.cdf(i["x"], i["n"], i["m"])}


@kind("scipy 1.17.1")
def binomial(i):
    return {"density": stats.binom.pmf(i["k"], i["n"], i["p"]), "at_most": stats.binom.cdf(i["k"], i["n"], i["p"]),
            "at_least": stats.binom.sf(np.array(i["k"]) - 1, i["n"], i["p"])}


def mp_nct_below(d, delta, t):
    """The definition: ∫ Φ(t·√(w/d) − δ) over w ~ χ²(d)."""
    d, delta, t = mp.mpf(d), mp.mpf(delta), mp.mpf(t)
    with mp.workdps(25):
        log_norm = (d / 2) * mp.log(2) + mp.loggamma(d / 2)
        # w = u², so that the density has no pole at zero.
        g = lambda u: mp.ncdf(t * u / mp.sqrt(d) - delta) * 2 * mp.exp((d - 1) * mp.log(u) - u * u / 2 - log_norm)
        middle = mp.sqrt(d)
        points = sorted({mp.mpf(0), *(max(mp.mpf(0), middle + k) for k in range(-9, 10)), middle + 14})
        return mp.quad(g, points)


@kind("mpmath 1.4.1")
def noncentral(i):
    return {"below": [float(mp_nct_below(*row)) for row in zip(i["d"], i["delta"], i["t"])]}


# --- tests and intervals ----------------------------------------------------------------------------------------

@kind("scipy 1.17.1")
def welch(i):
    result = stats.ttest_ind(i["first"], i["second"], equal_var=False)
    ci = result.confidence_interval(i["confidence"][0])
    return {"t": result.statistic, "df": result.df, "p": result.pvalue, "lower": ci.low, "upper": ci.high,
            "difference": math.fsum(i["first"]) / len(i["first"]) - math.fsum(i["second"]) / len(i["second"])}


@kind("mpmath 1.4.1, where scipy 1.17.1 loses digits or overflows")
def welch_exact(i):
    first, second = ([mp.mpf(v) for v in i[k]] for k in ("first", "second"))
    mean = lambda v: mp.fsum(v) / len(v)
    square = lambda v: mp.fsum((x - mean(v)) ** 2 for x in v) / (len(v) - 1) / len(v)
    a, b = square(first), square(second)
    difference, error = mean(first) - mean(second), mp.sqrt(a + b)
    df = (a + b) ** 2 / (a * a / (len(first) - 1) + b * b / (len(second) - 1))
    tail = (1 - mp.mpf(i["confidence"][0])) / 2
    quantile = mp.findroot(lambda t: mp_t_above(df, t) - tail, mp.mpf(float(stats.t.isf(float(tail), float(df)))))
    return {"t": float(difference / error), "df": float(df), "p": float(2 * mp_t_above(df, abs(difference / error))),
            "lower": float(difference - quantile * error), "upper": float(difference + quantile * error),
            "difference": float(difference)}


@kind("scipy 1.17.1")
def paired_t(i):
    result = stats.ttest_rel(i["first"], i["second"])
    ci = result.confidence_interval(i["confidence"][0])
    return {"t": result.statistic, "df": result.df, "p": result.pvalue, "lower": ci.low, "upper": ci.high}


@kind("scipy 1.17.1")
def mann_whitney(i):
    result = stats.mannwhitneyu(i["first"], i["second"])
    n = len(i["first"]) * len(i["second"])
    return {"u": result.statistic, "p": result.pvalue, "superiority": result.statistic / n}


@kind("statsmodels 0.15.0")
def two_proportions(i):
    k, n = i["successes"], i["counts"]
    level = 1 - i["confidence"][0]
    z, p = proportion.proportions_ztest(k, n)
    newcombe = proportion.confint_proportions_2indep(k[0], n[0], k[1], n[1], method="newcomb", compare="diff", alpha=level)
    result = {"z": z, "p": p, "newcombe": newcombe}
    if 0 < k[0] < n[0] or 0 < k[1] < n[1]:
        wald = proportion.confint_proportions_2indep(
            k[0], n[0], k[1], n[1], method="wald", compare="diff", alpha=level)
        result["wald"] = wald
    return result


@kind("statsmodels 0.15.0")
def newcombe(i):
    k, n = i["successes"], i["counts"]
    return {"newcombe": proportion.confint_proportions_2indep(
        k[0], n[0], k[1], n[1], method="newcomb", compare="diff", alpha=1 - i["confidence"][0])}


@kind("scipy 1.17.1, its bounds taken to full precision by mpmath 1.4.1 where k < 100")
def clopper_pearson(i):
    """binomtest stops its root search early, and beta.isf has some eight digits for 1 of 1e9."""
    ci = stats.binomtest(int(i["k"][0]), int(i["n"][0])).proportion_ci(i["confidence"][0], method="exact")
    k, n, tail = int(i["k"][0]), int(i["n"][0]), (1 - mp.mpf(i["confidence"][0])) / 2

    def at_most(k, x):
        return mp.fsum(mp.binomial(n, j) * x**j * (1 - x) ** (n - j) for j in range(k + 1))

    def root(g, start):
        return float(mp.findroot(lambda x: mp.log(g(x)) - mp.log(tail), (start * (1 - 1e-6), start), tol=1e-25, verify=False))

    low = 0 if k == 0 else float(stats.beta.ppf(float(tail), k, n - k + 1))
    high = 1 if k == n else float(stats.beta.isf(float(tail), k + 1, n - k))
    if 0 < k < min(n, 100):
        low = root(lambda x: 1 - at_most(k - 1, x), low)
        high = root(lambda x: at_most(k, x), high)
    assert abs(low - ci.low) < 1e-9 and abs(high - ci.high) < 1e-9
    return {"lower": low, "upper": high}


@kind("statsmodels 0.15.0, mid-p from scipy 1.17.1")
def mcnemar(i):
    b, c = int(i["b"][0]), int(i["c"][0])
    table = [[5, b], [c, 7]]
    plain = contingency_tables.mcnemar(table, exact=False, correction=False)
    corrected = contingency_tables.mcnemar(table, exact=False, correction=True)
    mid = 2 * stats.binom.cdf(min(b, c), b + c, 0.5) - stats.binom.pmf(min(b, c), b + c, 0.5)
    if b == c:
        mid = 1 - stats.binom.pmf(b, 2 * b, 0.5)
    return {"exact": contingency_tables.mcnemar(table, exact=True).pvalue, "mid": mid,
            "statistic": plain.statistic, "p": plain.pvalue,
            "corrected": corrected.statistic, "corrected_p": corrected.pvalue}


@kind("numpy 2.4.6, the formula with its three terms")
def ratio_of_means(i):
    y, x = np.array(i["numerators"]), np.array(i["denominators"])
    r = y.mean() / x.mean()
    c = np.cov(y, x)
    variance = (c[0, 0] - 2 * r * c[0, 1] + r * r * c[1, 1]) / len(x) / x.mean() ** 2
    return {"ratio": r, "error": math.sqrt(variance)}


@kind("mpmath 1.4.1, roots of Fieller's quadratic")
def lift_means(i):
    m1, v1, m0, v0 = (mp.mpf(i[k][0]) for k in ("treated", "treated_square", "control", "control_square"))
    z = mp.sqrt(2) * mp.erfinv(mp.mpf(i["confidence"][0]))
    # (m1 − r·m0)² ≤ z²(v1 + r²·v0)
    a, b, c = m0**2 - z**2 * v0, -2 * m1 * m0, m1**2 - z**2 * v1
    root = mp.sqrt(b * b - 4 * a * c)
    result = {"lift": float(m1 / m0 - 1), "fieller": sorted(float((-b + s * root) / (2 * a) - 1) for s in (-1, 1))}
    if m1 > 0 and m0 > 0:
        half = z * mp.sqrt(v1 / m1**2 + v0 / m0**2)
        result["log_delta"] = [float(m1 / m0 * mp.exp(s * half) - 1) for s in (-1, 1)]
    return result


@kind("statsmodels 0.15.0")
def lift_proportions(i):
    k, n = i["successes"], i["counts"]
    low, high = proportion.confint_proportions_2indep(
        k[0], n[0], k[1], n[1], method="log", compare="ratio", correction=False, alpha=1 - i["confidence"][0])
    return {"log_delta": [low - 1, high - 1]}


@kind("scipy 1.17.1")
def bootstrap(i):
    """scipy's intervals from a distribution of replicates that is given to it."""
    data = np.array(i["data"])
    statistic = {0: np.mean, 1: lambda x, axis=-1: np.mean(x, axis=axis) ** 3, 2: np.median}[int(i["statistic"][0])]
    first = stats.bootstrap((data,), statistic, n_resamples=2, method="percentile", rng=1)
    first.bootstrap_distribution[...] = 0
    given = type(first)(first.confidence_interval, np.array(i["replicates"]), first.standard_error)
    result = {"estimate": statistic(data),
              "jackknife": [statistic(np.delete(data, k)) for k in range(len(data))],
              "error": np.std(i["replicates"], ddof=1)}
    for method in ("percentile", "BCa"):
        ci = stats.bootstrap((data,), statistic, n_resamples=0, bootstrap_result=given, method=method,
                             confidence_level=i["confidence"][0]).confidence_interval
        result[method] = [ci.low, ci.high]
    return result


@kind("numpy 2.4.6 from the definition, every pair looked at")
def delong_logit(i):
    scores, y = np.array(i["scores"]), np.array(i["outcomes"]) == 1
    wins = np.sign(scores[y][:, None] - scores[~y][None, :]) / 2 + 0.5
    area = wins.mean()
    error = math.sqrt(wins.mean(axis=1).var(ddof=1) / y.sum() + wins.mean(axis=0).var(ddof=1) / (~y).sum())
    z = stats.norm.ppf(1 - (1 - i["confidence"][0]) / 2)
    return {"interval": special.expit(special.logit(area) + np.array([-1, 1]) * z * error / (area * (1 - area)))}


@kind("statsmodels 0.15.0")
def adjusted(i):
    p = i["p"]
    return {"holm": multitest.multipletests(p, method="holm")[1],
            "bh": multitest.multipletests(p, method="fdr_bh")[1]}


M64 = 2**64 - 1


def splitmix(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & M64
        z = ((state ^ state >> 30) * 0xBF58476D1CE4E5B9) & M64
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & M64
        yield z ^ z >> 31


def xoshiro(seed, stream):
    rotate = lambda v, k: (v << k | v >> (64 - k)) & M64
    mixed = splitmix(next(splitmix(seed)) ^ (stream * 0x9E3779B97F4A7C15 & M64))
    start = splitmix(next(mixed))
    s = [next(start) for _ in range(4)]
    while True:
        yield rotate(s[1] * 5 & M64, 7) * 9 & M64
        t = s[1] << 17 & M64
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 45)


def multiplicities(n, random):
    counts = [0] * n

    def heads(coins):
        sum_ = sum(next(random).bit_count() for _ in range(coins // 64))
        return sum_ + ((next(random) >> (64 - coins % 64)).bit_count() if coins % 64 else 0)

    def fill(start, cells, draws):
        if cells <= 1:
            counts[start] = draws
            return
        bits = 12 if cells == 4096 else (cells - 1).bit_length()
        while draws > 0:
            word = next(random)
            for _ in range(64 // bits):
                cell = word & (2**bits - 1)
                word >>= bits
                if cell < cells and draws > 0:
                    counts[start + cell] += 1
                    draws -= 1

    def split(start, cells, draws):
        if cells <= 4096:
            return fill(start, cells, draws)
        left = 1 << ((cells - 1).bit_length() - 1)
        rest, here, undecided = left, 0, draws
        while undecided and rest:
            rest *= 2
            h = heads(undecided)
            if rest >= cells:
                rest -= cells
                here += h
                undecided -= h
            else:
                undecided = h
        split(start, left, here)
        split(start + left, cells - left, draws - here)

    split(0, n, n)
    return counts


@kind("plain Python from the documented procedure")
def multinomial(i):
    counts = multiplicities(int(i["n"][0]), xoshiro(int(i["seed"][0]), int(i["stream"][0])))
    return {"first": counts[:40], "last": counts[-40:], "squares": sum(c * c for c in counts),
            "places": sum(k * c for k, c in enumerate(counts))}


# --- power --------------------------------------------------------------------------------------------------------

@kind("statsmodels 0.15.0")
def power_proportions(i):
    p, q, n, m, level = (i[k][0] for k in ("first", "second", "n", "m", "significance"))
    result = proportion.power_proportions_2indep(p - q, q, n, ratio=m / n, alpha=level)
    return {"power": result.power}


@kind("statsmodels 0.15.0")
def power_means(i):
    d, n, m, level = (i[k][0] for k in ("effect", "n", "m", "significance"))
    return {"power": smp.TTestIndPower().power(d, n, level, ratio=m / n)}


@kind("statsmodels 0.15.0")
def power_normal(i):
    d, s, level = (i[k][0] for k in ("difference", "error", "significance"))
    return {"power": smp.normal_power(d / s, 1, level, sigma=1.0)}


@kind("statsmodels 0.15.0, its power searched by whole numbers")
def count_means(i):
    d, ratio, wanted = i["effect"][0], i["ratio"][0], i["power"][0]
    guess = math.floor(smp.TTestIndPower().solve_power(d, None, 0.05, wanted, ratio=ratio))
    n = max(2, guess - 3)
    while smp.TTestIndPower().power(d, n, 0.05, ratio=max(2, math.ceil(n * ratio)) / n) < wanted:
        n += 1
    return {"n": n}


@kind("statsmodels 0.15.0, its power searched by whole numbers")
def count_proportions(i):
    p, q, ratio, wanted = i["first"][0], i["second"][0], i["ratio"][0], i["power"][0]
    reach = lambda n: proportion.power_proportions_2indep(p - q, q, n, ratio=math.ceil(n * ratio) / n).power >= wanted
    high = 1
    while not reach(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reach(middle) else (middle, high)
    return {"n": high}


@kind("statsmodels 0.15.0, its power inverted by scipy's brentq")
def smallest(i):
    n, m, wanted, level = (i[k][0] for k in ("n", "m", "power", "significance"))
    root = lambda g, low, high: optimize.brentq(g, low, high, xtol=1e-300, rtol=1e-14)
    p = i["baseline"][0]
    return {
        "mean": root(lambda d: smp.TTestIndPower().power(d, n, level, ratio=m / n) - wanted,
                     1e-6, 6 * math.sqrt(1 / n + 1 / m)),
        "increase": root(
            lambda d: proportion.power_proportions_2indep(d, p, n, ratio=m / n, alpha=level).power - wanted,
            1e-9, (1 - p) * 0.999),
        "normal": root(lambda d: smp.normal_power(d, 1, level) - wanted, 0, 30),
    }


# --- experiments -----------------------------------------------------------------------------------------------------

@kind("scipy 1.17.1")
def sample_ratio(i):
    counts, shares = np.array(i["counts"], float), np.array(i["shares"], float)
    result = stats.chisquare(counts, counts.sum() * shares / shares.sum())
    return {"statistic": result.statistic, "p": result.pvalue}


@kind("statsmodels 0.15.0 (analysis of covariance); variances by numpy 2.4.6")
def cuped(i):
    outcomes, x, g = (np.array(i[k]) for k in ("outcomes", "covariates", "groups"))
    # Nothing but the means hangs on where the outcomes lie: far from zero, their differences would keep few digits.
    origin = outcomes[0]
    y = outcomes - origin
    dummies = np.array([(g == k).astype(float) for k in range(int(g.max()) + 1)]).T
    fit = sm.OLS(y, np.column_stack([dummies, x - x.mean()])).fit()
    theta = fit.params[-1]
    residual = y - theta * (x - x.mean())
    within = lambda v: sum(((v[g == k] - v[g == k].mean()) ** 2).sum() for k in range(dummies.shape[1]))
    a, b = residual[g == 1], residual[g == 0]
    welch = stats.ttest_ind(a, b, equal_var=False)
    ci = welch.confidence_interval(0.95)
    return {"theta": theta, "means": origin + fit.params[:-1], "reduction": 1 - within(residual) / within(y),
            "variances": [residual[g == k].var(ddof=1) for k in range(dummies.shape[1])],
            "difference": fit.params[1] - fit.params[0], "p": welch.pvalue, "lower": ci.low, "upper": ci.high}


@kind("numpy 2.4.6")
def winsorising(i):
    low, high = np.quantile(i["values"], [i["lower"][0], i["upper"][0]])
    cut = np.clip(i["values"], low, high)
    return {"lower": low, "upper": high, "cut": cut, "moved": int((cut != np.array(i["values"])).sum())}


@kind("mpmath 1.4.1, root of the mixture's likelihood ratio, itself integrated numerically")
def sequential(i):
    d, s, tau = mp.mpf(i["difference"][0]), mp.mpf(i["error"][0]), mp.mpf(i["mixture"][0])
    alpha = 1 - mp.mpf(i["confidence"][0])

    def ratio(h):
        """∫ φ(d; θ, s)/φ(d; h, s) over θ ~ N(h, τ²), by quadrature."""
        with mp.workdps(30):
            peak = (d * tau**2 + h * s**2) / (tau**2 + s**2)
            wide = mp.sqrt(1 / (1 / s**2 + 1 / tau**2))
            g = lambda x: mp.exp(-((d - x) ** 2 - (d - h) ** 2) / (2 * s * s)) * mp.npdf(x, h, tau)
            return mp.quad(g, [peak + k * wide for k in range(-16, 17, 4)])

    half = mp.findroot(lambda w: mp.log(ratio(d + w)) + mp.log(alpha), (s * 2, s * 4), tol=1e-25)
    return {"lower": float(d - half), "upper": float(d + half), "p": float(min(1, 1 / ratio(mp.mpf(0))))}


@kind("plain Python from Nelson's wording")
def nelson(i):
    values = [None if v == -999 else v for v in i["values"]]
    mean, sigma = i["mean"][0], i["unit"][0]
    found = []
    for end in range(len(values)):
        start = end
        while start > 0 and values[start - 1] is not None:
            start -= 1
        if values[end] is None:
            continue
        run = [(v - mean) / sigma for v in values[start:end + 1]]

        def window(n):
            return run[-n:] if len(run) >= n else None

        tests = {
            1: lambda: abs(run[-1]) > 3,
            2: lambda: (w := window(9)) and (min(w) > 0 or max(w) < 0),
            3: lambda: (w := window(6)) and (all(a < b for a, b in zip(w, w[1:])) or all(a > b for a, b in zip(w, w[1:]))),
            4: lambda: (w := window(14)) and all((b - a) * (c - b) < 0 for a, b, c in zip(w, w[1:], w[2:])),
            5: lambda: (w := window(3)) and any(s * w[-1] > 2 and sum(s * v > 2 for v in w) >= 2 for s in (1, -1)),
            6: lambda: (w := window(5)) and any(s * w[-1] > 1 and sum(s * v > 1 for v in w) >= 4 for s in (1, -1)),
            7: lambda: (w := window(15)) and max(map(abs, w)) <= 1,
            8: lambda: (w := window(8)) and min(map(abs, w)) > 1,
        }
        found += [(end, rule) for rule, test in tests.items() if test()]
    return {"positions": [p for p, _ in found], "rules": [r for _, r in found]}


# --- the cases ---------------------------------------------------------------------------------------------------------

def cases():
    rng = np.random.default_rng(19970101)
    out = []

    def add(kind, name, refused=None, oracle=None, **inputs):
        case = {"kind": kind, "name": name, "oracle": oracle or KINDS[kind][0], "input": {}}
        for key, value in inputs.items():
            case["input"][key] = [float(v) for v in np.atleast_1d(value)]
        if refused:
            case["refused"] = refused
        out.append(case)

    grid = [(a, b, x) for a in (0.05, 0.5, 1, 2.5, 17, 140, 900) for b in (0.05, 0.5, 1, 3, 40, 700)
            for x in (1e-12, 0.003, 0.2, 0.5, 0.83, 0.999)]
    for n, part in enumerate(np.array_split(np.array(grid), 6)):
        add("beta", f"grid {n + 1}", a=part[:, 0], b=part[:, 1], x=part[:, 2])
    large = [(a, b, x) for a, b in ((1e4, 1e4), (1e5, 3e5), (1e6, 5), (2e6, 1e6))
             for x in (a / (a + b) * 0.999, a / (a + b), min(1 - 1e-9, a / (a + b) * 1.001))]
    add("beta_large", "large shapes", a=[r[0] for r in large], b=[r[1] for r in large], x=[r[2] for r in large])
    q = [(a, b, p) for a in (0.5, 1, 7, 300) for b in (0.5, 2, 90, 5000) for p in (1e-6, 0.025, 0.5, 0.975)]
    add("beta_quantile", "grid", a=[r[0] for r in q], b=[r[1] for r in q], q=[r[2] for r in q])
    c = [(d, x) for d in (1, 2, 3, 7.5, 40, 1000) for x in (1e-8, 0.1, 1, 3.84, 10, 45, 300, 1000, 1400)]
    for n, part in enumerate(np.array_split(np.array(c), 3)):
        add("chi_squared", f"grid {n + 1}", d=part[:, 0], x=part[:, 1])
    t = [(d, x) for d in (0.7, 1, 2, 4.3, 11, 60, 1e3, 1e5) for x in (-30, -2, -1e-9, 0, 1e-4, 0.7, 1.96, 5, 40, 1e6)]
    for n, part in enumerate(np.array_split(np.array(t), 4)):
        add("student", f"grid {n + 1}", d=part[:, 0], t=part[:, 1])
    q = [(d, p) for d in (1, 1.5, 3, 8.2, 30, 400, 1e5) for p in (1e-12, 1e-4, 0.005, 0.025, 0.2, 0.49)]
    add("student_quantile", "grid", d=[r[0] for r in q], q=[r[1] for r in q])
    g = [(n, m, x) for n in (1, 2, 9, 120) for m in (1, 6, 77, 2000) for x in (1e-4, 0.4, 1, 2.7, 19)]
    add("f", "grid", n=[r[0] for r in g], m=[r[1] for r in g], x=[r[2] for r in g])
    g = [(k, n, p) for n in (1, 7, 60, 5000) for p in (0.0, 0.003, 0.5, 0.9, 1.0)
         for k in sorted({0, 1, n // 3, n - 1, n})]
    add("binomial", "grid", k=[r[0] for r in g], n=[r[1] for r in g], p=[r[2] for r in g])
    g = [(d, delta, x) for d in (1, 3, 18, 98, 400) for delta in (-1.2, 0, 0.4, 2.8, 9) for x in (-2.1, 0.0, 0.9, 1.98, 6)]
    for n, part in enumerate(np.array_split(np.array(g), 3)):
        add("noncentral", f"grid {n + 1}", d=part[:, 0], delta=part[:, 1], t=part[:, 2])

    normal = lambda n, m=0.0, s=1.0: rng.normal(m, s, n)
    for name, a, b, confidence in [
        ("ordinary", normal(40, 1, 2), normal(55, 0.2, 1), 0.95),
        ("one against many", normal(2, 0, 5), normal(400), 0.95),
        ("two and two", [1, 2], [3, 5], 0.99),
        ("one group constant", [4.0, 4.0, 4.0], normal(12, 3), 0.9),
        ("far from zero", 1e6 + normal(30), 1e6 + normal(30, 0.5), 0.95),
        ("skewed", rng.lognormal(0, 2, 80), rng.lognormal(0.3, 2, 60), 0.95),
        ("clear", normal(200, 5, 1), normal(200, 0, 1), 0.95),
        ("equal means", [1, 2, 3, 4], [4, 3, 2, 1], 0.8),
        ("ones and zeros", rng.random(900) < 0.03, rng.random(1100) < 0.05, 0.95),
        ("tiny spread", 1 + 1e-9 * normal(20), 1 + 1e-9 * normal(25), 0.95),
        ("large", np.round(normal(1500, 10, 3), 3), np.round(normal(1800, 10.2, 3.3), 3), 0.95),
        ("huge", 1e150 * normal(9), 1e150 * normal(8), 0.95),
    ]:
        exact = name in ("far from zero", "tiny spread", "huge")
        add("welch_exact" if exact else "welch", name, first=a, second=b, confidence=confidence)
    add("welch", "both constant", refused="zeroVariance", oracle="scipy 1.17.1 gives nan or inf",
        first=[1, 1, 1], second=[2, 2], confidence=0.95)
    add("welch", "a single value", refused="tooFewObservations", oracle="scipy 1.17.1 gives nan",
        first=[1], second=[2, 3], confidence=0.95)
    add("welch", "not a number", refused="notANumber", oracle="scipy 1.17.1 gives nan",
        first=[1, math.nan, 2], second=[2, 3], confidence=0.95)
    add("welch", "infinite", refused="notANumber", oracle="scipy 1.17.1 gives nan",
        first=[1, 5, 2], second=[2, math.inf], confidence=0.95)
    add("welch", "empty", refused="tooFewObservations", oracle="scipy 1.17.1 gives nan",
        first=[], second=[2, 3], confidence=0.95)

    base = normal(60, 10, 4)
    for name, a, b in [
        ("ordinary", base, base + normal(60, 0.3, 1)), ("two pairs", [1, 2], [1.5, 3.5]),
        ("strongly paired", base * 1e5, base * 1e5 + normal(60, 0.1, 0.3)), ("no effect", [1, 2, 3, 4], [2, 1, 4, 3]),
        ("ties among differences", np.round(base), np.round(base) + rng.integers(-1, 2, 60)),
    ]:
        add("paired_t", name, first=a, second=b, confidence=0.95)
    add("paired_t", "constant difference", refused="zeroVariance", oracle="scipy 1.17.1 gives inf",
        first=[1, 2, 3], second=[2, 3, 4], confidence=0.95)
    add("paired_t", "different lengths", refused="lengthsDiffer", oracle="scipy 1.17.1 raises ValueError",
        first=[1, 2, 3], second=[2, 3], confidence=0.95)
    add("paired_t", "one pair", refused="tooFewObservations", oracle="scipy 1.17.1 gives nan",
        first=[1], second=[2], confidence=0.95)

    for name, a, b in [
        ("exact, small", normal(5, 1), normal(7)), ("exact, one and one", [3], [1]), ("exact, one and many", [0.5], normal(30)),
        ("exact, eight and many", normal(8, 0.4), normal(120)), ("exact, eight and eight", normal(8, 1), normal(8)),
        ("exact, separated", [10, 11, 12, 13], [1, 2, 3, 4, 5]), ("exact, in the middle", [1, 4], [2, 3]),
        ("exact, many and three", normal(500), normal(3, -1)),
        ("normal, no ties", normal(9, 0.5), normal(9)), ("normal, ordinary", normal(60, 0.3), normal(80)),
        ("ties in small groups", [1, 2, 2, 3], [2, 3, 3, 4, 5]), ("heavy ties", rng.integers(0, 3, 100), rng.integers(0, 4, 90)),
        ("two values only", rng.random(300) < 0.1, rng.random(200) < 0.2), ("ordinal", rng.integers(1, 6, 40), rng.integers(2, 6, 33)),
        ("infinite values rank", [math.inf, 1, 2, 9, 8, 7, 6, 5, 4], [-math.inf, 0, 3, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5]),
        ("equal in distribution", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        ("clear, far tail", normal(400, 4), normal(500)), ("large", np.round(normal(1500), 3), np.round(normal(1200, 0.05), 3)),
    ]:
        add("mann_whitney", name, first=a, second=b)
    add("mann_whitney", "all equal", refused="zeroVariance", oracle="scipy 1.17.1 gives p = 1 or nan",
        first=[1] * 10, second=[1] * 12)
    add("mann_whitney", "empty", refused="noObservations", oracle="scipy 1.17.1 gives nan", first=[], second=[1, 2])
    add("mann_whitney", "not a number", refused="notANumber", oracle="scipy 1.17.1 gives nan",
        first=[1, math.nan], second=[1, 2])

    for name, k, n, confidence in [
        ("ordinary", (120, 150), (1000, 1010), 0.95), ("rare", (3, 9), (5000, 5100), 0.95), ("tiny", (1, 2), (3, 4), 0.95),
        ("unequal groups", (40, 900), (200, 10000), 0.99), ("equal", (50, 50), (100, 100), 0.95),
        ("one without success", (0, 5), (40, 60), 0.95), ("one without failure", (40, 50), (40, 60), 0.9),
        ("opposite ends", (0, 20), (20, 20), 0.95), ("huge", (10**8, 10**8 + 30000), (10**9, 10**9), 0.95),
        ("single rows", (1, 0), (1, 1), 0.95),
    ]:
        add("two_proportions", name, successes=k, counts=n, confidence=confidence)
    for name, k, n in [("no success at all", (0, 0), (10, 20)), ("no failure at all", (10, 20), (10, 20))]:
        add("newcombe", name, successes=k, counts=n, confidence=0.95)
        add("two_proportions", name, refused="oneClass", oracle="statsmodels 0.15.0 gives nan",
            successes=k, counts=n, confidence=0.95)
    add("two_proportions", "empty group", refused="noObservations", oracle="statsmodels 0.15.0 gives nan",
        successes=(0, 1), counts=(0, 5), confidence=0.95)
    add("two_proportions", "more successes than rows", refused="negativeCount", oracle="statsmodels 0.15.0 gives nan",
        successes=(6, 1), counts=(5, 5), confidence=0.95)
    for k, n in [(0, 1), (1, 1), (0, 30), (30, 30), (3, 7), (1, 1000), (999, 1000), (57, 23570), (1, 10**9), (4 * 10**5, 10**6)]:
        for confidence in (0.95, 0.99):
            add("clopper_pearson", f"{k} of {n} at {confidence}", k=k, n=n, confidence=confidence)
    for b, c in [(0, 1), (1, 0), (3, 3), (1, 9), (0, 12), (25, 11), (120, 171), (0, 400), (5000, 5200), (1, 1)]:
        add("mcnemar", f"{b} against {c}", b=b, c=c)
    add("mcnemar", "none", refused="noObservations", oracle="statsmodels 0.15.0 gives p = 1 or nan", b=0, c=0)

    orders = rng.poisson(3, 200) + 1
    for name, y, x in [
        ("revenue per order", orders * rng.gamma(2, 10, 200), orders), ("few", [1, 4, 2], [1, 2, 2]),
        ("some denominators zero", [0, 3, 1, 0, 8], [0, 1, 1, 0, 2]), ("negative", [-3, 5, 1, 2], [1, 2, 3, 1.5]),
        ("skewed", rng.lognormal(0, 1.5, 300), rng.lognormal(1, 0.5, 300)),
    ]:
        add("ratio_of_means", name, numerators=y, denominators=x)
    add("ratio_of_means", "denominators zero", refused="denominatorNearZero", oracle="numpy 2.4.6 gives nan",
        numerators=[1, 2], denominators=[0, 0])
    add("ratio_of_means", "denominators cancel", refused="denominatorNearZero", oracle="numpy 2.4.6 gives inf",
        numerators=[1, 2], denominators=[-1, 1])
    add("ratio_of_means", "one unit", refused="tooFewObservations", oracle="numpy 2.4.6 gives nan",
        numerators=[1], denominators=[2])
    for name, *v in [("ordinary", 10.4, 0.04, 10, 0.05), ("wide", 3, 0.5, 2, 0.2), ("clear", 20, 0.01, 10, 0.01),
                     ("negative both", -10.4, 0.04, -10, 0.05), ("opposite signs", -1, 0.2, 10, 0.05),
                     ("treated zero", 0, 0.2, 10, 0.05), ("control constant", 5, 0.1, 4, 0),
                     ("control barely apart", 1, 0.1, 1, 0.2)]:
        add("lift_means", name, treated=v[0], treated_square=v[1], control=v[2], control_square=v[3], confidence=0.95)
    add("lift_means", "control not apart from zero", refused="denominatorNearZero",
        oracle="mpmath 1.4.1: the quadratic has no bounded solution", treated=1, treated_square=0.1, control=1,
        control_square=0.3, confidence=0.95)
    add("lift_means", "control zero", refused="denominatorNearZero", oracle="mpmath 1.4.1 divides by zero",
        treated=1, treated_square=0.1, control=0, control_square=0.3, confidence=0.95)
    add("lift_means", "no variance", refused="zeroVariance", oracle="mpmath 1.4.1: an interval of length zero",
        treated=1, treated_square=0, control=2, control_square=0, confidence=0.95)
    for name, k, n in [("ordinary", (120, 150), (1000, 1010)), ("rare", (9, 3), (5100, 5000)), ("tiny", (1, 2), (3, 4))]:
        add("lift_proportions", name, successes=k, counts=n, confidence=0.95)

    for name, data, statistic, size, confidence in [
        ("mean", normal(25), 0, 1000, 0.95), ("skewed mean", rng.lognormal(0, 1, 30), 0, 2000, 0.9),
        ("cube of the mean", normal(20, 2), 1, 999, 0.95), ("median, ties", np.round(normal(21), 1), 2, 1000, 0.95),
        ("few replicates", normal(10), 0, 20, 0.95),
    ]:
        index = rng.integers(0, len(data), (size, len(data)))
        function = {0: np.mean, 1: lambda x, axis: np.mean(x, axis=axis) ** 3, 2: np.median}[statistic]
        add("bootstrap", name, data=data, statistic=statistic, confidence=confidence,
            replicates=function(np.asarray(data)[index], axis=1))

    draw = np.random.default_rng(7)
    for name, m, n, shift, digits in [("ordinary", 40, 60, 0.8, 3), ("near 1", 15, 80, 1.8, 3), ("ties", 50, 50, 1, 0),
                                      ("below one half", 30, 30, -1, 3)]:
        add("delong_logit", name, scores=np.round(np.concatenate([draw.normal(shift, 1, m), draw.normal(0, 1, n)]), digits),
            outcomes=[1] * m + [0] * n, confidence=0.95)
    add("delong_logit", "separated", refused="zeroVariance", oracle="numpy 2.4.6 divides by zero",
        scores=[1, 2, 3, 4], outcomes=[0, 0, 1, 1], confidence=0.95)
    for n, seed, stream in [(1, 1, 0), (2, 1, 5), (7, 42, 1), (30, 0, 9999), (1000, 3, 2), (4096, 7, 7), (10001, 8, 3), (100000, 5, 1)]:
        add("multinomial", f"{n} cells, seed {seed}, stream {stream}", n=n, seed=seed, stream=stream)

    for name, p in [("ordinary", [0.01, 0.04, 0.03, 0.005, 0.6]), ("ties", [0.02, 0.02, 0.02, 0.5]), ("single", [0.03]),
                    ("ends", [0, 1, 0, 1, 0.5]), ("many", rng.random(200) ** 3), ("tiny", [1e-300, 1e-200, 0.9])]:
        add("adjusted", name, p=p)
    add("adjusted", "not a probability", refused="notAProbability", oracle="statsmodels 0.15.0 corrects it all the same",
        p=[0.1, 1.2])
    add("adjusted", "not a number", refused="notAProbability", oracle="statsmodels 0.15.0 gives nan", p=[0.1, math.nan])

    for p, q, n, m, level in [(0.12, 0.1, 2000, 2000, 0.05), (0.012, 0.01, 50000, 20000, 0.01), (0.5, 0.5, 100, 100, 0.05),
                              (0.9, 0.4, 30, 20, 0.05), (0.02, 0.03, 400, 800, 0.1)]:
        add("power_proportions", f"{p} against {q}", first=p, second=q, n=n, m=m, significance=level)
    for d, n, m, level in [(0.2, 100, 100, 0.05), (0.5, 20, 60, 0.01), (0, 10, 10, 0.05), (1.5, 4, 5, 0.05),
                           (0.03, 20000, 20000, 0.05), (-0.4, 50, 40, 0.05), (1.3, 30, 30, 0.05)]:
        add("power_means", f"{d} of a deviation, {n} and {m}", effect=d, n=n, m=m, significance=level)
    for d, s, level in [(0.01, 0.004, 0.05), (0, 0.004, 0.05), (-0.002, 0.004, 0.01), (0.05, 0.004, 0.05)]:
        add("power_normal", f"areas apart by {d}", difference=d, error=s, significance=level)
    for d, ratio, wanted in [(0.2, 1, 0.8), (0.05, 1, 0.9), (1.2, 2, 0.8), (0.5, 0.25, 0.95), (5, 1, 0.8)]:
        add("count_means", f"{d} at {wanted}", effect=d, ratio=ratio, power=wanted)
    for p, q, ratio, wanted in [(0.12, 0.1, 1, 0.8), (0.011, 0.01, 1, 0.9), (0.9, 0.4, 2, 0.8), (0.3, 0.35, 0.5, 0.8)]:
        add("count_proportions", f"{p} against {q}", first=p, second=q, ratio=ratio, power=wanted)
    for n, m, p, wanted, level in [(500, 500, 0.1, 0.8, 0.05), (40, 60, 0.5, 0.9, 0.05), (20000, 10000, 0.02, 0.8, 0.01)]:
        add("smallest", f"{n} and {m}", n=n, m=m, baseline=p, power=wanted, significance=level)

    for name, counts, shares in [
        ("as declared", (5010, 4990), (50, 50)), ("off by one per cent", (50500, 49500), (1, 1)),
        ("three variants", (100, 210, 690), (0.1, 0.2, 0.7)), ("ten and ninety", (98000, 902000), (10, 90)),
        ("empty variant", (0, 100), (1, 1)), ("small", (3, 6), (1, 1)), ("huge", (5 * 10**11, 5 * 10**11 + 10**6), (1, 1)),
    ]:
        add("sample_ratio", name, counts=counts, shares=shares)
    add("sample_ratio", "no rows", refused="noObservations", oracle="scipy 1.17.1 gives nan", counts=(0, 0), shares=(1, 1))
    add("sample_ratio", "a share of zero", refused="parameterOutOfRange", oracle="scipy 1.17.1 gives inf or nan",
        counts=(1, 2), shares=(0, 1))
    add("sample_ratio", "one variant", refused="tooFewObservations", oracle="scipy 1.17.1 gives nan", counts=[5], shares=[1])

    for name, sizes, slope, noise in [("strong", (80, 90), 2, 1), ("weak", (60, 40), 0.1, 2), ("three groups", (30, 40, 50), -1, 1),
                                      ("two and two", (2, 2), 1, 0.5), ("far from zero", (50, 50), 1.5, 1)]:
        g = np.repeat(np.arange(len(sizes)), sizes)
        x = rng.gamma(2, 3, len(g)) + (1e5 if name == "far from zero" else 0)
        add("cuped", name, outcomes=slope * x + 0.5 * g + noise * normal(len(g)), covariates=x, groups=g)
    add("cuped", "constant covariate", refused="zeroVariance", oracle="statsmodels 0.15.0: a singular design",
        outcomes=[1, 2, 3, 4], covariates=[7, 7, 7, 7], groups=[0, 0, 1, 1])
    add("cuped", "covariate constant within groups", refused="zeroVariance", oracle="statsmodels 0.15.0: a singular design",
        outcomes=[1, 2, 3, 4], covariates=[7, 7, 8, 8], groups=[0, 0, 1, 1])
    add("cuped", "a group of one", refused="tooFewObservations", oracle="numpy 2.4.6 gives nan",
        outcomes=[1, 2, 3], covariates=[7, 8, 7], groups=[0, 0, 1])
    for name, values, low, high in [("money", rng.lognormal(3, 1.5, 150), 0, 0.99), ("both sides", normal(80), 0.05, 0.95),
                                    ("few", [1, 2, 100], 0, 0.5), ("constant", [3, 3, 3], 0, 0.9), ("nothing", normal(9), 0, 1)]:
        add("winsorising", name, values=values, lower=low, upper=high)
    add("winsorising", "empty", refused="noObservations", oracle="numpy 2.4.6 raises IndexError", values=[], lower=0, upper=0.9)
    add("winsorising", "crossed", refused="levelOutOfRange", oracle="numpy 2.4.6 clips to the upper", values=[1, 2], lower=0.9, upper=0.1)
    for name, d, s, tau, confidence in [("ordinary", 0.4, 0.2, 0.5, 0.95), ("far", 5, 0.2, 0.5, 0.95), ("wide mixture", 0.1, 0.05, 3, 0.9),
                                        ("narrow mixture", 0.1, 0.5, 0.1, 0.95), ("no difference", 0, 1, 2, 0.99)]:
        add("sequential", name, difference=d, error=s, mixture=tau, confidence=confidence)
    for n in range(4):
        values = np.round(rng.normal(10, 1.3, 60), [3, 0, 1, 3][n])
        if n == 0:
            values[20:35] = np.round(np.linspace(8, 14, 15), 3)
        if n == 2:
            values[[7, 30, 31]] = -999
            values[40:56] = 10 + np.tile([0.2, -0.3], 8)
        if n == 3:
            values[10:20] = np.where(np.arange(10) % 2 == 0, 12.1, 7.9)
        kept = values[values != -999]
        ranges = [abs(b - a) for a, b in zip(values, values[1:]) if a != -999 and b != -999]
        add("nelson", f"series {n + 1}", values=values, mean=math.fsum(kept) / len(kept),
            unit=2.66 * (math.fsum(ranges) / len(ranges)) / 3)
    return out


def plain(value):
    return [float(v) for v in np.atleast_1d(value)]


def compute(case):
    inputs = {key: [{"nan": math.nan, "inf": math.inf, "-inf": -math.inf}.get(v, v) for v in values]
              for key, values in case["input"].items()}
    return {key: plain(value) for key, value in KINDS[case["kind"]][1](inputs).items()}


def named(values):
    return [("nan" if math.isnan(v) else "inf" if v > 0 else "-inf") if not math.isfinite(v) else
            int(v) if v == int(v) and abs(v) < 1e15 else v for v in values]


def close(a, b):
    return len(a) == len(b) and all(x == y or abs(x - y) <= max(1e-11 * abs(y), 1e-300) for x, y in zip(a, b))


if "--check" in sys.argv:
    committed = json.loads(PATH.read_text())
    differences = 0
    for case in committed:
        if "refused" in case:
            continue
        again = compute(case)
        for key, values in case["expected"].items():
            if not close(again[key], values):
                differences += 1
                print(case["kind"], case["name"], key, again[key], "instead of", values)
    print(f"{len(committed)} cases, {differences} differences")
    sys.exit(1 if differences else 0)

everything = cases()
for case in everything:
    if "refused" not in case:
        case["expected"] = {key: named(values) for key, values in compute(case).items()}
    case["input"] = {key: named(values) for key, values in case["input"].items()}
PATH.write_text("[" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in everything) + "]\n")
print(f"{len(everything)} cases")
