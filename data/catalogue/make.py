"""Makes up a catalogue and what customers put into their baskets, and works out which products go together.

    python make.py        writes products.csv, baskets.csv and the look-up in models/

The purchase log of data/cdnow does not say what was bought, so products and baskets are invented: customers have a
taste for one or two genres, and some products are popular with everybody. The seed is fixed: the files are the same
on every machine with Python 3.11 or later.

Similar are products that are bought by the same customers: cosine = together / sqrt(buyers(a) · buyers(b)), from at
least 3 customers in common; ties go to the smaller product number.
"""

import csv
import hashlib
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


def best_sellers(rows):
    """The products with the most buyers; ties go to the smaller number."""
    counts = {}
    for _, product in rows:
        counts[product] = counts.get(product, 0) + 1
    return sorted(counts, key=lambda product: (-counts[product], product))[:KEEP]


def main():
    rng = random.Random(1998)
    products = catalogue(rng)
    rows = baskets(products, rng)
    write("products.csv", ["product_id", "title", "genre"], [list(p.values()) for p in products])
    write("baskets.csv", ["customer_id", "product_id"], rows)

    table = {}
    for product, others in similar(rows).items():
        ids = [other for _, other in others] + [""] * (KEEP - len(others))
        table[product] = [*ids, f"{-others[0][0]:.4f}"]
    other = [*best_sellers(rows), ""]
    values = [f"similar_{place}" for place in range(1, KEEP + 1)] + ["closeness"]
    path = HERE / "models" / "similar.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        file.write("# scorebook lookup\n# input: product_id\n# outputs: {closeness: number}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["product_id", *values])
        writer.writerows([product, *found] for product, found in table.items())
        writer.writerow(["*", *other])
    cases = [[p["product_id"], *table.get(p["product_id"], other)] for p in products] + [["P999", *other]]
    write("models/similar.verify.csv", ["product_id", *(f"expected_{name}" for name in values)], cases)
    digest = hashlib.sha256((HERE / "baskets.csv").read_bytes()).hexdigest()
    (HERE / "models" / "similar.yaml").write_text(f"""\
framework: data/catalogue/make.py
trained_until: 1998-06-30
parameters: {{similarity: cosine of buyers, together: {TOGETHER}}}
training: {{rows: {len(rows)}, data_sha256: {digest}, script: data/catalogue/make.py}}
verification: similar.verify.csv
note: Catalogue and baskets are made up.
""")
    print(f"{len(products)} products, {len(rows)} lines of baskets, {len(table)} products with similar ones")


if __name__ == "__main__":
    main()
