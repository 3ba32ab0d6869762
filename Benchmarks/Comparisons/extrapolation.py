"""Extrapolation of 72 image-classification curves: fitted on the smaller half, judged by the RMSE of log loss on the larger one."""

import csv
import json
import statistics

from Harness.tables import Row, duration

DATA = "alabdulmohsin_benchmark"
CURVES = 72
# Mean and median over the curves of what is held out; one rule for all curves.
BAR = (0.035, 0.026)
AIM = (0.030, 0.024)
ESTIMATORS = ("M1", "M2", "M3", "M4")
# Hold-outs inside the fitted halves, by how far beyond what is kept they reach: the scored halves reach 2.1x beyond the fitted ones.
INNER = (2, 4)
# What the 95 % intervals may not fall below on these curves.
COVERED = 0.95
# Simulated curves, how far beyond the data they are asked for, and what the intervals may not fall below: a standard error of the simulation under the level.
SIMULATED, FACTORS, SIMULATED_COVERED = 300, (2, 4, 16), 0.937


def shown(errors):
    return {"mean": f"{statistics.mean(errors):.4f}", "median": f"{statistics.median(errors):.4f}", "worst": f"{max(errors):.3f}"}


def published(path):
    """The four published algorithms, run again, by estimator."""
    with open(path, newline="") as file:
        curves = [row for row in csv.DictReader(file) if row["domain"] == "IC"]
    return {name: [float(row[name]) for row in curves] for name in ESTIMATORS}


COVERAGE = "covered by the 95 % interval"


def covered(curves):
    return f"{statistics.mean(curve['covered'] for curve in curves):.1%}"


def inner_row(factor, curves):
    """The same forecasts inside the fitted halves alone."""
    what = f"ours, inside the fitted halves, {factor}x beyond what is kept"
    cells = {"curves": str(len(curves))}
    if curves:
        cells |= shown([curve["average"] for curve in curves]) | {COVERAGE: covered(curves)}
    return Row(what, cells)


def simulated_rows(curves):
    """Coverage of the known truth, by distance; the worst kind of curve is named."""
    result = []
    for place, factor in enumerate(FACTORS):
        by_kind = {}
        for curve in curves:
            by_kind.setdefault(curve["kind"], []).append(curve["holds"][place])
        total = statistics.mean(curve["holds"][place] for curve in curves)
        worst = min(by_kind, key=lambda kind: statistics.mean(by_kind[kind]))
        errors = [abs(curve["errors"][place]) for curve in curves]
        cells = {"curves": str(len(curves)), **shown(errors), COVERAGE: f"{total:.1%} ({worst} {statistics.mean(by_kind[worst]):.0%})"}
        judged = factor <= 4
        bar = f">= {SIMULATED_COVERED:.1%} of the truths held" if judged else ""
        result.append(Row(f"simulated, truth known, {factor}x beyond the data", cells, bar, total >= SIMULATED_COVERED if judged else None))
    return result


def rows(build, quick):
    folder = build.reference_data / DATA
    words = f"mean <= {BAR[0]}, median <= {BAR[1]} (aim {AIM[0]}, {AIM[1]})"
    if not (folder / "benchmark.vision.csv").exists():
        return [Row("default comparison", {"curves": "data absent"}, words, False)]
    result = []
    rerun = folder / "rerun_M1_M4.csv"
    if rerun.exists():
        for name, errors in published(rerun).items():
            result.append(Row(f"{name} (Alabdulmohsin et al. 2022)", {"curves": str(len(errors)), **shown(errors)}))
    program = build.swift("extrapolation")
    output = build.output([program, folder / "benchmark.vision.csv"])
    curves = [json.loads(line) for line in output.splitlines()]
    for index, law in enumerate(curves[0]["laws"] if curves else []):
        whole = [curve for curve in curves if len(curve["errors"]) == len(curves[0]["laws"])]
        errors = [curve["errors"][index] for curve in whole]
        result.append(Row(f"ours, {law} alone", {"curves": str(len(errors)), **shown(errors)}))
    if curves:
        result.append(Row("ours, the law that AICc prefers", {"curves": str(len(curves)), **shown([c["aicc"] for c in curves])}))
    for factor in INNER:
        output = build.output([program, folder / "benchmark.vision.csv", "--within", factor])
        result.append(inner_row(factor, [json.loads(line) for line in output.splitlines()]))
    errors = [curve["average"] for curve in curves]
    met = len(errors) == CURVES and statistics.mean(errors) <= BAR[0] and statistics.median(errors) <= BAR[1]
    cells = {"curves": f"{len(errors)} of {CURVES}"}
    if errors:
        cells |= shown(errors) | {
            COVERAGE: covered(curves),
            "time a curve": duration(statistics.median(curve["seconds"] for curve in curves)),
        }
    result.append(Row("ours, default comparison (plain mean of the log predictions)", cells, words, met, {"by_curve": curves}))
    holds = bool(curves) and statistics.mean(curve["covered"] for curve in curves) >= COVERED
    result.append(Row("its 95 % interval", {COVERAGE: cells.get(COVERAGE, "")}, "never under 95 %", holds))
    output = build.output([program, "--simulated", 60 if quick else SIMULATED])
    return result + simulated_rows([json.loads(line) for line in output.splitlines()])
