"""Rows, the table they make, and the count of bars met."""

import json
import sys
from dataclasses import dataclass, field


@dataclass
class Row:
    """`cells` are shown; `numbers` go to the JSON line; `met` is None for a row without a bar."""

    what: str
    cells: dict
    bar: str = ""
    met: bool | None = None
    numbers: dict = field(default_factory=dict)


def duration(seconds):
    if seconds is None:
        return "-"
    for scale, unit in ((1, "s"), (1e-3, "ms")):
        if seconds >= scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds * 1e6:.3g} us"


def report(name, rows, check):
    headings = ["what"]
    for row in rows:
        headings += [heading for heading in row.cells if heading not in headings]
    headings += ["bar", ""]
    verdicts = {None: "", True: "met", False: "MISSED"}
    lines = [headings] + [[row.what, *(row.cells.get(h, "") for h in headings[1:-2]), row.bar, verdicts[row.met]] for row in rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(headings))]
    for i, line in enumerate(lines):
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
        if i == 0:
            print("  ".join("-" * width for width in widths))
    print()
    for row in rows:
        print(json.dumps({"comparison": name, "what": row.what, **row.cells, **row.numbers, "bar": row.bar, "met": row.met}))
    judged = [row for row in rows if row.met is not None]
    missed = [row for row in judged if not row.met]
    print(f"\n{len(judged) - len(missed)} of {len(judged)} bars met")
    if check and missed:
        for row in missed:
            print(f"missed: {row.what}: {row.bar}", file=sys.stderr)
        return 1
    return 0
