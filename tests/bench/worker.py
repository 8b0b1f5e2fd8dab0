"""Measures one way in this process.

    python tests/bench/worker.py WAY FOLDER SETTINGS     # reads FOLDER/case.npz, writes FOLDER/entry.json

It runs in each way's own environment, so it needs nothing but NumPy.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from bench.exchange import Case, Entry, Settings, largest_difference, peak_memory  # noqa: E402


def measure(way: str, folder: Path, settings: Settings) -> Entry:
    """Measure one way on the case in a folder; our matrix is left there for the others."""
    module = importlib.import_module(f"bench.ways.{way}")
    case = Case.load(folder)
    idle = peak_memory()
    found = module.measure(case, settings)
    ours = folder / "ours.npy"
    if way == "ours":
        np.save(ours, found.matrix)
    compared = found.matrix is not None and way != "ours" and ours.is_file()
    return Entry(
        model=case.model,
        samples=len(case.labels),
        way=way,
        seconds=found.seconds,
        difference=largest_difference(found.matrix, np.load(ours)) if compared else None,
        parts=found.parts,
        notes=found.notes,
        versions=found.versions,
        idle=idle,
        peak=found.peak,
    )


if __name__ == "__main__":
    place = Path(sys.argv[2])
    measure(sys.argv[1], place, Settings(**json.loads(sys.argv[3]))).save(place)
