"""Type-checks every block marked `swift` in guides and articles: `code_blocks.py PRODUCTS PATH...`; exit status 1 where one fails.

A block stands alone, or continues those before it in its guide. Imports are added, since a guide need not repeat them.
"""

import concurrent.futures
import glob
import os
import re
import subprocess
import sys
import tempfile

products, paths = sys.argv[1], sys.argv[2:]
flags = [f"-I{products}/Modules"]
for path in glob.glob(os.path.join(products, "*.build", "module.modulemap")):
    flags += ["-Xcc", f"-fmodule-map-file={path}"]
IMPORTS = "import Foundation\nimport InspectArchives\nimport ScalingAnalytics\n"


def blocks(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for match in re.finditer(r"^```swift\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE):
        yield text[: match.start()].count("\n") + 2, match.group(1)


def check(code, folder):
    # A manifest has a compiler of its own.
    if "PackageDescription" in code or code.lstrip().startswith((".package(", ".product(")):
        return None
    path = os.path.join(folder, "main.swift")
    with open(path, "w", encoding="utf-8") as file:
        file.write(IMPORTS + code)
    result = subprocess.run(
        ["swiftc", "-typecheck", "-swift-version", "6", *flags, path], capture_output=True, text=True
    )
    if result.returncode == 0:
        return None
    errors = [line for line in result.stderr.split("\n") if ": error:" in line]
    return errors[0].split(": error:", 1)[1].strip() if errors else result.stderr[:300]


def guide(path):
    found, before, faults = 0, [], []
    with tempfile.TemporaryDirectory() as folder:
        for line, code in blocks(path):
            found += 1
            error = check(code, folder)
            if error and before:
                error = check("".join(before) + code, folder) and error
                error = error and check(before[-1] + code, folder)
            if error:
                faults.append(f"{path}:{line}: {error}")
            before.append(code)
    return found, faults


guides = []
for path in paths:
    guides += sorted(glob.glob(os.path.join(path, "**", "*.md"), recursive=True)) if os.path.isdir(path) else [path]
total, faults = 0, []
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    for found, wrong in pool.map(guide, guides):
        total += found
        faults += wrong
for line in faults:
    print(f"fault  {line}")
print(f"{total} blocks of Swift in {len(guides)} guides: {len(faults)} do not compile")
sys.exit(1 if faults else 0)
