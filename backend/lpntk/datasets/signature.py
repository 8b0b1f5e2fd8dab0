"""What the files of a source are, told without reading them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from lpntk.datasets.folder import read_folder
from lpntk.datasets.names import SOURCES
from lpntk.datasets.sources import source_path
from lpntk.domain import DataSettings, InputError


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
    names = read_folder(path).locations if path.is_dir() else [""]
    for name in names or ():
        file = path / name
        try:
            found = file.stat()
        except OSError as error:
            raise InputError(
                f"{file} cannot be looked at ({error.strerror}): check its permissions.", field="source"
            ) from error
        what = [name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
        digest.update(json.dumps(what).encode())
