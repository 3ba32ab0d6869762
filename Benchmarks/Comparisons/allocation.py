"""Compute-optimal allocation: 4,000 bootstrap allocations on Epoch's runs beside the refits of the replication's notebook, and approach 2's bias without noise."""

import statistics

from Harness import problems
from Harness.tables import Row, duration
from Harness.workers import Worker, estimates, ratio, time_all

SCIPY = "SciPy"
OURS = ("ours", "bootstrap")
SILENT = ("ours", "bootstrap without progress")
BFGS = (SCIPY, "BFGS")
GRADIENT = (SCIPY, "BFGS, analytic gradient")
REPLICATES = 4000
# Besiroglu et al. 2024: a = .513, and the width of its 80 % interval from 4,000 draws.
EXPONENT, WIDTH = 0.513, 0.051
# "Problems with Chinchilla approach 2" (arXiv:2603.22339): the error of D* by parabolas, for sizes within a factor of the best.
PUBLISHED = {4: -0.0130, 8: -0.0290, 16: -0.0510}


def rows(build, quick):
    folder = build.folder
    folder.mkdir(parents=True, exist_ok=True)
    table = build.reference_data / "epoch_chinchilla" / "svg_extracted_data.csv"
    (folder / "epoch.curves").unlink(missing_ok=True)
    if table.exists():
        problems.write_epoch(folder, table)
    workers = {
        "ours": Worker(build, "ours", [build.swift("allocation"), folder]),
        SCIPY: Worker(build, SCIPY, [build.python, "Rivals/scipy_refits.py", folder]),
    }
    try:
        times = time_all(workers, [SILENT, OURS, BFGS, GRADIENT], 3 if quick else 9)
        found = estimates(workers["ours"], OURS[1], folder / "estimates.bin")
        refits = estimates(workers[SCIPY], BFGS[1], folder / "estimates.bin")
        bias = estimates(workers["ours"], "isoFLOP bias", folder / "estimates.bin")
    finally:
        for worker in workers.values():
            worker.close()
    return speed_rows(times) + interval_rows(found, refits) + bias_rows(bias)


def speed_rows(times):
    what = f"{REPLICATES:,} bootstrap allocations, one thread, progress told"
    result = []
    for rival, bar in ((BFGS, 500), (GRADIENT, None)):
        ours, its = times.get(OURS), times.get(rival)
        cells = {
            "ours": duration(ours and REPLICATES * statistics.median(ours)), "rival": " ".join(rival),
            "its figure": duration(its and REPLICATES * statistics.median(its)), "ratio": ""}
        value = ratio(its, ours) if ours and its else None
        if value:
            cells["ratio"] = f"{value:,.0f}x"
        met = (value is not None and value >= bar) if bar else None
        result.append(Row(what, cells, f">= {bar}x" if bar else "", met, {"ratio": value}))
    told, silent = times.get(OURS), times.get(SILENT)
    cost = ratio(told, silent) if told and silent else None
    cells = {"ours": duration(silent and REPLICATES * statistics.median(silent)), "ratio": f"{cost:.3f}x" if cost else ""}
    result.append(Row("the same without progress; with / without", cells, "<= 1.03x", cost is not None and cost <= 1.03))
    return result


def interval_rows(found, refits):
    bar = f"a within .002 of {EXPONENT}, 80 % width within .003 of {WIDTH}"
    if not found:
        return [Row("a at 5.88e23 FLOP", {"ours": "data absent"}, bar, False)]
    a, lower, upper, told = found[0][9:13]
    cells = {"ours": f"{a:.4f} [{lower:.4f}, {upper:.4f}]"}
    if refits:
        exponents = [row[4] / (row[3] + row[4]) for row in refits]
        cells |= {"rival": "SciPy BFGS", "its figure": f"median of {len(refits)}: {statistics.median(exponents):.4f}"}
    met = abs(a - EXPONENT) <= 0.002 and abs(upper - lower - WIDTH) <= 0.003 and told == REPLICATES
    return [Row("a at 5.88e23 FLOP, 80 % interval", cells, bar, met)]


def bias_rows(bias):
    result = []
    for factor, published in PUBLISHED.items():
        row = next((row for row in bias or [] if row[0] == factor), None)
        cells, met = {}, False
        if row:
            cells = {"ours": f"cubic {row[2]:+.3%}", "rival": "parabola", "its figure": f"{row[1]:+.2%}"}
            met = abs(row[1] - published) <= 6e-5 and abs(row[2]) < 0.1 * abs(published)
        result.append(Row(
            f"isoFLOP, sizes within {factor}x: error of D* at 1e24", cells,
            f"parabola {published:+.2%} as published, cubic under a tenth", met))
    return result
