"""NIST StRD nonlinear regression, 27 problems from both starts at default settings: digits of the worst parameter and of the worst standard error.

Digits are the log relative error against the certified value, in NIST's sign and order, at most 11 (certified values have 11 digits).
"""

import ast
import json
import math

from Harness.tables import Row

STARTS = 54


def translated(node):
    """A formula of strd.json as a C++ expression."""
    if isinstance(node, ast.BinOp):
        left, right = translated(node.left), translated(node.right)
        if isinstance(node.op, ast.Pow):
            return f"pow({left}, {right})"
        return f"({left} {({ast.Add: '+', ast.Sub: '-', ast.Mult: '*', ast.Div: '/'})[type(node.op)]} {right})"
    if isinstance(node, ast.UnaryOp):
        return f"(-{translated(node.operand)})"
    if isinstance(node, ast.Call):
        name = {"arctan": "atan"}.get(node.func.id, node.func.id)
        return f"{name}({translated(node.args[0])})"
    if isinstance(node, ast.Constant):
        return repr(float(node.value))
    if node.id.startswith("b"):
        return f"b[{int(node.id[1:]) - 1}]"
    return {"x": "x1", "pi": repr(math.pi)}.get(node.id, node.id)


def write_models(problems, path):
    lines = []
    for problem in problems:
        value = translated(ast.parse(problem["formula_py"], mode="eval").body)
        lines.append(
            f"struct {problem['name']} {{ template <typename T> static T value(const T *b, double x1, double x2) "
            f"{{ using std::atan; using std::cos; using std::exp; using std::pow; using std::sin; (void)x2; return {value}; }} }};")
    lines.append("inline void dispatch(const Problem &problem) {")
    lines += [f'  if (problem.name == "{p["name"]}") solve<{p["name"]}, {p["n_params"]}>(problem);' for p in problems]
    text = "\n".join([*lines, "}", ""])
    # A header that stays as it was spares the compiler a minute.
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def write_problems(problems, path):
    with open(path, "w") as file:
        for p in problems:
            columns = p["x"] if p["n_predictors"] > 1 else [p["x"]]
            y = [math.log(v) for v in p["y"]] if p["response_transform"] == "log" else p["y"]
            numbers = [*p["start1"], *p["start2"], *(v for column in columns for v in column), *y]
            print(p["name"], p["n_obs"], p["n_predictors"], p["n_params"], *map(repr, numbers), file=file)


def digits(values, certified):
    """The log relative error of the worst value; 0 for a missing one."""
    def one(value, known):
        if value is None or not math.isfinite(value):
            return 0.0
        error = abs(value - known) / abs(known)
        return 11.0 if error == 0 else min(11.0, max(0.0, -math.log10(error)))

    return min(map(one, values, certified)) if len(values) == len(certified) else 0.0


def rows(build, quick):
    path = build.reference_data / "nist-strd" / "strd.json"
    results = {"ours": []}
    problems = []
    if path.exists():
        problems = json.loads(path.read_text())
        write_models(problems, build.folder / "NistModels.h")
        write_problems(problems, build.folder / "problems.txt")
        commands = [
            [build.swift("nist"), build.folder / "problems.txt"],
            [build.rival("NistTinySolver.cpp", include=[build.folder]), build.folder / "problems.txt"],
            [build.python, "Rivals/nist_python.py", path],
        ]
        for command in commands:
            for line in build.output(command).splitlines():
                result = json.loads(line)
                results.setdefault(result["solver"], []).append(result)
    known = {p["name"]: p for p in problems}
    return [row for solver, found in results.items() for row in solver_rows(solver, found, known)]


def solver_rows(solver, found, known):
    values, errors, short = [], [], []
    for result in found:
        problem = known[result["problem"]]
        values.append(digits(result["values"], problem["certified_parameters"]))
        errors.append(digits(result["errors"], problem["certified_stderr"]))
        if values[-1] < 4:
            short.append(f"{result['problem']}/{result['start']}")
    def counts(measured):
        return {f">= {d}": str(sum(v >= d for v in measured)) for d in (4, 6, 8, 10)}

    mean = f"{sum(values) / len(values):.1f}" if values else "-"
    missing = " ".join(short) if len(short) <= 8 else f"{len(short)} starts"
    if solver != "ours":
        return [
            Row(f"{solver}: parameters", {**counts(values), "mean": mean, "short of 4": missing}, numbers={"digits": values}),
            Row(f"{solver}: standard errors", counts(errors), numbers={"digits": errors}),
        ]
    return [
        Row("ours: parameters", {**counts(values), "mean": mean, "short of 4": missing}, "54 of 54 to >= 10 digits",
            len(values) == STARTS and sum(v >= 10 for v in values) == STARTS, {"digits": values}),
        Row("ours: standard errors", counts(errors), "52 of 54 to >= 8 digits",
            len(errors) == STARTS and sum(v >= 8 for v in errors) >= 52, {"digits": errors}),
    ]
