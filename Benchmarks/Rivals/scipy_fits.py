"""SciPy: curve_fit (lm, defaults) from the start it is handed and from none, and L-BFGS-B on the log-Huber objective from Hoffmann's grid of 4,500 starts."""

import itertools
import random
import sys
import warnings

import numpy as np
from laws import LAWS
from scipy.optimize import curve_fit, minimize
from scipy.special import logsumexp
from worker import read_sets, serve

warnings.simplefilter("ignore")
DELTA = 1e-3


def curve_fits(law, curves, x, start, count):
    def run(with_squares):
        rows = []
        for i in range(count):
            try:
                p, _ = curve_fit(law, x, curves.y[i], p0=curves.starts[i] if start else None)
                rows.append([*p, np.sum((law(x, *p) - curves.y[i]) ** 2) if with_squares else np.nan])
            except RuntimeError:
                rows.append([np.nan] * (curves.starts.shape[1] + 1))
        return rows

    return run


def grid():
    """Hoffmann et al. 2022, appendix D.3: 5 x 5 x 5 x 6 x 6 starts of (e, a, b, alpha, beta)."""
    exponents, amplitudes = [0, 0.5, 1, 1.5, 2], [0, 5, 10, 15, 20, 25]
    return list(itertools.product([-1, -0.5, 0, 0.5, 1], amplitudes, amplitudes, exponents, exponents))


def log_huber(curves, count, with_gradient):
    log_n, log_d = np.log(curves.x[0]), np.log(curves.x[1])
    log_loss = np.log(curves.y[0])
    starts = random.Random(4500).sample(grid(), count)

    def objective(p):
        e, a, b, alpha, beta = p
        terms = np.stack([a - alpha * log_n, b - beta * log_d, np.full_like(log_n, e)])
        predicted = logsumexp(terms, axis=0)
        residual = predicted - log_loss
        size = np.abs(residual)
        value = np.sum(np.where(size <= DELTA, 0.5 * residual**2, DELTA * (size - 0.5 * DELTA)))
        if not with_gradient:
            return value
        slope = np.clip(residual, -DELTA, DELTA)
        shares = np.exp(terms - predicted) * slope
        first, second, third = shares.sum(axis=1)
        return value, np.array([third, first, second, -shares[0] @ log_n, -shares[1] @ log_d])

    def run(with_squares):
        rows = []
        for start in starts:
            result = minimize(objective, start, method="L-BFGS-B", jac=with_gradient)
            e, a, b, alpha, beta = result.x
            rows.append([np.exp(e), np.exp(a), np.exp(b), alpha, beta, result.fun])
        return rows

    return run


def main(folder, quick):
    sets, tasks = read_sets(folder), {}
    for name, law in LAWS.items():
        if name in sets:
            tasks[name] = curve_fits(law, sets[name], sets[name].x, True, 100)
            tasks[f"{name} no start"] = curve_fits(law, sets[name], sets[name].x, False, 100)
    if "epoch" in sets:
        tasks["log-Huber finite differences"] = log_huber(sets["epoch"], 3 if quick else 12, False)
        tasks["log-Huber gradient"] = log_huber(sets["epoch"], 10 if quick else 40, True)
    serve("SciPy", tasks)


main(sys.argv[1], "--quick" in sys.argv)
