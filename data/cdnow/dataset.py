"""purchases.csv in an in-memory SQLite, and this folder's SQL asked there."""

import csv
import pathlib
import sqlite3

FOLDER = pathlib.Path(__file__).resolve().parent


def open_database():
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE purchases (customer_id TEXT, date TEXT, cds INTEGER, dollars REAL)")
    with open(FOLDER / "purchases.csv", encoding="ascii", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        database.executemany("INSERT INTO purchases VALUES (?, ?, ?, ?)", rows)
    return database


def ask(database, name, **parameters):
    """Names of the columns, and the rows, of one SQL file."""
    cursor = database.execute((FOLDER / name).read_text(encoding="utf-8"), parameters)
    return [column[0] for column in cursor.description], cursor.fetchall()
