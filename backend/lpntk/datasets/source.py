"""What has to be known of a way in which samples are given."""

from __future__ import annotations

from typing import Protocol

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.samples import Labelled, Samples
from lpntk.domain import DataSettings


class Source(Protocol):
    """One of `sources/`."""

    def takes(self, settings: DataSettings) -> bool:
        """Whether it is samples of this kind that the settings name. InputError."""
        ...

    def modality(self, settings: DataSettings) -> str | None:
        """What the inputs are; None where only reading them tells. InputError as of `check`."""
        ...

    def check(self, settings: DataSettings) -> None:
        """Refuse what the layout shows to be wrong. InputError."""
        ...

    def labelled(self, settings: DataSettings) -> Labelled | None:
        """The labels of all samples, as `read` has them; None where they take long, or only reading tells.

        Nothing is downloaded, and nobody's code is run. InputError if they are none.
        """
        ...

    def read(self, settings: DataSettings) -> Samples:
        """All samples; large inputs are read when they are asked for. InputError."""
        ...

    def files(self, settings: DataSettings) -> list[ImageFile]:
        """The files that they are read from; empty for what comes with a package. InputError."""
        ...
