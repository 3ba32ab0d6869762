"""A thousand random problems a law, without a guess: the best known optimum, in any units."""

import json
import subprocess

from Harness.tables import Row


def rows(build, quick):
    count = 60 if quick else 1000
    output = subprocess.run([str(build.swift("problems")), str(count)], env=build.environment, stdout=subprocess.PIPE, text=True, check=False).stdout
    result = []
    for line in output.splitlines():
        tally = json.loads(line)
        name, done = tally["problems"], tally["count"]
        reached = {"figure": f"{tally['reached']} of {done}", "worst": f"{tally['worst_excess']:.1e} above", "not converged": str(tally["unsettled"])}
        result.append(Row(f"{name}: best known optimum to 1e-9", reached, f"{count} of {count}", tally["reached"] == done == count, tally))
        units = {"figure": f"{tally['unit_errors']} changes above 1e-9", "worst": f"{tally['worst_unit_error']:.1e}", "not converged": str(tally["unsettled"]), "not identified": str(tally["unidentified"])}
        result.append(Row(f"{name}: x or y times 1e±9", units, "no change above 1e-9", tally["unit_errors"] == 0 and tally["unsettled"] == 0))
    complete = len(result) == 10
    result.append(Row("every law was run", {"figure": f"{len(result) // 2} of 5"}, "5 of 5", complete))
    return result
