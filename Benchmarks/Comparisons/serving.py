"""What hardware predicts: steps, generations, delays and all-reduces beside measurements, and the time of a million what-ifs."""

import json

from Harness import build as harness
from Harness.tables import Row, duration

# The largest median relative error allowed; None is shown without a bar.
MEDIANS = {"fitted": None, "unseen": 0.08, "verification": None, "generations": None, "delays": 0.05}
SERIES_MEDIAN = 0.10
SERIES = 28
MICROSECONDS = 1.5
WHAT_IFS = 1_000_000


def percent(value):
    return f"{value:.1%}"


def rows(build, quick):
    measured = harness.ROOT.parent / "Examples" / "Data" / "h100"
    table = build.reference_data / "systems" / "allreduce_vllm_custom_measured.csv"
    lines = build.output([build.swift("serving"), measured, table]).splitlines()
    answers = {answer["kind"]: answer for answer in map(json.loads, lines)}
    result = []
    for kind, bar in MEDIANS.items():
        answer = answers.get(kind)
        if answer is None:
            result.append(Row(kind, {"rows": "no answer"}, "an answer", False))
            continue
        cells = {"rows": str(answer["rows"]), "median error": percent(answer["median"]), "largest error": percent(answer["maximum"])}
        words = f"median <= {percent(bar)}" if bar else ""
        result.append(Row(answer["words"], cells, words, answer["median"] <= bar if bar else None, answer))
    words = f"median of each series <= {percent(SERIES_MEDIAN)}"
    answer = answers.get("all-reduces")
    if answer is None:
        result.append(Row("all-reduces in two regimes", {"rows": "data absent"}, words, False))
    else:
        cells = {
            "rows": f"{answer['rows']} in {answer['series']} series", "median error": percent(answer["median"]),
            "largest error": percent(answer["maximum"]), "largest median of a series": percent(answer["worst_median"])}
        met = answer["series"] == SERIES and answer["worst_median"] <= SERIES_MEDIAN
        result.append(Row(answer["words"], cells, words, met, answer))
    for kind in ("sweep", "unshared"):
        answer = answers.get(kind)
        if answer is None:
            result.append(Row(kind, {"rows": "no answer"}, "an answer", False))
            continue
        each = answer["seconds"] / answer["rows"]
        cells = {
            "rows": str(answer["rows"]), "time each, one thread": duration(each),
            "same bits on 1, 2, 3 and 8 threads": "yes" if answer["same"] else "no"}
        met = answer["rows"] >= WHAT_IFS and each <= MICROSECONDS * 1e-6 and bool(answer["same"])
        result.append(Row(answer["words"], cells, f"{WHAT_IFS:,} at <= {MICROSECONDS} us, the same bits", met, answer))
    return result
