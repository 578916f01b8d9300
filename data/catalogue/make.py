"""Makes up a catalogue and what customers put into their baskets, and works out which products go together.

    python make.py        writes products.csv, baskets.csv and similar.csv

The purchase log of data/cdnow does not say what was bought, so products and baskets are invented: customers have a
taste for one or two genres, and some products are popular with everybody. The seed is fixed: the files are the same
on every machine with Python 3.11 or later.

Similar are products that are bought by the same customers: cosine = together / sqrt(buyers(a) · buyers(b)), from at
least 3 customers in common; ties go to the smaller product number.
"""

import csv
import itertools
import math
import pathlib
import random

HERE = pathlib.Path(__file__).resolve().parent
GENRES = {
    "jazz": ["Blue", "Midnight", "Cool", "Velvet", "Brass", "Smoke"],
    "classical": ["Sonata", "Prelude", "Nocturne", "Winter", "Requiem", "Chamber"],
    "rock": ["Electric", "Thunder", "Broken", "Highway", "Neon", "Iron"],
    "folk": ["Harvest", "River", "Old", "Lantern", "Willow", "North"],
    "electronic": ["Signal", "Pulse", "Grid", "Glass", "Phase", "Zero"],
}
SECOND = ["Hours", "Road", "Garden", "Letters", "Room", "Light", "Songs", "Machine"]
KEEP = 3  # similar products of each
TOGETHER = 3  # customers in common, at least


def catalogue(rng):
    products = []
    for genre, firsts in GENRES.items():
        titles = [f"{first} {second}" for first in firsts for second in SECOND]
        for title in rng.sample(titles, 40):
            products.append({"product_id": f"P{len(products) + 1:03}", "title": title, "genre": genre})
    return products


def baskets(products, rng):
    by_genre = {genre: [p["product_id"] for p in products if p["genre"] == genre] for genre in GENRES}
    hits = rng.sample([p["product_id"] for p in products], 8)
    rows = []
    for customer in range(1, 1501):
        tastes = rng.sample(list(GENRES), rng.choice([1, 1, 2]))
        bought = set()
        for _ in range(rng.randrange(1, 9)):
            # The earlier ones of a genre sell better.
            genre = rng.choice(tastes) if rng.random() < 0.85 else rng.choice(list(GENRES))
            bought.add(by_genre[genre][min(int(rng.expovariate(1 / 9)), 36)])
        if rng.random() < 0.3:
            bought.add(rng.choice(hits))
        rows += [(f"{customer:05}", product) for product in sorted(bought)]
    return rows


def similar(rows):
    buyers = {}
    for customer, product in rows:
        buyers.setdefault(product, set()).add(customer)
    together = {}
    for product, other in itertools.combinations(sorted(buyers), 2):
        common = len(buyers[product] & buyers[other])
        if common >= TOGETHER:
            cosine = common / math.sqrt(len(buyers[product]) * len(buyers[other]))
            together.setdefault(product, []).append((-cosine, other))
            together.setdefault(other, []).append((-cosine, product))
    return {product: sorted(found)[:KEEP] for product, found in sorted(together.items())}


def write(name, header, rows):
    with open(HERE / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    rng = random.Random(1998)
    products = catalogue(rng)
    rows = baskets(products, rng)
    found = similar(rows)
    write("products.csv", ["product_id", "title", "genre"], [list(p.values()) for p in products])
    write("baskets.csv", ["customer_id", "product_id"], rows)
    lines = []
    for product, others in found.items():
        ids = [other for _, other in others] + [""] * (KEEP - len(others))
        lines.append([product] + ids + [f"{-others[0][0]:.4f}"])
    print(f"{len(products)} products, {len(rows)} lines of baskets, {len(found)} products with similar ones")
    return lines


if __name__ == "__main__":
    main()
