"""Runs the shipped notebooks from a clean kernel and a scripted one of twenty cells: `notebooks.py FOLDER PICTURES`; exit status 1 where a fault was found."""

import os
import signal
import sys
import threading
import time

import nbformat
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

folder = sys.argv[1]
faults = []

# Numbers that plain arithmetic on the shipped CSV gives, or that the study's own tests hold.
EXPECTED = {
    "TestTimeScaling.ipynb": [
        "5M ngram, cap 1024, 39.1 ms", "18 configurations on the front over compute, 14 over latency, 0 on both", "<svg", "<table>",
        "Nothing was run on more than one GPU.",
    ],
    "FitYourCSV.ipynb": [
        "16 points from 896.0 to 16256.0 tokens", "exponent = 1.035", "<svg", "beyond the data by 2x",
        "application/vnd.vegalite.v5+json",
    ],
}

# A cell, what has to be in its output, and whether it is an error.
CELLS = [
    ("import ScalingAnalytics", None, False),
    ("1 + 1", "2", False),
    ("let x: [Double] = [1, 2, 4, 8, 16, 32]\nlet y = [10, 7.2, 5.1, 3.4, 2.6, 1.7]", None, False),
    ("let fit = try PowerLaw.model.fit(x: x, y: y)\nfit", "power law", False),
    ("fit.parameters", "exponent = -0.", False),
    ("show(try FindingChart.scalingCurve(fit, x: x, y: y, xAxis: ChartAxis(\"n\", scale: .logarithmic), yAxis: ChartAxis(\"loss\")))", "<svg", False),
    ("for k in 0..<3 { print(\"line\", k) }", "line 2", False),
    ("let wrong: Int = \"text\"", "<Cell 8>:1", True),
    ("let missing = nowhere + 1", "cannot find 'nowhere'", True),
    ("try PowerLaw.model.fit(x: [1], y: [2])", "needs at least two distinct", True),
    ("[1, 2][7]", "trapped", True),
    ("x.count + 36", "42", False),
    ("await Task.yield()", "top-level await is refused", True),
    ("print(\"ünïcode → ≤ 😀\")", "ünïcode → ≤ 😀", False),
    ("func double(_ v: Double) -> Double { 2 * v }\ndouble(21)", "42.0", False),
    ("let table = try ReportTable(caption: \"c\", columns: [.init(\"a\")], rows: [[\"<b>\"]])\ntable", "&lt;b&gt;", False),
    ("import Foundation\nfputs(\"to the error stream\\n\", stderr)\n\"done\"", "done", False),
    ("help(\"speed-up\")", "PairedSpeedup(", False),
    ("show(try FindingChart.residuals(fit, x: x, xAxis: ChartAxis(\"n\"), yAxis: ChartAxis(\"loss\")))", "application/vnd.vegalite.v5+json", False),
    ("try ParetoPick.best(Objective(name: \"cost\", values: [3, 1, 2], sense: .minimize))", "cost", False),
]


def text_of(outputs):
    words = []
    for one in outputs:
        if one["output_type"] == "stream":
            words.append(one["text"])
        elif one["output_type"] == "error":
            words += [one["evalue"]] + one["traceback"]
        else:
            for kind, value in one["data"].items():
                words += [kind, value if isinstance(value, str) else str(value)]
    return "\n".join(words)


def shipped(name):
    book = nbformat.read(os.path.join(folder, name), 4)
    began = time.time()
    NotebookClient(book, timeout=300, resources={"metadata": {"path": folder}}).execute()
    words = "\n".join(text_of(cell.get("outputs", [])) for cell in book.cells)
    for expected in EXPECTED[name]:
        if expected not in words:
            faults.append(f"{name}: \"{expected}\" is not in its outputs")
    print(f"{name}: {time.time() - began:.1f} s from a clean kernel")


def run(client, code):
    outputs = []

    def keep(message):
        kind = message["header"]["msg_type"]
        if kind in ("stream", "error", "execute_result", "display_data"):
            outputs.append({"output_type": kind, **message["content"]})

    reply = client.execute_interactive(code, output_hook=keep, timeout=120, allow_stdin=False)
    return outputs, reply["content"]["status"]


def scripted():
    manager, client = start_new_kernel(kernel_name="scaling-swift")
    try:
        for number, (code, expected, is_error) in enumerate(CELLS, 1):
            outputs, status = run(client, code)
            words = text_of(outputs)
            if (status == "error") != is_error:
                faults.append(f"cell {number} \"{code[:40]}\" ended with {status}: {words[:300]}")
            elif expected and expected not in words:
                faults.append(f"cell {number} \"{code[:40]}\" gave {words[:300]!r}, not \"{expected}\"")
        completion = client.complete("Paired", 6, reply=True, timeout=20)["content"]["matches"]
        if "PairedSpeedup" not in completion:
            faults.append(f"completion of \"Paired\" gave {completion[:5]}")
        members = client.complete("fit.confid", 10, reply=True, timeout=20)["content"]["matches"]
        if "confidenceBand" not in members:
            faults.append(f"completion of \"fit.confid\" gave {members[:5]}")
        if "double" not in client.complete("doub", 4, reply=True, timeout=20)["content"]["matches"]:
            faults.append("completion knows nothing of what a cell declared")
        streamed = []
        threading.Timer(3, manager.interrupt_kernel).start()
        began = time.time()
        client.execute_interactive(
            "print(\"first\"); var spins = 0; while true { spins += 1; if spins < 0 { break } }", timeout=60, allow_stdin=False,
            output_hook=lambda message: streamed.append((message["header"]["msg_type"], time.time() - began)),
        )
        if not any(kind == "stream" and seconds < 2.5 for kind, seconds in streamed):
            faults.append("output does not come while a cell runs")
        if not any(kind == "error" for kind, _ in streamed) or time.time() - began > 20:
            faults.append("an interrupt does not end a loop")
        outputs, _ = run(client, "x.count")
        if "6" not in text_of(outputs):
            faults.append("after an interrupt the session has lost its values")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    print(f"{len(CELLS)} scripted cells, completion, streaming, interrupt")


for name in sorted(EXPECTED):
    shipped(name)
scripted()
for line in faults:
    print(f"fault  {line}")
print(f"notebooks: {len(faults)} faults")
sys.exit(1 if faults else 0)
