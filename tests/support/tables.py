"""Tables with samples, as people have them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

SENTENCES = (
    ("the river rises in the mountains and flows north to the sea", "water"),
    ("rain fills the lake until the water runs over the dam", "water"),
    ("the tide turns and boats drift out of the harbour", "water"),
    ("a spring under the hill feeds the well of the village", "water"),
    ("the fire burns the dry wood and smoke fills the house", "fire"),
    ("sparks fly from the forge where the iron glows red", "fire"),
    ("a candle lights the room with its small flame", "fire"),
    ("the stove warms the kitchen when the coal burns", "fire"),
)
"""Texts and their classes."""


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]], separator: str = ",") -> Path:
    """A CSV file in UTF-8."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def picture(number: int, size: tuple[int, int] = (6, 5)) -> Image.Image:
    """A colour picture, another for each number."""
    pixels = np.random.default_rng(number).integers(0, 256, (size[1], size[0], 3))
    return Image.fromarray(pixels.astype(np.uint8))


def png(number: int) -> bytes:
    """The file of a picture."""
    file = io.BytesIO()
    picture(number).save(file, "PNG")
    return file.getvalue()


def write_pictures(folder: Path, count: int) -> list[str]:
    """Some pictures in a folder, and their names."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"{number}.png" for number in range(count)]
    for number, name in enumerate(names):
        (folder / name).write_bytes(png(number))
    return names
