"""Coverage of the nominal 95 % intervals of the universal scalability law, by simulation with a stated seed: 4,000 replicates in each of four designs with errors of 1 and 3 %."""

import json

from Harness.tables import Row

PARAMETERS = ("throughput of one", "contention", "coherency")
REPLICATES = 4_000
# Where coherency is 0 or hardly to be told from it, an interval cannot err below 0 and covers up to 97.5 %.
BAR = (0.935, 0.98)


def rows(build, quick):
    replicates = 300 if quick else REPLICATES
    cells = {}
    for line in build.output([build.swift("scalability"), str(replicates)]).splitlines():
        cell = json.loads(line)
        cells.setdefault(cell["quantity"], []).append(cell)
    judged = [f"profile, {name}" for name in PARAMETERS] + ["profile, peak"]
    judged += [f"relative errors with weights, {name}" for name in PARAMETERS]
    shown = [f"t, {name}" for name in PARAMETERS] + [f"one measured, {name}" for name in PARAMETERS[1:]]
    shown += [f"relative errors without weights, {name}" for name in PARAMETERS] + ["Karp-Flatt slope"]
    return [row(quantity, cells, BAR if quantity in judged else None, quick) for quantity in judged + shown]


def row(quantity, cells, bar, quick):
    found = [cell for cell in cells.get(quantity, []) if cell["replicates"]]
    covered = [cell["covered"] / cell["replicates"] for cell in found]
    least = min((cell["replicates"] for cell in found), default=0)
    fields = {"cells": str(len(found)), "replicates": f"{least:,}", "lowest": "-", "highest": "-"}
    if covered:
        fields |= {"lowest": f"{min(covered):.2%}", "highest": f"{max(covered):.2%}"}
    if not bar:
        return Row(f"{quantity} (shown)", fields, "", None, {"by_cell": found})
    # A quick run is judged with 3.5 standard errors to spare, which its replicates cannot do without.
    slack = 3.5 * (0.95 * 0.05 / least) ** 0.5 if quick and covered else 0
    expected = 6 if quantity == "profile, peak" else 8
    met = len(covered) == expected and bar[0] - slack <= min(covered) and max(covered) <= bar[1] + slack
    return Row(quantity, fields, f"{bar[0] - slack:.1%} to {bar[1] + slack:.1%} in every cell", met, {"by_cell": found})
