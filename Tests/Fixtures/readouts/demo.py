"""The demo's split from purchases.csv alone: who was in which variant, what was known and what happened."""

import pathlib
import struct

import pandas as pd
import xxhash

PURCHASES = pathlib.Path(__file__).resolve().parents[3] / "data" / "cdnow" / "purchases.csv"
SALT, SPLIT = "winter-1997", "winter_mail"
SUNDAYS = pd.date_range("1997-11-02", "1998-06-28", freq="7D")


def cell(*fields):
    """site/reference/splits.md."""
    parts = [text.encode() for text in (SALT, SPLIT, *fields)]
    data = b"".join(struct.pack("<I", len(part)) + part for part in parts)
    return xxhash.xxh64_intdigest(data) * 100_000_000 >> 64


def money(cents):
    return cents / 100.0


def read():
    """Rows as the nights wrote them, with the covariate, and the outcomes of each night."""
    purchases = pd.read_csv(PURCHASES, dtype={"customer_id": str}, parse_dates=["date"])
    purchases["cents"] = (purchases.dollars * 100).round().astype(int)
    # 50 % each: the treatment has the cells from 0 on.
    arm = {key: "treatment" if cell(key) < 50_000_000 else "control" for key in purchases.customer_id.unique()}
    first = purchases.groupby("customer_id").date.min()
    rows, outcomes = [], []
    for sunday in SUNDAYS:
        known = first.index[first < sunday]
        days = (purchases.date - sunday).dt.days
        earlier = purchases[(days >= -90) & (days < 0)].groupby("customer_id").cents.sum()
        later = purchases[(days >= 0) & (days < 28)].groupby("customer_id").cents.agg(["size", "sum"])
        later = later.reindex(known, fill_value=0)
        date = str(sunday.date())
        rows.append(pd.DataFrame({
            "date": date, "key": known, "variant": known.map(arm),
            "money_90d": money(earlier.reindex(known, fill_value=0).to_numpy())}))
        outcomes.append(pd.DataFrame({
            "date": date, "key": known, "bought": (later["size"] > 0).astype(int).to_numpy(),
            "spent": money(later["sum"].to_numpy())}))
    return pd.concat(rows, ignore_index=True), pd.concat(outcomes, ignore_index=True)
