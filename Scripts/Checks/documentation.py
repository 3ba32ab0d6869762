"""Counts documented public symbols and follows the links between guides: `documentation.py GRAPHS PATH...`; exit status 1 where one is missing or broken."""

import glob
import json
import os
import re
import sys

graphs, paths = sys.argv[1], sys.argv[2:]
faults = []

total = documented = 0
for path in sorted(glob.glob(os.path.join(graphs, "*", "*.symbols.json"))):
    with open(path, encoding="utf-8") as file:
        for symbol in json.load(file)["symbols"]:
            # What the compiler makes, and what a protocol of the standard library documents, has no comment of ours.
            if "::SYNTHESIZED::" in symbol["identifier"]["precise"] or not symbol.get("location"):
                continue
            total += 1
            if symbol.get("docComment", {}).get("lines"):
                documented += 1
            else:
                place = symbol["location"]
                name = os.path.relpath(place["uri"].replace("file://", ""))
                faults.append(f"{name}:{place['position']['line'] + 1}: {'.'.join(symbol['pathComponents'])} is not documented")

guides = []
for path in paths:
    guides += glob.glob(os.path.join(path, "*.md")) if os.path.isdir(path) else [path]
links = 0
for guide in sorted(guides):
    with open(guide, encoding="utf-8") as file:
        text = re.sub(r"```.*?```", "", file.read(), flags=re.DOTALL)
    text = re.sub(r"`[^`]*`", "", text)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        links += 1
        name, _, anchor = target.partition("#")
        other = os.path.normpath(os.path.join(os.path.dirname(guide), name)) if name else guide
        if not os.path.exists(other):
            faults.append(f"{guide}: the link to {target} is broken")
        elif anchor and other.endswith(".md"):
            with open(other, encoding="utf-8") as file:
                headings = [re.sub(r"[^\w\- ]", "", line.lstrip("# ").strip().lower()).replace(" ", "-") for line in file if line.startswith("#")]
            if anchor not in headings:
                faults.append(f"{guide}: {target} has no such heading")

for line in faults:
    print(f"fault  {line}")
print(f"{documented} of {total} public symbols documented, {links} links between {len(guides)} guides: {len(faults)} faults")
sys.exit(1 if faults else 0)
