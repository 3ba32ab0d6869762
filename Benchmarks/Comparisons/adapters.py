"""A gigabyte of requests as JSON Lines and as CSV, read to six columns on one thread, beside orjson's loop, polars and DuckDB; CPU time, medians."""

import json
import random
import statistics
import subprocess
import tempfile
from pathlib import Path

from Harness.build import ROOT
from Harness.tables import Row, duration

BYTES = 1_000_000_000
COLUMNS = 6


def requests(count):
    """Requests as a serving benchmark writes them: times with all digits of a clock, a text, an identifier, a nested object."""
    draw = random.Random(20261124)
    words = "the model answers with a text of some length that nobody keeps, and it may hold \"quotes\" or a comma".split()
    for index in range(count):
        output = draw.randint(1, 512)
        first = draw.lognormvariate(4.5, 0.6)
        yield {
            "request_id": f"req-{index:07d}-{draw.getrandbits(64):016x}",
            "model": f"model-{draw.choice(['1.5b', '7b', '14b'])}",
            "prompt_tokens": draw.randint(16, 4096),
            "output_tokens": output,
            "ttft_ms": first,
            "latency_ms": first + output * draw.lognormvariate(3.2, 0.2),
            "queue_ms": None if draw.random() < 0.2 else round(draw.expovariate(0.1), 3),
            "success": draw.random() < 0.99,
            "text": " ".join(draw.choices(words, k=12)),
        }


def write(folder, size, wide=False):
    """The two files: a block of requests again and again, until they have the size."""
    import csv
    import io

    block = list(requests(20_000))
    filler = {"note": "x" * 600} if wide else {}
    lines = "".join(json.dumps({**request, "usage": {"prompt": 1, "details": [1, {"cached": 0}]}, **filler}) + "\n" for request in block).encode()
    table = io.StringIO()
    writer = csv.DictWriter(table, fieldnames=[*block[0], *filler])
    writer.writeheader()
    header = table.getvalue().encode()
    writer.writerows({**request, **filler} for request in block)
    rows = table.getvalue().encode()[len(header) :]
    paths = {"json": folder / f"requests{'-wide' if wide else ''}.jsonl", "csv": folder / f"requests{'-wide' if wide else ''}.csv"}
    for kind, start, part in (("json", b"", lines), ("csv", header, rows)):
        with open(paths[kind], "wb") as file:
            file.write(start)
            for _ in range(max(1, size // len(part))):
                file.write(part)
    return paths


def measured(build, command, rounds):
    """The median CPU time of some rounds, and what the last one found; nothing where a rival cannot."""
    results = []
    for _ in range(rounds):
        process = subprocess.run([str(part) for part in command], env=build.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        lines = process.stdout.strip().splitlines()
        if process.returncode != 0 or not lines or not lines[-1].startswith("{"):
            return None, {"error": (process.stderr or process.stdout)[-300:]}
        results.append(json.loads(lines[-1]))
    return statistics.median(result["seconds"] for result in results), results[-1]


def agree(first, second):
    """Whether two readings found the same: counts exactly, sums to rounding; ours are in seconds, theirs in milliseconds."""
    counts = all(first.get(key) == second.get(key) for key in ("rows", "tokens", "waits", "models"))
    return counts and all(abs(first[key] * 1e3 / second[key] - 1) < 1e-9 for key in ("latency", "first"))


def rows(build, quick):
    rounds = 1 if quick else 3
    size = 100_000_000 if quick else BYTES
    ours = build.swift("adapters")
    rival = ROOT / "Rivals" / "read_columns.py"
    out = []
    with tempfile.TemporaryDirectory() as folder:
        paths = write(Path(folder), size)
        found = {}
        for kind, names in (("json", ("orjson", "polars", "duckdb")), ("csv", ("polars", "duckdb"))):
            seconds, result = measured(build, [ours, kind, paths[kind]], rounds)
            found[kind] = result
            megabytes = paths[kind].stat().st_size / 1e6
            what = "JSON Lines" if kind == "json" else "CSV"
            if seconds is None:
                out.append(Row(f"{what}: ours", {"time": result["error"]}, "reads the file", False))
                continue
            out.append(Row(f"{what}: ours", {"time": duration(seconds), "MB/s": f"{megabytes / seconds:.0f}", "rows": f"{result['rows']:,}"}, numbers=result))
            for name in names:
                other, theirs = measured(build, [build.python, rival, name, kind, paths[kind]], rounds)
                if other is None:
                    out.append(Row(f"{what}: {name}", {"time": theirs["error"]}))
                    continue
                ratio = seconds / other
                same = agree(result, theirs)
                bar, met = "", None
                if (kind, name) == ("json", "orjson"):
                    bar, met = "ours / theirs <= 1, same values", ratio <= 1 and same
                if (kind, name) == ("csv", "polars"):
                    bar, met = "ours / theirs <= 2, same values", ratio <= 2 and same
                cells = {"time": duration(other), "MB/s": f"{megabytes / other:.0f}", "ours / theirs": f"{ratio:.2f}", "same values": "yes" if same else "NO"}
                out.append(Row(f"{what}: {name}", {**cells, "memory": f"{theirs['peak_kilobytes'] / 1024:.0f} MiB"}, bar, met, theirs))
            per_row = result["peak_kilobytes"] * 1024 / result["rows"]
            memory = f"{result['peak_kilobytes'] / 1024:.0f} MiB, {per_row:.0f} bytes a row of {COLUMNS} columns"
            out.append(Row(f"{what}: memory", {"memory": memory}, "<= 200 bytes a row", quick or per_row <= 200))
            out.append(Row(f"{what}: reports of progress", {"rows": str(result["reports"])}, "one in 20 MiB", result["reports"] >= megabytes * 1e6 / (20 << 20) - 2))
        # Rows three times as wide, as many of them: what is not kept costs no memory.
        wide = write(Path(folder), 3 * size if quick else size, wide=True)
        for kind, what in (("json", "JSON Lines"), ("csv", "CSV")):
            _, result = measured(build, [ours, kind, wide[kind]], 1)
            if "rows" not in result:
                continue
            per_row = result["peak_kilobytes"] * 1024 / result["rows"]
            narrow = found[kind]["peak_kilobytes"] * 1024 / found[kind]["rows"]
            file_per_row = wide[kind].stat().st_size / result["rows"]
            cells = {"memory": f"{per_row:.0f} bytes a row of {file_per_row:.0f} in the file ({narrow:.0f} in the narrow one)"}
            out.append(Row(f"{what}: memory of wide rows", cells, "no more than 1.5 x the narrow file's", quick or per_row <= 1.5 * narrow))
    return out
