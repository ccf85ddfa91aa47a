"""Writes test/fixtures/golden/histograms.json: what numpy's histograms and scipy's binned statistics make of columns.

Run once: python3 test/python/make-histogram-golden.py
"""

import json
import os

import numpy as np
import scipy
from scipy.stats import binned_statistic

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    random = np.random.default_rng(11235)
    columns = {
        "normal": random.standard_normal(500),
        "tenths": random.integers(-20, 50, 400) / 10,
        "equal": np.full(7, 3.25),
        "large": 1e9 + random.uniform(0, 1, 300),
        "positive": 10 ** random.uniform(-3, 4, 300),
        "edges": np.arange(11) * 0.1,
    }
    histograms = []
    for name, data in columns.items():
        for count in (1, 7, 10, 100):
            counts, edges = np.histogram(data, count)
            density = np.histogram(data, count, density=True)[0]
            histograms.append(dict(column=name, count=count, counts=counts.tolist(), edges=edges.tolist(), density=density.tolist()))
    counts, edges = np.histogram(columns["normal"], 20, range=(-1, 0.5))
    ranged = dict(column="normal", count=20, low=-1, high=0.5, counts=counts.tolist(), edges=edges.tolist())
    x, y = columns["normal"], random.uniform(-3, 3, 500)
    cells, x_edges, y_edges = np.histogram2d(x, y, bins=(8, 5))
    profile = dict()
    for statistic in ("count", "mean", "std"):
        profile[statistic] = binned_statistic(x, 1e6 + y, statistic, bins=8)[0].tolist()
    profile["x"] = binned_statistic(x, x, "mean", bins=8)[0].tolist()
    out = dict(
        numpy=np.__version__,
        scipy=scipy.__version__,
        columns={name: data.tolist() for name, data in columns.items()},
        histograms=histograms,
        ranged=ranged,
        y=y.tolist(),
        cells=cells.T.ravel().tolist(),
        profile=profile,
    )
    with open(os.path.join(HERE, "../fixtures/golden/histograms.json"), "w") as file:
        json.dump(out, file)
        file.write("\n")


main()
