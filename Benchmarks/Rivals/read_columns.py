"""Six columns of a large file by orjson's loop, polars or DuckDB: `read_columns.py orjson|polars|duckdb|csv json|csv FILE`; a JSON line with the CPU time and sums.

One thread each; the environment says so to those that read it before they start."""

import json
import os
import resource
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"
KEPT = ["model", "prompt_tokens", "output_tokens", "ttft_ms", "latency_ms", "queue_ms"]


def by_orjson(path):
    from orjson import loads

    columns = {key: [] for key in KEPT}
    model, prompt, output, first, latency, queue = (columns[key].append for key in KEPT)
    with open(path, "rb") as file:
        for line in file:
            record = loads(line)
            model(record["model"])
            prompt(record["prompt_tokens"])
            output(record["output_tokens"])
            first(record["ttft_ms"])
            latency(record["latency_ms"])
            queue(record["queue_ms"])
    return lambda: (
        len(columns["model"]),
        sum(columns["prompt_tokens"]) + sum(columns["output_tokens"]),
        sum(columns["latency_ms"]),
        sum(columns["ttft_ms"]),
        sum(value is not None for value in columns["queue_ms"]),
        len(set(columns["model"])),
    )


def by_polars(kind, path):
    import polars

    frame = polars.read_csv(path, columns=KEPT) if kind == "csv" else polars.read_ndjson(path).select(KEPT)
    return lambda: (
        frame.height,
        frame["prompt_tokens"].sum() + frame["output_tokens"].sum(),
        frame["latency_ms"].sum(),
        frame["ttft_ms"].sum(),
        frame.height - frame["queue_ms"].null_count(),
        frame["model"].n_unique(),
    )


def by_duckdb(kind, path):
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    source = f"read_csv('{path}')" if kind == "csv" else f"read_json('{path}', format = 'newline_delimited')"
    columns = connection.execute(f"SELECT {', '.join(KEPT)} FROM {source}").fetchnumpy()
    import numpy

    def seen(column):
        return column.compressed() if isinstance(column, numpy.ma.MaskedArray) else column[~numpy.isnan(column)]

    return lambda: (
        len(columns["model"]),
        int(columns["prompt_tokens"].sum()) + int(columns["output_tokens"].sum()),
        columns["latency_ms"].sum(),
        columns["ttft_ms"].sum(),
        len(seen(columns["queue_ms"])),
        len(set(columns["model"])),
    )


def main(rival, kind, path):
    start = time.process_time()
    sums = by_orjson(path) if rival == "orjson" else by_polars(kind, path) if rival == "polars" else by_duckdb(kind, path)
    seconds = time.process_time() - start
    rows, tokens, latency, first, waits, models = sums()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "rows": rows, "tokens": int(tokens), "latency": float(latency), "first": float(first), "waits": waits, "models": models, "peak_kilobytes": peak}))


main(*sys.argv[1:])
