"""A Jupyter kernel for this package: Swift cells, run by the toolchain's lldb in REPL mode."""

import glob
import json
import os
import signal
import sys
import tempfile

# Before any thread starts: interrupts wait for the one thread that takes them.
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from ipykernel.kernelapp import IPKernelApp  # noqa: E402
from ipykernel.kernelbase import Kernel  # noqa: E402

import cells  # noqa: E402
import session as swift  # noqa: E402


class ScalingKernel(Kernel):
    implementation = "scaling-analytics"
    implementation_version = "0.1"
    language_info = {"name": "swift", "mimetype": "text/x-swift", "file_extension": ".swift"}
    banner = "Swift with ScalingAnalytics; help() lists what there is to ask."

    def __init__(self, **arguments):
        super().__init__(**arguments)
        with open(os.environ["SCALING_KERNEL_CONFIGURATION"], encoding="utf-8") as file:
            self.configuration = json.load(file)
        self.display = tempfile.mkdtemp(prefix="scaling-display-")
        self.published = set()
        self.names = set(cells.KEYWORDS) | set(self.configuration["names"])
        self.members = set(self.configuration["members"])
        self.swift = None
        swift.forward_interrupts(lambda: self.swift)

    def write(self, text, stream="stdout"):
        self.publish()
        self.send_response(self.iopub_socket, "stream", {"name": stream, "text": text})

    def publish(self):
        """Sends the values that the cell has shown since the last call, in their order."""
        for path in sorted(glob.glob(os.path.join(self.display, "*.json"))):
            if path in self.published:
                continue
            self.published.add(path)
            with open(path, encoding="utf-8") as file:
                data = json.load(file)
            specification = data.get("application/vnd.vegalite.v5+json")
            if specification:
                data["application/vnd.vegalite.v5+json"] = json.loads(specification)
            content = {"data": data, "metadata": {}}
            if path.endswith("-result.json"):
                content["execution_count"] = self.execution_count
                self.send_response(self.iopub_socket, "execute_result", content)
            else:
                self.send_response(self.iopub_socket, "display_data", content)

    def fail(self, words):
        self.publish()
        content = {"ename": "Swift", "evalue": words.split("\n")[0], "traceback": words.split("\n")}
        self.send_response(self.iopub_socket, "error", content)
        return {"status": "error", "execution_count": self.execution_count, **content}

    def do_execute(self, code, silent, store_history=True, user_expressions=None, allow_stdin=False, **_):
        done = {"status": "ok", "execution_count": self.execution_count, "payload": [], "user_expressions": {}}
        if not code.strip():
            return done
        line = cells.awaits_at_top_level(code)
        if line:
            return self.fail(
                f"<Cell {self.execution_count}>:{line}: top-level await is refused, because it ends this toolchain's debugger. "
                "Put it in a Task { } or call a blocking form."
            )
        try:
            if self.swift is None:
                self.swift = swift.Session(self.configuration, self.display, self.write)
            self.swift.run(code, self.execution_count)
        except swift.Failure as failure:
            return self.fail(str(failure))
        self.names.update(cells.declared(code))
        self.publish()
        return done

    def do_complete(self, code, cursor_pos):
        matches, start = cells.completions(code, cursor_pos, self.names, self.members)
        return {"status": "ok", "matches": matches[:200], "cursor_start": start, "cursor_end": cursor_pos, "metadata": {}}

    def do_shutdown(self, restart):
        if self.swift:
            self.swift.close()
        return {"status": "ok", "restart": restart}


if __name__ == "__main__":
    IPKernelApp.launch_instance(kernel_class=ScalingKernel)
