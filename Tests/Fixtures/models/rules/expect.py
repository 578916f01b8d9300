"""Writes input.csv (with --input) and expected.csv for the rules beside it, which are written out here once more.

None is what is neither true nor false. Tolerance: none.
"""

import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import fixtures  # noqa: E402


def number(text):
    return None if text == "" else float(text)


def test(value, holds):
    return None if value is None or value == "" else holds(value)


def both(*answers):
    return False if False in answers else None if None in answers else True


def either(*answers):
    return True if True in answers else None if None in answers else False


def no(answer):
    return None if answer is None else not answer


def rfm(purchases, days, money, channel, region):
    purchases, days, money = number(purchases), number(days), number(money)
    if both(test(purchases, lambda v: v <= 1), test(days, lambda v: v < 30)):
        return [0.3, "0", "new customer"]
    if both(
        test(days, lambda v: v <= 60),
        either(test(purchases, lambda v: v >= 4), test(money, lambda v: v > 150.5)),
    ):
        return [0.6, "1", "regular"]
    if both(test(channel, lambda v: v in ("phone", "007", "no")), no(test(region, lambda v: v == "north"))):
        return [0.5, "1", "asked to be called"]
    if days is None:
        return [0.02, "0", "never bought"]
    if test(money, lambda v: v in (1.5, -2.0, 0.0)):
        return [0.25, "0", "odd amounts"]
    return [0.05, "0", "otherwise"]


def routes(topic, days, country):
    days = number(days)
    if both(test(topic, lambda v: v == "parcel"), test(days, lambda v: v > 14)):
        return ["delivery", "parcel lost"]
    if both(test(topic, lambda v: v in ("invoice", "refund")), test(country, lambda v: v not in ("ch", "li"))):
        return ["payment", "money"]
    if no(either(topic == "", test(days, lambda v: v >= 3))):
        return ["returns", "seen"]
    return None


def price(quantity, note):
    quantity = number(quantity)
    if test(quantity, lambda v: v >= 100):
        return [0.15, "bulk"]
    if both(test(quantity, lambda v: v >= 10), note != ""):
        return [0.1, "some"]
    if test(quantity, lambda v: v < 0):
        return [-0.001, "return"]
    return [0.0, "list price"]


rng = random.Random(3)
pick = rng.choice
CASES = {
    "rfm-1": (
        ["purchases", "days", "money", "channel", "region"],
        ["probability", "class", "rule"],
        rfm,
        [
            [
                pick(["", "0", "1", "1.0000000000000002", "3", "4", "3.9999999999999996", "inf", "-inf"]),
                pick(["", "29.999999999999996", "30", "60", "60.00000000000001", "-0.0", "400", "12"]),
                pick(["", "150.5", "150.50000000000003", "0", "-0.0", "-2", "1.5", "1e300", "33"]),
                pick(["", "phone", "007", "7", "no", "false", "mail"]),
                pick(["", "north", "south", "North"]),
            ]
            for _ in range(120)
        ],
    ),
    "routes-1": (
        ["topic", "days", "country"],
        ["class", "rule"],
        routes,
        [
            [
                pick(["", "parcel", "invoice", "refund", "other", "Parcel"]),
                pick(["", "14", "14.000000000000002", "3", "2.9999999999999996", "0", "99"]),
                pick(["", "ch", "li", "de"]),
            ]
            for _ in range(120)
        ],
    ),
    "price-1": (
        ["quantity", "note"],
        ["prediction", "rule"],
        price,
        [
            [q, n]
            for q in ["", "100", "99.99999999999999", "10", "9.999999999999998", "-5e-324", "-0.0", "0", "1e308", "inf"]
            for n in ["", "x", "0"]
        ],
    ),
}


def expect(folder):
    _, outputs, rule, _ = CASES[folder.name]
    _, rows = fixtures.read(folder / "input.csv")
    results = [rule(*row) for row in rows]
    return {
        "expected.csv": (
            ["status"] + outputs, [["scored"] + r if r else ["refused"] + [""] * len(outputs) for r in results])
    }


if "--input" in sys.argv:
    sys.argv.remove("--input")
    for name, (inputs, _, _, rows) in CASES.items():
        fixtures.write(HERE / name / "input.csv", inputs, rows)
fixtures.main(__file__, None, expect)
