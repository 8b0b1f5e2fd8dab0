"""A table in a file: CSV, Parquet or Arrow."""

from __future__ import annotations

from pathlib import Path

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.names import is_path
from lpntk.datasets.places import expand_user, has_ending, source_path
from lpntk.datasets.samples import Samples
from lpntk.datasets.tabular.arrow_file import ARROW_ENDINGS, read_arrow
from lpntk.datasets.tabular.csv_file import read_csv
from lpntk.datasets.tabular.roles import roles_of
from lpntk.datasets.tabular.samples import samples_of_table
from lpntk.datasets.tabular.table import Table
from lpntk.domain import DataSettings
from lpntk.domain.words import printable

_CSV_ENDINGS = (".csv", ".tsv")
# So many rows tell what each column is.
_LOOKED_AT = 1000


class TableFile:
    """A row a sample."""

    def takes(self, settings: DataSettings) -> bool:
        if not is_path(settings.source):
            return False
        return has_ending(source_path(settings), *_CSV_ENDINGS, *ARROW_ENDINGS)

    def modality(self, settings: DataSettings) -> str:
        """By the first rows. InputError."""
        return roles_of(_read(source_path(settings), _LOOKED_AT), settings).modality

    def check(self, settings: DataSettings) -> None:
        """Look at the first rows. InputError."""
        self.modality(settings)

    def read(self, settings: DataSettings) -> Samples:
        """All rows. InputError."""
        path = source_path(settings)
        folder = path.parent if settings.root is None else expand_user(settings.root)
        return samples_of_table(_read(path), settings, name=printable(path.stem), folder=folder)

    def files(self, settings: DataSettings) -> list[ImageFile]:
        """The table; images that it names are told by their fingerprint."""
        return [ImageFile(source_path(settings), 0, "")]


def _read(path: Path, most: int | None = None) -> Table:
    if path.suffix.lower() in _CSV_ENDINGS:
        return read_csv(path, most)
    return read_arrow([path], str(path), most)
