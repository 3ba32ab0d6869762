"""Writes the kernel's specification and configuration into an environment: `register.py ENVIRONMENT`."""

import glob
import json
import os
import sys

environment = sys.argv[1]
toolchain, products = os.environ["SCALING_TOOLCHAIN"], os.environ["SCALING_PRODUCTS"]
folder = os.path.join(environment, "share", "jupyter", "kernels", "scaling-swift")
os.makedirs(folder, exist_ok=True)

names, members = set(), set()
for path in glob.glob(os.path.join(environment, "symbols", "*.symbols.json")):
    with open(path, encoding="utf-8") as file:
        for symbol in json.load(file)["symbols"]:
            parts = [part.split("(")[0] for part in symbol["pathComponents"]]
            if parts[-1].isidentifier():
                (names if len(parts) == 1 else members).add(parts[-1])

library = "libScalingAnalyticsDynamic" + (".dylib" if sys.platform == "darwin" else ".so")
with open(os.path.join(folder, "configuration.json"), "w", encoding="utf-8") as file:
    json.dump(
        {
            "repl_swift": os.path.join(toolchain, "usr", "bin", "repl_swift"),
            "modules": os.path.join(products, "Modules"),
            "module_maps": sorted(glob.glob(os.path.join(products, "*.build", "module.modulemap"))),
            "library": os.path.join(products, library),
            "names": sorted(names),
            "members": sorted(members),
        },
        file,
        indent=1,
    )
paths = [os.environ["SCALING_LIBRARY"]] + [
    os.path.join(toolchain, "usr", "lib", part) for part in ("swift/linux", "swift/host/compiler", "")
]
with open(os.path.join(folder, "kernel.json"), "w", encoding="utf-8") as file:
    json.dump(
        {
            "argv": [
                os.path.join(environment, "bin", "python"), os.path.join(os.path.dirname(os.path.abspath(__file__)), "kernel.py"),
                "-f", "{connection_file}",
            ],
            "display_name": "Swift (ScalingAnalytics)",
            "language": "swift",
            "interrupt_mode": "signal",
            "env": {
                "LD_LIBRARY_PATH": ":".join(path.rstrip("/") for path in paths if path),
                "PYTHONPATH": os.environ["SCALING_BINDINGS"],
                "SCALING_KERNEL_CONFIGURATION": os.path.join(folder, "configuration.json"),
            },
        },
        file,
        indent=1,
    )
