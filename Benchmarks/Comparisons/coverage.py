"""Coverage of the nominal 95 % intervals, by simulation with a stated seed: 10,000 replicates a cell."""

import json

from Harness.tables import Row

# What, the quantity's name in our side's lines, cells expected, the bar. 18 cells: n = 8, 12, 20; two and three decades; noise 0.5, 1, 3 %.
QUANTITIES = [
    ("exponent", "exponent", 18, (0.94, 0.96)),
    ("plateau", "plateau", 18, (0.94, 0.96)),
    ("mean prediction, mid-range", "mean prediction", 18, (0.94, 0.96)),
    ("one-step extrapolation, x twice the largest", "extrapolation", 18, (0.94, 0.96)),
    ("inverse estimate", "inverse estimate", 18, (0.94, 0.96)),
    ("plateau, nine nested caps, 400 problems: known covariance", "nested plateau, covariance", 1, (0.93, 0.97)),
    ("plateau, nine nested caps, 400 problems: bootstrap by problem", "nested plateau, bootstrap", 1, (0.93, 0.97)),
    ("plateau, nine nested caps, 400 problems: residual t (shown)", "nested plateau, residual t", 1, None),
    ("wild cluster bootstrap, 9 x 3 seeds: exponent", "wild cluster exponent", 1, (0.93, 0.97)),
    ("wild cluster bootstrap, 9 x 3 seeds: plateau", "wild cluster plateau", 1, (0.93, 0.97)),
]
REPLICATES = 10_000


def rows(build, quick):
    replicates = 300 if quick else REPLICATES
    cells = {}
    for line in build.output([build.swift("coverage"), str(replicates)]).splitlines():
        cell = json.loads(line)
        cells.setdefault(cell["quantity"], []).append(cell)
    result = []
    for what, quantity, expected, bar in QUANTITIES:
        found = cells.get(quantity, [])
        covered = [cell["covered"] / cell["replicates"] for cell in found]
        shown = {"cells": f"{len(found)} of {expected}", "replicates": f"{replicates:,}"}
        if covered:
            low, high = min(covered), max(covered)
            shown |= {"lowest": f"{low:.2%}", "highest": f"{high:.2%}", "no interval": str(sum(c["refused"] for c in found))}
        met, words = None, ""
        if bar:
            # A quick run is judged with 3.5 standard errors to spare, which its replicates cannot do without.
            slack = 3.5 * (0.95 * 0.05 / replicates) ** 0.5 if quick else 0
            words = f"{bar[0] - slack:.1%} to {bar[1] + slack:.1%} in every cell"
            met = len(found) == expected and bar[0] - slack <= low and high <= bar[1] + slack
        result.append(Row(what, shown, words, met, {"by_cell": found}))
    return result
