"""Fronts, ranks and volumes: ours against moocore, paretoset and pymoo on the same rows, in alternation; and ours against brute force.

Ours is the public call: columns in, a check for NaN, indices of the front out. The rivals get their rows as they like them best. Times are medians of CPU time for one call.
"""

import json
import statistics
from dataclasses import dataclass


from Harness.tables import Row, duration
from Harness.workers import Worker, estimates, ratio, time_all

MOOCORE, PARETOSET, PYMOO = "moocore", "paretoset", "pymoo"
CHECKED_SETS = 100_000
BOOTSTRAP_FRONTS = 1_500


@dataclass
class Timing:
    """Our task against a rival's: rival / ours must be at least `at_least`."""

    what: str
    task: str
    rivals: tuple
    at_least: float
    fastest: bool = False


TIMINGS = [
    Timing("2-D cloud, 1e6", "front cloud-2-1000000", (MOOCORE,), 20),
    Timing("2-D cloud, 1e6", "front cloud-2-1000000", (PARETOSET,), 1),
    Timing("2-D all-front, 1e6", "front front-2-1000000", (MOOCORE,), 2),
    Timing("3-D cloud, 1e6", "front cloud-3-1000000", (MOOCORE,), 15),
    Timing("3-D all-front, 1e6", "front front-3-1000000", (MOOCORE,), 1.3),
    Timing("4-D cloud, 1e6", "front cloud-4-1000000", (MOOCORE,), 20),
    Timing("4-D all-front, 1e5", "front front-4-100000", (MOOCORE,), 1),
    Timing("hypervolume 2-D, 1e6", "volume front-2-1000000", (MOOCORE,), 4),
    Timing("hypervolume 3-D, 1e5", "volume front-3-100000", (MOOCORE,), 1),
    Timing("hypervolume 4-D, 1,000", "volume front-4-1000", (MOOCORE,), 1),
    Timing("ranks 2-D cloud, 1e6", "ranks cloud-2-1000000", (MOOCORE,), 2),
    Timing("2-D cloud, 1e4", "front cloud-2-10000", (MOOCORE, PARETOSET, PYMOO), 1 / 1.5, True),
    Timing("2-D all-front, 1e4", "front front-2-10000", (MOOCORE, PARETOSET, PYMOO), 1 / 1.5, True),
    Timing("3-D cloud, 1e4", "front cloud-3-10000", (MOOCORE, PARETOSET, PYMOO), 1 / 1.5, True),
    Timing("3-D all-front, 1e4", "front front-3-10000", (MOOCORE, PARETOSET, PYMOO), 1 / 1.5, True),
    Timing("4-D cloud, 1e4", "front cloud-4-10000", (MOOCORE, PARETOSET, PYMOO), 1 / 1.5, True),
    Timing("4-D all-front, 1e4", "front front-4-10000", (MOOCORE, PARETOSET, PYMOO), 1 / 1.5, True),
]


def write_sets(folder, python, build):
    """Rows in columns, from a stated seed: `cloud` is uniform in a cube; no row of `front` dominates another (they lie on x + y + … = 1)."""
    program = """
import sys
from pathlib import Path
import numpy as np
for kind, objectives, count in [part.split("-") for part in sys.argv[2:]]:
    objectives, count = int(objectives), int(count)
    generator = np.random.default_rng([20261124, objectives, count])
    if kind == "cloud":
        columns = generator.random((objectives, count))
    elif objectives == 2:
        x = generator.random(count)
        columns = np.stack([x, 1 - x])
    else:
        columns = generator.dirichlet(np.ones(objectives), count).T
    path = Path(sys.argv[1]) / f"{kind}-{objectives}-{count}.columns"
    with open(path, "wb") as file:
        np.array([count, objectives], "i8").tofile(file)
        np.ascontiguousarray(columns).tofile(file)
"""
    names = sorted({timing.task.split(" ")[1] for timing in TIMINGS})
    build.run([python, "-c", program, folder, *names])


def rows(build, quick):
    folder = build.folder / "fronts"
    folder.mkdir(exist_ok=True)
    write_sets(folder, build.python, build)
    ours_path = build.swift("frontiers")
    result = checks(build, ours_path, quick)
    ours = Worker(build, "ours", [ours_path, "tasks", folder])
    rivals = Worker(build, "rivals", [build.python, build.folder.parent.parent / "Rivals" / "front_rivals.py", folder])
    workers = {"ours": ours, "rivals": rivals}
    tasks = []
    for timing in TIMINGS:
        for entry in [("ours", timing.task)] + [("rivals", f"{rival} {timing.task}") for rival in timing.rivals]:
            if entry not in tasks:
                tasks.append(entry)
    own = ("front of 200 runs", "P(on front), resampled", "P(on front), drawn")
    times = time_all(workers, tasks + [("ours", task) for task in own], 3 if quick else 9)
    for task, bar in zip(own[1:], (BOOTSTRAP_FRONTS, None)):
        mine, one = times.get(("ours", task)), times.get(("ours", own[0]))
        if not mine or not one:
            result.append(Row(task, {"ours": "no answer"}, f"<= {BOOTSTRAP_FRONTS:,} fronts", False))
            continue
        fronts = ratio(mine, one)
        cells = {"ours": duration(statistics.median(mine)), "rival": "one front of 200", "its figure": duration(statistics.median(one)), "ratio": f"{fronts:,.0f}x"}
        result.append(Row(f"{task}: 1,000 x 200 runs", cells, f"<= {bar:,} fronts" if bar else "", fronts <= bar if bar else None, {"fronts": fronts}))
    for timing in TIMINGS:
        mine = times.get(("ours", timing.task))
        theirs = {rival: times[key] for rival in timing.rivals if (key := ("rivals", f"{rival} {timing.task}")) in times}
        words = f"within {1 / timing.at_least:.2g}x of the fastest" if timing.fastest else f">= {timing.at_least:g}x"
        if not mine or not theirs:
            result.append(Row(timing.what, {"ours": "no answer"}, words, False))
            continue
        rival = min(theirs, key=lambda name: statistics.median(theirs[name]))
        gain = ratio(theirs[rival], mine)
        cells = {
            "ours": duration(statistics.median(mine)), "rival": rival, "its figure": duration(statistics.median(theirs[rival])),
            "ratio": f"{gain:.3g}x", "agreement": agreement(ours, rivals, timing.task, rival, folder)}
        result.append(Row(timing.what, cells, words, gain >= timing.at_least, {"gain": gain}))
    ours.close()
    rivals.close()
    return result


def agreement(ours, rivals, task, rival, folder):
    """Whether both find the same: the count and sum of indices of a front, a volume, a sum of ranks."""
    mine = estimates(ours, task, folder / "ours.out")
    theirs = estimates(rivals, f"{rival} {task}", folder / "rival.out")
    if not mine or not theirs:
        return "not compared"
    pairs = list(zip(mine[0], theirs[0]))
    worst = max(abs(a - b) / max(abs(a), abs(b), 1e-300) for a, b in pairs)
    return "the same" if worst == 0 else f"to {worst:.0e}"


def checks(build, program, quick):
    sets = 2_000 if quick else CHECKED_SETS
    found = json.loads(build.output([program, "check", sets]))
    shown = {"ours": f"{found['sets'] - found['wrong']:,} of {found['sets']:,}"}
    volumes = {"ours": f"{found['worst_volume']:.0e} at worst of {found['volumes']:,}"}
    share = found["outside"] / found["simulated"] if found["simulated"] else 1
    simulated = {"ours": f"{found['simulated'] - found['outside']:,} of {found['simulated']:,}"}
    small, large = (json.loads(build.output([program, "memory", count])) for count in (1_000_000, 4_000_000))
    each = [(answer["after"] - answer["before"]) / answer["rows"] for answer in (small, large)]
    memory = {"ours": f"{each[0]:.0f} bytes a row at 1e6, {each[1]:.0f} at 4e6"}
    return [
        Row("fronts, groups, ranks, dominators by brute force", shown, "all", found["wrong"] == 0 and found["sets"] == sets, found),
        Row("volumes in 2 to 4 by inclusion and exclusion", volumes, "<= 1e-12", found["volumes"] > 0 and found["worst_volume"] <= 1e-12),
        Row("volumes in 5 and 6 inside their 99 % intervals", simulated, ">= 98 %", found["simulated"] > 0 and share <= 0.02),
        Row("memory, all rows on the front", memory, "linear in n", each[1] <= 1.25 * each[0]),
    ]
