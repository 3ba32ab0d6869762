"""The Python side of Worker.h: reads the curves, answers the harness's requests, counts CPU time."""

import json
import sys
import time
from pathlib import Path

import numpy as np


class ProblemSet:
    """Many curves over the same predictors; `x` is a column, or a matrix with one row a predictor."""

    def __init__(self, path):
        self.curves, self.count, predictors, parameters = (int(v) for v in np.fromfile(path, "i8", 4))
        values = np.fromfile(path, "f8", offset=32)
        x, values = np.split(values, [self.count * predictors])
        y, starts = np.split(values, [self.curves * self.count])
        self.x = x if predictors == 1 else x.reshape(predictors, self.count)
        self.y = y.reshape(self.curves, self.count)
        self.starts = starts.reshape(self.curves, parameters)


def read_sets(folder):
    return {path.stem: ProblemSet(path) for path in sorted(Path(folder).glob("*.curves"))}


def serve(worker, tasks):
    """`tasks` maps a name to a function of "with the residual sums of squares?" that returns one row of numbers for each fit."""
    print(json.dumps({"worker": worker, "tasks": list(tasks)}), flush=True)
    for line in sys.stdin:
        verb, name, *path = line.rstrip("\n").split("\t")
        if name not in tasks:
            print(json.dumps({"error": "no such task"}), flush=True)
            continue
        fits, start = 0, time.process_time()
        while True:
            rows = tasks[name](verb == "estimates")
            fits += len(rows)
            seconds = time.process_time() - start
            if verb != "time" or seconds >= 0.03:
                break
        if path:
            np.asarray(rows, dtype="f8").tofile(path[0])
        columns = len(rows[0])
        print(json.dumps({"fits": fits, "seconds": seconds, "columns": columns}), flush=True)
