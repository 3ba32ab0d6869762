"""moocore, paretoset and pymoo on the sets of rows that ours reads: `front_rivals.py FOLDER`."""

import sys
from pathlib import Path

import moocore
import numpy as np
import paretoset
from pymoo.util.nds.non_dominated_sorting import NonDominatedSorting

import worker


def read(folder):
    sets = {}
    for path in sorted(Path(folder).glob("*.columns")):
        count, objectives = (int(v) for v in np.fromfile(path, "i8", 2))
        # Rows of their own, contiguous: what each library takes.
        sets[path.stem] = np.ascontiguousarray(np.fromfile(path, "f8", offset=16).reshape(objectives, count).T)
    return sets


def summary(indices):
    return [[float(len(indices)), float(indices.sum())]]


def main(folder):
    sets = read(folder)
    tasks = {}
    for name, rows in sets.items():
        count, objectives = rows.shape
        reference = np.full(objectives, 1.1)
        sense = ["min"] * objectives
        tasks[f"moocore front {name}"] = lambda _, rows=rows: summary(np.flatnonzero(moocore.is_nondominated(rows, keep_weakly=True)))
        if "front" not in name or count <= 10_000:
            tasks[f"paretoset front {name}"] = lambda _, rows=rows, sense=sense: summary(np.flatnonzero(paretoset.paretoset(rows, sense=sense, distinct=False)))
        if count <= 10_000:
            tasks[f"pymoo front {name}"] = lambda _, rows=rows: summary(NonDominatedSorting().do(rows, only_non_dominated_front=True))
        tasks[f"moocore volume {name}"] = lambda _, rows=rows, reference=reference: [[float(moocore.hypervolume(rows, ref=reference))]]
        if objectives == 2:
            tasks[f"moocore ranks {name}"] = lambda _, rows=rows: [[float(moocore.pareto_rank(rows).sum())]]
    worker.serve("front rivals", tasks)


main(sys.argv[1])
