"""What a cell is before it is run: a word where top-level await would end the debugger, and names for completion."""

import re

KEYWORDS = (
    "as break case catch class continue defer do else enum extension false for func guard if import in init is let nil "
    "protocol repeat return self static struct switch throw throws true try typealias var where while"
).split()

_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|"""(?:\\.|.)*?"""|#*"(?:\\.|[^"\\\n])*"#*|[A-Za-z_]\w*|[{}]|\n|.', re.DOTALL
)


def awaits_at_top_level(code):
    """The line of an `await` outside of all braces, from 1; None where there is none."""
    depth, line = 0, 1
    for match in _TOKEN.finditer(code):
        token = match.group()
        if token == "{":
            depth += 1
        elif token == "}":
            depth = max(0, depth - 1)
        elif token == "await" and depth == 0:
            return line
        line += token.count("\n")
    return None


def declared(code):
    """Names that a cell declares."""
    return re.findall(r"\b(?:let|var|func|struct|class|enum|typealias)\s+([A-Za-z_]\w*)", code)


def completions(code, cursor, names, members):
    """The matches for the word before the cursor and where it starts: members after a dot, else all names."""
    word = re.search(r"[A-Za-z_]\w*$|$", code[:cursor]).group()
    start = cursor - len(word)
    pool = members if code[:start].endswith(".") else names
    return sorted(name for name in pool if name.startswith(word) and (word or pool is members)), start
