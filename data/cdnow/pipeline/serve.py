"""Serves pipeline.pkl to Scorebook, as process.yaml starts it: the pickle, then the names of inputs that are text.

The example of the guide, unchanged.
"""

import csv
import math
import pickle
import sys

import pandas


def main(path, *texts):
    with open(path, "rb") as file:
        model = pickle.load(file)
    sys.stdin.reconfigure(encoding="utf-8", newline="")
    rows, answers = csv.reader(sys.stdin), csv.writer(sys.stdout, lineterminator="\n")
    names, batch = next(rows), []
    print("class,probability", flush=True)  # ready
    for row in rows:
        if row:
            batch.append(row)
            continue
        columns = {}  # an empty row ends the batch: one call answers all of it
        for name, values in zip(names, zip(*batch)):
            columns[name] = values if name in texts else [float(v) if v else math.nan for v in values]
        probabilities = model.predict_proba(pandas.DataFrame(columns))
        labels = model.classes_[probabilities.argmax(axis=1)]
        answers.writerows(zip(labels.tolist(), probabilities[:, 1].tolist()))
        print(flush=True)
        batch = []


main(*sys.argv[1:])
