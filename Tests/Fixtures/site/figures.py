"""Draws the figures of the sample site: the same bytes each time, standard library only.

Run in this folder: python3 figures.py. The numbers are made up; they only have to look like a night's.
"""

import math
import pathlib

ROOT = pathlib.Path(__file__).parent / "sample"
WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 52, 96, 16, 34


def svg(title, description, body):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="t d" font-size="12">\n<title id="t">{title}</title>\n<desc id="d">{description}</desc>\n'
        f"{body}</svg>\n"
    )


def lines(path, title, series, low, high, ticks, form, labels):
    count = len(labels)
    x = lambda i: LEFT + (WIDTH - LEFT - RIGHT) * i / (count - 1)
    y = lambda v: TOP + (HEIGHT - TOP - BOTTOM) * (high - v) / (high - low)
    body = ""
    for tick in ticks:
        body += f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" stroke="var(--chart-grid)"/>\n'
        body += f'<text x="{LEFT - 8}" y="{y(tick) + 4:.1f}" text-anchor="end" fill="var(--chart-muted)">{form(tick)}</text>\n'
    for i in range(0, count, max(1, count // 6)):
        body += f'<text x="{x(i):.1f}" y="{HEIGHT - 12}" text-anchor="middle" fill="var(--chart-muted)">{labels[i]}</text>\n'
    for number, (name, values, spread) in enumerate(series, 1):
        if spread:
            upper = " ".join(f"{x(i):.1f},{y(v + spread):.1f}" for i, v in enumerate(values))
            lower = " ".join(f"{x(i):.1f},{y(v - spread):.1f}" for i, v in reversed(list(enumerate(values))))
            body += f'<polygon points="{upper} {lower}" fill="var(--chart-band)"/>\n'
        points = " ".join(f"{x(i):.1f},{y(v):.1f}" for i, v in enumerate(values))
        dash = "" if number == 1 else ' stroke-dasharray="5 3"'
        body += f'<polyline points="{points}" fill="none" stroke="var(--chart-{number})" stroke-width="2"{dash}/>\n'
        body += f'<text x="{WIDTH - RIGHT + 8}" y="{y(values[-1]) + 4:.1f}" fill="var(--chart-{number})">{name}</text>\n'
    (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
    (ROOT / path).write_text(svg(title, f"{count} values from {labels[0]} to {labels[-1]}", body))
    rows = ["date," + ",".join(name for name, _, _ in series)]
    rows += [f"{labels[i]}," + ",".join(f"{values[i]:.4f}" for _, values, _ in series) for i in range(count)]
    (ROOT / path).with_suffix(".csv").write_text("\n".join(rows) + "\n")


nights = [f"1997-{11 + (1 + 7 * i) // 30}-{(1 + 7 * i) % 30 + 1:02d}" for i in range(8)]
auc = [0.822 + 0.012 * math.sin(i) - 0.002 * i for i in range(8)]
rule = [0.781 + 0.010 * math.sin(i + 0.7) - 0.001 * i for i in range(8)]
lines("models/figures/auc.svg", "AUC by night", [("champion", auc, 0.009), ("rfm", rule, 0)], 0.74, 0.86,
      [0.74, 0.78, 0.82, 0.86], lambda v: f"{v:.2f}", nights)
weeks = [f"W{i + 1:02d}" for i in range(26)]
revenue = [24500 + 3200 * math.sin(i / 3) + 900 * math.cos(2.1 * i) for i in range(26)]
lines("reports/figures/revenue.svg", "Weekly revenue", [("USD", revenue, 0)], 18000, 30000,
      [18000, 22000, 26000, 30000], lambda v: f"{v:,.0f}", weeks)
