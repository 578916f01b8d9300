"""Makes the packed and encoded files of this folder. Python's standard library only.

All of them hold the same three rows as plain.csv, truncated.csv.gz the first part of them.
"""

import gzip
import pathlib

here = pathlib.Path(__file__).parent
text = "name;amount\nJosé;1,5\n€uro “x”;-2,25\nZoë;NA\n"


def packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


data = text.encode("utf-8")
(here / "plain.csv").write_bytes(data)
(here / "bom.csv").write_bytes(b"\xef\xbb\xbf" + data)
(here / "plain.csv.gz").write_bytes(packed(data))
(here / "members.csv.gz").write_bytes(packed(data[:20]) + packed(b"") + packed(data[20:]) + b"\0" * 64)
(here / "packed_without_suffix.csv").write_bytes(packed(data))
(here / "truncated.csv.gz").write_bytes(packed(data)[:-12])
(here / "trailing_rubbish.csv.gz").write_bytes(packed(data) + b"rubbish")
(here / "not_packed.csv.gz").write_bytes(data)
(here / "windows1252.csv").write_bytes(text.encode("windows-1252"))
(here / "latin1.csv").write_bytes(text.replace("€", "E").replace("“", '"').replace("”", '"').encode("latin-1"))
for name, bom, codec in [
    ("utf16_le_bom", b"\xff\xfe", "utf-16-le"),
    ("utf16_be_bom", b"\xfe\xff", "utf-16-be"),
    ("utf16_le", b"", "utf-16-le"),
    ("utf16_be", b"", "utf-16-be"),
]:
    (here / f"{name}.csv").write_bytes(bom + text.encode(codec))
(here / "utf16_odd.csv").write_bytes(text.encode("utf-16-le") + b"\n")
(here / "utf16_surrogate.csv").write_bytes(
    "name;amount\nJosé".encode("utf-16-le") + b"\x00\xd8" + ";1,5\n".encode("utf-16-le")
)
(here / "utf16_packed.csv.gz").write_bytes(packed(b"\xff\xfe" + text.encode("utf-16-le")))
