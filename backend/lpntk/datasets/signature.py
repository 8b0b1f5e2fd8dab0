"""What the files of a source are, told without reading them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.folder import image_files
from lpntk.datasets.names import SOURCES
from lpntk.datasets.sources import source_path
from lpntk.domain import DataSettings, InputError
from lpntk.domain.words import printable


def source_signature(settings: DataSettings) -> str:
    """Hexadecimal SHA-256 over path, size, times and inode of each of a source's files.

    Equal signatures mean equal files. Files that were only copied or touched have another signature, too: a
    look at the fingerprints tells. Empty for the data sets that have a name, which are the same everywhere.

    Raises
    ------
    InputError
        If the source is not there, or not laid out as it should be.
    """
    parts = [settings, *settings.additions]
    if all(part.source in SOURCES for part in parts):
        return ""
    digest = hashlib.sha256()
    for part in parts:
        if part.source not in SOURCES:
            _add(digest, source_path(part))
    return digest.hexdigest()


def _add(digest: hashlib._Hash, path: Path) -> None:
    files = image_files(path) if path.is_dir() else [ImageFile(path, 0, "")]
    for file in files:
        try:
            found = file.path.stat()
        except OSError as error:
            raise InputError(
                f"{printable(file.path)} cannot be looked at ({error.strerror}): check its permissions.",
                field="source",
            ) from error
        what = [file.name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
        digest.update(json.dumps(what).encode())
