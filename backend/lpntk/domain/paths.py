"""Paths that a person typed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lpntk.domain.errors import InputError, shown


def real_path(text: str, *, field: str) -> Path:
    """The absolute path, its `~` and symbolic links followed; whether anything is there is another question.

    Raises
    ------
    InputError
        If no file can have such a path, its links lead in a circle, or what is there may not be read.
    """
    with in_a_sentence(text, field=field):
        path = Path(text).expanduser().resolve()
        with suppress(FileNotFoundError, NotADirectoryError):
            path.stat()
            if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
                raise PermissionError(None, "Permission denied", str(path))
    return path


@contextmanager
def in_a_sentence(text: str, *, field: str) -> Iterator[None]:
    """Within it, what the operating system and Python have against a path is an InputError."""
    try:
        yield
    except InputError:
        raise
    except PermissionError as error:
        raise InputError(
            f"{error.filename or shown(text)} may not be read here: give this program the right to, or name "
            "another place.",
            field=field,
        ) from None
    except OSError as error:
        what = error.strerror or type(error).__name__
        raise InputError(f"{shown(text)} cannot be read ({what}): check the path.", field=field) from None
    except (ValueError, RuntimeError) as error:  # a NUL, half a surrogate pair; a circle of links, ~nobody
        raise InputError(f"{shown(text)} is no path ({error}): check it.", field=field) from None
