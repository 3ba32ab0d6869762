"""Type-checks every block marked `swift` in guides and articles: `code_blocks.py PRODUCTS PATH...`; exit status 1 where one fails.

A block stands alone, or continues those before it in its guide. Imports are added, since a guide need not repeat them. What a block
takes from its reader is said by a comment of HTML before it: `<!-- given: x: [Double], y: [Double] -->`.
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
GIVEN = "func given<Value>() -> Value { fatalError() }\n"


def blocks(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for match in re.finditer(r"(?:^<!-- given: (.*?) -->\n+)?^```swift\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE):
        # A name, a colon and its type; a comma parts two of them only where a name and a colon follow.
        given = [part for part in re.split(r",\s*(?=\w+:)", match.group(1) or "") if part]
        declarations = "".join(f"let {part}: {kind} = given()\n" for part, kind in (part.split(":", 1) for part in given))
        yield text[: match.start(2)].count("\n") + 1, declarations, match.group(2)


def check(code, folder):
    # A manifest has a compiler of its own.
    if "PackageDescription" in code or code.lstrip().startswith((".package(", ".product(")):
        return None
    path = os.path.join(folder, "main.swift")
    with open(path, "w", encoding="utf-8") as file:
        file.write(IMPORTS + GIVEN + code)
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
        for line, given, code in blocks(path):
            found += 1
            error = check(given + code, folder)
            if error and before:
                error = check("".join(before) + given + code, folder) and error
                error = error and check(before[-1] + given + code, folder)
            if error:
                faults.append(f"{path}:{line}: {error}")
            before.append(given + code)
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
