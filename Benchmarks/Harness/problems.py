"""The curves that every side fits: made once from a stated seed, written to binary files, read by all.

A file NAME.curves holds four 8-byte integers (curves, points, predictors, parameters), then predictor after predictor, curve after curve, and the start that
rivals are handed for each curve: the truth with every parameter off by up to a quarter, which is kinder than what a user can know. Our side and the floor get none.
"""

import array
import csv
import math
import random
from pathlib import Path


def logarithmic(low, high, count):
    return [low * (high / low) ** (i / (count - 1)) for i in range(count)]


def power(random_numbers, x):
    """y = floor + amplitude x^-exponent; noise 1 % of the span."""
    floor, amplitude, exponent = random_numbers.uniform(0.5, 2), random_numbers.uniform(1, 10), random_numbers.uniform(0.2, 1)
    values = [floor + amplitude * v**-exponent for v in x[0]]
    return values, [floor, amplitude, exponent]


def saturating(random_numbers, x):
    """y = plateau - amplitude exp(-x / scale); noise 1 % of the span."""
    plateau = random_numbers.uniform(0.5, 1)
    amplitude, scale = plateau * random_numbers.uniform(0.4, 0.9), random_numbers.uniform(1, 4)
    return [plateau - amplitude * math.exp(-v / scale) for v in x[0]], [plateau, amplitude, scale]


def logistic(random_numbers, x):
    """y = low + (high - low) / (1 + (x / midpoint)^-slope); noise 1 % of the span."""
    low, rise = random_numbers.uniform(0, 0.3), random_numbers.uniform(0.4, 0.7)
    midpoint, slope = 10 ** random_numbers.uniform(-0.5, 0.5), random_numbers.uniform(0.8, 2)
    return [low + rise / (1 + (v / midpoint) ** -slope) for v in x[0]], [low, low + rise, midpoint, slope]


def chinchilla(random_numbers, x):
    """L = E + A N^-alpha + B D^-beta (Hoffmann et al. 2022), as (E, ln A, ln B, alpha, beta); noise 1 % of the span."""
    base = random_numbers.uniform(1.5, 2)
    alpha, beta = random_numbers.uniform(0.3, 0.4), random_numbers.uniform(0.25, 0.4)
    # Both terms contribute about half a nat at the smallest sizes.
    a = math.log(random_numbers.uniform(0.5, 1.5)) + alpha * math.log(min(x[0]))
    b = math.log(random_numbers.uniform(0.5, 1.5)) + beta * math.log(min(x[1]))
    values = [base + math.exp(a - alpha * math.log(n)) + math.exp(b - beta * math.log(d)) for n, d in zip(*x)]
    return values, [base, a, b, alpha, beta]


def chinchilla_grid():
    sizes, tokens = logarithmic(5e7, 1.6e10, 15), logarithmic(1e9, 1e12, 16)
    return [[n for n in sizes for _ in tokens], [d for _ in sizes for d in tokens]]


SETS = {
    "power-20": (power, 10_000, [logarithmic(1, 1000, 20)]),
    "power-1000": (power, 200, [logarithmic(1, 1000, 1000)]),
    "saturating-20": (saturating, 10_000, [[0.5 * (i + 1) for i in range(20)]]),
    "logistic-20": (logistic, 10_000, [logarithmic(0.01, 100, 20)]),
    "chinchilla-240": (chinchilla, 400, chinchilla_grid()),
}


def write(folder, seed=20_260_401):
    """Writes every set that is not there yet."""
    for name, (law, curves, x) in SETS.items():
        path = Path(folder) / f"{name}.curves"
        if path.exists():
            continue
        numbers = random.Random(f"{seed} {name}")
        y, starts = array.array("d"), array.array("d")
        for _ in range(curves):
            values, truth = law(numbers, x)
            deviation = 0.01 * (max(values) - min(values))
            y.extend(v + deviation * numbers.gauss(0, 1) for v in values)
            starts.extend(p * numbers.uniform(0.8, 1.25) for p in truth)
        partial = path.with_suffix(".partial")
        with open(partial, "wb") as file:
            array.array("q", [curves, len(x[0]), len(x), len(starts) // curves]).tofile(file)
            for column in x:
                array.array("d", column).tofile(file)
            y.tofile(file)
            starts.tofile(file)
        partial.rename(path)


def write_epoch(folder, table):
    """Epoch's 240 points as one curve: loss over parameters and tokens = FLOP / 6N, the five highest losses dropped (Besiroglu et al. 2024, arXiv:2404.10102)."""
    with open(table, newline="") as file:
        rows = [(float(r["Model Size"]), float(r["Training FLOP"]), float(r["loss"])) for r in csv.DictReader(file)]
    highest = sorted(range(len(rows)), key=lambda i: rows[i][2])[-5:]
    rows = [row for i, row in enumerate(rows) if i not in highest]
    values = [n for n, _, _ in rows] + [c / (6 * n) for n, c, _ in rows] + [loss for _, _, loss in rows] + [0.0] * 5
    with open(Path(folder) / "epoch.curves", "wb") as file:
        array.array("q", [1, len(rows), 2, 5]).tofile(file)
        array.array("d", values).tofile(file)
