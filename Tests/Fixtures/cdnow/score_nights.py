"""Scores the 35 nights again in Python and counts predictions of Scorebook's that differ by a bit.

    python3 score_nights.py _out/cdnow.db

Prints a line for each model; the exit code is 1 if anything differs or is missing.
Must run on the machine that made the database: `exp` is the C library's.
"""

import sqlite3
import struct
import sys

import nights

# What Scorebook wrote for a version on a date; to edit when a table's columns change.
CHAMPION = ("repurchase", 1)
CHAMPION_SQL = "SELECT customer_id, margin, probability FROM repurchase_scores WHERE date = :date"
SHADOW_SQL = """SELECT customer_id, margin, probability FROM repurchase_scores_shadow
                 WHERE date = :date AND model = :model AND version = :version"""


def written(result, name, version, night):
    sql = CHAMPION_SQL if (name, version) == CHAMPION else SHADOW_SQL
    rows = result.execute(sql, {"date": night.isoformat(), "model": name, "version": version})
    return {customer: (margin, probability) for customer, margin, probability in rows}


def bits(value):
    return struct.pack("<d", value) if isinstance(value, float) else value


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    result = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    purchases = nights.dataset.open_database()
    scorers = {version: nights.scorer(*version) for version in nights.VERSIONS}
    counts = {version: dict(rows=0, margins=0, probabilities=0, missing=0, surplus=0) for version in scorers}
    for night in nights.NIGHTS:
        keys, inputs = nights.features(purchases, night)
        for (name, version), score in scorers.items():
            count = counts[name, version]
            found = written(result, name, version, night)
            count["rows"] += len(found)
            count["surplus"] += len(found.keys() - set(keys))
            for key, margin, probability in zip(keys, *map(list, score(inputs))):
                if key not in found:
                    count["missing"] += 1
                    continue
                count["margins"] += bits(found[key][0]) != bits(float(margin))
                count["probabilities"] += bits(found[key][1]) != bits(float(probability))
    for (name, version), count in counts.items():
        print(
            f"{name}@{version}: {count['rows']} rows; {count['margins']} margins and "
            f"{count['probabilities']} probabilities differ; {count['missing']} missing, {count['surplus']} surplus"
        )
    wrong = sum(sum(count.values()) - count["rows"] for count in counts.values())
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
