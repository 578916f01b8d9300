"""Metrics with errors that allow for rows of one key, written from the papers' formulas with numpy, scipy and statsmodels.

Means:  statsmodels' OLS on a constant with cov_type="cluster", t with G - 1 degrees of freedom.
AUC:    Obuchowski (1997), components by ranks.
Others: the infinitesimal jackknife, here by numerical derivatives of scikit-learn's weighted metrics
        (`jackknife`), or for many rows in closed form (`average_precision`), which tests hold against the first.
"""

import numpy
import statsmodels.api
from scipy.optimize import brentq
from scipy.stats import norm, rankdata, t
from statsmodels.stats.multitest import multipletests

Z = norm.ppf(0.975)


def mean(losses, keys):
    """The mean and its cluster-robust standard error, by statsmodels."""
    fit = statsmodels.api.OLS(losses, numpy.ones(len(losses))).fit(
        cov_type="cluster", cov_kwds={"groups": keys}, use_t=True)
    return float(fit.params[0]), float(fit.bse[0])


def by_key(values, keys):
    _, places = numpy.unique(keys, return_inverse=True)
    return numpy.bincount(places, weights=values)


def placements(scores, outcomes):
    """For a positive the share of negatives below it, for a negative the share of positives above it."""
    up, down = outcomes == 1, outcomes == 0
    ranks = rankdata(scores)
    result = numpy.empty(len(scores))
    result[up] = (ranks[up] - rankdata(scores[up])) / down.sum()
    result[down] = 1 - (ranks[down] - rankdata(scores[down])) / up.sum()
    return result


def obuchowski(components, outcomes, keys):
    """Area, or difference of areas, and standard error, from placements or differences of placements."""
    up, down = outcomes == 1, outcomes == 0
    m, n = up.sum(), down.sum()
    theta = components[up].mean()
    a = by_key(numpy.where(up, components - theta, 0), keys)
    b = by_key(numpy.where(down, components - theta, 0), keys)
    groups = len(numpy.unique(keys))
    with_up, with_down = len(numpy.unique(keys[up])), len(numpy.unique(keys[down]))
    variance = (with_up / ((with_up - 1) * m**2) * (a**2).sum() + with_down / ((with_down - 1) * n**2) * (b**2).sum()
                + 2 * groups / ((groups - 1) * m * n) * (a * b).sum())
    return float(theta), float(numpy.sqrt(variance))


def area_influence(scores, outcomes):
    components, up = placements(scores, outcomes), outcomes == 1
    theta = components[up].mean()
    return theta, numpy.where(up, (components - theta) / up.sum(), (components - theta) / (~up).sum())


def average_precision_influence(scores, outcomes):
    """Value and influences of average precision, in closed form."""
    order = numpy.argsort(-scores, kind="stable")
    y, s = outcomes[order].astype(float), scores[order]
    last = numpy.searchsorted(-s, -s, side="right") - 1  # last row of the same score
    hits, taken = numpy.cumsum(y)[last], last + 1.0
    value = (y * hits / taken).sum() / y.sum()
    tails = [numpy.cumsum(x[::-1])[::-1] for x in (y / taken, y * hits / taken**2)]
    first = numpy.searchsorted(-s, -s, side="left")
    influence = (y * (hits / taken + tails[0][first] - value) - tails[1][first]) / y.sum()
    result = numpy.empty(len(scores))
    result[order] = influence
    return float(value), result


def error(influence, keys):
    sums = by_key(influence, keys)
    return float(numpy.sqrt(len(sums) / (len(sums) - 1) * (sums**2).sum()))


def jackknife(metric, keys, step=1e-4):
    """Error of a weighted metric by central differences over the weight of each key, to the fourth order."""
    names, places = numpy.unique(keys, return_inverse=True)

    def at(group, change):
        return metric(numpy.where(places == group, 1 + change, 1.0))

    slopes = numpy.array([
        (8 * (at(g, step) - at(g, -step)) - (at(g, 2 * step) - at(g, -2 * step))) / (12 * step)
        for g in range(len(names))])
    return float(numpy.sqrt(len(names) / (len(names) - 1) * (slopes**2).sum()))


def logit_interval(value, deviation, quantile):
    half, odds = quantile * deviation / (value * (1 - value)), numpy.log(value / (1 - value))
    return [float(1 / (1 + numpy.exp(-odds + sign * half))) for sign in (1, -1)]


def t_interval(value, deviation, keys):
    half = t.ppf(0.975, len(numpy.unique(keys)) - 1) * deviation
    return [float(value - half), float(value + half)]


def wilson(share, deviation, rows):
    n = min(rows, share * (1 - share) / deviation**2)
    centre, half = share + Z**2 / (2 * n), Z * numpy.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return [float((centre - half) / (1 + Z**2 / n)), float((centre + half) / (1 + Z**2 / n))]


def log_losses(scores, outcomes):
    return -numpy.log(numpy.where(outcomes == 1, scores, 1 - scores))


def figures(scores, outcomes, keys):
    """Value and interval of each metric of a probability."""
    area, deviation = obuchowski(placements(scores, outcomes), outcomes, keys)
    precision, influence = average_precision_influence(scores, outcomes)
    freedom = t.ppf(0.975, len(numpy.unique(keys)) - 1)
    result = {"auc": [area, *logit_interval(area, deviation, Z)],
              "average_precision": [precision, *logit_interval(precision, error(influence, keys), freedom)]}
    for name, losses in (("log_loss", log_losses(scores, outcomes)), ("brier", (scores - outcomes) ** 2)):
        value, deviation = mean(losses, keys)
        result[name] = [value, *t_interval(value, deviation, keys)]
    return result


def comparison(first, second, outcomes, keys):
    """Each metric of the first less that of the second, paired: difference, error, interval, p."""
    groups = len(numpy.unique(keys))
    result = {}
    value, deviation = obuchowski(placements(first, outcomes) - placements(second, outcomes), outcomes, keys)
    result["auc"] = {"difference": value, "error": deviation, "lower": value - Z * deviation,
                     "upper": value + Z * deviation, "p": float(2 * norm.sf(abs(value / deviation)))}
    (a, u), (b, v) = (average_precision_influence(x, outcomes) for x in (first, second))
    pairs = [("average_precision", a - b, error(u - v, keys))]
    for name, losses in (("log_loss", log_losses), ("brier", lambda s, o: (s - o) ** 2)):
        pairs.append((name, *mean(losses(first, outcomes) - losses(second, outcomes), keys)))
    for name, value, deviation in pairs:
        lower, upper = t_interval(value, deviation, keys)
        result[name] = {"difference": value, "error": deviation, "lower": lower, "upper": upper,
                        "p": float(2 * t.sf(abs(value / deviation), groups - 1))}
    return result


def rarer(outcomes, keys):
    """How many keys have a row of the class that fewer have."""
    return min(len(numpy.unique(keys[outcomes == c])) for c in (0, 1))


def correct(comparisons):
    """Holm's p values over all comparisons that have one, and the smallest difference seen with a power of 0.8 at 0.05 / m."""
    flat = [c for version in comparisons.values() for c in version.values() if "p" in c]
    adjusted = multipletests([c["p"] for c in flat], method="holm")[1]
    z = norm.isf(0.05 / len(flat) / 2)
    effect = brentq(lambda e: norm.cdf(e - z) + norm.cdf(-e - z) - 0.8, 0, 100, xtol=1e-14, rtol=1e-14)
    for one, p in zip(flat, adjusted):
        one["adjusted_p"] = float(p)
        one["detectable"] = float(effect * one["error"])


def area_against_rest(scores, outcomes, keys, inside):
    """The area of a slice less that of the other rows, by influences: difference, error, interval, p."""
    influence = numpy.zeros(len(scores))
    areas = []
    for part, sign in ((inside, 1), (~inside, -1)):
        area, own = area_influence(scores[part], outcomes[part])
        areas.append(area)
        influence[part] = sign * own
    value, deviation = float(areas[0] - areas[1]), error(influence, keys)
    lower, upper = t_interval(value, deviation, keys)
    return {"difference": value, "error": deviation, "lower": lower, "upper": upper,
            "p": float(2 * t.sf(abs(value / deviation), len(numpy.unique(keys)) - 1))}
