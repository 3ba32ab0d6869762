"""The laws as a Python user writes them: whole columns in, no more cleverness than numpy gives. Chinchilla as in Hoffmann et al.: ln A, ln B."""

import numpy as np


def power(x, floor, amplitude, exponent):
    return floor + amplitude * x**-exponent


def saturating(x, plateau, amplitude, scale):
    return plateau - amplitude * np.exp(-x / scale)


def logistic(x, low, high, midpoint, slope):
    return low + (high - low) / (1 + (x / midpoint) ** -slope)


def chinchilla(x, base, a, b, alpha, beta):
    return base + np.exp(a - alpha * np.log(x[0])) + np.exp(b - beta * np.log(x[1]))


LAWS = {
    "power-20": power,
    "power-1000": power,
    "saturating-20": saturating,
    "logistic-20": logistic,
    "chinchilla-240": chinchilla,
}
