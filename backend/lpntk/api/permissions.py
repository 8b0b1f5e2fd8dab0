"""What a form on the page may name: more people come by a page than by the terminal behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from lpntk.datasets.names import is_factory, is_path
from lpntk.datasets.places import DEFAULT_ROOT
from lpntk.datasets.registry import images_elsewhere
from lpntk.domain import AnalysisRequest, DataSettings, InputError, LearningSettings, LpntkError
from lpntk.domain.paths import in_a_sentence, real_path
from lpntk.domain.preprocessing import PACKAGES
from lpntk.domain.request import PRETRAINED
from lpntk.learning.names import factory_path, model_folder
from lpntk.pipeline.material.errors import about_the_test_set
from lpntk.pipeline.requests import test_data


class NotPermittedError(LpntkError):
    """A request for what this server was not started for."""


@dataclass(frozen=True)
class Permissions:
    """What the page may have read and run.

    Attributes
    ----------
    folders
        The real paths of those that samples and checkpoints may lie in.
    code
        Whether a model may be built by code of the user's.
    roots
        The real paths of the folders that named data sets may lie in.
    """

    folders: tuple[Path, ...]
    code: bool = False
    roots: tuple[Path, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "roots", (*self.folders, real_path(DEFAULT_ROOT, field="root")))

    @classmethod
    def of(cls, folders: Iterable[str | Path] = (), *, code: bool = False) -> Self:
        """Permissions for these folders and all below them; for the working folder where none is named.

        Raises
        ------
        InputError
            If one is no folder.
        """
        real = tuple(_folder(str(folder)) for folder in folders)
        return cls(real or (Path.cwd().resolve(),), code)

    def check(self, request: AnalysisRequest) -> None:
        """Refuse a request for what may not be read or run.

        Raises
        ------
        NotPermittedError
            It says how to start the server otherwise.
        InputError
            If a path is none.
        """
        model = request.learning.model
        self._check_code("model", model, is_code=is_code(model))
        for data in (request.data, *request.data.additions):
            self._check_code("source", data.source, is_code=is_factory(data.source))
            if is_path(data.source):
                self._check_path(data.source, self.folders, "source")
            if data.root is not None:
                self._check_path(data.root, self.roots, "root")
            if data.labels is not None:
                self._check_path(data.labels, self.folders, "labels")
            if data.classes is not None:
                self._check_path(data.classes, self.folders, "classes")
            self._check_images(data, "source")
        self.check_test(request)
        self._check_weights(request.learning)
        if request.learning.trace is not None:
            self._check_path(request.learning.trace, self.folders, "trace")

    def check_test(self, request: AnalysisRequest) -> None:
        """As `check`, of the test set alone."""
        test = test_data(request)
        if test is None:
            return
        self._check_code("source", test.source, is_code=is_factory(test.source))
        if is_path(test.source):
            self._check_path(test.source, self.folders, "test")
            with about_the_test_set():
                self._check_images(test, "test")

    def _check_weights(self, learning: LearningSettings) -> None:
        for weights, field_name in ((learning.checkpoint, "checkpoint"), (learning.start, "start")):
            if weights not in (None, PRETRAINED):
                self._check_path(str(weights), self.folders, field_name)
        if learning.preprocessing not in (None, *PACKAGES):
            self._check_path(str(learning.preprocessing), self.folders, "preprocessing")
        if (folder := model_folder(learning.model)) is not None:
            self._check_path(str(folder), self.folders, "model")

    def _check_code(self, field: str, name: str, *, is_code: bool) -> None:
        if self.code or not is_code:
            return
        raise NotPermittedError(
            f"The {field} {name} is code of yours, which this page may not run: start the server with "
            "lpntk serve --allow-code or with a token, or use lpntk analyse.",
            field=field,
        )

    def _check_images(self, data: DataSettings, field: str) -> None:
        """Refuse images that lie in a folder that nobody named, as those of COCO do."""
        with in_a_sentence(data.source, field=field):
            folder = images_elsewhere(data)
        if folder is not None:
            self._check_path(str(folder), self.folders, field)

    def _check_path(self, text: str, folders: tuple[Path, ...], field: str) -> None:
        path = real_path(text, field=field)
        if any(path.is_relative_to(folder) for folder in folders):
            return
        where = ", ".join(map(str, folders))
        raise NotPermittedError(
            f"{path} is outside of what this page may read ({where}): start the server with "
            f"lpntk serve --data DIR, where DIR is a folder above it, or use lpntk analyse.",
            field=field,
        )


def is_code(model: str) -> bool:
    """Whether a model, or a pattern of models, is PKG.MODULE:FACTORY."""
    return factory_path(model) is not None


def _folder(text: str) -> Path:
    path = real_path(text, field="data")
    if not path.is_dir():
        raise InputError(f"There is no folder {path} for the page to read from: check --data.", field="data")
    return path
