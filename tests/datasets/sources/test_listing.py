"""Which files of a folder are samples, in which order, and what is said of the others."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lpntk._torchvision import torchvision
from lpntk.datasets import check_source, open_dataset
from lpntk.datasets.formats import endings
from lpntk.domain import Dataset, DataSettings, InputError


def read(folder: Path) -> Dataset:
    return open_dataset(DataSettings(str(folder)), seed=0)


def save(path: Path, seed: int = 0, **options: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 256, (4, 4, 3), np.uint8)
    Image.fromarray(pixels).save(path, **options)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two classes of one image."""
    top = tmp_path / "birds"
    save(top / "a" / "1.png", 1)
    save(top / "b" / "1.png", 2)
    return top


def locations(folder: Path) -> list[str]:
    return list(read(folder).locations or ())


def test_hidden_folders_do_not_count_at_any_depth(folder: Path) -> None:
    save(folder / "a" / ".ipynb_checkpoints" / "1-checkpoint.png")
    save(folder / "a" / "deep" / ".thumbs" / "more" / "1.png")
    save(folder / ".cache" / "1.png")

    dataset = read(folder)

    assert dataset.locations == ("a/1.png", "b/1.png")
    assert dataset.notes == ()


def test_every_ending_of_torchvision_counts_and_so_does_what_else_can_be_read(folder: Path) -> None:
    assert set(torchvision.datasets.folder.IMG_EXTENSIONS) <= endings()
    for name in ("2.gif", "3.jfif", "4.AVIF", "5.jp2", "6.tga", "7.mpo"):
        save(folder / "a" / name)

    assert locations(folder)[:7] == [
        f"a/{name}" for name in ("1.png", "2.gif", "3.jfif", "4.AVIF", "5.jp2", "6.tga", "7.mpo")
    ]
    assert [at for at in locations(folder) if at.startswith("b")] == ["b/1.png"]


def test_what_would_start_another_program_is_not_read(folder: Path) -> None:
    assert not {".eps", ".ps", ".pdf", ".wmf", ".emf"} & endings()
    save(folder / "a" / "2.eps")
    (folder / "a" / "2.eps").rename(folder / "a" / "2.png")

    with pytest.raises(InputError, match=r"Image a/2\.png \(index 1\) cannot be read \(not an image\)"):
        read(folder)


def test_what_was_left_out_is_said_in_one_line(folder: Path) -> None:
    for name in ("notes.txt", "b/x.TXT", "b/y.txt", "a/movie.mp4", "a/LICENSE"):
        (folder / name).write_text("no image")
    save(folder / "lost.png")
    os.mkfifo(folder / "a" / "pipe.png")

    assert read(folder).notes == (
        "Left out: 1 without an ending, 1 .mp4, 1 .png that is no regular file, 2 .txt, "
        "1 image beside the folders of the classes.",
    )


def test_only_the_first_picture_of_a_file_is_read_and_that_is_said(folder: Path) -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    frames[0].save(folder / "b" / "2.gif", save_all=True, append_images=frames[1:])

    dataset = read(folder)

    assert dataset.notes == ("1 file holds several pictures: the first of each is read.",)
    assert dataset.inputs[2][0, 0].tolist() == [255, 0, 0]


def test_links_in_a_circle_end_and_each_real_folder_counts_once(folder: Path) -> None:
    save(folder / "a" / "deep" / "2.png")
    (folder / "a" / "deep" / "up").symlink_to(folder / "a")
    (folder / "a" / "again").symlink_to(folder / "a" / "deep")
    (folder / "a" / "all").symlink_to(folder)

    assert locations(folder) == ["a/1.png", "a/all/b/1.png", "a/deep/2.png", "b/1.png"]


def test_links_are_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "c").symlink_to(folder / "a")
    save(tmp_path / "elsewhere" / "2.png")
    (folder / "b" / "more").symlink_to(tmp_path / "elsewhere")
    (folder / "b" / "0.png").symlink_to(folder / "b" / "1.png")

    assert locations(folder) == ["a/1.png", "b/0.png", "b/1.png", "b/more/2.png", "c/1.png"]
    theirs = torchvision.datasets.ImageFolder(folder).samples
    assert [str(folder / location) for location in locations(folder)] == [path for path, _ in theirs]


@pytest.mark.parametrize("name", ["2.png", "more"])
def test_a_link_to_nothing_is_named(folder: Path, name: str) -> None:
    (folder / "b" / name).symlink_to(folder / "gone")

    with pytest.raises(InputError, match=rf"link .*b/{name} leads to .*gone, .* \(No such file or directory"):
        check_source(DataSettings(str(folder)))


def test_a_link_to_itself_is_named(folder: Path) -> None:
    (folder / "b" / "loop.png").symlink_to(folder / "b" / "loop.png")

    with pytest.raises(InputError, match=r"link .*loop\.png .* \(Too many levels of symbolic links\)"):
        check_source(DataSettings(str(folder)))


@pytest.mark.parametrize("where", ["", "b", "b/deep"])
def test_a_folder_that_may_not_be_read_is_named(
    folder: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = folder / where
    closed.mkdir(exist_ok=True)
    really = os.scandir

    def scandir(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return really(path)

    monkeypatch.setattr(os, "scandir", scandir)
    for check in (check_source, lambda wrong: open_dataset(wrong, seed=0)):
        with pytest.raises(InputError, match=rf"folder {closed} cannot be read \(Permission denied\)"):
            check(DataSettings(str(folder)))


def test_a_file_that_may_not_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = Image.open

    def open_image(path: Path, **options: object) -> Image.Image:
        if path.match("b/1.png"):
            raise PermissionError(13, "Permission denied", str(path))
        return really(path, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Image, "open", open_image)
    with pytest.raises(InputError, match=r"Image b/1\.png \(index 1\) cannot be read \(Permission denied\)"):
        read(folder)


def test_a_file_that_went_after_it_was_listed_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = Image.open

    def open_image(path: Path, **options: object) -> Image.Image:
        (folder / "b" / "1.png").unlink(missing_ok=True)
        return really(path, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Image, "open", open_image)
    with pytest.raises(InputError, match=r"Image b/1\.png \(index 1\) is not there"):
        read(folder)


def test_names_that_are_not_utf8_are_read_and_shown_with_escapes(folder: Path) -> None:
    strange = Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9"))
    (folder / "b").rename(strange)
    (strange / "1.png").rename(Path(os.fsdecode(os.fsencode(strange) + b"/\xff.png")))
    Path(os.fsdecode(os.fsencode(strange) + b"/notes.\xff")).touch()

    dataset = read(folder)

    assert dataset.class_names == ("a", "caf\\xe9")
    assert dataset.locations == ("a/1.png", "caf\\xe9/\\xff.png")
    assert dataset.notes == ("Left out: 1 .\\xff.",)
    assert json.dumps([dataset.class_names, dataset.locations], ensure_ascii=False).encode()


@pytest.mark.parametrize("name", [b"/a/\xff.png", b"/\xff/1.png", b"/\xff/1.txt"])
def test_a_complaint_about_a_name_that_is_not_utf8_can_be_printed(folder: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(folder) + name))
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"no image")

    with pytest.raises(InputError, match=r"\\xff") as caught:
        read(folder)
    assert caught.value.message.encode()


def test_a_source_whose_name_is_not_utf8_is_refused(folder: Path) -> None:
    strange = os.fsdecode(os.fsencode(folder.parent) + b"/\xff")
    folder.rename(strange)

    with pytest.raises(InputError, match=r"path .*/\\xff is not UTF-8: rename the folder") as caught:
        check_source(DataSettings(strange))
    assert caught.value.field == "source"


@pytest.mark.parametrize(
    ("names", "split", "taken"),
    [
        (("Train", "Test"), "train", "Train"),
        (("TRAINING", "Testing", "Val"), "test", "Testing"),
        (("validation", "test"), "val", "validation"),
        (("test", "dev"), "dev", "dev"),
    ],
)
def test_splits_are_told_from_classes(tmp_path: Path, names: tuple[str, ...], split: str, taken: str) -> None:
    for name in names:
        for kind in ("a", "b"):
            save(tmp_path / name / kind / f"{name}.png")
    dataset = open_dataset(DataSettings(str(tmp_path), split=split), seed=0)
    assert dataset.locations == (f"a/{taken}.png", f"b/{taken}.png")
    assert dataset.name == f"{tmp_path.name}/{taken}"


def test_a_split_that_there_is_not_is_refused(tmp_path: Path) -> None:
    save(tmp_path / "val" / "a" / "1.png")
    with pytest.raises(InputError, match=r"has no split 'train' \(it has val\): choose another"):
        check_source(DataSettings(str(tmp_path)))


def test_the_name_of_a_split_in_capitals_comes_with_its_parents(folder: Path) -> None:
    folder.rename(folder.with_name("Train"))

    assert read(folder.with_name("Train")).name == f"{folder.parent.name}/Train"
