"""lmfit: Model.fit, minimize (leastsq, its default), and conf_interval for the three parameters of the power law (its fit included)."""

import sys
import warnings

import lmfit
import numpy as np
from laws import LAWS
from worker import read_sets, serve

warnings.simplefilter("ignore")
NAMES = {
    "power-20": ["floor", "amplitude", "exponent"],
    "saturating-20": ["plateau", "amplitude", "scale"],
    "logistic-20": ["low", "high", "midpoint", "slope"],
    "chinchilla-240": ["base", "a", "b", "alpha", "beta"],
}


def parameters(names, start):
    result = lmfit.Parameters()
    for name, value in zip(names, start):
        result.add(name, value=value)
    return result


def minimizer(law, names, curves, i):
    def residual(given, x, y):
        return law(x, *(given[name].value for name in names)) - y

    return lmfit.Minimizer(residual, parameters(names, curves.starts[i]), fcn_args=(curves.x, curves.y[i]))


def minimize(law, names, curves, count):
    def run(with_squares):
        rows = []
        for i in range(count):
            result = minimizer(law, names, curves, i).minimize()
            rows.append([*(result.params[name].value for name in names), result.chisqr])
        return rows

    return run


def model_fit(law, names, curves, count):
    model = lmfit.Model(law, independent_vars=["x"])

    def run(with_squares):
        rows = []
        for i in range(count):
            result = model.fit(curves.y[i], parameters(names, curves.starts[i]), x=curves.x)
            rows.append([*(result.params[name].value for name in names), result.chisqr])
        return rows

    return run


def profiles(law, names, curves, count):
    def run(with_squares):
        rows = []
        for i in range(count):
            fitter = minimizer(law, names, curves, i)
            try:
                intervals = lmfit.conf_interval(fitter, fitter.minimize(), sigmas=[0.95])
                rows.append([v for name in names for v in (intervals[name][0][1], intervals[name][-1][1])])
            except (lmfit.minimizer.MinimizerException, ValueError):
                rows.append([np.nan] * (2 * len(names)))
        return rows

    return run


def main(folder):
    sets, tasks = read_sets(folder), {}
    for name, names in NAMES.items():
        if name in sets:
            tasks[name] = minimize(LAWS[name], names, sets[name], 20)
            tasks[f"{name} model"] = model_fit(LAWS[name], names, sets[name], 10)
    if "power-20" in sets:
        tasks["power-20 profiles"] = profiles(LAWS["power-20"], NAMES["power-20"], sets["power-20"], 4)
    serve("lmfit", tasks)


main(sys.argv[1])
