"""Reads every file that a test wrote and compares it, bit for bit, with the raw arrays beside it.

Usage: read-exports.py FOLDER, with FOLDER/manifest.json. Prints what it read, one line each; stops at what differs.
With --write FOLDER it writes files with numpy, scipy and h5py for the readers of the viewer, and a manifest of them.
"""

import json
import os
import sys

import h5py
import numpy as np
import scipy.io
from PIL import Image


def read(path, kind, name):
    if kind == "npy":
        return np.load(path)
    if kind == "npz":
        return np.load(path)[name]
    if kind == "mat":
        return scipy.io.loadmat(path)[name]
    if kind == "hdf5":
        with h5py.File(path, "r") as file:
            return file[name][()]
    if kind == "txt":
        return np.loadtxt(path, ndmin=2)
    if kind == "csv":
        return np.genfromtxt(path, delimiter=",", names=True, deletechars="", replace_space=" ")[name]
    if kind == "tiff":
        return np.array(Image.open(path))
    raise ValueError(kind)


def compare(folder):
    for entry in json.load(open(os.path.join(folder, "manifest.json"))):
        label = f"{entry['file']}:{entry['name']}"
        got = read(os.path.join(folder, entry["file"]), entry["kind"], entry["name"])
        want = np.fromfile(os.path.join(folder, entry["raw"]), dtype=entry["dtype"]).reshape(entry["shape"])
        assert got.shape == want.shape, f"{label}: shape {got.shape}, not {want.shape}"
        assert got.dtype == want.dtype, f"{label}: {got.dtype}, not {want.dtype}"
        if entry["kind"] in ("txt", "csv"):  # NaN has no bits in text
            assert np.array_equal(got, want, equal_nan=True), f"{label}: values differ"
        else:
            assert got.tobytes() == want.tobytes(), f"{label}: bytes differ"
        print("read", label, got.dtype, got.shape)
    text = os.path.join(folder, "savetxt.txt")
    table = np.load(os.path.join(folder, "table.npy"))
    np.savetxt(text, table)
    assert open(text).read() == open(os.path.join(folder, "table.txt")).read(), "savetxt writes another text"
    print("read savetxt.txt")


def write(folder):
    arrays = {
        "matrix": np.arange(24, dtype="f8").reshape(4, 6) / 7,
        "row": np.array([1.5, np.nan, -np.inf]),
        "whole": np.arange(-3, 9, dtype="i2").reshape(3, 4),
        "cube": np.arange(24, dtype="f4").reshape(2, 3, 4),
        "big": (np.arange(5, dtype="u8") * 2**40),
        "bytes": np.arange(7, dtype="u1"),
    }
    np.savez(os.path.join(folder, "plain.npz"), **arrays, words=np.array(["a", "b"]))
    np.savez_compressed(os.path.join(folder, "packed.npz"), **arrays)
    scipy.io.savemat(os.path.join(folder, "plain.mat"), dict(arrays, words="text", phase=np.array([1j])))
    scipy.io.savemat(os.path.join(folder, "packed.mat"), arrays, do_compression=True)
    with h5py.File(os.path.join(folder, "groups.h5"), "w") as file:
        group = file.create_group("MyGroup")
        for name, value in arrays.items():
            group[name] = value
        file.create_dataset("chunks", data=arrays["matrix"], chunks=(2, 3), compression="gzip", shuffle=True)
        file["words"] = "text"
        file["number"] = 4.25
    np.savetxt(os.path.join(folder, "table.txt"), arrays["matrix"], header="a b c d e f")
    np.savetxt(os.path.join(folder, "table.csv"), arrays["matrix"], delimiter=",", header="a,b,c,d,e,f", comments="")
    json.dump({k: dict(shape=v.shape, values=[repr(float(x)) for x in v.ravel()]) for k, v in arrays.items()}, open(os.path.join(folder, "written.json"), "w"))


if sys.argv[1] == "--write":
    write(sys.argv[2])
else:
    compare(sys.argv[1])
