"""Image files to pixels: orientation, depth, and what is said of them."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps

from lpntk.datasets import open_dataset
from lpntk.domain import Dataset, DataSettings, InputError

ORIENTATION = 0x0112


def read(folder: Path, **settings: Any) -> Dataset:
    return open_dataset(DataSettings(str(folder), **settings), seed=0)


def write(folder: Path, name: str, content: bytes | Image.Image | NDArray[Any], **options: Any) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        picture = content if isinstance(content, Image.Image) else Image.fromarray(content)
        picture.save(path, **options)


def upright(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as picture:
        picture.load()
        return np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("ending", "options"),
    [
        (".jpg", {"quality": 95}),
        (".png", {}),
        (".webp", {"lossless": True}),
        (".avif", {"quality": 100}),
        (".tif", {}),
        (".tiff", {"compression": "tiff_lzw"}),
        (".tif", {"compression": "jpeg"}),
        (".mpo", {}),
    ],
)
def test_every_orientation_of_every_format_is_as_pillow_turns_it(
    tmp_path: Path, ending: str, options: dict[str, Any], orientation: int
) -> None:
    stripes = np.kron(np.arange(24, dtype=np.uint8).reshape(4, 6) * 10, np.ones((8, 8), np.uint8))
    picture = Image.fromarray(np.stack([stripes, stripes[::-1], stripes[:, ::-1]], axis=2))
    for name in ("a", "b"):
        write(tmp_path, f"{name}/1{ending}", picture, exif=turned(orientation), **options)

    dataset = read(tmp_path)

    expected = upright(tmp_path / "a" / f"1{ending}")
    assert expected.shape == ((48, 32, 3) if orientation > 4 else (32, 48, 3))
    assert dataset.input_shape == expected.shape
    np.testing.assert_array_equal(dataset.inputs[0], expected)
    file = BytesIO()
    picture.save(file, "PNG", exif=turned(orientation))
    straight = np.asarray(ImageOps.exif_transpose(Image.open(file)))
    assert np.abs(dataset.inputs[0].astype(int) - straight).mean() < 8  # but for what compressing loses


def turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return exif


def ramp(low: int, high: int) -> NDArray[np.uint16]:
    """(6, 6) values from `low` to `high`."""
    return np.linspace(low, high, 36).round().astype(np.uint16).reshape(6, 6)


def pgm(values: NDArray[np.uint16], maximum: int = 65535) -> bytes:
    return b"P5 6 6 %d\n" % maximum + values.astype(">u2").tobytes()


@pytest.mark.parametrize(
    ("low", "high", "shift", "told"),
    [
        (0, 255, 0, "range 0 to 255"),
        (3, 200, 0, "range 0 to 255"),
        (0, 4095, 4, "range 0 to 4,095"),
        (100, 3000, 4, "range 0 to 4,095"),
        (0, 63000, 8, "range 0 to 65,535"),
    ],
)
@pytest.mark.parametrize("ending", [".png", ".tif", ".pgm"])
def test_sixteen_bits_keep_the_upper_eight_that_the_data_set_uses(
    tmp_path: Path, ending: str, low: int, high: int, shift: int, told: str
) -> None:
    bright, dark = ramp(low, high), ramp(low, low + (high - low) // 4)
    for name, values in (("a/1", dark), ("b/1", bright)):
        write(tmp_path, name + ending, pgm(values) if ending == ".pgm" else values)

    dataset = read(tmp_path)

    assert dataset.input_shape == (6, 6, 1)
    np.testing.assert_array_equal(dataset.inputs[0][..., 0], dark >> shift)
    np.testing.assert_array_equal(dataset.inputs[1][..., 0], bright >> shift)
    assert dataset.notes == (
        f"2 images of more than 8 bits a pixel: values from {low:,} to {high:,}, of which the {told} is "
        "spread over 0 to 255.",
    )


def test_values_far_from_zero_keep_their_grey_levels(tmp_path: Path) -> None:
    values = ramp(30000, 30100)
    write(tmp_path, "a/1.png", values)
    write(tmp_path, "b/1.png", values.T.copy())

    dataset = read(tmp_path)

    np.testing.assert_array_equal(dataset.inputs[0][..., 0], values - 30000)
    assert "the range 30,000 to 30,255 is spread" in dataset.notes[0]


def test_numbers_below_zero_and_of_32_bits(tmp_path: Path) -> None:
    values = np.linspace(-(2**31), 2**31 - 1, 36).astype(np.int32).reshape(6, 6)
    write(tmp_path, "a/1.tif", values)
    write(tmp_path, "b/1.tif", values[::-1].copy())

    expected = (values.astype(np.int64) + 2**31) >> 24
    np.testing.assert_array_equal(read(tmp_path).inputs[0][..., 0], expected)


@pytest.mark.parametrize("order", ["<", ">"])
def test_tiff_of_either_byte_order(tmp_path: Path, order: str) -> None:
    values = ramp(0, 4095)
    plain = Image.frombytes(
        "I;16" if order == "<" else "I;16B", (6, 6), values.astype(order + "u2").tobytes()
    )
    for name in ("a", "b"):
        write(tmp_path, f"{name}/1.tif", plain)

    np.testing.assert_array_equal(read(tmp_path).inputs[0][..., 0], values >> 4)


def test_eight_bits_beside_sixteen_stay_as_they_are(tmp_path: Path) -> None:
    eight = ramp(0, 255).astype(np.uint8)
    write(tmp_path, "a/1.png", eight)
    write(tmp_path, "b/1.png", ramp(0, 4095))

    dataset = read(tmp_path)

    np.testing.assert_array_equal(dataset.inputs[0][..., 0], eight)
    assert dataset.notes[0].startswith("1 image of more than 8 bits")


def test_the_range_is_that_of_the_images_that_are_read_and_the_same_on_demand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, high in enumerate((255, 1023, 4095)):
        write(tmp_path, f"a/{number}.png", ramp(0, high))
        write(tmp_path, f"b/{number}.png", ramp(0, high))
    at_once = read(tmp_path)
    monkeypatch.setattr("lpntk.datasets.images.IN_MEMORY_BYTES", 0)

    on_demand = read(tmp_path)

    assert on_demand.fingerprint == at_once.fingerprint
    np.testing.assert_array_equal(on_demand.inputs[5][..., 0], ramp(0, 4095) >> 4)


def test_what_is_added_is_read_in_the_range_of_the_first(tmp_path: Path) -> None:
    for part, high in (("first", 4095), ("darker", 100), ("brighter", 5000)):
        write(tmp_path / part, "a/1.png", ramp(0, high))
        write(tmp_path / part, "b/1.png", ramp(1, high))

    def joined(part: str) -> Dataset:
        return read(tmp_path / "first", additions=(DataSettings(str(tmp_path / part)),))

    np.testing.assert_array_equal(joined("darker").inputs[2][..., 0], ramp(0, 100) >> 4)
    with pytest.raises(InputError, match=r"values from 0 to 5,000, which are outside the range 0 to 4,095"):
        joined("brighter")


def test_a_data_set_can_be_read_in_the_range_of_another(tmp_path: Path) -> None:
    for part, high, kind in (("plain", 255, np.uint8), ("first", 4095, np.uint16), ("dark", 100, np.uint16)):
        for name, low in (("a", 0), ("b", 1)):
            write(tmp_path / part, f"{name}/1.png", ramp(low, high).astype(kind))
    added = (DataSettings(str(tmp_path / "first")), DataSettings(str(tmp_path / "dark")))
    joined = read(tmp_path / "plain", additions=added)

    like = open_dataset(DataSettings(str(tmp_path / "dark")), seed=0, like=joined)

    for dark in (joined.inputs[4], like.inputs[0]):
        np.testing.assert_array_equal(dark[..., 0], ramp(0, 100) >> 4)


def deep_colours(top: int) -> bytes:
    """A PNG file with 16 bits a channel and values up to `top`."""
    values = np.linspace(0, top, 36 * 3).astype(">u2").reshape(6, 18)
    rows = b"".join(b"\0" + row.tobytes() for row in values)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", 6, 6, 16, 2, 0, 0, 0)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def test_colours_of_sixteen_bits_are_read_by_their_upper_eight_which_is_said(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path, f"{name}/1.png", deep_colours(65535))

    dataset = read(tmp_path)

    assert dataset.inputs[0].max() == 255
    assert dataset.notes[0] == "2 images with 16 bits a channel: the upper 8 of them are read."


def test_dark_colours_of_sixteen_bits_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path, f"{name}/1.png", deep_colours(4095))

    with pytest.raises(InputError, match=r"2 images with 16 bits a channel, such as a/1\.png, use a small"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("second", "note"),
    [
        (ramp(0, 255), "All images are the same picture: "),
        (ramp(7, 7), None),
    ],
)
def test_images_that_are_all_the_same_are_said_to_be_so(
    tmp_path: Path, second: NDArray[np.uint16], note: str | None
) -> None:
    write(tmp_path, "a/1.png", ramp(0, 255).astype(np.uint8))
    write(tmp_path, "b/1.png", second.astype(np.uint8))

    notes = read(tmp_path).notes

    assert (notes[0].startswith(note), len(notes)) == (True, 1) if note else notes == ()


@pytest.mark.parametrize(
    ("levels", "note"),
    [
        ((7, 9), "Every image is of one colour: "),
        ((0, 0), "All images are the same picture of one colour: "),
    ],
)
def test_images_without_anything_on_them_are_said_to_be_so(
    tmp_path: Path, levels: tuple[int, int], note: str
) -> None:
    for name, level in zip("ab", levels, strict=True):
        write(tmp_path, f"{name}/1.png", np.full((6, 6), level, np.uint8))

    assert read(tmp_path).notes[0].startswith(note)


def test_pillows_warnings_do_not_reach_the_terminal(tmp_path: Path) -> None:
    palette = Image.fromarray(ramp(0, 1).astype(np.uint8), mode="P")
    palette.putpalette([255, 0, 0, 0, 0, 255])
    write(tmp_path, "a/1.png", palette, transparency=b"\x00\x7f")
    tiff = BytesIO()
    Image.fromarray(ramp(0, 255).astype(np.uint8)).save(tiff, "TIFF")
    write(tmp_path, "b/1.tif", tiff.getvalue()[:-3])
    program = (
        "import sys\n"
        "from lpntk.datasets import open_dataset\n"
        "from lpntk.domain import DataSettings, InputError\n"
        "try: open_dataset(DataSettings(sys.argv[1]), seed=0)\n"
        "except InputError: pass"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )

    assert done.stderr == ""
