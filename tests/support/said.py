"""Small finished analyses of texts and of rows of a table."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sklearn.datasets import load_wine

from lpntk.domain import AnalysisRequest, DataSettings, LearningSettings
from support.analyses import finished_analysis
from support.tables import SENTENCES, write_csv

ROUNDS = 8


def finished_texts(folder: Path) -> tuple[str, int]:
    """The URL of a database with an analysis of 64 texts in two classes, and its id.

    Text i is sentence i % 8 with what distinguishes it; that of index 63 is longer than a card of a list.
    """
    return finished_analysis(folder, texts())


def finished_rows(folder: Path) -> tuple[str, int]:
    """The URL of a database with an analysis of 178 wines in three classes, and its id.

    Beside thirteen numbers, one of which is called loss as a score is, each has a colour.
    """
    return finished_analysis(folder, rows())


@cache
def texts() -> AnalysisRequest:
    """The request for the first."""
    said = [
        (f"{text}\n\nin the story of chapter {number}", label)
        for number in range(ROUNDS)
        for text, label in SENTENCES
    ]
    said[-1] = (said[-1][0] + " and it burns" * 400 + " to the very ash", said[-1][1])
    path = write_csv(_folder() / "texts.csv", ("text", "label"), said)
    return AnalysisRequest(DataSettings(str(path)), LearningSettings(epochs=10), name="Stories")


@cache
def rows() -> AnalysisRequest:
    """The request for the second."""
    wine = load_wine()
    names = ["loss" if name == "hue" else name for name in wine.feature_names]
    rows = [
        (*values, "deep" if values[9] > 5 else "light", wine.target_names[label])
        for values, label in zip(wine.data.tolist(), wine.target, strict=True)
    ]
    path = write_csv(_folder() / "wine.csv", (*names, "colour", "label"), rows)
    return AnalysisRequest(DataSettings(str(path)), LearningSettings(epochs=20), name="Wines")


@cache
def _folder() -> Path:
    return Path(_scratch().name)


@cache
def _scratch() -> TemporaryDirectory[str]:
    """A folder that is removed when the interpreter ends."""
    return TemporaryDirectory(prefix="lpntk-said-")
