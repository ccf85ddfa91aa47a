"""Writes test/fixtures/golden/nd-arrays.json: what numpy and scipy make of arrays, and Python's % of numbers.

Run once: python3 test/python/make-nd-golden.py
"""

import json
import os

import numpy as np
from scipy import ndimage

HERE = os.path.dirname(os.path.abspath(__file__))
a = (np.arange(24).reshape(2, 3, 4) * 7) % 11 + 0.5
b = (np.arange(12).reshape(3, 4) * 5) % 7
line = np.array([3.0, -1.0, 4.0, 1.0, -5.0, 9.0, 2.0, 6.0, 5.0, 3.0, 9.0])


def of(x):
    x = np.asarray(x)
    return {"shape": list(x.shape), "data": [float(v) for v in x.ravel()]}


arrays = {
    "sum0": a.sum(axis=0), "sum1": a.sum(axis=1), "sum2": a.sum(axis=-1), "sum": a.sum(),
    "mean1": a.mean(axis=1), "std": a.std(), "std2": a.std(axis=2), "max1": a.max(axis=1), "min0": a.min(axis=0),
    "argmax": line.argmax(), "argmin": line.argmin(), "unravel": np.unravel_index(17, a.shape),
    "T": a.T, "transpose": a.transpose(1, 0, 2), "flip1": a[:, ::-1], "slice": a[1, 0:2, 1:3], "slice_negative": a[:, -2:, -1],
    "roi": b[1:3, 1:3], "com": ndimage.center_of_mass(b), "com3": ndimage.center_of_mass(a),
    "rot0": np.rot90(b, 0), "rot1": np.rot90(b, 1), "rot2": np.rot90(b, 2), "rot3": np.rot90(b, 3), "rot_1": np.rot90(b, -1), "rot1_3d": np.rot90(a, 1),
    "insert0": np.insert(a, 1, np.zeros((3, 4)), axis=0), "insert1": np.insert(b, 3, 9, axis=0), "insert2": np.insert(b, 0, 9, axis=1),
    "stack0": np.stack([b, b + 1]), "stack1": np.stack([line, line * 2], 1), "concatenate1": np.concatenate([b, b], axis=1),
    "hstack": np.hstack([line, line]), "vstack": np.vstack([line, line]), "append": np.append(b, line),
    "counts": np.histogram(line, 4)[0], "edges": np.histogram(line, 4)[1], "counts_range": np.histogram(line, 3, (0, 6))[0],
    "arange": np.arange(2, 9, 3), "linspace": np.linspace(-1, 2, 7),
    "uint16": np.array([65535, 1, 300], dtype="uint16"), "uint8": np.array([65535, 1, 300]).astype("uint8"),
}
formats = [[f, v, f % v] for f in ["%d", "%5d|", "%-5d|", "%05d", "%+d", "%x", "%.2f", "%8.3f", "%-9.1f|", "%08.2f", "%e", "%.3e", "%g", "%.3g", "%s", "% d"]
           for v in [0, 7, -42, 1234567, 0.5, -1.25, 123456.789, 1e-7] if not (f == "%x" and v != int(v)) and not ("d" in f and v != int(v)) and not (f == "%s")
           if not (f == "%x" and v < 0)]
formats = [[f, v, f % (int(v) if f.endswith(("d", "d|", "x")) else v)] for f, v, _ in formats]
with open(os.path.join(HERE, "../fixtures/golden/nd-arrays.json"), "w") as out:
    json.dump({"a": of(a), "b": of(b), "line": of(line), "numpy": np.__version__, "arrays": {k: of(v) for k, v in arrays.items()}, "formats": formats}, out)
    out.write("\n")
