"""Speed of fits: ours against the floor, TinySolver, cminpack, SciPy and lmfit, on the same curves, in alternation.

Rivals start near the truth (every parameter off by at most a quarter); ours and the floor are handed no start. Times are medians of CPU time for one fit.
"""

import statistics
from dataclasses import dataclass

from Harness import problems
from Harness.tables import Row, duration
from Harness.workers import Worker, estimates, ratio, same_minimum, time_all


@dataclass
class Timing:
    """`ours` times `scale` against `rival` times `rival_scale`; a bar bounds ours / rival (`at_most`) or rival / ours (`at_least`)."""

    what: str
    ours: str
    rival: tuple
    at_most: float | None = None
    at_least: float | None = None
    scale: float = 1
    rival_scale: float = 1

    @property
    def bar(self):
        if self.at_most:
            return f"<= {self.at_most:,g}x"
        return f">= {self.at_least:,g}x" if self.at_least else ""


FLOOR, TINY, MINPACK, SCIPY, LMFIT = "floor", "TinySolver", "cminpack", "SciPy", "lmfit"
STARTS = 4500
TIMINGS = [
    Timing("power law, n = 20, batch", "power-20 batch", (FLOOR, "power-20"), at_most=1.5),
    Timing("power law, n = 20, batch", "power-20 batch", (TINY, "power-20"), at_least=5),
    Timing("power law, n = 20, batch", "power-20 batch", (TINY, "power-20 tight")),
    Timing("power law, n = 20, batch", "power-20 batch", (MINPACK, "power-20")),
    Timing("power law, n = 20, batch", "power-20 batch", (MINPACK, "power-20 tight")),
    Timing("power law, n = 20, batch", "power-20 batch", (SCIPY, "power-20"), at_least=300),
    Timing("power law, n = 20, batch", "power-20 batch", (SCIPY, "power-20 no start")),
    Timing("power law, n = 1000, batch", "power-1000 batch", (FLOOR, "power-1000"), at_most=1.5),
    Timing("power law, n = 1000, batch", "power-1000 batch", (TINY, "power-1000")),
    Timing("power law, n = 1000, batch", "power-1000 batch", (MINPACK, "power-1000")),
    Timing("power law, n = 1000, batch", "power-1000 batch", (SCIPY, "power-1000")),
    Timing("power law, n = 20, one call", "power-20 single", (SCIPY, "power-20"), at_least=15),
    Timing("power law, n = 20, one call", "power-20 single", (LMFIT, "power-20"), at_least=100),
    Timing("power law, n = 20, one call", "power-20 single", (LMFIT, "power-20 model")),
    Timing("power law, n = 20, one call", "power-20 single", (TINY, "power-20")),
    Timing("saturating exponential, n = 20, batch", "saturating-20 batch", (TINY, "saturating-20"), at_least=3),
    Timing("saturating exponential, n = 20, batch", "saturating-20 batch", (TINY, "saturating-20 tight")),
    Timing("saturating exponential, n = 20, batch", "saturating-20 batch", (MINPACK, "saturating-20")),
    Timing("saturating exponential, n = 20, batch", "saturating-20 batch", (SCIPY, "saturating-20")),
    Timing("saturating exponential, n = 20, one call", "saturating-20 single", (SCIPY, "saturating-20")),
    Timing("saturating exponential, n = 20, one call", "saturating-20 single", (LMFIT, "saturating-20")),
    Timing("logistic in log x, n = 20, one call", "logistic-20 single", (TINY, "logistic-20")),
    Timing("logistic in log x, n = 20, one call", "logistic-20 single", (TINY, "logistic-20 tight")),
    Timing("logistic in log x, n = 20, one call", "logistic-20 single", (MINPACK, "logistic-20")),
    Timing("logistic in log x, n = 20, one call", "logistic-20 single", (SCIPY, "logistic-20")),
    Timing("logistic in log x, n = 20, one call", "logistic-20 single", (LMFIT, "logistic-20")),
    Timing("Chinchilla, n = 240, batch", "chinchilla-240 batch", (TINY, "chinchilla-240"), at_least=4),
    Timing("Chinchilla, n = 240, batch", "chinchilla-240 batch", (TINY, "chinchilla-240 tight")),
    Timing("Chinchilla, n = 240, batch", "chinchilla-240 batch", (MINPACK, "chinchilla-240")),
    Timing("Chinchilla, n = 240, one call", "chinchilla-240 single", (SCIPY, "chinchilla-240"), at_least=2),
    Timing("Chinchilla, n = 240, one call", "chinchilla-240 single", (LMFIT, "chinchilla-240")),
    Timing("log-Huber Chinchilla, global, 4,500 starts", "log-Huber search", (SCIPY, "log-Huber gradient"), at_least=10_000, rival_scale=STARTS),
    Timing("log-Huber Chinchilla, global, 4,500 starts", "log-Huber search", (SCIPY, "log-Huber finite differences"), rival_scale=STARTS),
    Timing("log-Huber Chinchilla, 4,000 refits, times one", "log-Huber bootstrap", ("ours", "log-Huber search"), at_most=5000, scale=4000),
    Timing("three profile intervals, n = 20", "power-20 profiles", (LMFIT, "power-20 profiles"), at_least=50),
]

# Epoch's optimum of the log-Huber(1e-3) sum: objective, then E, A, B, alpha, beta, each with the relative error that its printed digits allow.
EPOCH = [(0.0010182740178, 1e-10), (1.81721809, 1e-8), (477.8258, 3e-7), (2143.4172, 1e-7), (0.347310497, 1e-8), (0.367172430, 1e-8)]


def rows(build, quick):
    folder = build.folder
    problems.write(folder)
    table = build.reference_data / "epoch_chinchilla" / "svg_extracted_data.csv"
    (folder / "epoch.curves").unlink(missing_ok=True)
    if table.exists():
        problems.write_epoch(folder, table)
    python = build.python
    workers = {
        "ours": Worker(build, "ours", [build.swift("fitting"), folder]),
        FLOOR: Worker(build, FLOOR, [build.rival("Floor.c"), folder]),
        TINY: Worker(build, TINY, [build.rival("TinySolver.cpp"), folder]),
        MINPACK: Worker(build, MINPACK, [build.rival("CMinpack.cpp", ["-lcminpack"]), folder]),
        SCIPY: Worker(build, SCIPY, [python, "Rivals/scipy_fits.py", folder] + (["--quick"] if quick else [])),
        LMFIT: Worker(build, LMFIT, [python, "Rivals/lmfit_fits.py", folder]),
    }
    try:
        # Ours beside its rival, so that the two are timed within the same fraction of a second.
        tasks = list(dict.fromkeys(key for t in TIMINGS for key in (("ours", t.ours), t.rival)))
        times = time_all(workers, tasks, 3 if quick else 9)
        found = {key: estimates(workers[key[0]], key[1], folder / "estimates.bin") for key in tasks}
        certificate = estimates(workers["ours"], "log-Huber certificate", folder / "estimates.bin")
    finally:
        for worker in workers.values():
            worker.close()
    return [timing_row(t, times, found) for t in TIMINGS] + epoch_rows(found["ours", "log-Huber search"], certificate)


def timing_row(timing, times, found):
    key = ("ours", timing.ours)
    ours, rival = times.get(key), times.get(timing.rival)
    cells = {"ours": duration(ours and statistics.median(ours) * timing.scale), "rival": " ".join(dict.fromkeys(timing.rival))}
    cells["its figure"] = duration(rival and statistics.median(rival) * timing.rival_scale)
    met, numbers = (False if timing.bar else None), {}
    if rival:
        numbers["rival_seconds"] = statistics.median(rival) * timing.rival_scale
    if ours:
        numbers["ours_seconds"] = statistics.median(ours) * timing.scale
    cells["ratio"] = ""
    if ours and rival:
        if timing.at_most:
            value = ratio(ours, rival) * timing.scale / timing.rival_scale
            met = value <= timing.at_most
        else:
            value = ratio(rival, ours) * timing.rival_scale / timing.scale
            met = value >= timing.at_least if timing.at_least else None
        numbers["ratio"] = value
        cells["ratio"] = f"{value:,.2f}x" if value < 10 else f"{value:,.0f}x"
    cells["agreement"] = agreement(timing, found)
    return Row(timing.what, cells, timing.bar, met, numbers)


def agreement(timing, found):
    ours, rival = found.get(("ours", timing.ours)), found.get(timing.rival)
    if not ours or not rival or timing.rival[0] == "ours":
        return ""
    if "profiles" in timing.ours:
        gaps = [abs(a - b) / max(abs(a), abs(b), 1e-300) for p, q in zip(ours, rival) for a, b in zip(p, q)]
        return f"ends differ by {statistics.median(gaps):.0e} (median)"
    if "log-Huber" in timing.ours:
        best = min(row[-1] for row in rival)
        reached = sum(row[-1] <= best * (1 + 1e-6) for row in rival)
        return f"{ours[0][-1]:.10g}; best of its {len(rival)} starts {best:.10g} ({reached} there)"
    return same_minimum(ours, rival)


def epoch_rows(search, certificate):
    bar = "objective 0.0010182740178, E 1.81721809, A 477.8258, B 2143.4172, alpha .347310497, beta .367172430"
    result, met = "-", False
    if search:
        *parameters, objective = search[0]
        met = all(abs(value / known - 1) <= tolerance for value, (known, tolerance) in zip([objective, *parameters], EPOCH))
        result = f"{objective:.11g}"
    lowest, certified = "-", False
    if certificate:
        starts, arrivals, least = certificate[0]
        lowest = f"{least:.11g}, {arrivals:.0f} of {starts:.0f} arrive"
        certified = bool(search) and starts >= STARTS and least >= search[0][-1] * (1 - 1e-9)
    return [
        Row("Epoch's 240 points, log-Huber(1e-3), no start", {"ours": result}, bar, met),
        Row("Epoch's 240 points, certificate of 4,500 starts", {"ours": lowest}, "nothing lower", certified),
    ]
