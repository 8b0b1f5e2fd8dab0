"""What the files of a source are, told without reading them."""

from __future__ import annotations

import hashlib
import json

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.registry import source_files
from lpntk.domain import DataSettings, InputError
from lpntk.domain.words import printable


def source_signature(settings: DataSettings) -> str:
    """Hexadecimal SHA-256 over path, size, times and inode of each of a source's files.

    Equal signatures mean equal files. Files that were only copied or touched have another signature, too: a
    look at the fingerprints tells. Empty for what comes with a package.

    Raises
    ------
    InputError
        If the source is not there, or not laid out as it should be.
    """
    files = [file for part in (settings, *settings.additions) for file in source_files(part)]
    return _digest(files) if files else ""


def _digest(files: list[ImageFile]) -> str:
    digest = hashlib.sha256()
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
    return digest.hexdigest()
