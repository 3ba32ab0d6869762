"""Charts of many points: the size of the document, and the time beside passes over the columns."""

import json

from Harness.tables import Row, duration

LARGEST, PASSES = 50_000, 20


def rows(build, quick):
    result = []
    for line in build.output([build.swift("charts")]).splitlines():
        cell = json.loads(line)
        if cell["quantity"] == "size":
            shown = {"chart": f"{cell['bytes']:,} bytes", "one pass": "-", "passes": "-"}
            result.append(Row(f"{cell['rows']} points as SVG", shown, f"< {LARGEST:,} bytes", cell["bytes"] < LARGEST, cell))
            continue
        passes = cell["draw"] / cell["pass"]
        shown = {"chart": duration(cell["draw"]), "one pass": duration(cell["pass"]), "passes": f"{passes:.1f}"}
        met = passes <= PASSES and cell["caption"] == 1 and cell["bytes"] < 1_000_000
        result.append(Row(f"1,000,000 points, {cell['axes']} axes, scene and SVG", shown, f"<= {PASSES} passes, thinned and said", met, cell))
    return result
