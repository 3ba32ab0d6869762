"""SciPy's curve_fit and lmfit's leastsq at their defaults on the NIST problems; a JSON line for each problem and start."""

import json
import sys
import warnings

import lmfit
import numpy as np
from scipy.optimize import curve_fit

warnings.simplefilter("ignore")
NUMPY = {name: getattr(np, name) for name in ("exp", "cos", "sin", "arctan", "pi")}


def model(problem):
    names = [f"b{i + 1}" for i in range(problem["n_params"])]
    predictors = ["x"] if problem["n_predictors"] == 1 else ["x1", "x2"]
    code = compile(problem["formula_py"], problem["name"], "eval")

    def function(x, *b):
        given = dict(zip(predictors, [x] if len(predictors) == 1 else x))
        return eval(code, {"__builtins__": {}}, {**NUMPY, **given, **dict(zip(names, b))}) + 0 * np.atleast_2d(x)[0]

    return names, function


def row(solver, problem, start, values, errors):
    finite = [None if v is None or not np.isfinite(v) else float(v) for v in [*values, *errors]]
    half = len(finite) // 2
    print(json.dumps({"solver": solver, "problem": problem["name"], "start": start, "values": finite[:half], "errors": finite[half:]}))


def main(path):
    for problem in json.load(open(path)):
        x, y = np.array(problem["x"]), np.array(problem["y"])
        if problem["response_transform"] == "log":
            y = np.log(y)
        names, function = model(problem)
        none = [None] * len(names)
        for start in (1, 2):
            first = problem[f"start{start}"]
            try:
                values, covariance = curve_fit(function, x, y, p0=first)
                row("SciPy curve_fit", problem, start, values, np.sqrt(np.diag(covariance)))
            except RuntimeError:
                row("SciPy curve_fit", problem, start, none, none)
            given = lmfit.Parameters()
            for name, value in zip(names, first):
                given.add(name, value=value)
            try:
                result = lmfit.minimize(lambda p: function(x, *(p[name].value for name in names)) - y, given)
                row("lmfit leastsq", problem, start, [result.params[n].value for n in names], [result.params[n].stderr for n in names])
            except (ValueError, TypeError):
                row("lmfit leastsq", problem, start, none, none)


main(sys.argv[1])
