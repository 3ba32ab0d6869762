"""SciPy: the refits of the replication's bootstrap: BFGS on the log-Huber(1e-3) sum, one start at the values that it tests, runs drawn with replacement."""

import sys
import warnings

import numpy as np
from scipy.optimize import minimize
from scipy.special import huber, logsumexp
from worker import read_sets, serve

warnings.simplefilter("ignore")
DELTA, REFITS = 1e-3, 40
# Hoffmann et al. 2022, with the digits of their TeX source: ln A, ln B, ln E, alpha, beta.
START = np.array([6.0073404, 6.0179186, 0.5267228, 0.33917084, 0.2849083])


def terms(p, log_n, log_d):
    a, b, e, alpha, beta = p
    return np.stack([a - alpha * log_n, b - beta * log_d, np.full_like(log_n, e)])


def objective(p, log_n, log_d, log_loss):
    return huber(DELTA, log_loss - logsumexp(terms(p, log_n, log_d), axis=0)).sum()


def gradient(p, log_n, log_d, log_loss):
    parts = terms(p, log_n, log_d)
    predicted = logsumexp(parts, axis=0)
    shares = np.exp(parts - predicted) * np.clip(predicted - log_loss, -DELTA, DELTA)
    first, second, third = shares.sum(axis=1)
    return np.array([first, second, third, -shares[0] @ log_n, -shares[1] @ log_d])


def refits(curves, jacobian):
    columns = np.log(np.vstack([curves.x, curves.y[:1]]))

    def run(_):
        random, rows = np.random.default_rng(42), []
        for _ in range(REFITS):
            drawn = columns[:, random.integers(0, curves.count, curves.count)]
            a, b, e, alpha, beta = minimize(objective, START, args=tuple(drawn), jac=jacobian, method="BFGS").x
            rows.append([np.exp(e), np.exp(a), np.exp(b), alpha, beta])
        return rows

    return run


def main(folder):
    sets = read_sets(folder)
    tasks = {}
    if "epoch" in sets:
        tasks = {"BFGS": refits(sets["epoch"], None), "BFGS, analytic gradient": refits(sets["epoch"], gradient)}
    serve("SciPy", tasks)


main(sys.argv[1])
