"""Makes up inquiries of a shop's customers, and the department that answered each in the end.

    python make.py        writes inquiries.csv: nothing in it was ever written by a person

Sentences are put together from the phrases below, with made-up order numbers and products, spelling mistakes,
capitals, and some inquiries that really belong to two departments. The seed is fixed: the file is the same on
every machine with Python 3.11 or later.
"""

import csv
import datetime
import pathlib
import random

HERE = pathlib.Path(__file__).resolve().parent
PRODUCTS = [
    "record player", "headphones", "CD box", "jazz compilation", "turntable needle", "speaker cable", "gift card",
    "piano concerto", "live album", "vinyl cleaner", "amplifier", "radio", "songbook", "poster",
]
CITIES = ["Lyon", "Köln", "Leeds", "Porto", "Malmö", "Graz", "Gdańsk", "Cork"]
OPENINGS = ["", "", "", "Hello, ", "Hi! ", "Dear team, ", "Good morning, ", "To whom it may concern: "]
CLOSINGS = ["", "", "", " Thanks.", " Thank you in advance!", " Kind regards", " Please answer soon.", " ???"]

PHRASES = {
    "delivery": [
        "where is my parcel with the {product}",
        "order {order} was sent {days} days ago and has not arrived in {city}",
        "the tracking number of order {order} does not work",
        "can you deliver the {product} to {city} before Friday",
        "the courier left the {product} with a neighbour I do not know",
        "please change the delivery address of order {order}",
    ],
    "returns": [
        "I want to send back the {product}",
        "the {product} arrived broken and I would like another one",
        "how do I return order {order}, the label is missing",
        "wrong item: I ordered a {product} and got a {other}",
        "may I exchange the {product} for a {other}",
        "the {product} stopped working after {days} days, is there a guarantee",
    ],
    "billing": [
        "I was charged twice for order {order}",
        "please send me the invoice for the {product}",
        "my credit card was refused but the money is gone",
        "when do I get the refund for order {order}",
        "the VAT on the invoice of order {order} is wrong",
        "can I pay the {product} in {days} instalments",
    ],
    "account": [
        "I cannot log in, the password reset mail never comes",
        "please delete my account and all my data",
        "how do I change my e-mail address",
        "I stopped the newsletter and still get it",
        "somebody in {city} has used my account",
        "my loyalty points are gone since the last update",
    ],
    "advice": [
        "which {product} goes with a {other}",
        "is the {product} available as a double album",
        "will the {product} be in stock again",
        "can you recommend a {product} for a beginner",
        "does the {product} come with a {other}",
        "what is the difference between the two kinds of {product}",
    ],
}


def misspelt(text, rng):
    """One mistake: two letters swapped, or one lost."""
    place = rng.randrange(1, max(len(text) - 2, 2))
    if rng.random() < 0.5:
        return text[:place] + text[place + 1 : place + 2] + text[place : place + 1] + text[place + 2 :]
    return text[:place] + text[place + 1 :]


def sentence(department, rng):
    product, other = rng.sample(PRODUCTS, 2)
    text = rng.choice(PHRASES[department]).format(
        product=product, other=other, order=f"A{rng.randrange(10000, 99999)}", days=rng.randrange(2, 30),
        city=rng.choice(CITIES))
    if rng.random() < 0.5:
        text = text[0].upper() + text[1:]
    return text + rng.choice(["", ".", "?", "!"])


def inquiry(rng):
    """A text and the department that answered it."""
    kind = rng.random()
    department = rng.choice(list(PHRASES))
    if kind < 0.04:
        # Nobody could tell from this; somebody answered it all the same.
        text = rng.choice(["Hello?", "please call me", "see attachment", "??", "Is anybody there", "as discussed"])
    elif kind < 0.16:
        second = rng.choice([name for name in PHRASES if name != department])
        text = sentence(department, rng) + rng.choice([" Also, ", "\n", " And "]) + sentence(second, rng)
    else:
        text = sentence(department, rng)
    text = rng.choice(OPENINGS) + text + rng.choice(CLOSINGS)
    for _ in range(rng.choice([0, 0, 0, 1, 2])):
        text = misspelt(text, rng)
    if rng.random() < 0.05:
        text = text.upper()
    if rng.random() < 0.03:
        department = rng.choice(list(PHRASES))  # went astray and was answered by somebody else
    return text, department


def main():
    rng = random.Random(1997)
    day = datetime.date(1998, 1, 1)
    rows = []
    while day < datetime.date(1998, 7, 1):
        for _ in range(rng.randrange(8, 18) if day.weekday() < 5 else rng.randrange(2, 7)):
            text, department = inquiry(rng)
            rows.append([f"{len(rows) + 1:05}", day.isoformat(), text, department])
        day += datetime.timedelta(days=1)
    with open(HERE / "inquiries.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["inquiry_id", "received", "text", "department"])
        writer.writerows(rows)
    print(f"{len(rows)} inquiries")


if __name__ == "__main__":
    main()
