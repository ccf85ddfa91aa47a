"""Writes test/fixtures/golden/fits.json: data with noise and what scipy.optimize.curve_fit makes of it.

Run once: python3 test/python/make-fit-golden.py
"""

import json
import os

import numpy as np
import scipy
from scipy.optimize import curve_fit
from scipy.special import erf

HERE = os.path.dirname(os.path.abspath(__file__))


def gaussian(x, a, c, s, k):
    return k + a * np.exp(-((x - c) ** 2) / (2 * s * s))


def lorentzian(x, a, c, w, k):
    return k + a / (1 + ((x - c) / w) ** 2)


def step(x, a, c, s, k):
    return k + a / 2 * (1 + erf((x - c) / (np.sqrt(2) * s)))


def line(x, m, b):
    return m * x + b


CASES = [
    ("gaussian", gaussian, (-5, 9, 61), (3.0, 1.4, 0.8, 0.5), 0.05, False),
    ("gaussian", gaussian, (-900, 900, 80), (-0.02, 130.0, 200.0, 0.3), 0.001, True),
    ("gaussian", gaussian, (9000, 9100, 40), (1e5, 9042.0, 7.0, 2e4), 900.0, True),
    ("gaussian", gaussian, (0, 1, 300), (1.0, 0.8, 0.02, 0.0), 0.1, False),
    ("lorentzian", lorentzian, (-5, 5, 81), (2.0, -0.7, 0.6, 1.0), 0.05, True),
    ("lorentzian", lorentzian, (0, 20, 50), (-8.0, 12.0, 2.0, 4.0), 0.3, False),
    ("step", step, (-1500, 1500, 61), (0.4, 120.0, 150.0, 0.2), 0.01, True),
    ("step", step, (-2, 2, 40), (-3.0, 0.3, 0.2, 5.0), 0.1, False),
    ("exponential", None, (0, 10, 50), (5.0, 2.5, 1.0), 0.05, False),
    ("exponential", None, (-3, 3, 50), (-2.0, 0.7, 4.0), 0.02, True),
    ("exponential", None, (100, 140, 60), (0.5, -15.0, 2.0), 0.05, True),
    ("line", line, (-3, 7, 30), (2.5, -1.0), 0.4, False),
    ("line", line, (1e6, 1e6 + 50, 30), (-0.02, 2e4), 0.01, True),
]


def main():
    random = np.random.default_rng(20110328)
    cases = []
    for name, function, (low, high, count), truth, noise, weighted in CASES:
        x = np.linspace(low, high, count)
        if function is None:
            origin = x[0]

            def function(x, a, t, k, origin=origin):
                return k + a * np.exp(-(x - origin) / t)

        sigma = noise * random.uniform(0.5, 2, count) if weighted else np.full(count, noise)
        y = function(x, *truth) + sigma * random.standard_normal(count)
        arguments = dict(p0=truth, xtol=1e-15, ftol=1e-15, gtol=1e-15, maxfev=100000)
        if weighted:
            arguments["sigma"] = sigma
        # Started at the truth, and with tolerances that leave no digit open.
        values, relative = curve_fit(function, x, y, **arguments)
        absolute = curve_fit(function, x, y, absolute_sigma=True, **arguments)[1] if weighted else None
        rest = (y - function(x, *values)) / (sigma if weighted else 1)
        cases.append(
            dict(
                model=name,
                x=x.tolist(),
                y=y.tolist(),
                sigma=sigma.tolist() if weighted else None,
                values=values.tolist(),
                covariance=relative.ravel().tolist(),
                covariance_absolute=None if absolute is None else absolute.ravel().tolist(),
                chi_squared=float(np.sum(rest**2)),
            )
        )
    points = [-7, -3, -2.5, -2, -1, -0.1, -1e-9, 0, 1e-300, 1e-8, 0.3, 0.5, 1, 1.7, 2.4, 2.5, 2.6, 3, 4, 5.9, 6.1, 30]
    out = dict(scipy=scipy.__version__, numpy=np.__version__, erf=[[p, float(erf(p))] for p in points], cases=cases)
    with open(os.path.join(HERE, "../fixtures/golden/fits.json"), "w") as file:
        json.dump(out, file)
        file.write("\n")


main()
