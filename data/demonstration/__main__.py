"""``python -m data.demonstration``: generates the records and lists each published figure beside theirs."""

from __future__ import annotations

import sys

from data.demonstration.check import checks
from data.demonstration.generate import SEED, generate


def main() -> int:
    """Prints one line a figure; 0 if all hold, 1 if some differ."""
    found = checks(generate(int(sys.argv[1]) if len(sys.argv) > 1 else SEED))
    for check in found:
        ours = check.ours if isinstance(check.ours, str) else f"{check.ours:.2f}"
        state = "holds  " if check.holds else "differs"
        sys.stdout.write(f"{state} {check.id:5} {ours:>14} ({check.low:.2f} to {check.high:.2f}) {check.says}\n")
    sys.stdout.write(f"{sum(check.holds for check in found)} of {len(found)} hold\n")
    return 0 if all(check.holds for check in found) else 1


if __name__ == "__main__":
    sys.exit(main())
