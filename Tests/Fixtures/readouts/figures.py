"""What one look at a split shows, by pandas, scipy and statsmodels, in the words of our configuration.

Where a library has the method, the library computes it; where none has, it is computed from the paper in another way
than a program at night would: roots of equations instead of closed forms, regressions instead of sums.
"""

import math

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import optimize, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

LEVEL, POWER, STANDARD_PLAN = 0.05, 0.8, 10_000
FEWEST = {"at_end": 30, "sequential": 100}
MISMATCH = 0.001
FEWEST_CUT = 5


# --- who is in it ------------------------------------------------------------------------------------------------

def enter(rows, case):
    """A row for each key, of its first date inside the readout; on how many dates keys could enter; and how many rows
    tell another variant later."""
    rows = rows[rows.date <= case["as_of"]]
    if case.get("since"):
        rows = rows[rows.date >= case["since"]]
    if case.get("until"):
        rows = rows[rows.date <= case["until"]]
    if case["looks"] == "at_end" and case.get("planned_keys"):
        # Whole nights, up to the one on which the planned keys are there.
        known = rows.groupby("key").date.min().value_counts().sort_index().cumsum()
        full = known[known >= case["planned_keys"]]
        if len(full):
            rows = rows[rows.date <= full.index[0]]
    first = rows.sort_values("date", kind="stable").drop_duplicates("key").set_index("key")
    moved = int((rows.variant.to_numpy() != first.variant.loc[rows.key].to_numpy()).sum())
    return first, rows.date.nunique(), moved


def join(first, outcomes, case):
    """Adds each key's outcomes of its first date, and what is known of them: waiting, without or counted."""
    days = pd.to_datetime(first.date) + pd.Timedelta(days=case["matures_after"])
    complete = days <= pd.Timestamp(case["as_of"])
    both = first.reset_index().merge(outcomes, on=["date", "key"], how="left", indicator=True).set_index("key")
    has = both.pop("_merge") == "both"
    if case["without_outcome"] == "zero":
        columns = [name for name in outcomes if name not in ("date", "key")]
        both.loc[complete & ~has, columns] = 0
        has[:] = True
    state = np.where(~complete, "waiting", np.where(has, "counted", "without"))
    return both.assign(state=state)


def sample_ratio(keys, shares):
    variants = [name for name in shares if float(shares[name]) > 0]

    def test(frame):
        """χ², or exact where it would be false; nothing where there is no exact test of two."""
        counts = np.array([(frame.variant == name).sum() for name in variants])
        weights = np.array([float(shares[name]) for name in variants])
        expected = counts.sum() * weights / weights.sum()
        if expected.min() >= 5:
            chi = stats.chisquare(counts, expected)
            return {"statistic": chi.statistic, "p": chi.pvalue}
        if len(counts) > 2:
            return {}
        return {"p": stats.binomtest(int(counts[0]), int(counts.sum()), weights[0] / weights.sum()).pvalue}

    result = test(keys)
    complete = keys[keys.state.isin(["without", "counted"])]
    if all((complete.variant == name).any() for name in variants):
        counted = test(keys[keys.state == "counted"])
        result |= {f"counted_{name}": value for name, value in counted.items()}
    table = pd.crosstab(complete.state, complete.variant)
    if len(table) == 2:
        lost = stats.chi2_contingency(table, correction=False)
        if lost.expected_freq.min() >= 5:
            result |= {"loss_statistic": lost.statistic, "loss_p": lost.pvalue}
    result["is_mismatched"] = any(result[name] < MISMATCH for name in result if name.endswith("p"))
    return result


# --- what each variant gives -------------------------------------------------------------------------------------

class Group:
    """Mean, squared standard error and size of one variant."""

    def __init__(self, values):
        values = np.asarray(values, float)
        self.mean, self.n = values.mean(), len(values)
        self.square = values.var(ddof=1) / self.n


def slope(values, variant, covariate):
    """θ of an analysis of covariance: one slope, a mean of its own for each variant."""
    design = pd.get_dummies(variant, dtype=float)
    design["covariate"] = covariate
    fit = sm.OLS(values.to_numpy(), design.to_numpy()).fit(method="qr")
    only = sm.OLS(values.to_numpy(), design.drop(columns="covariate").to_numpy()).fit(method="qr")
    return fit.params[-1], 1 - fit.ssr / only.ssr


def measure(metric, keys, everyone, covariate):
    """Values ready to be compared, by key, and what was told on the way; of everyone is the quantile."""
    told = {}
    if metric["kind"] == "ratio":
        above, below = keys[metric["column"]], keys[metric["per"]]
        sums = keys.groupby("variant")[[metric["column"], metric["per"]]].sum()
        ratio = sums[metric["column"]] / sums[metric["per"]]
        own = keys.variant.map(ratio)
        centre = keys.variant.map(below.groupby(keys.variant).mean())
        # The influence of each key on its variant's ratio.
        values = own + (above - own * below) / centre
        told["raw"] = ratio.to_dict()
    else:
        values = keys[metric["column"]].astype(float)
        if metric.get("winsorise"):
            them = everyone[metric["column"]].astype(float)
            cut = np.quantile(them, metric["winsorise"], method="linear")
            above = int((them > cut).sum())
            if above and cut == them.min():
                told["raw"] = values.groupby(keys.variant).mean().to_dict()
                return None, told
            if above >= FEWEST_CUT:
                told |= {"cut_at": float(f"{cut:.2g}"), "cut": above}
            values = values.clip(upper=cut)
        told["raw"] = values.groupby(keys.variant).mean().to_dict()
    if covariate is not None:
        theta, told["variance_reduction"] = slope(values, keys.variant, covariate)
        values = values - theta * (covariate - covariate.mean())
    return values, told


# --- intervals ---------------------------------------------------------------------------------------------------

class AlwaysValid:
    """Waudby-Smith and others (2024), theorem 2.2 with the tuning of their appendix; t counts keys."""

    def __init__(self, now, planned):
        self.t = now
        level = -2 * math.log(LEVEL)
        self.rho = math.sqrt((level + math.log(level + 1)) / planned)

    def half(self, error, alpha):
        deviation = error * math.sqrt(self.t)  # of one of t keys
        spread = self.t * self.rho**2 + 1
        return deviation * math.sqrt(
            2 * spread / (self.t**2 * self.rho**2) * math.log(math.sqrt(spread) / alpha))

    def p(self, value, error):
        """The α whose interval ends at 0."""
        gap = lambda log_alpha: self.half(error, math.exp(log_alpha)) - abs(value)  # noqa: E731
        if gap(0) >= 0:
            return 1.0
        return math.exp(optimize.brentq(gap, -700, 0, xtol=1e-14, rtol=8.9e-16))


def fieller(one, two, critical):
    """Ends of all ratios R that don't contradict m₁ − R·m₂ = 0: the roots of a quadratic."""
    a = two.mean**2 - critical**2 * two.square
    b = -2 * one.mean * two.mean
    c = one.mean**2 - critical**2 * one.square
    if a <= 0:
        return None
    return sorted(float(root) - 1 for root in np.roots([a, b, c]).real)


def log_lift(one, two):
    """log(m₁/m₂) and its error, by the gradient."""
    gradient = np.array([1 / one.mean, -1 / two.mean])
    return math.log(one.mean / two.mean), math.sqrt(gradient @ np.diag([one.square, two.square]) @ gradient)


def within(values, variant):
    """The variance of one key in its variant, of all variants: the residual one of an analysis of variance."""
    design = pd.get_dummies(variant, dtype=float)
    return sm.OLS(values.to_numpy(), design.to_numpy()).fit(method="qr").mse_resid


def smallest(error, alpha):
    """The difference that a normal test sees with a power of 0.8, both tails."""
    z = stats.norm.isf(alpha / 2)
    power = lambda d: stats.norm.sf(z - d) + stats.norm.cdf(-z - d) - POWER  # noqa: E731
    return error * optimize.brentq(power, 0, 50, xtol=1e-14, rtol=8.9e-16)


def smallest_always_valid(error, alpha, look):
    half = look.half(error, alpha)
    power = lambda d: stats.norm.sf((half - d) / error) - POWER  # noqa: E731
    return optimize.brentq(power, 0, half + 50 * error, xtol=1e-14, rtol=8.9e-16)


def compare(values, keys, variant, control, metric, look, is_adjusted):
    own, its = values[keys.variant == variant], values[keys.variant == control]
    one, two = Group(own), Group(its)
    apart = math.sqrt(one.square + two.square)
    effect = {"difference": one.mean - two.mean, "standard_error": apart}
    if look:
        pooled = within(values, keys.variant)
        effect["standard_error"] = max(apart, math.sqrt(pooled / one.n + pooled / two.n))
        half = look.half(effect["standard_error"], LEVEL)
        effect |= {"lower": effect["difference"] - half, "upper": effect["difference"] + half,
                   "p": look.p(effect["difference"], effect["standard_error"])}
    elif metric["kind"] == "proportion" and not is_adjusted:
        counts = [int(own.sum()), len(own), int(its.sum()), len(its)]
        lower, upper = confint_proportions_2indep(*counts, method="newcomb", compare="diff", alpha=LEVEL)
        p = proportions_ztest(counts[::2], counts[1::2])[1]
        effect |= {"lower": lower, "upper": upper, "p": p}
    else:
        test = stats.ttest_ind(own, its, equal_var=False)
        bounds = test.confidence_interval(1 - LEVEL)
        effect |= {"lower": bounds.low, "upper": bounds.high, "p": test.pvalue}
    if two.mean > 0:
        effect["lift"] = one.mean / two.mean - 1
        if not look:
            ends = fieller(one, two, stats.norm.isf(LEVEL / 2))
            if ends:
                effect["lift_lower"], effect["lift_upper"] = ends
        elif one.mean > 0 and two.mean > look.half(math.sqrt(max(two.square, pooled / two.n)), LEVEL):
            value, error = log_lift(one, two)
            half = look.half(error * effect["standard_error"] / apart, LEVEL)
            if 2 * half < math.log(1e6):
                effect["lift_lower"], effect["lift_upper"] = math.expm1(value - half), math.expm1(value + half)
    return effect


# --- verdicts ----------------------------------------------------------------------------------------------------

def judge(effects, case, look):
    deciding = [effect for effect in effects if not effect["is_guardrail"] and "p" in effect]
    p = [effect["p"] for effect in deciding]
    method = {"holm": "holm", "benjamini_hochberg": "fdr_bh"}.get(case["correction"])
    for effect, adjusted in zip(deciding, multipletests(p, method=method)[1] if method and p else p):
        effect["adjusted_p"] = adjusted
    for effect in effects:
        up = effect["direction"] == "up"
        is_strict = case["correction"] == "holm" and not effect["is_guardrail"]
        alpha = LEVEL / len(p) if is_strict and p else LEVEL
        if "p" not in effect:
            effect["verdict"] = "undefined"
            continue
        error = effect["standard_error"]
        effect["detectable"] = smallest_always_valid(error, alpha, look) if look else smallest(error, alpha)
        if not effect["is_guardrail"]:
            effect["comparisons"] = len(p)
            told = effect["adjusted_p"] < LEVEL and not effect["lower"] <= 0 <= effect["upper"]
            effect["verdict"] = (
                "no_evidence" if not told else "better" if (effect["difference"] > 0) == up else "worse")
            continue
        bound = effect.get("worse_by_at_most")
        name = "" if bound is None else "lift_"
        if name + "lower" not in effect:
            effect["verdict"] = "undefined"
            continue
        ends = (effect[name + "lower"], effect[name + "upper"])
        worst, best = ends if up else (-ends[1], -ends[0])
        if bound is None:
            effect["verdict"] = "broken" if best < 0 else "open"
        else:
            effect["verdict"] = "holds" if worst >= -bound else "broken" if best < -bound else "open"
    return effects


def look_at(rows, outcomes, case):
    """All of one look."""
    first, dates, moved = enter(rows, case)
    keys = join(first, outcomes, case)
    waits = (keys.state == "waiting").any()
    is_full = case.get("planned_keys") and len(keys) >= case["planned_keys"]
    is_over = case.get("until") and case["until"] < case["as_of"]
    is_early = case["looks"] == "at_end" and (waits or not (is_full or is_over))
    if is_early:
        # Who is looked at once is not looked at before.
        keys.loc[keys.state != "waiting", "state"] = "unread"
    counted = keys[keys.state == "counted"]
    covariate = case.get("covariate")
    found = {"dates": dates, "moved": moved, "variants": [
        {"name": name, "keys": int((keys.variant == name).sum()),
         **{key: int(((keys.variant == name) & (keys.state == state)).sum())
            for key, state in [("waiting", "waiting"), ("without_outcome", "without"), ("counted", "counted")]},
         "without_covariate": int(counted[counted.variant == name][covariate].isna().sum()) if covariate else 0}
        for name in case["shares"]]}
    found["sample_ratio"] = sample_ratio(keys, case["shares"])
    found["effects"] = []
    if found["sample_ratio"]["is_mismatched"]:
        return found | {"status": "mismatch"}
    if counted.empty or is_early:
        return found | {"status": "early"}
    look = None
    if case["looks"] == "sequential":
        look = AlwaysValid(len(counted), case.get("planned_keys") or STANDARD_PLAN)
    control = case.get("control") or next(iter(case["shares"]))
    sizes = counted.variant.value_counts()
    # A covariate of a date after the first may hold what a variant did: nothing is adjusted by it.
    if case.get("since") and (rows[rows.date < case["since"]].variant != control).any():
        covariate = None
    # What is missing is the mean of what is known, of all keys that count.
    known = counted[covariate].fillna(counted[covariate].mean()) if covariate else None
    large = [name for name in case["shares"] if sizes.get(name, 0) >= FEWEST[case["looks"]]]
    used = counted[counted.variant.isin(large)]
    for metric in case["metrics"]:
        if control in large:
            values, told = measure(metric, used, counted, known[used.index] if covariate else None)
        for variant in case["shares"]:
            if variant == control or not sizes.get(variant, 0):
                continue
            effect = {
                "metric": metric["name"], "variant": variant, "direction": metric.get("direction", "up"),
                "is_guardrail": metric["name"] in case.get("guardrails", []),
                "keys": int(sizes[variant]), "control_keys": int(sizes.get(control, 0))}
            if "worse_by_at_most" in metric:
                effect["worse_by_at_most"] = metric["worse_by_at_most"]
            if variant in large and control in large:
                effect |= {key: told[key] for key in ("cut_at", "cut", "variance_reduction") if key in told}
                effect |= {"value": told["raw"][variant], "control_value": told["raw"][control]}
                if values is not None:
                    effect |= compare(values, used, variant, control, metric, look, bool(covariate))
            found["effects"].append(effect)
    judge(found["effects"], case, look)
    return found | {"status": "told"}
