"""Makes what a comparison runs: the Python environment, the compiled rivals, our side. Everything runs on one thread."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class Failure(Exception):
    """A sentence that says what could not be made or run."""


class Build:
    def __init__(self):
        self.environment = {**os.environ, **{name: "1" for name in THREADS}, "PYTHONDONTWRITEBYTECODE": "1"}
        self.folder = ROOT / ".build" / "rivals"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.run(["./prepare"])

    def run(self, command, **options):
        result = subprocess.run([str(c) for c in command], cwd=ROOT, env=self.environment, **options)
        if result.returncode != 0:
            raise Failure(f"`{' '.join(str(c) for c in command)}` failed with exit code {result.returncode}.")
        return result

    def output(self, command):
        return self.run(command, stdout=subprocess.PIPE, text=True).stdout

    @property
    def reference_data(self):
        """The folder of published data; it may not exist."""
        named = os.environ.get("SCALING_REFERENCE_DATA")
        return Path(named) if named else (ROOT.parent.parent / "shared" / "data").resolve()

    @property
    def python(self):
        return ROOT / ".venv" / "bin" / "python"

    def swift(self, product):
        """Our side in release mode."""
        command = ["swift", "build", "-c", "release", "--product", product]
        result = subprocess.run(command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if result.returncode != 0:
            raise Failure(f"`{' '.join(command)}` failed:\n{result.stdout[-4000:]}")
        return ROOT / ".build" / "release" / product

    def rival(self, source, libraries=(), include=()):
        """A C or C++ program from Rivals/, optimised for the processor at hand."""
        path = ROOT / "Rivals" / source
        program = self.folder / path.stem
        sources = [path, *path.parent.glob("*.h"), *(header for folder in include for header in folder.glob("*.h"))]
        if program.exists() and program.stat().st_mtime > max(source.stat().st_mtime for source in sources):
            return program
        if path.suffix == ".c":
            # clang, which comes with Swift, makes the faster floor.
            command = [shutil.which("clang") or "gcc", "-std=gnu11", "-ffp-contract=fast", "-Wno-psabi"]
        else:
            command = ["g++", "-std=c++17", "-I/usr/include/eigen3", "-I/usr/include/cminpack-1"]
        command += ["-O3", "-march=native", *(f"-I{folder}" for folder in include)]
        self.run([*command, path, "-o", program, *libraries, "-lm"])
        return program
