"""Programs that wait for requests, and the alternation: every task once a round, side after side, so that noise hits all."""

import array
import json
import statistics
import subprocess

from Harness.build import ROOT, Failure


class Worker:
    def __init__(self, build, name, command):
        self.name = name
        self.process = subprocess.Popen(
            [str(c) for c in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env=build.environment)
        line = self.process.stdout.readline()
        # A rival that is not there must not read as bars missed by us.
        if not line:
            raise Failure(f"{name} did not start: {' '.join(str(c) for c in command)}")
        self.tasks = json.loads(line)["tasks"]

    def ask(self, *request):
        """The answer, or None where the worker died or refused."""
        try:
            self.process.stdin.write("\t".join(str(part) for part in request) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        answer = json.loads(line) if line else {"error": "no answer"}
        return None if "error" in answer else answer

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def time_all(workers, tasks, rounds):
    """CPU seconds for one fit: {(worker, task): one number a round}; a task that a worker does not have is absent."""
    present = [(w, t) for w, t in tasks if w in workers and t in workers[w].tasks]
    times = {key: [] for key in present}
    for round_number in range(rounds + 1):
        for worker, task in present:
            answer = workers[worker].ask("time", task)
            # The first round warms caches and imports.
            if answer and round_number > 0:
                times[worker, task].append(answer["seconds"] / answer["fits"])
    return {key: values for key, values in times.items() if len(values) == rounds}


def estimates(worker, task, path):
    """One row a fit, or None."""
    if task not in worker.tasks:
        return None
    answer = worker.ask("estimates", task, path)
    if not answer:
        return None
    values = array.array("d")
    with open(path, "rb") as file:
        values.frombytes(file.read())
    columns = answer["columns"]
    return [values[i : i + columns] for i in range(0, len(values), columns)]


def ratio(first, second):
    """The median over the rounds of first / second, which were measured side by side."""
    return statistics.median(a / b for a, b in zip(first, second))


def same_minimum(ours, rival, tolerance=1e-6):
    """In words, how the residual sums of squares (the last column) of two sides compare."""
    pairs = [(a[-1], b[-1]) for a, b in zip(ours, rival)]
    same = sum(abs(a - b) <= tolerance * min(a, b) for a, b in pairs)
    ours_lower = sum(not b <= a * (1 + tolerance) for a, b in pairs)
    rival_lower = sum(not a <= b * (1 + tolerance) for a, b in pairs)
    return f"{same} of {len(pairs)}; ours lower {ours_lower}, rival's {rival_lower}"
