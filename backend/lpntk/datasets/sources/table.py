"""A table in a file: CSV, Parquet or Arrow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.names import is_path
from lpntk.datasets.once import once
from lpntk.datasets.places import expand_user, has_ending, source_path
from lpntk.datasets.samples import Labelled, Samples
from lpntk.datasets.tabular.arrow_file import ARROW_ENDINGS, read_arrow
from lpntk.datasets.tabular.csv_file import read_csv
from lpntk.datasets.tabular.labels import labelled_rows
from lpntk.datasets.tabular.roles import roles_of
from lpntk.datasets.tabular.samples import require_some_image, samples_of_table
from lpntk.datasets.tabular.table import Table
from lpntk.domain import DataSettings
from lpntk.domain.words import printable

_CSV_ENDINGS = (".csv", ".tsv")
# So many rows tell what each column is.
_LOOKED_AT = 1000
# About a second's work.
_LARGEST_SCANNED = 32 << 20


class TableFile:
    """A row a sample."""

    def takes(self, settings: DataSettings) -> bool:
        if not is_path(settings.source):
            return False
        return has_ending(source_path(settings), *_CSV_ENDINGS, *ARROW_ENDINGS)

    def modality(self, settings: DataSettings) -> str:
        """By the first rows. InputError."""
        return roles_of(_head(source_path(settings)), settings).modality

    def check(self, settings: DataSettings) -> None:
        """Look at the first rows, and for their images. InputError."""
        path = source_path(settings)
        first = _head(path)
        require_some_image(first, roles_of(first, settings), settings, _folder(path, settings))

    def labelled(self, settings: DataSettings) -> Labelled | None:
        """By the columns that say it; None of a file that takes long to look through. InputError."""
        path = source_path(settings)
        if _is_csv(path) and path.stat().st_size > _LARGEST_SCANNED:
            return None
        roles = roles_of(_head(path), settings)
        table = _read(path, columns=roles.of_labels)
        return labelled_rows(table, roles, settings, name=_name(path))[0]

    def read(self, settings: DataSettings) -> Samples:
        """All rows. InputError."""
        path = source_path(settings)
        return samples_of_table(_read(path), settings, name=_name(path), folder=_folder(path, settings))

    def files(self, settings: DataSettings) -> list[ImageFile]:
        """The table; images that it names are told by their fingerprint."""
        return [ImageFile(source_path(settings), 0, "")]


@once
def _head(path: Path) -> Table:
    return _read(path, _LOOKED_AT)


def _read(path: Path, most: int | None = None, columns: Sequence[str] | None = None) -> Table:
    if _is_csv(path):
        return read_csv(path, most, columns)
    return read_arrow([path], str(path), most, columns)


def _is_csv(path: Path) -> bool:
    return path.suffix.lower() in _CSV_ENDINGS


def _name(path: Path) -> str:
    return printable(path.stem)


def _folder(path: Path, settings: DataSettings) -> Path:
    """Where the paths in the table begin."""
    return path.parent if settings.root is None else expand_user(settings.root)
