"""What a person's own function gives."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.names import is_factory
from lpntk.datasets.places import source_root
from lpntk.datasets.samples import Samples
from lpntk.datasets.sources.objects import samples_of_object
from lpntk.domain import DataSettings
from lpntk.domain.factories import call_factory, factory_parts
from lpntk.domain.foreign import foreign_code


class Factory:
    """PKG.MODULE:FACTORY, called with those of `split` and `root` that it has parameters for."""

    def takes(self, settings: DataSettings) -> bool:
        return is_factory(settings.source)

    def modality(self, settings: DataSettings) -> None:
        """Only what it gives tells."""

    def check(self, settings: DataSettings) -> None:
        """Nothing of it is run before it has to be."""

    def labelled(self, settings: DataSettings) -> None:
        """Only what it gives tells."""

    def read(self, settings: DataSettings) -> Samples:
        """All samples. InputError, also of what its code raises."""
        with _about(settings):
            return samples_of_object(_called(settings), settings, name=settings.source, split="")

    def files(self, settings: DataSettings) -> list[ImageFile]:
        """Which it reads nobody knows; the fingerprint tells whether the samples are the same."""
        return []


def _called(settings: DataSettings) -> Any:
    parts = factory_parts(settings.source)
    assert parts is not None, "is_factory let it through"
    known = {"split": settings.split, "root": str(source_root(settings))}
    return call_factory(*parts, known)


def _about(settings: DataSettings) -> AbstractContextManager[None]:
    """What its code raises, also where its samples are asked for, is told as its own."""
    return foreign_code(f"The samples of {settings.source} cannot be made", "correct it", field="source")
