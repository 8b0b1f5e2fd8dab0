"""Mutated image files, archives and checkpoints: read, or refused in a sentence that names the file.

They are read in processes of their own, since a decoder that crashes or hangs is what this looks for.
"""

from __future__ import annotations

import logging
import os
import resource
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from lpntk.datasets import open_dataset
from lpntk.domain import DataSettings, InputError
from lpntk.learning import load_checkpoint
from reliability.children import Died, in_children
from reliability.mutants import ARCHITECTURE, ENDINGS, good_file, mutated, trap_file
from reliability.outcomes import Outcome, Settings, Verdict, is_sentence, shortened
from support.data import digits
from support.training import training_sample

SECONDS_A_FILE = 20
MEMORY = 8 << 30
# One in so many archives and checkpoints holds code.
TRAP_EVERY = 5


def outcomes(settings: Settings) -> Iterator[Outcome]:
    """Read mutated files until there were enough or the time is up."""
    tasks = settings.numbers(settings.files)
    for number, found in in_children(prepare, (settings,), tasks, seconds=SECONDS_A_FILE):
        ending = _ending(number)
        if isinstance(found, Died):
            found = Outcome(f"mutations: {ending}", Verdict.WRONG, number, f"mutant.{ending}: {found.reason}")
        yield found


def prepare(settings: Settings) -> Callable[[int], Outcome]:
    """`tried`, in a process of its own with bounded memory whose log nobody reads."""
    # A header that asks for all the memory there is ends in an error here, not in the machine's end.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable()
    # What the decoders' own libraries write there is not seen by who reads the errors.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    return partial(tried, settings)


def _ending(number: int) -> str:
    return ENDINGS[number % len(ENDINGS)]


def tried(settings: Settings, number: int) -> Outcome:
    """Make the file of a number and read it."""
    chance, ending = settings.chance(number), _ending(number)
    with TemporaryDirectory(prefix="lpntk-reliability-") as place:
        folder, trap = Path(place), Path(place) / "code-was-run"
        if ending in ("npz", "pt") and chance.randrange(TRAP_EVERY) == 0:
            content, did = trap_file(ending, trap, chance), "holds code"
            if chance.random() < 0.3:
                content, did = mutated(content, chance)[0], "holds code, mutated"
        else:
            content, did = mutated(good_file(ending, chance), chance)
        verdict, what = read(folder, f"mutant.{ending}", content)
        what = what.replace(place, "")
        if trap.exists():
            verdict, what = Verdict.WRONG, "code from the file was run"
    return Outcome(f"mutations: {ending}", verdict, number, f"mutant.{ending}, {did}: {shortened(what)}")


def read(folder: Path, name: str, content: bytes) -> tuple[Verdict, str]:
    """How a file is taken."""
    reader = {"npz": _read_archive, "pt": _read_checkpoint}.get(name.rpartition(".")[2], _read_image)
    try:
        reader(folder, name, content)
    except InputError as error:
        if is_sentence(error.message) and name in error.message:
            return Verdict.REFUSED, error.message
        return Verdict.WRONG, f"not one sentence with the file's name: {error.message!r}"
    except BaseException as error:  # whatever it is: even SystemExit is none of a file's business
        return Verdict.WRONG, f"{type(error).__name__}: {error}"
    return Verdict.RIGHT, "it is read"


def _read_image(folder: Path, name: str, content: bytes) -> None:
    """Read it as one image among good ones."""
    data = folder / "images"
    for label in ("a", "b"):
        (data / label).mkdir(parents=True)
        for number in range(2):
            (data / label / f"{number}.png").write_bytes(_GOOD_IMAGE)
    (data / "a" / name).write_bytes(content)
    inputs = open_dataset(DataSettings(str(data)), seed=0).inputs
    for row in range(len(inputs)):
        np.asarray(inputs[row])


def _read_archive(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    open_dataset(DataSettings(str(folder / name)), seed=0)


def _read_checkpoint(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    images, labels = digits()
    sample = training_sample(images[:20], labels[:20])
    load_checkpoint(folder / name, sample.items, sample.labels, ARCHITECTURE, device=torch.device("cpu"))


_GOOD_IMAGE = good_file("png", Settings().chance(0))
