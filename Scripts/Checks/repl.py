"""A REPL session through a pseudo-terminal: `repl.py [--time]`; exit status 1 where the expected text does not come."""

import os
import pty
import re
import select
import sys
import time

STEPS = [
    ("import ScalingAnalytics", None),
    ("let x: [Double] = [1, 2, 4, 8, 16, 32]; let y = [10, 7.2, 5.1, 3.4, 2.6, 1.7]", "x: [Double] = 6 values"),
    ("let fit = try PowerLaw.model.fit(x: x, y: y)", "headline = \"power law"),
    ("print(fit)", "power law"),
    ("fit.parameters[1].headline", "exponent = -0."),
    ("try fit.profileInterval(of: \"exponent\").headline", "["),
    ("show(try FindingChart.scalingCurve(fit, x: x, y: y, xAxis: ChartAxis(\"n\", scale: .logarithmic), yAxis: ChartAxis(\"loss\")))", "observed"),
    ("help(\"front\")", "ParetoFront("),
    ("try PowerLaw.model.fit(x: [1], y: [2])", "a power law needs at least two distinct"),
    ("[1, 2][7]", "Fatal error"),
    ("x.count + 36", "42"),
]


def clean(data):
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r", "", data.decode("utf-8", "replace"))


class Terminal:
    def __init__(self, command):
        self.text = ""
        self.process, self.file = pty.fork()
        if self.process == 0:
            os.environ["TERM"] = "dumb"
            os.execvp(command[0], command)

    def wait(self, wanted, seconds):
        """Reads until a text has come since the last call; returns what came, or None after the time."""
        start, end = len(self.text), time.time() + seconds
        while time.time() < end:
            ready, _, _ = select.select([self.file], [], [], 0.2)
            if ready:
                try:
                    data = os.read(self.file, 65536)
                except OSError:
                    return None
                if not data:
                    return None
                self.text += clean(data)
            if wanted(self.text[start:]):
                return self.text[start:]
        return None

    def type(self, line):
        os.write(self.file, (line + "\n").encode())


def main():
    began = time.time()
    terminal = Terminal(["Scripts/repl"])
    if terminal.wait(lambda text: re.search(r"1> ", text), 400) is None:
        print(terminal.text[-2000:])
        if "lldb" in terminal.text and ("wants" in terminal.text or "error while loading" in terminal.text):
            print("skipped: the REPL session, because lldb cannot start here")
            return 0
        print("fault  the REPL gave no prompt")
        return 1
    print(f"first prompt after {time.time() - began:.0f} s, its library built or up to date")
    faults = 0
    number = 1
    for line, expected in STEPS:
        number += 1
        terminal.type(line)
        # What is typed is echoed, so the text is looked for behind it.
        came = terminal.wait(lambda text: re.search(rf"\n\s*{number}> $", text), 90)
        if came is None or (expected is not None and expected not in came.replace(line, "", 1)):
            print(f"fault  \"{line}\" gave {came!r}, not \"{expected}\"")
            faults += 1
    terminal.type(":quit")
    print(f"{len(STEPS)} lines of a REPL session through a pseudo-terminal: {faults} faults")
    return 1 if faults else 0


sys.exit(main())
