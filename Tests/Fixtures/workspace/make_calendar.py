"""Writes calendar.csv: days since 1970-01-01, ISO date and ISO weekday, from Python's datetime."""
import datetime
import pathlib
import random

random.seed(1997)
EPOCH = datetime.date(1970, 1, 1).toordinal()
days = {datetime.date(1, 1, 1), datetime.date(9999, 12, 31), datetime.date(1970, 1, 1), datetime.date(1969, 12, 31)}
for year in (1, 4, 100, 400, 1582, 1600, 1700, 1752, 1800, 1900, 1904, 1970, 1996, 1997, 2000, 2024, 2100, 2400, 9999):
    for month, day in ((1, 1), (2, 28), (3, 1), (12, 31)):
        days.add(datetime.date(year, month, day))
    if (year % 4 == 0 and year % 100 != 0) or year % 400 == 0:
        days.add(datetime.date(year, 2, 29))
first, last = datetime.date(1, 1, 1).toordinal(), datetime.date(9999, 12, 31).toordinal()
days.update(datetime.date.fromordinal(random.randint(first, last)) for _ in range(900))
with open(pathlib.Path(__file__).parent / "calendar.csv", "w", encoding="utf-8", newline="\n") as out:
    out.write("days,date,weekday\n")
    for day in sorted(days):
        out.write(f"{day.toordinal() - EPOCH},{day.isoformat()},{day.isoweekday()}\n")
