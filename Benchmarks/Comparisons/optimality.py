"""Coverage of the nominal 95 % intervals of compute- against system-optimal: 1,000 studies drawn from the shipped measurements, and the time of 2,000 replicates."""

import json

from Harness import build as harness
from Harness.tables import Row, duration

# Percentiles of functions of which points win are approximate: these bars, set after the first run, guard what was measured then. The accuracy lost with ties in favour is shown: for accepted FLOPs it is all but 0.
BARS = {
    "Jaccard index": (0.9, 1), "regret, ties in favour": (0.9, 1), "regret, ties against": (0.9, 1), "largest regret": (0.9, 1),
    "accuracy lost, ties in favour": None, "accuracy lost, ties against": (0.88, 1), "Kendall's tau-b": (0.9, 0.98),
    "Spearman's rho": (0.9, 0.98), "points of the regret curve": (0.93, 1), "points of the curve of accuracy lost": (0.93, 1),
}
SECONDS = 1
STUDIES, REPLICATES = 1_000, 500


def rows(build, quick):
    measured = harness.ROOT.parent / "Examples" / "Data" / "h100"
    studies, replicates = (100, 200) if quick else (STUDIES, REPLICATES)
    cells, seconds = {}, None
    for line in build.output([build.swift("optimality"), measured, str(studies), str(replicates)]).splitlines():
        cell = json.loads(line)
        if cell["quantity"] == "time":
            seconds = cell["seconds"]
        else:
            cells.setdefault(cell["quantity"], []).append(cell)
    result = [row(quantity, cells.get(quantity, []), bar, studies if quick else None) for quantity, bar in BARS.items()]
    shown = {"least": duration(seconds) if seconds else "no answer"}
    met = seconds is not None and seconds < SECONDS
    return result + [Row("2,000 replicates, 72 configurations, three measures", shown, f"< {SECONDS} s of processor time", met)]


def row(quantity, found, bar, quick):
    covered = [cell["covered"] / cell["replicates"] for cell in found if cell["replicates"]]
    fields = {"least": "-", "most": "-", "no interval": "-"}
    if covered:
        refused = max(cell["refused"] / cell["replicates"] for cell in found)
        fields = {"least": f"{min(covered):.1%}", "most": f"{max(covered):.1%}", "no interval": f"{refused:.1%}"}
    if bar is None:
        return Row(f"{quantity} (shown)", fields, "", None, {"by_measure": found})
    # A quick run is judged with 3.5 standard errors to spare, which its studies cannot do without.
    slack = 3.5 * (0.95 * 0.05 / quick) ** 0.5 if quick else 0
    met = len(covered) == 3 and bar[0] - slack <= min(covered) and max(covered) <= bar[1] + slack
    return Row(quantity, fields, f"{bar[0] - slack:.1%} to {min(bar[1] + slack, 1):.1%} for every measure", met, {"by_measure": found})
