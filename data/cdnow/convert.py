"""Turns CDNOW_master.txt into purchases.csv and totals.json.

    python3 convert.py path/to/CDNOW_master.txt

The source has one purchase a line: customer, YYYYMMDD, number of CDs, dollars, separated by blanks.
Nothing is cleaned, sorted or dropped; only the spelling changes. Needs nothing but Python itself.
"""

import collections
import csv
import datetime
import decimal
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
HEADER = ["customer_id", "date", "cds", "dollars"]


def read(path):
    with open(path, encoding="ascii", newline=None) as lines:
        next(lines)  # the source's own header
        for number, line in enumerate(lines, start=2):
            fields = line.split()
            if len(fields) != 4:
                sys.exit(f"{path}:{number}: {len(fields)} fields; expected 4")
            customer, day, cds, dollars = fields
            if len(customer) != 5 or len(dollars.partition(".")[2]) != 2:
                sys.exit(f"{path}:{number}: expected five digits and two decimals")
            yield customer, datetime.datetime.strptime(day, "%Y%m%d").date().isoformat(), int(cds), dollars


def totals(rows):
    exact = collections.Counter(rows)
    days = collections.Counter(row[:2] for row in rows)
    cents = [int(decimal.Decimal(row[3]).scaleb(2)) for row in rows]
    return {
        "rows": len(rows),
        "customers": len({row[0] for row in rows}),
        "dollars_cents": sum(cents),
        "cds": sum(row[2] for row in rows),
        "first_date": min(row[1] for row in rows),
        "last_date": max(row[1] for row in rows),
        "exact_duplicates": sum(count - 1 for count in exact.values()),
        "repeated_customer_days": sum(count - 1 for count in days.values()),
        "zero_dollars": cents.count(0),
    }


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    rows = list(read(sys.argv[1]))
    with open(HERE / "purchases.csv", "w", encoding="ascii", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
    text = json.dumps(totals(rows), indent=2) + "\n"
    (HERE / "totals.json").write_text(text, encoding="ascii")
    print(text, end="")


if __name__ == "__main__":
    main()
