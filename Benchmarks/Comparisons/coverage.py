"""Coverage of the nominal 95 % intervals, by simulation with a stated seed: 10,000 replicates a cell (a fifth for the nested caps after the first and for tests that are only shown)."""

import json

from Harness.tables import Row

# Of the power law with floor, 18 cells a curve: n = 8, 12, 20; two and three decades; noise 0.5, 1, 3 % of the span.
INDEPENDENT = [
    ("exponent", "exponent"),
    ("plateau", "plateau"),
    ("mean prediction, mid-range", "mean prediction"),
    ("one-step extrapolation, x twice the largest", "extrapolation"),
    ("mean prediction, mid-range, by profile", "profile, mean prediction"),
    ("one-step extrapolation, by profile", "profile, extrapolation"),
    ("inverse estimate", "inverse estimate"),
]
CURVES = [("1 + 2 x^-0.5", 0.5), ("1.5 + 2 x^-0.3", 0.3), ("0.2 + 3 x^-0.8", 0.8)]
# Nine nested caps over 400 problems: plateau, amplitude, exponent, factor from cap to cap.
NESTED = [(0.85, 0.6, 0.8, 2), (0.6, 0.5, 0.5, 2), (0.9, 0.8, 0.5, 4)]
NARROW, WIDE = (0.94, 0.96), (0.93, 0.97)
REPLICATES = 10_000


def quantities():
    """What, the quantity's name in our side's lines, which of its cells, how many they are, the bar."""
    for name, exponent in CURVES:
        of = lambda cell, exponent=exponent: cell["exponent"] == exponent
        yield from ((f"{name}: {what}", quantity, of, 18, NARROW) for what, quantity in INDEPENDENT)
        yield from ((f"{name}: {quantity} (shown)", quantity, of, 18, None) for quantity in ("t, exponent", "t, plateau"))
    for plateau, amplitude, exponent, factor in NESTED:
        of = lambda cell, plateau=plateau, factor=factor: (cell["plateau"], cell["factor"]) == (plateau, factor)
        name = f"{plateau:g} - {amplitude:g} c^-{exponent:g}, nine nested caps x {factor}, 400 problems, plateau"
        yield f"{name}: known covariance", "nested plateau, covariance", of, 1, WIDE
        yield f"{name}: bootstrap by problem", "nested plateau, bootstrap", of, 1, WIDE
        yield f"{name}: residual t (shown)", "nested plateau, residual t", of, 1, None
    for parameter in ("exponent", "plateau"):
        yield f"9 configurations x 3 seeds, wild cluster bootstrap: {parameter}", f"wild cluster {parameter}", None, 3, WIDE
    for parameter in ("exponent", "plateau"):
        yield f"9 configurations x 3 seeds, null imposed: {parameter} (shown)", f"null imposed {parameter}", None, 3, None
    yield "9 configurations x 3 seeds, profile without clusters: plateau (shown)", "no clusters, plateau", None, 3, None


def rows(build, quick):
    replicates = 300 if quick else REPLICATES
    cells = {}
    for line in build.output([build.swift("coverage"), str(replicates)]).splitlines():
        cell = json.loads(line)
        cells.setdefault(cell["quantity"], []).append(cell)
    return [row(*quantity, cells, quick) for quantity in quantities()]


def row(what, quantity, of, expected, bar, cells, quick):
    found = [cell for cell in cells.get(quantity, []) if of is None or of(cell)]
    covered = [cell["covered"] / cell["replicates"] for cell in found if cell["replicates"]]
    shown = {"cells": str(len(found)), "replicates": "-", "lowest": "-", "highest": "-", "open side": "-", "no interval": "-"}
    low, high = 0, 1
    if covered:
        low, high = min(covered), max(covered)
        opened = max(cell["open"] / cell["replicates"] for cell in found)
        shown |= {"replicates": f"{min(cell['replicates'] for cell in found):,}", "lowest": f"{low:.2%}", "highest": f"{high:.2%}", "open side": f"{opened:.1%}", "no interval": str(sum(cell["refused"] for cell in found))}
    met, words = None, ""
    if bar:
        # A quick run is judged with 3.5 standard errors to spare, which its replicates cannot do without.
        slack = 3.5 * (0.95 * 0.05 / min(cell["replicates"] for cell in found)) ** 0.5 if quick and covered else 0
        words = f"{bar[0] - slack:.1%} to {bar[1] + slack:.1%} in every cell"
        met = len(covered) == expected and bar[0] - slack <= low and high <= bar[1] + slack
    return Row(what, shown, words, met, {"by_cell": found})
