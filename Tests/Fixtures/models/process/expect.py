"""Rows for the pickled pipeline, and Python's own answers to them.

    python expect.py FOLDER ROWS      with requirements-1.9.1.txt; writes input.csv and expected.csv into the folder
    python expect.py --check          compares with what is committed here; exits 1 on a difference
"""

import csv
import io
import math
import pathlib
import pickle
import sys

import numpy
import pandas

HERE = pathlib.Path(__file__).resolve().parent
INPUTS = ["days_since_last", "orders", "spent", "cohort"]
COHORTS = ["1997-01", "1997-02", "1997-03", 'of "old", new\nand none', "Zürich", "=1+1", " blank "]
NASTY = [0.1, 1e-320, -0.0, 5e-324, 123456789.12345679, 1 / 3, 1e16, 2.5e-7, -1e-9]


def rows(count, seed):
    random = numpy.random.default_rng(seed)
    days, spent = random.exponential(40, count), random.gamma(2, 30, count)
    orders, cohorts = random.integers(0, 12, count), random.integers(0, len(COHORTS), count)
    missing = random.random((count, 2)) < 0.05
    table = []
    for i in range(count):
        value = NASTY[i % len(NASTY)] if i % 11 == 0 else float(spent[i])
        table.append([
            math.nan if missing[i, 0] else float(days[i]), int(orders[i]), math.nan if missing[i, 1] else value,
            COHORTS[cohorts[i]],
        ])
    return table


def texts(count):
    table = rows(count, seed=11)
    with open(HERE / "model.pkl", "rb") as file:
        model = pickle.load(file)
    expected = model.predict_proba(pandas.DataFrame(table, columns=INPUTS))[:, 1].tolist()
    files = {}
    for name, header, lines in [
        ("input.csv", INPUTS, [["" if v != v else v for v in row] for row in table]),
        ("expected.csv", ["probability", "class"], [[v, "1" if v > 0.5 else "0"] for v in expected]),
    ]:
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)
        files[name] = buffer.getvalue().encode("utf-8")
    return files


def main():
    if "--check" in sys.argv[1:]:
        different = [n for n, text in texts(60).items() if (HERE / n).read_bytes() != text]
        for name in different:
            print(f"{name}: other expectations")
        print(f"1 cases, {len(different)} differences")
        sys.exit(1 if different else 0)
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    for name, text in texts(count).items():
        (folder / name).write_bytes(text)


if __name__ == "__main__":
    main()
