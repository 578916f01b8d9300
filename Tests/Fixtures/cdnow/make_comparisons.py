"""Makes expected_comparisons.json: champion and challenger against the rule, challenger against champion, on the 31 judged nights, by Python alone.

    python3 make_comparisons.py

Scores come from Python's LightGBM and the scorecard of data/cdnow, outcomes from outcomes.sql, everything else from
../evaluation/clusters.py: statsmodels for means, Obuchowski's formula for areas, the infinitesimal jackknife for
average precision. Customers appear on many nights; all of it is by customer.
"""

import json
import sys

import numpy
import pandas

import nights

sys.path.insert(0, str(nights.FOLDER.parent / "evaluation"))
import clusters  # noqa: E402
from make_expected import profile_of  # noqa: E402

RULE, CHAMPION = ("rfm", 1), ("repurchase", 1)


def main():
    database = nights.dataset.open_database()
    scorers = {version: nights.scorer(*version) for version in nights.VERSIONS}
    parts = {version: [] for version in scorers}
    bought, keys, cohorts, dates = [], [], [], []
    for number, night in enumerate(nights.JUDGED):
        columns, rows = nights.dataset.ask(database, "features.sql", date=night.isoformat())
        frame = pandas.DataFrame(rows, columns=columns)
        truth = nights.outcomes(database, night)
        assert frame["customer_id"].tolist() == truth["customer_id"].tolist()
        inputs = nights.train.inputs_of(frame)
        for version, score in scorers.items():
            parts[version].append(score(inputs)[1])
        bought.append(truth["bought"].to_numpy())
        keys.append(frame["customer_id"].to_numpy())
        cohorts.append(frame["cohort"].to_numpy())
        dates.append(numpy.full(len(frame), number))
    scores = {version: numpy.concatenate(part) for version, part in parts.items()}
    outcomes, cohorts, dates = (numpy.concatenate(part) for part in (bought, cohorts, dates))
    keys = pandas.factorize(numpy.concatenate(keys))[0]
    bands = {version: numpy.searchsorted(profile_of(*version)["bands"], scores[version], side="right")
             for version in scores}

    figures, slices, by_night, comparisons = {}, {}, {}, {}
    for version, values in scores.items():
        name = f"{version[0]}@{version[1]}"
        figures[name] = clusters.figures(values, outcomes, keys)
        rate = clusters.mean(outcomes.astype(float), keys)
        figures[name]["observed_rate"] = [rate[0], *clusters.wilson(*rate, len(outcomes))]
        by_night[name] = {
            night.isoformat(): clusters.figures(values[dates == n], outcomes[dates == n], keys[dates == n])
            for n, night in enumerate(nights.JUDGED)}
        slices[name] = {
            str(cohort): clusters.area_against_rest(values, outcomes, keys, cohorts == cohort)
            | {"rows": int((cohorts == cohort).sum()), "keys": len(numpy.unique(keys[cohorts == cohort])),
               "figures": clusters.figures(
                   values[cohorts == cohort], outcomes[cohorts == cohort], keys[cohorts == cohort])}
            for cohort in numpy.unique(cohorts)}
        for rival in (RULE, CHAMPION):
            if version not in (RULE, rival):
                comparisons[f"{name} {rival[0]}@{rival[1]}"] = clusters.comparison(
                    values, scores[rival], outcomes, keys)
    clusters.correct(comparisons)
    result = {
        "rows": len(outcomes), "keys": len(numpy.unique(keys)), "figures": figures, "nights": by_night,
        "comparisons": comparisons, "slices": slices,
        "changed_bands": {f"{v[0]}@{v[1]} {r[0]}@{r[1]}": int((bands[v] != bands[r]).sum())
                          for v in scores for r in (RULE, CHAMPION) if v not in (RULE, r)}}
    text = json.dumps(result, indent=1, allow_nan=False)
    (nights.FOLDER / "expected_comparisons.json").write_text(text + "\n", encoding="utf-8")
    for name, version in comparisons.items():
        for metric, one in version.items():
            print(f"{name} {metric}: {one['difference']:+.6f} ({one['lower']:+.6f} to {one['upper']:+.6f}) "
                  f"p {one['adjusted_p']:.3g}")


if __name__ == "__main__":
    main()
