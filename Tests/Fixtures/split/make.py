"""Computes expected.json. Usage: python make.py (see requirements.txt).

`python make.py --check` computes it again and compares with the committed file.
"""

import json
import struct
import sys
from fractions import Fraction
from pathlib import Path

import xxhash

CELLS = 100_000_000


def part(text):
    data = text.encode("utf-8")
    return struct.pack("<I", len(data)) + data


def key_hash(salt, name, fields):
    return xxhash.xxh64_intdigest(b"".join(map(part, [salt, name, *fields])), seed=0)


def cell(value):
    return value * CELLS >> 64


def anchor(number):
    """0, 1/2, 1/4, 3/4, 1/8, 5/8 … for 0, 1, 2, 3, 4, 5 …"""
    value, step = Fraction(0), Fraction(1, 2)
    while number:
        if number & 1:
            value += step
        number >>= 1
        step /= 2
    return value


def arcs(shares):
    """Variant of each piece of [0, 1): painted on a list of owners between all points where one may change."""
    shares = [Fraction(share) / 100 for share in shares]
    assert sum(shares) == 1
    others = range(1, len(shares))
    anchors = {v: anchor(v - 1) for v in others}
    order = sorted(others, key=anchors.get)
    home = {v: (anchors[v], anchors[order[i + 1]] if i + 1 < len(order) else Fraction(1)) for i, v in enumerate(order)}
    pieces, free = [], {}
    for v in order:
        start, end = home[v]
        taken = min(shares[v], end - start)
        pieces.append((start, start + taken, v))
        free[v] = [start + taken, end]
    for v in others:
        start, end = home[v]
        rest = shares[v] - min(shares[v], end - start)
        at = order.index(v)
        for w in order[at + 1:] + order[:at]:
            taken = min(rest, free[w][1] - free[w][0])
            pieces.append((free[w][1] - taken, free[w][1], v))
            free[w][1] -= taken
            rest -= taken
        assert rest == 0
    pieces += [(start, end, 0) for start, end in free.values()]
    result = []
    for start, end, v in sorted(p for p in pieces if p[0] < p[1]):
        if not result or result[-1][1] != v:
            assert (start * CELLS).denominator == 1
            result.append([int(start * CELLS), v])
    return result


def main():
    data = bytes((131 * i + 7) % 256 for i in range(300))
    keys = [
        ("winter-1997", "winter_mail", ["00001"]),
        ("winter-1997", "winter_mail", ["00002"]),
        ("winter-1997", "winter_mail", ["1"]),
        ("winter-1997", "spring_mail", ["00001"]),
        ("spring-1998", "winter_mail", ["00001"]),
        ("s", "n", ["a", "bc"]),
        ("s", "n", ["ab", "c"]),
        ("s", "n", ["", "abc"]),
        ("s", "n", ["Zoë Müller", "日本"]),
        ("x" * 100, "long_salt", ["key", "k" * 77]),
    ] + [("winter-1997", "winter_mail", [f"{i:05}"]) for i in range(3, 200)]
    shares = [
        ["50", "50"], ["90", "10"], ["100", "0"], ["0", "100"], ["99.999999", "0.000001"],
        ["80", "10", "10"], ["34", "33", "33"], ["33.333334", "33.333333", "33.333333"], ["30", "60", "10"],
        ["0", "70", "30"], ["5", "10", "85"], ["25", "25", "25", "25"], ["10", "40", "10", "40"],
        ["85", "5", "5", "5"], ["0", "40", "20", "40"], ["20", "20", "20", "20", "20"],
        ["0", "30", "30", "20", "20"], ["16.666670", "16.666666", "16.666666", "16.666666", "16.666666", "16.666666"],
        ["3.125"] * 32, ["0"] * 31 + ["100"], ["69"] + ["1"] * 31,
    ]
    expected = {
        "bytes": [[n, f"{xxhash.xxh64_intdigest(data[:n]):016x}"] for n in range(300)],
        "keys": [
            {"salt": s, "name": n, "fields": f, "hash": f"{key_hash(s, n, f):016x}", "cell": cell(key_hash(s, n, f))}
            for s, n, f in keys
        ],
        "arcs": [{"shares": s, "starts": arcs(s)} for s in shares],
    }
    path = Path(__file__).with_name("expected.json")
    if "--check" in sys.argv:
        sys.path.insert(0, str(path.parent.parent))
        import committed
        committed.check(json.loads(path.read_text(encoding="utf-8")), expected)
    path.write_text(json.dumps(expected, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


main()
