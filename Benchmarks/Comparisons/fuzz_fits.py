"""A million random nasty inputs to the fits and to what is asked of them: no trap, no hang, no NaN as an estimate, no error without a sentence."""

import json
import subprocess

from Harness.tables import Row

INPUTS = 1_000_000


def run(build, *arguments):
    """The exit code, the last line that our side printed, and the first line that is not of ours: LAPACK complains on the standard output."""
    last, stray = {}, ""
    process = subprocess.Popen([str(part) for part in (build.swift("fuzz-fits"), *arguments)], env=build.environment, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if line.startswith("{"):
            last = json.loads(line)
        else:
            stray = stray or line.strip()
    return process.wait(), last, stray


def rows(build, quick):
    inputs = 20_000 if quick else INPUTS
    code, last, stray = run(build, inputs)
    died = stray
    if code != 0:
        # Again from the last line on, a line each input: the one after the last line is the one.
        first = last.get("inputs", 0)
        _, at, _ = run(build, first + 10_000, first, 1)
        died = f"exit code {code} at input {at.get('inputs', first)}"
    done = last.get("inputs", 0)
    complete = code == 0 and done >= inputs and not stray
    faults = last.get("faults", [])

    def slowest(kind):
        seconds = last.get(f"{kind}_seconds")
        return {"worst": "-" if seconds is None else f"{seconds * 1e3:.1f} ms (input {last[f'{kind}_input']})"}, complete and seconds is not None and seconds

    short, long = slowest("slowest"), slowest("slowest_long")

    def count(name):
        number = last.get(name)
        return {"worst": "-" if number is None else f"{number}, first: {faults[0]}" if number and faults else f"{number}"}, complete and number == 0

    shown = {"inputs": f"{done:,}", "fitted": f"{last.get('fitted', 0):,}", "refused": f"{last.get('refused', 0):,}"}
    return [
        Row("no trap", {**shown, "worst": died}, f"{inputs:,} inputs", complete, last),
        Row("no hang: the slowest input of up to 100 points", short[0], "<= 2 s of CPU time, a bootstrap of 50 fits included", short[1] is not False and short[1] <= 2),
        Row("no hang: the slowest of 2,000 to 10,000 points", long[0], "<= 10 s of CPU time", long[1] is not False and long[1] <= 10),
        Row("no estimate is NaN or infinite", *split(count("not_finite"))),
        Row("every refusal is a typed error with a sentence", *split(count("untyped"))),
    ]


def split(counted):
    """Cells, bar and verdict of a count that must be 0."""
    return counted[0], "none", counted[1]
