"""Reads a scorecard and scores rows with it, one after the other, in plain Python.

Scorebook does the same; this is the independent half that rfm.verify.csv is made with.
"""

import math

import yaml


class Scorecard:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.card = yaml.safe_load(file)["scorecard"]
        self.inputs = [characteristic["input"] for characteristic in self.card["characteristics"]]

    def points(self, row):
        return self.card.get("base_points", 0) + sum(
            contribution(characteristic, row[characteristic["input"]])
            for characteristic in self.card["characteristics"]
        )

    def margin(self, row):
        scale = self.card["scale"]
        above = self.points(row) - scale["points"]
        return math.log(scale["odds"]) + math.log(2) / scale["points_to_double"] * above

    def score(self, row):
        """Margin and probability."""
        margin = self.margin(row)
        return margin, 1 / (1 + math.exp(-margin))


def contribution(characteristic, value):
    name = characteristic["input"]
    if value is None or value != value:
        return characteristic["missing"]["points"] if "missing" in characteristic else refuse(name, value)
    if "bins" in characteristic:
        for bin in characteristic["bins"]:
            if "up_to" not in bin or value <= bin["up_to"]:
                return bin["points"]
        return refuse(name, value)
    if value in characteristic["categories"]:
        return characteristic["categories"][value]
    return characteristic["other"]["points"] if "other" in characteristic else refuse(name, value)


def refuse(name, value):
    raise ValueError(f"{name}: the scorecard has no points for {value!r}")
