"""A million random nasty inputs to the fits: no trap, no hang, no NaN as an estimate."""

import json
import subprocess

from Harness.tables import Row

INPUTS = 1_000_000


def rows(build, quick):
    inputs = 20_000 if quick else INPUTS
    command = [str(build.swift("fuzz-fits")), str(inputs)]
    died, last = "", {}
    process = subprocess.Popen(command, env=build.environment, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        last = json.loads(line)
    if process.wait() != 0:
        died = f"exit code {process.returncode} after input {last.get('inputs', 0):,}; `fuzz-fits INPUTS FIRST` runs on from input FIRST"
    done, slowest = last.get("inputs", 0), last.get("slowest_seconds")
    shown = {"inputs": f"{done:,}", "fitted": f"{last.get('fitted', 0):,}", "refused": f"{last.get('refused', 0):,}"}
    complete = not died and done >= inputs
    slow = "-" if slowest is None else f"{slowest * 1e3:.1f} ms (input {last['slowest_input']})"
    nan = last.get("not_finite")
    return [
        Row("no trap", {**shown, "worst": died}, f"{inputs:,} inputs", complete, last),
        Row("no hang: the slowest input", {"worst": slow}, "<= 1 s of CPU time", complete and slowest is not None and slowest <= 1),
        Row("no estimate is NaN", {"worst": "-" if nan is None else f"{nan} (first: input {last['first_not_finite']})" if nan else "none"}, "none", complete and nan == 0),
    ]
