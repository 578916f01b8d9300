"""What a check found, told the same way by all of them."""
import sys, time


class Findings:
    """Counts checks that failed; `what` begins each line: site, mail."""

    def __init__(self, what):
        self.what = what
        self.failed = 0

    def report(self, name, looked_at, unit, problems, started):
        seconds = f"{time.time() - started:.1f} s"
        if problems:
            self.failed += 1
            print(f"{self.what}: {name}: {len(problems)} of {looked_at} {unit} ({seconds})", file=sys.stderr)
            for problem in problems[:12]:
                print(f"  {problem}", file=sys.stderr)
        else:
            print(f"{self.what}: {name}: 0 in {looked_at} {unit} ({seconds})")
