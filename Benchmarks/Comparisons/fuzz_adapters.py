"""A million spoilt files of every tool: no trap, no hang, bounded memory, no figure that cannot be, no row lost without a note."""

import json
import subprocess

from Harness.build import ROOT
from Harness.tables import Row

INPUTS = 1_000_000


def folders(build):
    """The samples: those that are shipped, and those of the reference data where they are."""
    found = [ROOT.parent / "Examples" / "Data" / "tools"]
    for name in ("ours", "third-party"):
        folder = build.reference_data / "formats" / name
        if folder.is_dir():
            found.append(folder)
    return found


def run(build, inputs, first, step):
    command = [build.swift("fuzz-adapters"), inputs, first, step, *folders(build)]
    process = subprocess.Popen([str(part) for part in command], env=build.environment, stdout=subprocess.PIPE, text=True)
    last = {}
    for line in process.stdout:
        if line.startswith("{"):
            last = json.loads(line)
    return process.wait(), last


def rows(build, quick):
    inputs = 20_000 if quick else INPUTS
    code, last = run(build, inputs, 0, 10_000)
    died = ""
    if code != 0:
        # Again from the last line on, a line each input: the one after the last line is the one.
        first = last.get("inputs", 0)
        _, at = run(build, first + 10_000, first, 1)
        died = f"exit code {code} at input {at.get('inputs', first)}"
    complete = code == 0 and last.get("inputs", 0) >= inputs
    shown = {name: f"{last.get(name, 0):,}" for name in ("inputs", "samples", "readable", "read", "refused")}
    seconds, kilobytes = last.get("slowest_seconds", 1e9), last.get("peak_kilobytes", 1e9)

    def first_of(name, kinds):
        return f"{last.get(name, '-')}" + (f", {last[kinds][0]}" if last.get(kinds) else "")

    return [
        Row("no trap", {**shown, "worst": died}, f"{inputs:,} inputs of every sample", complete and len(folders(build)) == 3, last),
        Row("no hang: the slowest input", {"worst": f"{seconds * 1e3:.1f} ms (input {last.get('slowest_input')})"}, "<= 1 s of CPU time", complete and seconds <= 1),
        Row("memory of the whole run", {"worst": f"{kilobytes / 1024:.0f} MiB"}, "<= 512 MiB", complete and kilobytes <= 512 * 1024),
        Row("figures within the bounds of their metrics", {"worst": first_of("faulty", "faults")}, "all", complete and last.get("faulty") == 0),
        Row("no run, request or answer lost without a note", {"worst": first_of("lost", "losses")}, "none", complete and last.get("lost") == 0),
    ]
