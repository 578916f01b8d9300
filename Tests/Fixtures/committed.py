"""Holds what an oracle computes against the file that is committed: `make.py --check` of the folders beside this file."""

import math
import sys


def differences(committed, computed, tolerance, place=""):
    """Each place where the two differ, as a line; numbers may differ by a share of the larger."""
    number = (int, float)
    if isinstance(committed, dict) and isinstance(computed, dict):
        for key in sorted(set(committed) | set(computed)):
            if key not in committed or key not in computed:
                yield f"{place}/{key}: {'computed' if key in computed else 'committed'} only"
            else:
                yield from differences(committed[key], computed[key], tolerance, f"{place}/{key}")
    elif isinstance(committed, (list, tuple)) and isinstance(computed, (list, tuple)):
        if len(committed) != len(computed):
            yield f"{place}: committed {len(committed)} values, computed {len(computed)}"
        else:
            for position, pair in enumerate(zip(committed, computed)):
                yield from differences(*pair, tolerance, f"{place}/{position}")
    elif isinstance(committed, bool) or isinstance(computed, bool) or not (
            isinstance(committed, number) and isinstance(computed, number)):
        if committed != computed:
            yield f"{place}: committed {committed!r}, computed {computed!r}"
    elif committed != computed and not math.isclose(committed, computed, rel_tol=tolerance, abs_tol=0):
        yield f"{place}: committed {committed!r}, computed {computed!r}"


def check(committed, computed, tolerance=0.0):
    """Compares parts by name, each value in them a case; prints every difference, and ends the program.

    The last line is `N cases, M differences`, the status 1 unless M is 0.
    """
    cases = found = 0
    for part in sorted(set(committed) | set(computed)):
        own, its = committed.get(part), computed.get(part)
        members = own.keys() if isinstance(own, dict) else range(len(own)) if isinstance(own, list) else None
        cases += len(members) if members else 1
        for line in differences(own, its, tolerance, part):
            found += 1
            print(line)
    print(f"{cases} cases, {found} differences")
    sys.exit(1 if found else 0)
